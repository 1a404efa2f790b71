"""A small part of the campaigns over every month and segment, and that they would see a fault."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from simulator.registry import Registry
from tests.campaigns import months, windows
from tests.support.planting import planted

RULES = Path(__file__).resolve().parents[2] / "rules"
REGISTRY = Registry(RULES)
SAMPLE = 11
"""Every how-manieth month or segment the suite tries; no divisor of a year, so that all months have their turn."""


@pytest.mark.parametrize("code", REGISTRY.codes())
def test_nothing_is_made_or_lost_in_any_month(code: str) -> None:
    found = months.campaign(REGISTRY, code, each=1, seed=20261124, step=SAMPLE)
    assert found.problems == []
    assert sum(found.acts.values()) > 30


def test_a_month_that_loses_money_is_seen(tmp_path: Path) -> None:
    wrong = planted(tmp_path, "be", "be/entries.yaml", "amount: income_tax,", "amount: taxable,")
    assert months.campaign(wrong, "be", each=1, seed=1, step=SAMPLE).problems


def test_every_calendar_month_is_visited_once() -> None:
    stretches = [(date(2024, 1, 15), date(2024, 3, 10)), (date(2026, 12, 1), date(2026, 12, 31))]
    assert list(months.first_days(stretches)) == [
        (date(2024, 1, 15), date(2024, 1, 31)),
        (date(2024, 2, 1), date(2024, 2, 29)),
        (date(2024, 3, 1), date(2024, 3, 10)),
        (date(2026, 12, 1), date(2026, 12, 31)),
    ]


@pytest.mark.parametrize("code", REGISTRY.codes())
def test_the_solver_says_what_every_cent_of_a_window_says(code: str) -> None:
    found = windows.campaign(REGISTRY, code, each=1, seed=20261124, half=Fraction(5), step=SAMPLE)
    assert found.faults == []
    assert sum(found.targets.values()) > 10


def test_an_answer_that_is_not_what_the_window_says_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows, "clipped", lambda *_: ((0, 1),))
    assert windows.campaign(REGISTRY, "be", each=1, seed=1, half=Fraction(1), step=SAMPLE).faults
