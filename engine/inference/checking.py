"""What is wrong in the rules of a pack, said when the pack is checked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import combinations
from typing import Any

from engine.inference.conditions import names_in, tests
from engine.inference.deadlines import BadDeadline, read_deadline
from engine.inference.reach import reads_before_figures
from engine.inference.rules import Phase, Rule, RuleSet, compile_rules
from engine.inference.satisfying import can_hold, can_hold_together
from engine.inference.second.alternatives import Alternative, TooWide, alternatives
from engine.inference.second.guards import NotAdmitted, encoded_constant
from engine.inference.strata import circle_of_facts
from engine.language import codes
from engine.language.diagnostic import Diagnostic, Refused, Severity
from engine.language.formula_error import FormulaError
from engine.language.scope import suggestion
from engine.program.pack import BUILT_IN_NAMES, Definition, Pack, parsed
from engine.program.timeline import Dates

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
PHASES: tuple[Phase, ...] = ("before", "after")
Path = tuple[str | int, ...]


def check_rules(pack: Pack) -> list[Diagnostic]:
    """Circles, contradictions, deadlines, kinds, changes of treatment and sources of all rules, over all dates."""
    found = [*_shapes(pack), *_kinds(pack), *_treatment(pack)]
    circle = circle_of_facts(pack)
    if circle is not None:
        found.append(circle)
    if not any(one.severity == "error" for one in found):
        found += _over_time(pack)
    return sorted(dict.fromkeys(found), key=lambda one: (one.place, one.code))


def _problem(
    definition: Definition, code: str, path: Path, message: str, mend: str = "", severity: Severity = "error"
) -> Diagnostic:
    place = definition.document.place((*definition.path, *path), key=not path)
    return Diagnostic(code, place, message, mend, severity, definition.document.line(place.line))


# ---- each rule by itself ----------------------------------------------------------


def _shapes(pack: Pack) -> Iterator[Diagnostic]:
    for definition in pack.rules.values():
        model = definition.model
        if model.law is None or model.source is None or model.confidence is None or model.checked_on is None:
            message = f"`{definition.name}` does not say its law, source, confidence and when it was checked"
            yield _problem(definition, codes.RULE_UNSOURCED, (), message, "add what is missing", "warning")
        if definition.kind == "obligation":
            yield from _deadlines(pack, definition)
        if definition.kind == "alert":
            yield from _message(pack, definition)
    for definition in pack.definitions.values():
        if definition.kind == "fact":
            yield from _fact(pack, definition)


def _fact(pack: Pack, definition: Definition) -> Iterator[Diagnostic]:
    model = definition.model
    ways = [key for key in ("when", "formula", "choose", "sum") if getattr(model, key) is not None]
    if len(ways) != 1 or model.take_from is not None:
        message = f"the fact `{definition.name}` is found in {len(ways)} ways"
        mend = "write `when` to conclude it, or one of `formula`, `choose`, `sum` to compute it"
        yield _problem(definition, codes.BAD_CONDITION, (), message, mend)
        return
    if model.when is not None:
        return
    for text, path in _texts(model.formula, ("formula",)):
        for name in _names(text):
            read = pack.definitions.get(name)
            if read is not None and read.kind == "fact" and read.model.when is not None:
                message = f"`{definition.name}` is computed before the rules run, `{name}` is concluded by them"
                mend = f"write a `when`, or `{name}` in the conditions that need it"
                yield _problem(definition, codes.BAD_CONDITION, path, message, mend)


def _deadlines(pack: Pack, definition: Definition) -> Iterator[Diagnostic]:
    for text, path in _texts(definition.model.due, ("due",)):
        try:
            anchor = read_deadline(text).anchor
        except BadDeadline as bad:
            yield _problem(definition, codes.BAD_DUE, path, bad.message, bad.mend)
            continue
        if anchor in ("date", "payment_date"):
            continue
        known = pack.definitions.get(anchor)
        if known is None or pack.type_of(anchor) != "date":
            near = suggestion(anchor, [name for name in pack.definitions if pack.type_of(name) == "date"])
            mend = f"did you mean `{near}`?" if near else "write `start`, `end`, `date`, `payment` or a date"
            yield _problem(definition, codes.BAD_DUE, path, f"`{anchor}` is not a date", mend)


def _message(pack: Pack, definition: Definition) -> Iterator[Diagnostic]:
    for name in PLACEHOLDER.findall(definition.model.message):
        known = pack.definitions.get(name)
        if known is not None and known.kind not in ("scale", "table", "function", "enum"):
            continue
        if name in pack.interface or name in BUILT_IN_NAMES:
            continue
        near = suggestion(name, pack.definitions)
        mend = f"did you mean `{near}`?" if near else "show a value of the pack"
        yield _problem(definition, codes.BAD_MESSAGE, ("message",), f"there is no value `{name}` to be shown", mend)


def _texts(written: Any, path: Path) -> Iterator[tuple[str, Path]]:
    """The texts of something that may be dated, with their places."""
    if isinstance(written, dict):
        for day, text in written.items():
            yield text, (*path, day.isoformat())
    elif written is not None:
        yield written, path


def _names(text: str) -> list[str]:
    try:
        return [name for name, _ in names_in(parsed(text))]
    except FormulaError:
        return []


# ---- kinds ------------------------------------------------------------------------


def _kinds(pack: Pack) -> Iterator[Diagnostic]:
    used: dict[str, Definition] = {}
    for definition in pack.rules.values():
        kind = definition.model.kind
        used.setdefault(kind, definition)
        if kind not in pack.duty_kinds:
            near = suggestion(kind, pack.duty_kinds)
            mend = f"did you mean `{near}`?" if near else "declare it in `duty_kinds` of common"
            yield _problem(definition, codes.UNKNOWN_KIND, ("kind",), f"`{kind}` is no kind of rule", mend)
    for name, definition in pack.none_of_its_kind.items():
        if name not in pack.duty_kinds:
            near = suggestion(name, pack.duty_kinds)
            mend = f"did you mean `{near}`?" if near else "one of those in `duty_kinds` of common"
            yield _problem(definition, codes.UNKNOWN_KIND, (), f"`{name}` is no kind of rule", mend)
        elif name in used:
            message = f"the pack says that it has no rule of this kind, but `{used[name].name}` is one"
            yield _problem(definition, codes.RULES_CONTRADICT, (), message, "take one of the two out")
    silent = [name for name in pack.duty_kinds if name not in used and name not in pack.none_of_its_kind]
    if silent and pack.header.country is not None:
        place = pack.parts[-1].header_document.place(())
        message = f"the pack says nothing about: {', '.join(silent)}"
        mend = "add the rules, or say in `none_of_its_kind` that there are none, with the day somebody looked"
        yield Diagnostic(codes.KIND_IS_SILENT, place, message, mend, "warning")


# ---- changes of treatment ---------------------------------------------------------


def _treatment(pack: Pack) -> Iterator[Diagnostic]:
    for definition in pack.rules.values():
        if definition.kind != "reclassification":
            continue
        model = definition.model
        if model.contract is None and not model.set:
            yield _problem(definition, codes.BAD_CHANGE, (), "nothing is changed", "write `contract:` or `set:`")
        if model.contract is not None and model.contract not in pack.contracts:
            near = suggestion(model.contract, pack.contracts)
            mend = f"did you mean `{near}`?" if near else f"one of: {', '.join(pack.contracts)}"
            message = f"there is no contract type `{model.contract}`"
            yield _problem(definition, codes.BAD_CHANGE, ("contract",), message, mend)
        for name in model.set:
            known = pack.definitions.get(name)
            if known is None or known.kind != "input":
                near = suggestion(name, [one.name for one in pack.definitions.values() if one.kind == "input"])
                mend = f"did you mean `{near}`?" if near else "only inputs take another value"
                yield _problem(definition, codes.BAD_CHANGE, ("set", name), f"`{name}` is no input", mend)
        texts = [*_texts(model.when, ("when",)), *((text, ("set", name)) for name, text in model.set.items())]
        for text, path in texts:
            for way in reads_before_figures(pack, text):
                message = f"a change of treatment comes before all figures, but this reads one: {' → '.join(way)}"
                yield _problem(
                    definition, codes.NOT_BEFORE_FIGURES, path, message, "read inputs and totals to date only"
                )


# ---- conditions on every date -----------------------------------------------------


def _over_time(pack: Pack) -> Iterator[Diagnostic]:
    first = min((row.from_ for row in pack.header.coverage), default=None)
    last = max((row.to_date for row in pack.header.coverage), default=None)
    if first is None or last is None:
        return
    seen: dict[str, bool] = {}
    day: date | None = first
    while day is not None and day <= last:
        after: list[date] = []
        try:
            for phase in PHASES:
                rules = compile_rules(pack, Dates(day, day, day), phase)
                yield from _conditions(rules, seen)
                stretches = (rules.segment.work, rules.segment.payment, rules.segment.contract_start)
                after += [stretch.until for stretch in stretches if stretch.until is not None]
        except Refused as refused:
            yield from refused.diagnostics
            return
        day = min(after, default=None)
    for name, holds in seen.items():
        if not holds:
            definition = pack.rules.get(name) or pack.definitions[name]
            message = f"`{name}` can never hold: its tests exclude each other on every date"
            yield _problem(definition, codes.NEVER_HOLDS, ("when",), message, "look at the tests joined by `and`")


def _conditions(rules: RuleSet, seen: dict[str, bool]) -> Iterator[Diagnostic]:
    spread: dict[str, tuple[Alternative, ...]] = {}
    for rule in rules.rules:
        try:
            spread[rule.name] = alternatives(rule.condition)
        except TooWide as wide:
            message = f"the condition of `{rule.name}` is too wide: {wide}"
            yield _problem(rule.definition, codes.BAD_CONDITION, ("when",), message, "conclude parts of it as facts")
            continue
        yield from _constants(rule, spread[rule.name])
        yield from _misplaced(rules, rule)
        seen[rule.name] = seen.get(rule.name, False) or any(can_hold(one) for one in spread[rule.name])
    changes = [rule for rule in rules.rules if rule.kind == "reclassification" and rule.name in spread]
    for first, second in combinations(changes, 2):
        yield from _contradiction(first, second, spread)


def _constants(rule: Rule, spread: tuple[Alternative, ...]) -> Iterator[Diagnostic]:
    for alternative in spread:
        for attribute, _, constant in alternative:
            try:
                encoded_constant(attribute, constant)
            except NotAdmitted as refused:
                mend = "multiply both sides, as in `x * 3 < 1`"
                yield _problem(rule.definition, codes.BAD_CONDITION, ("when",), str(refused), mend)


def _misplaced(rules: RuleSet, rule: Rule) -> Iterator[Diagnostic]:
    """A concluded fact stands by itself in a condition: no sum or choice can be made of it before the rules run."""
    concluded = {key for key, attribute in rules.attributes.items() if attribute.concluded}
    for key, attribute in rules.attributes.items():
        inside = {name for name, _ in names_in(attribute.tree)} & concluded
        if inside and not attribute.concluded and key in _attributes_of(rule):
            message = f"`{min(inside)}` is concluded by rules and stands by itself in a condition"
            yield _problem(rule.definition, codes.BAD_CONDITION, ("when",), message, f"write `{min(inside)} and …`")


def _attributes_of(rule: Rule) -> set[str]:
    return {test.attribute for test in tests(rule.condition)}


def _contradiction(first: Rule, second: Rule, spread: Mapping[str, tuple[Alternative, ...]]) -> Iterator[Diagnostic]:
    """Two changes that may be asked of one act at the same time and differ."""
    one, other = first.definition.model, second.definition.model
    differ = one.contract is not None and other.contract is not None and one.contract != other.contract
    differ = differ or any(other.set[name] != text for name, text in one.set.items() if name in other.set)
    if not differ:
        return
    for left in spread[first.name]:
        for right in spread[second.name]:
            if can_hold_together(left, right):
                message = f"`{first.name}` and `{second.name}` can both hold and change the act differently"
                mend = "say in one of them when the other does not hold"
                yield _problem(second.definition, codes.RULES_CONTRADICT, ("when",), message, mend)
                return
