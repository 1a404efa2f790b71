"""Rows that a rule may treat as another kind of act: found in columns, then judged one by one as a single act is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from engine.inference.conditions import All, Any, Condition, Not, Test
from engine.inference.rules import RuleSet
from engine.program.folding import fold
from engine.program.form import Compare, Constant, Form, Logic, Missing, Step, Variable, walk
from engine.program.pack import Pack
from engine.program.program import Program
from engine.program.timeline import Dates, Segment
from simulator.registry import Country

TREATED = "treated?"
OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
TRUE, FALSE = Constant(Fraction(1)), Constant(Fraction(0))


@dataclass(frozen=True, eq=False)
class Treating:
    """A program whose one wanted value says whether some rule may change the treatment of an act."""

    program: Program
    segment: Segment


@dataclass(slots=True)
class Treatments:
    """The questions about treatment of a country's programs, each written once."""

    country: Country
    _known: dict[Program, list[Treating | Segment]]

    def of(self, program: Program, dates: Dates) -> Treating | Segment:
        """The question for these dates, or the stretch in which no rule asks one."""
        known = self._known.setdefault(program, [])
        for found in known:
            if (found.segment if isinstance(found, Treating) else found).holds(dates):
                return found
        known.append(_written(self.country, program, dates))
        return known[-1]


def treatments(country: Country) -> Treatments:
    return Treatments(country, {})


def _written(country: Country, program: Program, dates: Dates) -> Treating | Segment:
    rules = country.rule_sets.on(dates, "before")
    wanted = [rule for rule in rules.rules if rule.kind == "reclassification"]
    reading = country.readings.reading(program, dates)
    forms: dict[str, Form] = {}
    for key, attribute in rules.attributes.items():
        if not attribute.concluded:
            forms[key] = reading.lowering.expression(attribute.tree, attribute.scope)
    segment = _both(rules.segment, reading.lowering.segment)
    known = {*reading.lowering.steps, *program.inputs}
    form: Form = FALSE
    for rule in wanted:
        form = _either(form, _form(rule.condition, rules, forms, known, holds=True))
    if form == FALSE:
        return segment
    steps = (*reading.lowering.steps.values(), Step(TREATED, form, None, "bool"))
    inputs = {**reading.lowering.inputs, **program.inputs}
    asked = replace(program, inputs=inputs, steps=steps).restricted([TREATED])
    return Treating(asked, segment)


def _both(first: Segment, second: Segment) -> Segment:
    for clock in ("work", "payment", "contract_start"):
        stretch = getattr(second, clock)
        first = first.narrowed(clock, stretch.since, stretch.until)
    return first


def _form(condition: Condition, rules: RuleSet, forms: Mapping[str, Form], known: set[str], *, holds: bool) -> Form:
    """The condition, or its opposite, as a form; a test of what nobody can know holds neither way."""
    match condition:
        case Not(part):
            return _form(part, rules, forms, known, holds=not holds)
        case All(parts) | Any(parts):
            joined = _both_hold if isinstance(condition, All) == holds else _either
            form: Form = TRUE if isinstance(condition, All) == holds else FALSE
            for part in parts:
                form = joined(form, _form(part, rules, forms, known, holds=holds))
            return form
        case Test(attribute, operator, constant, _, _):
            word = operator if holds else OPPOSITE[operator]
            if attribute not in forms:
                return _concluded(attribute, rules, forms, known, holds=holds)
            if constant is None or not _knowable(forms[attribute], known):
                return FALSE
            return fold(Compare(word, forms[attribute], Constant(constant)))


def _concluded(name: str, rules: RuleSet, forms: Mapping[str, Form], known: set[str], *, holds: bool) -> Form:
    rule = rules.rule(name)
    return FALSE if rule is None else _form(rule.condition, rules, forms, known, holds=holds)


def _knowable(form: Form, known: set[str]) -> bool:
    return all(part.name in known for part in walk(form) if isinstance(part, Variable)) and not isinstance(
        form, Missing
    )


def _both_hold(left: Form, right: Form) -> Form:
    if FALSE in (left, right):
        return FALSE
    return right if left == TRUE else left if right == TRUE else Logic("and", left, right)


def _either(left: Form, right: Form) -> Form:
    if TRUE in (left, right):
        return TRUE
    return right if left == FALSE else left if right == FALSE else Logic("or", left, right)


def chains_read(pack: Pack, program: Program) -> bool:
    """Whether figures of the program rest on the contracts just before an act."""
    return any(
        name in pack.definitions and getattr(pack.definitions[name].model, "chain_of", None) is not None
        for name in program.names
    )
