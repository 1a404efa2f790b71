"""The Belgian rules: each has a case where it arises and one just beside, and both engines agree on all of them."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from engine.inference.second.client import absence
from engine.reading.folder import read_cases
from engine.reading.models import Case
from simulator.cases import Outcome, run_case, run_cases
from simulator.registry import Registry
from simulator.second_opinion import opinion_on

ROOT = Path(__file__).resolve().parents[2]
ARISES, BESIDE = "arises", "beside"


@cache
def registry() -> Registry:
    return Registry(ROOT / "rules")


@cache
def outcomes() -> tuple[Outcome, ...]:
    return tuple(run_cases(registry(), "be"))


@cache
def spoken_of() -> dict[str, set[str]]:
    """For each rule, whether some case sees it arise and some case sees it not."""
    found: dict[str, set[str]] = {}
    for document in read_cases(ROOT / "rules" / "be"):
        for case in document.cases:
            for step in [case] if isinstance(case, Case) else case.acts:
                for names in (step.expect_obligations, step.expect_alerts, step.expect_reclassified):
                    for name, expected in names.items():
                        found.setdefault(name, set()).add(BESIDE if expected == "none" else ARISES)
                for name in step.expect_left:
                    found.setdefault(name, set()).update((ARISES, BESIDE))
    return found


@pytest.mark.parametrize("name", sorted(registry().country("be").pack.rules))
def test_every_rule_has_a_case_where_it_arises_and_one_just_beside(name: str) -> None:
    assert spoken_of().get(name) == {ARISES, BESIDE}


def test_no_case_speaks_of_a_rule_that_does_not_exist() -> None:
    assert spoken_of().keys() - registry().country("be").pack.rules.keys() == set()


@pytest.mark.parametrize("kind", sorted(registry().country("be").pack.duty_kinds))
def test_every_kind_of_rule_is_answered(kind: str) -> None:
    pack = registry().country("be").pack
    own = [rule for rule in pack.rules.values() if rule.model.kind == kind]
    assert own or kind in pack.none_of_its_kind


@pytest.mark.skipif(absence() is not None, reason=f"second engine absent: {absence()}")
def test_both_engines_agree_on_every_case_of_the_pack() -> None:
    found = opinion_on(run for outcome in outcomes() for run in outcome.runs)
    assert found.verdict == "agreed", str(found)
    assert found.compared > 1000


@pytest.mark.parametrize(
    ("key", "wrong"),
    [
        ("expect_obligations", {"dimona_out": "2026-03-10"}),
        ("expect_obligations", {"dimona_out": "none"}),
        ("expect_obligations", {"a1_certificate": "2026-03-09"}),
        ("expect_alerts", {"below_minimum_pay": "blocking"}),
        ("expect_messages", {"below_minimum_pay": "Look"}),
        ("expect_left", {"student_hours": "642.4"}),
        ("expect_reclassified", {"late_signature_is_open_ended": "open_ended"}),
    ],
)
def test_an_expectation_that_is_wrong_fails(key: str, wrong: dict[str, str]) -> None:
    written = {
        "name": "planted", "how": "hand", "act": "hire", "date": date(2026, 3, 10), "contract": "fixed_term",
        "given": {"gross": "600"}, "source": "planted", key: wrong,
    }  # fmt: skip
    place = next(iter(outcomes())).place
    assert not run_case(registry(), "be", Case.model_validate(written), place).passed
    empty = Case.model_validate({name: value for name, value in written.items() if name != key})
    assert not run_case(registry(), "be", empty, place).passed


def test_the_schema_of_cases_knows_what_they_may_expect() -> None:
    schema = json.loads((ROOT / "schemas" / "cases.json").read_text(encoding="utf-8"))
    assert "expect_obligations" in schema["$defs"]["Case"]["properties"]
