"""2,000 acts by chance over all acts and contract types, and the proof that the campaign sees what is wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from simulator.registry import Registry
from simulator.running import Run, run
from simulator.scenario import Scenario
from tests.campaigns.acts import campaign, problems_of

REGISTRY = Registry(Path(__file__).resolve().parents[2] / "rules")


def test_nothing_is_made_or_lost_in_two_thousand_acts() -> None:
    found = campaign(REGISTRY, "be", 2000, seed=20261124)
    assert found.run == 2000
    assert found.problems == []
    assert set(found.acts) == set(REGISTRY.country("be").pack.acts)


def job() -> Run:
    scenario = Scenario("be", "job", date(2026, 3, 10), "fixed_term", {"invoice.excl_vat": "1000"})
    return run(REGISTRY, scenario)


@pytest.mark.parametrize("name", ["net_pay", "fee", "invoice.vat", "income_tax", "budget.left", "mutualised", "gross"])
def test_a_cent_in_the_wrong_place_is_noticed(name: str) -> None:
    done = job()
    assert problems_of(done) == []
    spoilt = replace(done, values={**done.values, name: done.values[name] + Fraction(1, 100)})
    assert problems_of(spoilt)


def test_a_net_below_zero_is_noticed() -> None:
    done = job()
    spoilt = replace(done, values={**done.values, "net_pay": Fraction(-1)})
    assert any("net_pay" in problem for problem in problems_of(spoilt))
