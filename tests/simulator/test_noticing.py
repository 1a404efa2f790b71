"""Faults that leave no trace among the figures of an act are noticed by what cases expect beside figures."""

from __future__ import annotations

import pytest

from simulator.cases import run_cases
from simulator.mutation import mutants
from simulator.noticing import judge_of
from simulator.registry import Registry
from tests.support.land import land

RULES = """
duty_kinds:
  limit: {label: Limits}
parameters:
  usual.term: {label: Term, type: days, values: {2020-01-01: {value: "30"}}}
  least.days: {label: Least, type: days, values: {2020-01-01: {value: "5"}}}
  interest.rate: {label: Interest, type: rate, values: {2020-01-01: {value: 10 %}}}
inputs:
  term: {label: Term agreed, type: days, range: ["0", "99"], default: usual.term, why: the usual one}
  unpaid: {label: Days unpaid, type: days, range: ["0", "999"], default: "0", why: paid}
  special: {label: A special tax is told, type: bool, default: "false", why: not stated}
facts:
  interest: {label: Interest, formula: gross * interest.rate}
alerts:
  late:
    {label: Late, kind: limit, when: unpaid > term, severity: info, message: "{interest}, {interest.rate} are due",
     law: L, source: S, confidence: published, checked_on: 2026-01-01}
not_modelled:
  few_days:
    {label: Few days, law: L, why: unknown, since: 2026-01-01, acts: [pay], when: days < least.days, affects: [tax],
     effect: incomplete, accepted_by: the board}
lines:
  is_job: {label: A job, type: bool, formula: act == job}
  tax:
    choose:
      - {when: act == job and special, value: gross * 50 %}
      - {otherwise: gross * 10 %}
"""
CASE = '- {name: x, how: hand, act: pay, date: 2026-03-10, source: by hand, given: {gross: "100.00", '
WORKED = ' working: [{step: tax, formula: "100 * 10 %", law: L, expect: tax}]}\n'
CASES = (
    CASE + 'unpaid: "30"}, expect_alerts: {late: none}, expect_messages: {late: none}}\n'
    + CASE + 'unpaid: "31"}, expect_messages: {late: "10.00, 10 % are due"}}\n'
    + CASE + 'days: "5"}, expect_incomplete: {few_days: none}}\n'
    + CASE + 'days: "4"}, expect_incomplete: {few_days: incomplete}}\n'
    + CASE + 'special: "true"}, expect: {tax: "10.00"},' + WORKED
)  # fmt: skip


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str | None]:
    registry = Registry(land(tmp_path_factory.mktemp("land"), RULES, cases=CASES))
    outcomes = list(run_cases(registry, "xx"))
    assert [outcome.differences for outcome in outcomes if not outcome.passed] == []
    judge = judge_of(registry, "xx", outcomes)
    own = [fault for fault in mutants(registry.country("xx").pack) if "rules.yaml" in fault.label]
    return {fault.label.partition("#")[2]: judge.verdict(fault).killed_by for fault in own}


@pytest.mark.parametrize(
    "label",
    [
        pytest.param("parameters/usual.term/values/2020-01-01/value: 30 → 31", id="a default of a rule"),
        pytest.param("parameters/least.days/values/2020-01-01/value: 5 → 6", id="a figure that only a gap reads"),
        pytest.param("parameters/interest.rate/values/2020-01-01/value: 10 % → 11 %", id="a figure in a message"),
        pytest.param("facts/interest/formula: gross * interest.rate → gross * 1", id="a fact in a message"),
        pytest.param("lines/tax/choose/0/when: act == job and special → act != job and special", id="what is told"),
    ],
)
def test_it_is_noticed(verdicts: dict[str, str | None], label: str) -> None:
    assert verdicts[label] == "hand"
