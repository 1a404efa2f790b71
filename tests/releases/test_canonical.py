"""The hash of a pack is blind to formatting, sees every change of meaning, and does not drift."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from random import Random

import pytest

from engine.reading.folder import read_folder
from engine.releases.canonical import canonical, digest
from simulator.registry import Registry
from simulator.result import result
from simulator.running import run
from simulator.scenario import read_scenario
from tests.releases import reformatting
from tests.releases.campaign import RULES, edits, reformattings
from tests.releases.packs import SMALL, write_small

SCENARIOS = (
    {"country": "be", "act": "job", "date": "2026-03-10", "contract": "fixed_term", "given": {"gross": "1000"}},
    {"country": "be", "act": "rights_assignment", "date": "2026-02-01", "given": {"invoice.excl_vat": "1000"}},
)


def test_reformatting_never_moves_the_hash() -> None:
    outcome = reformattings(300, seed=7)
    assert outcome.counts["reformattings"] == 300
    assert outcome.counts["of them split over files"] > 50
    assert outcome.faults == []


def test_every_edit_of_one_token_gives_a_hash_of_its_own() -> None:
    outcome = edits(400, seed=7)
    assert outcome.counts["edits"] == 400
    assert outcome.faults == []


@pytest.mark.parametrize("seed", [1, 2])
def test_packs_of_one_hash_give_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    """A result quotes formulas as they were written, so their spelling stays; all else is written anew."""
    monkeypatch.setattr(reformatting, "_another_spelling", lambda text, _: text)
    rng = Random(seed)
    for code in ("be", "common"):
        _rewrite(RULES / code, tmp_path / code, rng)
    assert digest(read_folder(tmp_path / "be")) == digest(read_folder(RULES / "be"))
    assert _results(tmp_path) == _results(RULES)


def test_short_and_long_forms_of_a_dated_value_are_one(tmp_path: Path) -> None:
    short = SMALL["fee.yaml"]
    long = short.replace("2018-01-01: 6.5 %", "2018-01-01: {value: 6.50%}")
    assert long != short
    hashes = {
        digest(read_folder(write_small(tmp_path / name, **{"fee.yaml": text}) / "xx"))
        for name, text in (("a", short), ("b", long))
    }
    assert len(hashes) == 1


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("6.5 %", "6.6 %"),
        ("2018-01-01: 6.5 %", "2018-01-02: 6.5 %"),
        ("label: Co-operative fee", "label: Fee of the co-operative"),
        ("confidence: published", "confidence: assumed"),
        ("checked_on: 2026-01-15", "checked_on: 2026-01-16"),
        ("type: rate", "type: number"),
    ],
)
def test_a_change_of_meaning_moves_the_hash(tmp_path: Path, before: str, after: str) -> None:
    assert before in SMALL["fee.yaml"]
    one = read_folder(write_small(tmp_path / "a") / "xx")
    other = read_folder(write_small(tmp_path / "b", **{"fee.yaml": SMALL["fee.yaml"].replace(before, after)}) / "xx")
    assert digest(one) != digest(other)


def test_the_hash_of_a_known_pack_does_not_drift(tmp_path: Path) -> None:
    """A release is named by it for years: whoever has to change this line gives the canonical form a new number."""
    files = read_folder(write_small(tmp_path) / "xx")
    assert canonical(files)["form"] == "bareme.canonical/1"
    assert digest(files) == "be9a5fa64b90d12abec36611b9136737d6477006a9fb46b70f856b2261a36b92"


def _rewrite(source: Path, target: Path, rng: Random) -> None:
    target.mkdir()
    shutil.copy(source / "pack.yaml", target)
    numbers = list(range(200))
    rng.shuffle(numbers)
    for one in read_folder(source).files:
        assert isinstance(one.document.data, dict)
        for text in reformatting.reformatted(one.document.data, rng):
            (target / f"rules_{numbers.pop():03}.yaml").write_text(text, encoding="utf-8")


def _results(rules: Path) -> list[str]:
    registry = Registry(rules)
    return [json.dumps(result(run(registry, read_scenario(one))), sort_keys=True) for one in SCENARIOS]
