"""The German pack's wage tax against a second model written from the law, and the model against official results."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from simulator.registry import Registry
from simulator.running import run
from simulator.scenario import Scenario
from tests.campaigns.german_wage_tax import campaign
from tests.reference_models import german_wage_tax as law

REGISTRY = Registry(Path(__file__).resolve().parents[2] / "rules")
STEP, OFFSET = 91_337, 61_001
"""Cents between two amounts of the sample, and its first: no round figures."""
OFFICIAL_YEAR = {1: 9389, 2: 7974, 3: 4822, 4: 9389, 5: 15364, 6: 15895}
"""60,000 a year in 2026 by the calculator of the Ministry of Finance."""


def test_pack_and_model_agree_on_a_sample_of_the_grid() -> None:
    found = campaign(REGISTRY, STEP, OFFSET)
    assert found.differ == []
    assert sum(found.compared.values()) > 10_000


@pytest.mark.parametrize("tax_class", range(1, 7))
def test_the_model_gives_the_official_tax_of_a_year(tax_class: int) -> None:
    card = law.Card(tax_class)
    assert law.withheld(date(2026, 1, 1), "year", Decimal(60000), card).wage_tax == OFFICIAL_YEAR[tax_class]


@pytest.mark.parametrize(
    ("day", "pay", "tax"),
    [("2018-07-31", 3000, "425.50"), ("2024-01-31", 3500, "432.75"), ("2024-12-31", 3500, "398.75"),
     ("2025-01-31", 6500, "1281.25"), ("2026-01-31", 10000, "2647.41")],
)  # fmt: skip
def test_the_model_gives_the_official_tax_of_a_month(day: str, pay: int, tax: str) -> None:
    card = law.Card(1, childless=pay not in (3000, 10000))
    assert law.withheld(date.fromisoformat(day), "month", Decimal(pay), card).wage_tax == Decimal(tax)


@pytest.mark.parametrize("year", range(2018, 2027))
@pytest.mark.parametrize("tax_class", range(1, 7))
def test_days_and_one_off_payments_of_every_year(year: int, tax_class: int) -> None:
    """From the 13th to the 30th of September, and a bonus beside 41,234.56 a year."""
    end, card = date(year, 9, 30), law.Card(tax_class, child_counter=Decimal("0.5"))
    facts = {"worker.tax_class": f"class_{tax_class}", "tax_card.child_allowances": "0.5"}
    for pay in ("1234.56", "4321.09"):
        daily = law.withheld(end, "day", law.down(Decimal(pay) / 18, law.CENT), card)
        given = facts | {"gross": pay, "start": f"{year}-09-13", "end": end.isoformat(), "worker.regular_pay": "3000"}
        done = run(REGISTRY, Scenario("de", "hire", end, "open_ended", given))
        assert done.values["income_tax.wage_tax"] == Fraction(daily.wage_tax * 18)
        assert done.values["income_tax.solidarity"] == Fraction(daily.solidarity * 18)
        bonus = law.one_off(end, Decimal("41234.56"), Decimal(pay), card)
        given = facts | {"gross": pay, "pay.kind": "one_off_pay", "one_off.expected_year": "41234.56"}
        given |= {"worker.regular_pay": "3436.21"}
        done = run(REGISTRY, Scenario("de", "hire", end, "open_ended", given))
        assert done.values["income_tax.wage_tax"] == Fraction(bonus.wage_tax)
        assert done.values["income_tax.solidarity"] == Fraction(bonus.solidarity)
