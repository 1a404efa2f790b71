"""Columns side by side, what-if overlays, and what rules and figures stand behind a difference."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from bareme.cli import main
from bareme.text.comparison import comparison
from bareme.text.language import Language
from engine.language.diagnostic import Refused
from simulator.compare import Column, by_contract, by_date, by_given, compare, compare_columns
from simulator.facts import write_number
from simulator.overlay import read_overlay, setting, what_if
from simulator.registry import Registry
from simulator.running import run
from simulator.scenario import Scenario
from tests.support.planting import planted

RULES = Path(__file__).resolve().parents[2] / "rules"
REGISTRY = Registry(RULES)
JOB = Scenario(
    "be",
    "job",
    date(2025, 3, 31),
    "fixed_term",
    {"invoice.excl_vat": "3000", "start": "2025-03-01", "end": "2025-03-31"},
)


def test_columns_differ_by_what_their_amounts_differ() -> None:
    data = compare(REGISTRY, by_contract(JOB, ["fixed_term", "student"]))
    assert [column["title"] for column in data["columns"]] == ["fixed_term", "student"]
    row = next(row for row in data["rows"] if row["name"] == "net_pay")
    first, second = (Fraction(amount) for amount in row["amounts"])
    assert row["differences"] == [None, write_number(second - first, 2)]
    (difference,) = data["differences"]
    sizes = [abs(Fraction(figure["difference"])) for figure in difference["figures"]]
    assert sizes == sorted(sizes, reverse=True)
    assert {"contract.social_security"} <= {prop["name"] for prop in difference["properties"]}
    assert {"student.hours"} <= {rule["name"] for rule in difference["rules"]}


def test_a_column_that_is_refused_says_why_beside_the_others() -> None:
    data = compare(REGISTRY, by_contract(JOB, ["nothing", "student"]))
    assert data["columns"][0]["refused"].startswith("BAR803")
    assert data["columns"][1]["refused"] is None
    assert data["rows"][0]["amounts"][0] is None
    assert data["differences"] == []


def test_between_two_days_the_figures_that_changed_are_named() -> None:
    data = compare(REGISTRY, by_date(JOB, [date(2025, 3, 31), date(2026, 3, 31)]))
    rules = {rule["name"]: rule for rule in data["differences"][0]["rules"]}
    assert rules["withholding.expenses_maximum"]["before"] == "5930"
    assert rules["withholding.expenses_maximum"]["after"] == "6070"


def test_words_say_more_and_less() -> None:
    data = compare(REGISTRY, by_given(JOB, "worker.children", ["0", "2"]))
    text = comparison(data, Language("en"))
    assert "worker.children 2, against worker.children 0:" in text
    assert "Withholding tax: " in text
    assert " less (" in text


def test_what_if_changes_one_figure_and_no_file() -> None:
    before = {path: path.read_bytes() for path in RULES.rglob("*.yaml")}
    changed = what_if(REGISTRY, [setting(REGISTRY, "be:fee.rate=7%")])
    assert run(changed, JOB).values["fee"] == 210
    assert run(REGISTRY, JOB).values["fee"] == 195
    assert {path: path.read_bytes() for path in RULES.rglob("*.yaml")} == before
    bundle = changed.of(JOB).bundle
    assert [part["pack"] for part in bundle] == ["common", "be", "what-if"]
    data = compare_columns([Column("as it is", REGISTRY, JOB), Column("what if", changed, JOB)])
    assert [(rule["name"], rule["after"]) for rule in data["differences"][0]["rules"]] == [("fee.rate", "7%")]


@pytest.mark.parametrize(
    ("change", "name", "value"),
    [
        ("be:withholding.expenses_maximum=0", "annual.expenses", "0"),  # one figure of a group
        ("be:annual.expenses=100", "annual.expenses", "100"),  # a line's formula
        ("be:worker.children=3", "worker.children", "3"),  # the default of an input
    ],
)
def test_what_if_reaches_groups_lines_and_inputs(change: str, name: str, value: str) -> None:
    assert run(what_if(REGISTRY, [setting(REGISTRY, change)]), JOB).values[name] == Fraction(value)


def test_an_overlay_file_may_change_a_scale(tmp_path: Path) -> None:
    path = tmp_path / "flat.yaml"
    path.write_text(
        "scales:\n  withholding.tariff:\n    of: money/year\n    type: money/year\n    follows: payment\n"
        "    values: {2018-01-01: [{rate: 10 %}]}\n",
        encoding="utf-8",
    )
    changed = what_if(REGISTRY, [read_overlay("be", path)])
    annual = run(changed, JOB).values
    assert annual["annual.tax_of_worker"] == Fraction(round(annual["annual.net"] * 10), 100)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("fee.rate=7%", "not COUNTRY:NAME=VALUE"),
        ("be:fee.rat=7%", "fee.rate"),
        ("be:withholding.tariff=7%", "overlay file"),
    ],
)
def test_a_change_of_what_is_not_there_is_refused(change: str, message: str) -> None:
    with pytest.raises(Refused) as refused:
        setting(REGISTRY, change)
    assert message in str(refused.value) + refused.value.diagnostics[0].mend


def test_the_command_compares_and_sets(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["compare", "be", "job", "--date", "2025-03-31", "--contract", "fixed_term"]
    given = ["--given", "invoice.excl_vat=1000", "--rules", str(RULES), "--json"]
    assert main([*words, *given, "--set", "be:fee.rate=7%", "--each", "rights.share=0,0.1"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert [column["title"] for column in data["columns"]] == [
        "rights.share 0",
        "rights.share 0.1",
        "rights.share 0, be:fee.rate=7%",
        "rights.share 0.1, be:fee.rate=7%",
    ]
    assert main([*words, *given]) == 2
    assert main(["simulate", *words[1:], *given[:-1], "--set", "be:fee.rate=8%", "--show", "fee"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "80.00"


def test_replaced_scenarios_leave_the_first_alone() -> None:
    by_given(JOB, "worker.children", ["1"])
    assert "worker.children" not in JOB.given
    assert replace(JOB).given == JOB.given


# ---- several currencies ---------------------------------------------------------------------------------------------


def swedish(tmp_path: Path) -> Registry:
    """Belgium's rules in kronor."""
    return planted(tmp_path, "be", "be/pack.yaml", "currency: EUR", "currency: SEK")


