"""Faults are planted where numbers, comparisons and references stand, and the cases that can see them do."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.cases import Outcome, run_cases
from simulator.mutation import Mutant, mutants
from simulator.noticing import Planted, judge_of
from simulator.registry import Registry
from tests.support.land import land

RULES = """
parameters:
  bonus.rate: {type: rate, law: Law, values: {2020-01-01: {value: 5 %}}}
  bonus.limit: {values: {2020-01-01: {value: "100.00"}}}
lines:
  bonus:
    choose:
      - {when: gross <= bonus.limit, value: gross * bonus.rate}
      - {otherwise: "0"}
  kept: {sum: [bonus, -unused]}
  unused: {formula: "0"}
  tax: {formula: round(gross * 10 % to 0.01) - kept}
"""
CASES = """
- {name: at the limit, how: hand, act: pay, date: 2026-03-10, given: {gross: "100.00"}, expect: {tax: "5.00"},
   working: [{step: tax, formula: "100 * 10 % - 100 * 5 %", law: Law, expect: tax}], source: by hand}
- {name: a cent above, how: hand, act: pay, date: 2026-03-10, given: {gross: "100.01"}, expect: {tax: "10.00"},
   working: [{step: tax, formula: "round(100.01 * 10 % to 0.01)", law: Law, expect: tax}], source: by hand}
"""


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    return Registry(land(tmp_path_factory.mktemp("land"), RULES, cases=CASES))


@pytest.fixture(scope="module")
def outcomes(registry: Registry) -> list[Outcome]:
    return list(run_cases(registry, "xx"))


def faults(registry: Registry) -> list[Mutant]:
    return [fault for fault in mutants(registry.country("xx").pack) if "rules.yaml" in fault.label]


def test_every_number_comparison_and_reference_is_tried(registry: Registry) -> None:
    told = {fault.label.partition("#")[2] for fault in faults(registry)}
    assert told == {
        "parameters/bonus.rate/values/2020-01-01/value: 5 % → 6 %",
        "parameters/bonus.limit/values/2020-01-01/value: 100.00 → 100.01",
        "lines/bonus/choose/0/when: gross <= bonus.limit → gross < bonus.limit",
        "lines/bonus/choose/0/value: gross * bonus.rate → 1 * bonus.rate",
        "lines/bonus/choose/0/value: gross * bonus.rate → gross * 1",
        "lines/bonus/choose/1/otherwise: 0 → 1",
        "lines/kept/sum/0: bonus → left out",
        "lines/kept/sum/1: unused → left out",
        "lines/unused/formula: 0 → 1",
        "lines/tax/formula: round(gross * 10 % to 0.01) - kept → round(1 * 10 % to 0.01) - kept",
        "lines/tax/formula: round(gross * 10 % to 0.01) - kept → round(gross * 11 % to 0.01) - kept",
        "lines/tax/formula: round(gross * 10 % to 0.01) - kept → round(gross * 10 % to 0.02) - kept",
        "lines/tax/formula: round(gross * 10 % to 0.01) - kept → round(gross * 10 % to 0.01) - 0",
    }


def test_only_faults_that_change_no_result_go_unnoticed(registry: Registry, outcomes: list[Outcome]) -> None:
    assert all(outcome.passed for outcome in outcomes)
    judge = judge_of(registry, "xx", outcomes)
    survived = {fault.label.partition("#")[2] for fault in faults(registry) if judge.verdict(fault).killed_by is None}
    assert survived == {
        "lines/kept/sum/1: unused → left out",
        "lines/tax/formula: round(gross * 10 % to 0.01) - kept → round(gross * 10 % to 0.02) - kept",
    }


def test_a_case_without_working_fails(tmp_path: Path) -> None:
    cases = (
        '- {name: bare, how: hand, act: pay, date: 2026-03-10, given: {gross: "10"}, expect: {tax: "0.50"}, source: me}'
    )
    (outcome,) = run_cases(Registry(land(tmp_path, RULES, cases=cases)), "xx")
    assert [difference.name for difference in outcome.differences] == ["tax"]
    assert "a step of `working`" in outcome.differences[0].expected


def test_a_formula_that_is_a_constant_before_its_date_is_judged_on_its_own_dates(tmp_path: Path) -> None:
    rules = """
lines:
  is_high: {type: bool, formula: {2020-01-01: "false", 2025-01-01: gross >= 100}}
  tax: {formula: {2020-01-01: "0", 2025-01-01: if is_high then 10 else 5}}
"""
    cases = """
- {name: before, how: hand, act: pay, date: 2021-03-10, given: {gross: "100"}, expect: {tax: "0"},
   working: [{step: tax, formula: "0", law: Law, expect: tax}], source: by hand}
- {name: since, how: hand, act: pay, date: 2026-03-10, given: {gross: "100"}, expect: {tax: "10"},
   working: [{step: tax, formula: "10", law: Law, expect: tax}], source: by hand}
"""
    registry = Registry(land(tmp_path, rules, cases=cases))
    before, since = (outcome.runs[0] for outcome in run_cases(registry, "xx"))
    ground = judge_of(registry, "xx", []).ground
    (fault,) = (one for one in faults(registry) if one.label.endswith("gross >= 100 → gross > 100"))
    planted = Planted(ground.changed(fault.site, fault.changed), ground.touched(fault.site), fault)
    assert planted.steps(before) == ()
    assert [step.name for step in planted.steps(since)] == ["is_high"]
