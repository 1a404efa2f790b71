"""A credit note is the stored lines of an earlier act with the other sign, never a new computation."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from engine.language.diagnostic import Refused
from simulator.ledger import balances, ledger_lines
from simulator.mirror import mirror_data, mirrored
from simulator.registry import Registry
from simulator.result import result
from simulator.running import run
from simulator.scenario import Scenario
from simulator.simulation import simulate
from simulator.trial import trial_balance
from simulator.year import read_acts, run_acts

REGISTRY = Registry(Path(__file__).resolve().parents[2] / "rules")
SALE = Scenario("be", "sale_of_services", date(2025, 12, 10), None, {"invoice.excl_vat": "333.33"})
NOTE = Scenario("be", "credit_note", date(2026, 4, 2), of=SALE)


def test_sale_and_credit_note_leave_nothing() -> None:
    sale = run(REGISTRY, SALE)
    note = mirrored(sale, NOTE)
    assert note.values["invoice.vat"] == Fraction("-70")
    assert note.values["vat.treatment"] == sale.values["vat.treatment"]
    assert not any(balances([*ledger_lines(sale), *ledger_lines(note)]).values())


def test_the_law_of_the_sale_counts_not_that_of_the_day_of_the_note() -> None:
    lodging = replace(SALE, date=date(2026, 2, 10), given={"invoice.excl_vat": "100", "vat.supply": "lodging"})
    note = simulate(REGISTRY, replace(NOTE, of=lodging))
    assert note["values"]["invoice.vat"] == "-6.00"  # 12 % from March on
    assert note["dates"]["work"] == "2026-04-02"
    assert note["corrects"]["date"] == "2026-02-10"


def test_the_note_says_what_the_law_wants_on_it() -> None:
    note = simulate(REGISTRY, NOTE)
    assert [mention["name"] for mention in note["mentions"]] == ["mention.credit_note"]
    assert note["mentions"][0]["term"]["fr"].startswith("TVA à reverser")


def test_a_stored_result_is_mirrored_from_its_bytes_alone() -> None:
    stored = json.loads(json.dumps(result(run(REGISTRY, SALE))))
    note = mirror_data(stored, "credit_note", date(2026, 4, 2))
    assert note["values"]["budget.left"] == "-311.66"
    books: dict[str, Fraction] = {}
    for entry in [*stored["entries"], *note["entries"]]:
        moved = Fraction(entry["debit"]) - Fraction(entry["credit"])
        books[entry["account"]] = books.get(entry["account"], Fraction(0)) + moved
    assert set(books.values()) == {Fraction(0)}


def test_in_a_list_the_act_is_named_by_its_number_and_taken_back_once() -> None:
    acts = [
        {"act": "sale_of_services", "date": "2026-01-10", "given": {"invoice.excl_vat": "500"}},
        {"act": "credit_note", "date": "2026-02-10", "of": "1"},
    ]
    year = run_acts(REGISTRY, read_acts({"country": "be", "acts": acts}, "acts"))
    assert year.sums()["invoice.incl_vat"] == 0
    assert {row["balance"] for row in trial_balance(year.runs)["accounts"]} == {"0.00"}
    with pytest.raises(Refused, match="taken back before"):
        run_acts(REGISTRY, read_acts({"country": "be", "acts": [*acts, acts[1]]}, "acts"))


def test_rights_taken_back_free_the_yearly_bands_again() -> None:
    rights = {"act": "rights_assignment", "date": "2025-02-01", "given": {"invoice.excl_vat": "30000"}}
    again = {**rights, "date": "2025-06-01"}
    note = {"act": "credit_note", "date": "2025-03-01", "of": "1"}
    alone, with_note = (
        run_acts(REGISTRY, read_acts({"country": "be", "acts": acts}, "acts")).runs[-1]
        for acts in ([again], [rights, note, again])
    )
    assert with_note.values["rights.withholding_tax"] == alone.values["rights.withholding_tax"]


def test_a_credit_note_of_nothing_is_refused() -> None:
    with pytest.raises(Refused, match="needs the act that it takes back"):
        simulate(REGISTRY, replace(NOTE, of=None))
