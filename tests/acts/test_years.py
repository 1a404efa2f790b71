"""A worker's year: exact cumulation, the same in pieces, and instalments that pay a loan back to the cent."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from engine.language.diagnostic import Refused
from engine.reading.document import read_document
from simulator.registry import Registry
from simulator.scenario import Scenario
from simulator.trial import trial_balance
from simulator.year import read_acts, run_acts, year_data

ROOT = Path(__file__).resolve().parents[2]
REGISTRY = Registry(ROOT / "rules")


def example() -> list[Scenario]:
    data = read_document(ROOT / "examples" / "be-year.yaml").data
    assert isinstance(data, dict)
    return read_acts(data, "be-year.yaml")


@pytest.mark.parametrize("cut", [1, 4, 7, 9, 11])
def test_a_year_in_pieces_is_the_year_in_one_go(cut: int) -> None:
    acts = sorted(example(), key=lambda one: one.date)
    whole = run_acts(REGISTRY, acts).runs
    first = run_acts(REGISTRY, acts[:cut]).runs
    second = run_acts(REGISTRY, acts[cut:], earlier=first).runs
    assert [dict(done.values) for done in (*first, *second)] == [dict(done.values) for done in whole]


def test_the_order_in_the_file_does_not_count_the_days_do() -> None:
    acts = example()
    one, other = (run_acts(REGISTRY, order).sums() for order in (acts, list(reversed(acts))))
    assert one == other


def test_the_sums_are_those_of_the_acts_and_the_books_balance() -> None:
    year = run_acts(REGISTRY, example())
    data = year_data(year)
    assert Fraction(data["sums"]["net_pay"]) == sum(
        Fraction(act["values"]["net_pay"]) for act in data["acts"] if "net_pay" in act["values"]
    )
    assert data["trial_balance"]["balanced"]
    # by hand: pay so far 2 400 + 598.66 + 598.66 = 3 597.32; 3/7 of it is 1 541.70; 15 % of half of that is 115.63
    march = next(act for act in data["acts"] if act["act"] == "rights_assignment")
    assert march["values"]["rights.withholding_tax"] == "115.63"


def loan(**given: str) -> list[Scenario]:
    facts = {"loan.principal": "1000", "loan.rate": "6 %", "loan.instalments": "7"}
    act = {
        "act": "loan",
        "date": "2026-01-31",
        "given": {**facts, **{name.replace("__", "."): text for name, text in given.items()}},
        "repeat": {"every": "1 month", "times": "7"},
    }
    paid_out = {"act": "loan", "date": "2026-01-01", "given": {**facts, "loan.event": "paid_out"}}
    return read_acts({"country": "be", "acts": [paid_out, act]}, "loan")


def test_instalments_pay_the_loan_back_to_the_cent() -> None:
    runs = run_acts(REGISTRY, loan()).runs
    capital = [done.values["loan.capital"] for done in runs[1:]]
    assert capital == [Fraction("142.86")] * 6 + [Fraction("142.84")]
    # 1 000 × 6 % / 12 = 5.00; then (1 000 - 142.86) × 0.5 % = 4.2857
    assert [done.values["loan.interest"] for done in runs[1:3]] == [Fraction(5), Fraction("4.29")]
    assert [done.scenario.date.isoformat() for done in runs[1:4]] == ["2026-01-31", "2026-02-28", "2026-03-31"]
    books = {row["account"]: row["balance"] for row in trial_balance(runs)["accounts"]}
    assert books["291"] == "0.00"


def test_a_constant_instalment_is_interest_first_then_capital() -> None:
    runs = run_acts(REGISTRY, loan(loan__agreed_instalment="200")).runs
    assert [done.values["loan.instalment"] for done in runs[1:6]] == [Fraction(200)] * 5
    assert runs[6].values["loan.instalment"] == Fraction("15.29")  # 15.21 left, 0.08 interest
    assert runs[7].values["loan.instalment"] == 0


def test_interest_paid_to_a_private_lender_bears_the_withholding() -> None:
    runs = run_acts(REGISTRY, loan(loan__side="lent_to_entity", loan__lender_is_private="true")).runs
    assert runs[1].values["loan.withholding_tax"] == Fraction("1.50")
    assert runs[1].values["loan.paid"] == Fraction("142.86") + Fraction("3.50")


@pytest.mark.parametrize("repeat", ["12", {"every": "moon", "times": "2"}, {"every": "1 month"}, {"times": "0"}])
def test_a_repetition_says_how_often_and_every_how_long(repeat: object) -> None:
    act = {"act": "loan", "date": "2026-01-31", "given": {"loan.principal": "1"}, "repeat": repeat}
    with pytest.raises(Refused, match="every how long"):
        read_acts({"country": "be", "acts": [act]}, "acts")


def test_a_worker_that_is_only_a_name_is_refused_in_words() -> None:
    with pytest.raises(Refused) as refused:
        read_acts({"worker": "Ana", "acts": [{"country": "be", "act": "job", "date": "2026-03-10"}]}, "acts.yaml")
    assert "`worker` holds the facts that are the same in every act" in str(refused.value)
