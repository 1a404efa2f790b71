"""A country that was just opened checks, passes its cases, computes every act, and asks its figures in words."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from bareme.cli import main
from simulator.registry import Registry
from tests.campaigns.acts import campaign

RULES = Path(__file__).resolve().parents[2] / "rules"


@pytest.fixture(scope="module", params=Registry(RULES).codes())
def opened(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Portugal, opened from each country there is."""
    rules = tmp_path_factory.mktemp("opened") / "rules"
    for name in ("common", str(request.param)):
        shutil.copytree(RULES / name, rules / name, ignore=shutil.ignore_patterns("tests"))
    assert main(["country", "new", "pt", "--from", str(request.param), "--rules", str(rules)]) == 0
    return rules


def test_it_checks_strictly_and_its_cases_pass(opened: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--strict", "pt", "--rules", str(opened)]) == 0
    assert main(["test", "pt", "--rules", str(opened)]) == 0
    assert "24 passed, 0 failed, 0 skipped" in capsys.readouterr().out


def test_every_act_computes_and_nothing_is_lost(opened: Path) -> None:
    found = campaign(Registry(opened), "pt", 100, seed=1)
    assert found.problems == []
    assert found.not_modelled == 0


def test_every_figure_is_a_question(opened: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["country", "status", "pt", "--json", "--rules", str(opened)]) == 0
    (told,) = json.loads(capsys.readouterr().out)["countries"]
    assert told["confirmed"] == 0
    assert len(told["open"]) == told["figures"] > 10
    assert all(one["question"].endswith("?") for one in told["open"])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["country", "new", "zz9", "--from", "be"], "is no country's code"),
        (["country", "new", "be", "--from", "be"], "there is already a folder"),
        (["country", "new", "pt", "--from", "xy"], "there is no pack `xy`"),
    ],
)
def test_what_cannot_be_opened_is_said(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*words, "--rules", str(RULES)]) == 2
    assert said in capsys.readouterr().err
    assert not (RULES / "pt").exists()