def test_columns_of_two_currencies_are_read_and_shown_in_one(tmp_path: Path) -> None:
    kronor = swedish(tmp_path)
    data = compare_columns([Column("euro", REGISTRY, JOB), Column("kronor", kronor, JOB)])
    assert data["currency"] == "EUR"
    first, second = data["columns"]
    assert first["exchange"] is None
    assert (second["exchange"]["rate"], second["exchange"]["confidence"]) == ("11.4325", "assumed")
    assert second["given"]["invoice.excl_vat"] == "34297.50"
    fee = next(row for row in data["rows"] if row["name"] == "fee")
    assert fee["amounts"] == ["195.00", "195.00"]
    shown = comparison(data, Language("en"))
    assert "kronor: computed in SEK, 11.4325 for one EUR (average of 2024, assumed)." in shown


def test_the_reader_may_ask_for_another_currency(tmp_path: Path) -> None:
    data = compare_columns([Column("a", REGISTRY, JOB), Column("b", swedish(tmp_path), JOB)], "HUF")
    assert [column["exchange"]["to"] for column in data["columns"]] == ["EUR", "SEK"]
    assert data["columns"][0]["given"]["invoice.excl_vat"] == "7.59"


def test_a_currency_without_a_rate_is_said() -> None:
    data = compare_columns([Column("a", REGISTRY, JOB)], "USD")
    assert "there is no exchange rate of USD" in data["columns"][0]["refused"]
