"""What the language must be able to say, each a document with rules and the figures they must give.

Every case runs through the compiled reading and is held to the reference; every
document passes `check`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from engine.evaluation.reference import reference_values
from engine.reading.document import read_document
from simulator.cases import run_cases
from simulator.registry import Registry
from tests.support.land import checked, land, whole_cases

FOLDER = Path(__file__).parent / "kernel"
DOCUMENTS = sorted(FOLDER.glob("*.yaml"))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_the_language_says_it_and_gives_these_figures(path: Path, tmp_path: Path) -> None:
    document: Any = read_document(path).data
    folder = land(tmp_path, document["rules"], cases=whole_cases(document["cases"]))
    assert [str(one) for one in checked(folder).problems] == []
    outcomes = list(run_cases(Registry(folder), "xx"))
    assert outcomes
    for outcome in outcomes:
        assert outcome.checked
        assert [f"{one.name}: {one.found}, not {one.expected}" for one in outcome.differences] == [], outcome.name
        for run in outcome.runs:
            assert reference_values(run.program, run.given) == run.values
            lines = run.country.pack.definitions
            for name, payee in document.get("payees", {}).items():
                assert lines[name].model.to == payee


def test_every_bullet_has_its_document() -> None:
    assert len(DOCUMENTS) >= 25
    for path in DOCUMENTS:
        document: Any = read_document(path).data
        assert set(document) <= {"says", "law", "rules", "cases", "payees"}
        assert document["says"]
