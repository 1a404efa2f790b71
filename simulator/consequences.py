"""What an act brings with it: duties with their deadlines, alerts, and what is left of limits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from engine.inference.cases import Case
from engine.inference.deadlines import BadDeadline, Due, found_for, read_deadline
from engine.inference.evaluating import Evaluation, evaluate
from engine.inference.explaining import because, why_not
from engine.inference.rules import Rule
from engine.inference.working_days import calendar_of
from engine.language import codes
from engine.language.diagnostic import Diagnostic, Refused
from engine.program.dated import version_on
from engine.program.scope import Scope
from engine.program.timeline import Dates
from simulator.facts import write_fact, write_number
from simulator.reasons import reason_texts
from simulator.running import Run, spare_facts

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_.]*)\}")


@dataclass(frozen=True, slots=True)
class Said:
    """What every consequence says of its rule."""

    code: str
    kind: str
    label: str
    law: str | None
    source: str | None
    confidence: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Duty:
    said: Said
    to: str
    form: str | None
    due: Due
    once: str | None


@dataclass(frozen=True, slots=True)
class Alarm:
    said: Said
    severity: str
    message: str


@dataclass(frozen=True, slots=True)
class Left:
    """How much of a limit is used with this act, and what is left of it."""

    said: Said
    used: Fraction
    limit: Fraction
    type: str
    window: str | None

    @property
    def left(self) -> Fraction:
        return max(self.limit - self.used, Fraction(0))


@dataclass(frozen=True, slots=True)
class Consequences:
    """Everything the rules conclude of one act."""

    case: Case
    evaluation: Evaluation
    duties: tuple[Duty, ...]
    alarms: tuple[Alarm, ...]
    left: tuple[Left, ...]


def evaluations(run: Run) -> tuple[Evaluation, ...]:
    """Every evaluation of rules behind a run, for the second engine to make again."""
    return (*run.treatment.evaluations, evaluate(run.country.rule_sets.on(run.dates, "after"), case_of(run)))


def case_of(run: Run) -> Case:
    """The act with its figures, as the rules see it; a credit note without the figures it negates."""
    given = {**run.totals, **spare_facts(run.country, run.scenario)}
    if run.negates is None:
        return Case(run.country.readings, run.program, run.dates, {**given, **run.values})
    day = run.scenario.date
    own = Dates(day, day, day)
    program = run.country.programs.program(run.scenario.act, None, own)
    return Case(run.country.readings, program, own, {program.root: Fraction(0), **given})


def consequences(run: Run) -> Consequences:
    """What follows from an act; duties by deadline."""
    case = case_of(run)
    evaluation = evaluate(run.country.rule_sets.on(run.dates, "after"), case)
    fired = [rule for rule in evaluation.rules.rules if rule.name in evaluation.holds]
    said = {rule.name: _said(case, evaluation, rule) for rule in fired}
    duties = [_duty(run, case, rule, said[rule.name]) for rule in fired if rule.kind == "obligation"]
    alarms = [_alarm(case, rule, said[rule.name]) for rule in fired if rule.kind == "alert"]
    left = [found for rule in fired if rule.kind == "quota" and (found := _left(case, rule, said[rule.name]))]
    duties.sort(key=lambda duty: (str(duty.due), duty.said.code))
    return Consequences(case, evaluation, tuple(duties), tuple(alarms), tuple(left))


def reasons_for(found: Consequences, name: str) -> tuple[str, ...]:
    """Why a rule holds, test by test; nothing if it does not."""
    rule = found.evaluation.rules.rule(name)
    if rule is None or name not in found.evaluation.holds:
        return ()
    return reason_texts(found.case, found.evaluation, because(rule.condition, found.evaluation.values.get))


def refusals_of(found: Consequences, name: str) -> tuple[str, ...] | None:
    """Why a rule does not hold, test by test; None if there is no such rule on that date."""
    rule = found.evaluation.rules.rule(name)
    if rule is None:
        return None
    attributes = found.evaluation.rules.attributes

    def value(key: str) -> Fraction | None:
        known = found.evaluation.values
        return known[key] if key in known else found.case.value(attributes[key])

    return reason_texts(found.case, found.evaluation, why_not(rule.condition, value))


def _said(case: Case, evaluation: Evaluation, rule: Rule) -> Said:
    model = rule.definition.model
    reasons = because(rule.condition, evaluation.values.get)
    return Said(
        code=rule.name,
        kind=getattr(model, "kind", rule.kind),
        label=model.label or rule.name,
        law=model.law,
        source=getattr(model, "source", None),
        confidence=getattr(model, "confidence", None) or "assumed",
        because=reason_texts(case, evaluation, reasons),
    )


def _duty(run: Run, case: Case, rule: Rule, said: Said) -> Duty:
    model = rule.definition.model
    text, path = model.due, (*rule.definition.path, "due")
    if isinstance(text, dict):
        held = version_on(text, run.dates.on(model.follows))
        if held.value is None:
            raise _refused(rule, path, f"`{rule.name}` has no deadline on that date", "date it from its first day")
        text, path = held.value, (*path, held.key.isoformat())
    try:
        deadline = read_deadline(text)
        anchor = case.of_formula(deadline.anchor, Scope(rule.definition.document, path, model.follows))
        if anchor is None:
            raise _refused(rule, path, f"`{deadline.anchor}` is not known, so neither is the deadline", "give it")
        day = date.fromordinal(int(anchor))
        due = found_for(deadline, day, calendar_of(run.country.pack.header.country, _region(case)))
    except BadDeadline as bad:
        raise _refused(rule, path, bad.message, bad.mend) from None
    except (OverflowError, ValueError):
        raise _refused(rule, path, "the deadline lies beyond the calendar", "look at the dates given") from None
    return Duty(said, model.to, model.form, due, model.once)


def _region(case: Case) -> str | None:
    """The region whose own holidays count, where the pack knows one."""
    members = case.program.pack.members.get(case.program.pack.type_of("entity.region"))
    value = case.of_formula("entity.region", _nowhere(case)) if members is not None else None
    return members[int(value)] if members is not None and value is not None else None


def _refused(rule: Rule, path: tuple[str | int, ...], message: str, mend: str) -> Refused:
    return Refused([Diagnostic(codes.BAD_DUE, rule.definition.document.place(path), message, mend)])


def _alarm(case: Case, rule: Rule, said: Said) -> Alarm:
    model = rule.definition.model
    return Alarm(said, model.severity, PLACEHOLDER.sub(lambda found: _value(case, found[1]), model.message))


def _value(case: Case, name: str) -> str:
    value = case.of_formula(name, _nowhere(case))
    type_text = case.program.pack.type_of(name)
    if value is None:
        return "unknown"
    return f"{write_number(value * 100)} %" if type_text == "rate" else write_fact(case.program.pack, type_text, value)


def _nowhere(case: Case) -> Scope:
    """The place of a name that stands in no formula of its own."""
    return Scope(case.program.pack.parts[-1].header_document, ())


def _left(case: Case, rule: Rule, said: Said) -> Left | None:
    model = rule.definition.model
    document, path = rule.definition.document, rule.definition.path
    used = case.of_formula(model.used, Scope(document, (*path, "used"), model.follows))
    limit = case.of_formula(model.limit, Scope(document, (*path, "limit"), model.follows))
    return None if used is None or limit is None else Left(said, used, limit, model.type, model.window)
