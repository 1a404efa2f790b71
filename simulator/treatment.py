"""Changes of treatment: an act treated under another contract or with other inputs than it was recorded with.

Decided from inputs and totals to date only, before any figure is computed, so the
figures are those of the treatment that the law imposes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from engine.inference.cases import Case
from engine.inference.evaluating import Evaluation, evaluate
from engine.inference.explaining import because
from engine.inference.rules import Rule
from engine.program.program import Program
from engine.program.scope import Scope
from engine.program.timeline import Dates
from simulator.facts import write_fact
from simulator.reasons import reason_texts
from simulator.registry import Country
from simulator.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Change:
    """One change of treatment and why it was made."""

    code: str
    label: str
    reason: str
    law: str | None
    contract: str | None
    """The contract the act was recorded with."""
    treated_as: str | None
    settings: Mapping[str, str] = field(default_factory=dict)
    because: tuple[str, ...] = ()

    def applied(self, scenario: Scenario) -> Scenario:
        contract = self.treated_as if self.treated_as is not None else scenario.contract
        return replace(scenario, contract=contract, given={**scenario.given, **self.settings})


@dataclass(frozen=True, slots=True)
class Treatment:
    """What the rules of treatment said of an act: the changes, and every evaluation they came from."""

    changes: tuple[Change, ...] = ()
    evaluations: tuple[Evaluation, ...] = ()
    read: frozenset[str] = frozenset()
    """Names of the facts that were asked for."""

    @property
    def made(self) -> frozenset[str]:
        return frozenset(change.code for change in self.changes)


def judged(
    country: Country,
    program: Program,
    dates: Dates,
    known: Mapping[str, Fraction],
    scenario: Scenario,
    so_far: Treatment,
) -> Treatment:
    """`so_far` with the next change, if a rule imposes one that was not made yet. Each rule changes an act once."""
    rules = country.rule_sets.on(dates, "before")
    if not rules.rules:
        return so_far
    case = Case(country.readings, program, dates, known)
    evaluation = evaluate(rules, case)
    evaluations, read = (*so_far.evaluations, evaluation), so_far.read | case.read
    for rule in rules.rules:
        if rule.kind == "reclassification" and rule.name in evaluation.holds and rule.name not in so_far.made:
            change = _change(case, rule, evaluation, scenario)
            return Treatment((*so_far.changes, change), evaluations, read)
    return replace(so_far, evaluations=evaluations, read=read)


def _change(case: Case, rule: Rule, evaluation: Evaluation, scenario: Scenario) -> Change:
    model, pack = rule.definition.model, case.program.pack
    settings = {}
    for name, text in model.set.items():
        value = case.of_formula(text, Scope(rule.scope.document, (*rule.definition.path, "set", name)))
        if value is not None:
            settings[name] = write_fact(pack, pack.type_of(name), value)
    reasons = because(rule.condition, evaluation.values.get)
    return Change(
        code=rule.name,
        label=model.label or rule.name,
        reason=model.reason,
        law=model.law,
        contract=scenario.contract,
        treated_as=model.contract,
        settings=settings,
        because=reason_texts(case, evaluation, reasons),
    )


def change_data(change: Change) -> dict[str, object]:
    return {
        "code": change.code,
        "label": change.label,
        "reason": change.reason,
        "law": change.law,
        "contract": change.contract,
        "treated_as": change.treated_as or change.contract,
        "set": dict(change.settings),
        "because": list(change.because),
    }
