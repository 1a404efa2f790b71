"""Picks the dated version that holds and lowers it: parameters, scales, tables, and the four ways to compute a line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeVar

from engine.program.expressions import Expressions
from engine.program.form import Arithmetic, Constant, Extreme, Form, Missing, Negate, Step
from engine.program.scope import Scope
from engine.program.timeline import held_on, next_start
from engine.reading import models

if TYPE_CHECKING:
    from engine.program.pack import Definition

T = TypeVar("T")
ZERO = Constant(Fraction(0))


@dataclass(frozen=True, slots=True)
class HeldText:
    """A parameter's value as written, where it stands, and how long it holds."""

    text: str | None
    path: tuple[str | int, ...]
    since: date
    until: date | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class HeldVersion:
    value: Any
    key: date
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Computed:
    """A form with the rounding and the text that were written for it."""

    form: Form
    rounding: str | None
    text: str


def parameter_on(definition: Definition, day: date) -> HeldText:
    """The value of a parameter, or of one field of a group, on `day`."""
    values = definition.model.values
    held = held_on(values, day)
    name = definition.owner if definition.kind == "field" else definition.name
    path: tuple[str | int, ...] = ("parameters", name, "values")
    if held is None:
        until = next_start(values, day)
        return HeldText(None, path, date.min, until, f"`{definition.name}` has no value on {day.isoformat()}")
    path = (*path, held.since.isoformat())
    written = held.value
    if isinstance(written, models.DatedValue):
        if written.ended or written.value is None:
            reason = f"`{definition.name}` ended on {held.since.isoformat()}"
            return HeldText(None, path, held.since, held.until, reason)
        return HeldText(written.value, (*path, "value"), held.since, held.until)
    if isinstance(written, dict):
        field = definition.name[len(definition.owner) + 1 :]
        text = written.get(field)
        reason = "" if text else f"`{definition.name}` has no value from {held.since.isoformat()}"
        return HeldText(text, (*path, field), held.since, held.until, reason)
    return HeldText(written, path, held.since, held.until)


def version_on(versions: Mapping[date, Any], day: date) -> HeldVersion:
    """The version that holds on `day`; before the first there is none (`value` is None)."""
    held = held_on(versions, day)
    if held is None:
        return HeldVersion(None, date.min, date.min, next_start(versions, day))
    return HeldVersion(held.value, held.since, held.since, held.until)


# ---- lines -----------------------------------------------------------------------


def computed_step(lowering: Expressions, definition: Definition, scope: Scope) -> Step:
    """The step of a line, or of a part of a `take_from` line."""
    name, model = definition.name, definition.model
    if definition.kind == "part":
        computed = _part(lowering, definition, scope)
    elif model.in_order is not None:
        computed = _taken(lowering, name, model, scope)
    else:
        computed = computed_form(lowering, model, scope)
    type_text = lowering.pack.type_of(name)
    rounding = lowering.rounding(computed.rounding, type_text, scope)
    return Step(name, computed.form, rounding, type_text, computed.text, givable=name in lowering.choices)


def inner_step(lowering: Expressions, name: str, line: models.InnerLine, scope: Scope) -> Step:
    """A line inside a function: rounded only as it says, or as money."""
    computed = computed_form(lowering, line, scope)
    return Step(name, computed.form, lowering.rounding(computed.rounding, line.type, scope), line.type, computed.text)


def computed_form(lowering: Expressions, model: models.Computation, scope: Scope) -> Computed:
    """The form of whichever of `formula`, `choose`, `sum` the model uses, in the version of the date."""
    rounding = _pick(lowering, model.round, "round", scope)[0]
    if model.formula is not None:
        text, inner = _pick(lowering, model.formula, "formula", scope)
        if text is None:
            return Computed(_before_first(inner), rounding, "")
        return Computed(lowering.formula(text, inner), rounding, text)
    if model.choose is not None:
        rows, inner = _pick(lowering, model.choose, "choose", scope)
        if rows is None:
            return Computed(_before_first(inner), rounding, "")
        return Computed(_choice(lowering, rows, 0, inner), rounding, _choice_text(rows))
    if model.sum is not None:
        names, inner = _pick(lowering, model.sum, "sum", scope)
        if names is None:
            return Computed(_before_first(inner), rounding, "")
        terms = [_term(lowering, written, inner) for written in names]
        return Computed(_sum(terms), rounding, " + ".join(names).replace("+ -", "- "))
    return Computed(Missing(str(scope.path[-1]), "it says no formula"), rounding, "")


