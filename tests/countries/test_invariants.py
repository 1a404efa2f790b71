"""What holds in every country, for every act and contract type, on whatever day and facts."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from engine.evaluation.reference import reference_values
from engine.intervals.program import compile_intervals
from engine.language.diagnostic import Refused
from simulator.evidence import Evidence
from simulator.explaining import explanation
from simulator.registry import Registry
from simulator.running import Run, run
from simulator.scenario import Scenario
from tests.support.invariants import broken_identities, impossible_pay, lost_money
from tests.support.planting import RULES, planted
from tests.support.replay import replay
from tests.support.scenarios import acts_and_contracts, scenarios

REGISTRY = Registry(RULES)
CASES = [
    pytest.param(code, act, contract, id="-".join(filter(None, (code, act, contract))))
    for code in REGISTRY.codes()
    for act, contract in acts_and_contracts(REGISTRY.country(code).pack)
]
SHARE = settings().max_examples / 100 / len(CASES)
MANY, SOME = max(int(2000 * SHARE), 5), max(int(600 * SHARE), 3)
"""Examples of one act and contract: 2,000 and 600 in all, however many countries there are."""
any_act = pytest.mark.parametrize(("code", "act", "contract"), CASES)


def drawn(data: st.DataObject, code: str, act: str, contract: str | None) -> Run:
    """A run of a random scenario; cases that the pack says it does not model are passed over."""
    scenario = data.draw(scenarios(REGISTRY.country(code), act, contract))
    try:
        return run(REGISTRY, scenario)
    except Refused as refused:
        assume(all(problem.code != "BAR503" for problem in refused.diagnostics))
        raise


@any_act
@settings(max_examples=MANY, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_money_is_neither_made_nor_lost(data: st.DataObject, code: str, act: str, contract: str | None) -> None:
    done = drawn(data, code, act, contract)
    assert broken_identities(done) == []
    assert impossible_pay(done) == []
    assert lost_money(done) == []


@any_act
@settings(max_examples=SOME, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_readings_agree_and_explanations_replay(data: st.DataObject, code: str, act: str, contract: str | None) -> None:
    done = drawn(data, code, act, contract)
    assert disagreements(done) == []
    name = data.draw(st.sampled_from(sorted(set(done.program.values) & set(done.values))))
    assert replay(json.loads(json.dumps(explanation(Evidence(done), name)))) == []


def disagreements(done: Run) -> list[str]:
    """Values on which the compiled reading and the reference differ."""
    meant = reference_values(done.program, done.given)
    return [
        f"{name}: {done.values[name]}, meant is {meant[name]}" for name in meant if meant[name] != done.values[name]
    ]


@pytest.mark.parametrize(("day", "contract"), [("2018-06-15", "fixed_term"), ("2025-03-10", "student")])
def test_intervals_contain_what_a_job_gives(day: str, contract: str) -> None:
    done = job(REGISTRY, day, contract, "1234.56")
    compiled = compile_intervals(done.program)

    @settings(max_examples=SOME)
    @given(st.integers(0, 500_000), st.integers(0, 500_000), st.integers(0, 6))
    def contained(root: int, width: int, children: int) -> None:
        amounts = Fraction(root, 100), Fraction(root + width, 100)
        for amount in (amounts[0], sum(amounts, Fraction(0)) / 2 // Fraction(1, 100) * Fraction(1, 100), amounts[1]):
            facts = {**done.given, "invoice.excl_vat": amount, "worker.children": Fraction(children)}
            ends = {name: (value, value) for name, value in facts.items()}
            bounds = compiled.bounds(ends | {"invoice.excl_vat": amounts})
            values = reference_values(done.program, facts)
            assert [name for name, (low, high) in bounds.items() if not low <= values[name] <= high] == []

    contained()


# ---- each checker sees a wrong rule -------------------------------------------------------------------------------


def job(registry: Registry, day: str, contract: str | None = "fixed_term", root: str = "2500", **given: str) -> Run:
    act = "job" if contract is not None else "rights_assignment"
    facts = {name.replace("__", "."): fact for name, fact in given.items()}
    scenario = Scenario("be", act, date.fromisoformat(day), contract, {"invoice.excl_vat": root, **facts})
    return run(registry, scenario)


CASCADE, ENTRIES = "common/cascade.yaml", "be/entries.yaml"
FAULTS: list[tuple[Callable[[Run], list[str]], str, str, str]] = [
    (broken_identities, CASCADE, "income_tax + allowances + payroll_credits", "income_tax + payroll_credits + 0.01"),
    (broken_identities, CASCADE, "formula: invoice.excl_vat + invoice.vat", "formula: invoice.excl_vat"),
    (broken_identities, CASCADE, "employer_cost: {formula: gross * coefficient}",
     'employer_cost: {formula: "floor(gross * coefficient to 1)"}'),
    (broken_identities, CASCADE, "employer_reductions, -employer_provisions]", "employer_reductions]"),
    (broken_identities, CASCADE, "rights.gross - rights.contributions - rights.withholding_tax",
     "rights.gross - rights.contributions"),
    (impossible_pay, "be/withholding_tax.yaml", "sum: [income_tax.monthly, ", "sum: [-gross, -income_tax.monthly, "),
    (impossible_pay, "be/employee_contributions.yaml", "sum: [employee_contributions.personal, ",
     "sum: [-employee_contributions.personal, "),
    (lost_money, ENTRIES, "amount: income_tax,", "amount: taxable,"),
    (lost_money, ENTRIES, 'credit: "4893", amount: fee', 'credit: "4892", amount: fee'),
    (lost_money, ENTRIES, '  - {debit: "400", credit: "451", amount: invoice.vat, when: act.invoices}\n', ""),
    (lost_money, ENTRIES, 'debit: "649", credit: "4892", amount: mutualised',
     'debit: "649", credit: "4892", amount: fee'),
    (lost_money, ENTRIES, 'credit: "4592", amount: employer_provisions.accident_insurance',
     'credit: "4592", amount: employer_provisions.holiday_fund'),
    (lost_money, ENTRIES, 'credit: "4532", amount: rights.withholding_tax', 'credit: "4532", amount: rights.taxable'),
]  # fmt: skip


def everything_found(checker: Callable[[Run], list[str]], registry: Registry) -> list[str]:
    """What a checker says of a few plain cases: a job, one with rights and an allowance, an assignment of rights."""
    return [
        found
        for done in (
            job(registry, "2025-03-10"),
            job(registry, "2018-06-15", rights__share="0.3", allowances="40"),
            job(registry, "2025-03-10", None),
        )
        for found in checker(done)
    ]


@pytest.mark.parametrize(("checker", "file", "old", "new"), FAULTS, ids=[fault[2][:40] for fault in FAULTS])
def test_a_wrong_rule_is_seen(
    checker: Callable[[Run], list[str]], file: str, old: str, new: str, tmp_path: Path
) -> None:
    assert everything_found(checker, REGISTRY) == []
    assert everything_found(checker, planted(tmp_path, "be", file, old, new)) != []


def test_a_reading_that_is_wrong_by_a_cent_is_seen() -> None:
    done = job(REGISTRY, "2025-03-10")
    assert disagreements(done) == []
    values = {**done.values, "income_tax": done.values["income_tax"] + Fraction(1, 100)}
    wrong = Run(**{**{name: getattr(done, name) for name in Run.__dataclass_fields__}, "values": values})
    assert [text.partition(":")[0] for text in disagreements(wrong)] == ["income_tax"]


def test_an_explanation_with_one_number_changed_is_seen() -> None:
    """Every value that is made of others is recomputed, so none can be changed unseen."""
    done = job(REGISTRY, "2018-06-15", root="3210", worker__children="2")
    trace = json.loads(json.dumps(explanation(Evidence(done), "income_tax")))
    assert replay(trace) == []
    made = [
        (line["name"], node)
        for line in trace["lines"]
        if line["trace"] is not None
        for node in _nodes(line["trace"])
        if node["word"] not in ("number", "parameter")
    ]
    assert len(made) > 100
    for line, node in made:
        honest = node["value"]
        node["value"] = str(Fraction(honest) + Fraction(1, 100))
        assert replay(trace, line) != [], node
        node["value"] = honest


def _nodes(node: dict[str, Any]) -> list[dict[str, Any]]:
    return [node, *(inner for operand in node.get("of", ()) for inner in _nodes(operand))]
