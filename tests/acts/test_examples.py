"""Every act of a country has an example that runs from one command, with entries that balance."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bareme.cli import main
from simulator.registry import Registry

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
LISTS = frozenset(path.stem for path in EXAMPLES if path.stem.endswith("-year"))


def told(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    assert main([*words, "--rules", str(ROOT / "rules"), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("code", [code for code in Registry(ROOT / "rules").codes() if code in ("be", "de")])
def test_there_is_an_example_for_every_act(code: str) -> None:
    acts = [*Registry(ROOT / "rules").country(code).pack.acts, "project"]
    missing = [act for act in acts if not (ROOT / "examples" / f"{code}-{act.replace('_', '-')}.yaml").is_file()]
    assert missing == []


@pytest.mark.parametrize("path", [path for path in EXAMPLES if path.stem not in LISTS], ids=lambda path: path.stem)
def test_an_example_runs_and_its_entries_balance(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = told(capsys, "simulate", str(path))
    if data["schema"] == "bareme.project/1":
        assert data["trial_balance"]["balanced"]
        return
    assert sum(Decimal(entry["debit"]) - Decimal(entry["credit"]) for entry in data["entries"]) == 0
    assert data["entries"]
    assert not [alert for alert in data["alerts"] if alert["code"] == "impossible"]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("language", ["en", "fr", "nl", "de"])
def test_an_example_is_told_in_words(path: Path, language: str, capsys: pytest.CaptureFixture[str]) -> None:
    verb = "year" if path.stem in LISTS else "simulate"
    assert main([verb, str(path), "--rules", str(ROOT / "rules"), "--lang", language, "--ledger"]) == 0
    assert len(capsys.readouterr().out.splitlines()) > 10