def _pick(lowering: Expressions, written: Any, key: str, scope: Scope) -> tuple[Any, Scope]:
    if not isinstance(written, dict):
        return written, replace(scope, path=(*scope.path, key))
    held = version_on(written, lowering.dates.on(scope.clock))
    lowering.narrow(scope.clock, held.since, held.until)
    path = (*scope.path, key) if held.value is None else (*scope.path, key, held.key.isoformat())
    inner = replace(scope, path=path)
    lowering.note(inner.label())
    return held.value, inner


def _before_first(scope: Scope) -> Missing:
    name = str(scope.path[1])
    return Missing(name, f"`{name}` has no formula on that date")


def _choice(lowering: Expressions, rows: list[models.Choice], index: int, scope: Scope) -> Form:
    row = rows[index]
    here = (*scope.path, index)
    if row.otherwise is not None:
        return lowering.formula(row.otherwise, replace(scope, path=(*here, "otherwise")))
    condition = lowering.formula(row.when or "", replace(scope, path=(*here, "when")))

    def then() -> Form:
        return lowering.formula(row.value or "", replace(scope, path=(*here, "value")))

    def otherwise() -> Form:
        if index + 1 < len(rows):
            return _choice(lowering, rows, index + 1, scope)
        return Missing(str(scope.path[1]), "no row of the choice holds")

    last = index + 1 < len(rows) and rows[index + 1].otherwise is not None
    labels = (scope.label(index), scope.label(index + 1) if last else "")
    return lowering.choose(condition, then, otherwise, labels)


def _choice_text(rows: list[models.Choice]) -> str:
    words = [row.otherwise if row.otherwise is not None else f"if {row.when} then {row.value}" for row in rows]
    return " else ".join(words)


def _term(lowering: Expressions, written: str, scope: Scope) -> Form:
    name = written.removeprefix("-").strip()
    form = lowering.want(name, scope)
    return Negate(form) if written.startswith("-") else form


def _sum(terms: list[Form]) -> Form:
    if not terms:
        return ZERO
    total, *rest = terms
    for term in rest:
        total = Arithmetic("-", total, term.operand) if isinstance(term, Negate) else Arithmetic("+", total, term)
    return total


def _taken(lowering: Expressions, name: str, model: models.Line, scope: Scope) -> Computed:
    """What a `take_from` line took: the sum of the parts that are served on the date."""
    orders, inner = _pick(lowering, model.in_order, "in_order", scope)
    if orders is None:
        return Computed(_before_first(inner), None, "")
    parts = [f"{name}.{order.as_}" for order in orders]
    return Computed(_sum([lowering.want(part) for part in parts]), None, " + ".join(parts))


def _part(lowering: Expressions, definition: Definition, scope: Scope) -> Computed:
    """Part k of what is taken: up to its own limit, out of what the parts before it left."""
    model = definition.model
    owner, part = definition.owner, definition.name[len(definition.owner) + 1 :]
    orders, inner = _pick(lowering, model.in_order, "in_order", scope)
    if orders is None:
        return Computed(_before_first(inner), None, "")
    rounding = _pick(lowering, model.round, "round", scope)[0]
    names = [order.as_ for order in orders]
    source = lowering.formula(model.take_from, replace(scope, path=(*scope.path, "take_from")))
    before = names if part == "left" else names[: names.index(part)] if part in names else None
    if before is None:
        return Computed(ZERO, None, "0")
    left: Form = source
    text = f"({model.take_from})" if " " in model.take_from else str(model.take_from)
    for name in before:
        left = Arithmetic("-", left, lowering.want(f"{owner}.{name}"))
        text += f" - {owner}.{name}"
    if part == "left":
        return Computed(left, None, text)
    index = names.index(part)
    limit = lowering.formula(orders[index].up_to, replace(inner, path=(*inner.path, index, "up_to")))
    taken = Extreme("max", (Extreme("min", (limit, left)), ZERO))
    return Computed(taken, rounding, f"max(min({orders[index].up_to}, {text}), 0)")
