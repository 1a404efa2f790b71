"""A job of several people shares one order to the cent, and each person is paid as by a job of their own."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from engine.language.diagnostic import Refused
from simulator.people import as_project
from simulator.project import read_project, run_project
from simulator.registry import Registry
from simulator.running import run
from simulator.scenario import read_scenario

REGISTRY = Registry(Path(__file__).resolve().parents[2] / "rules")
CENT = Fraction(1, 100)


def job(**changes: Any) -> dict[str, Any]:
    people = [{"worker": "Ana"}, {"worker": "Bob", "contract": "student"}, {"worker": "Chloe"}]
    asked = {"country": "be", "act": "job", "date": "2026-03-20", "contract": "fixed_term", "people": people}
    return {**asked, "given": {"invoice.excl_vat": "1000"}, **changes}


def test_equal_parts_leave_the_last_cent_to_the_last_person() -> None:
    parts = as_project(job(), CENT)["parts"]
    assert [part["given"]["invoice.excl_vat"] for part in parts] == ["333.33", "333.33", "333.34"]
    assert [part["contract"] for part in parts] == ["fixed_term", "student", "fixed_term"]


def test_each_person_is_paid_as_by_a_job_of_their_own() -> None:
    settled = run_project(REGISTRY, read_project(as_project(job(), CENT)))
    alone = {"country": "be", "act": "job", "date": "2026-03-20", "contract": "student"}
    own = run(REGISTRY, read_scenario({**alone, "given": {"invoice.excl_vat": "333.33"}}))
    bob = next(one.run for one in settled.done if one.run.scenario.parties["worker"] == "Bob")
    assert bob.values == own.values
    invoiced = sum((one.run.values["invoice.excl_vat"] for one in settled.done), Fraction(0))
    assert invoiced == 1000


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"people": []}, "`people` is a list"),
        ({"people": [{"share": "1"}]}, "a person of a job needs a `worker`"),
        ({"people": [{"worker": "Ana", "part": "1"}]}, "a person of a job has no `part`"),
        ({"people": [{"worker": "Ana", "share": "60 %"}]}, "the shares of a job make 60 %"),
        ({"people": [{"worker": "Ana", "share": "all"}]}, "`all` is not a number"),
        ({"given": {"net_pay": "500"}}, "a job of several people needs `invoice.excl_vat`"),
    ],
)
def test_what_cannot_be_shared_is_said(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(Refused) as refused:
        as_project(job(**changes), CENT)
    assert said in str(refused.value)
