"""Scales and tables of the pack as forms, in the version that holds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from engine.language import codes
from engine.program import constants
from engine.program.dated import version_on
from engine.program.exact import Rounding, round_fraction
from engine.program.expressions import Expressions
from engine.program.folding import fold
from engine.program.form import Brackets, Constant, Form, Lookup, Missing, Row
from engine.program.pack import Definition
from engine.program.scope import Scope
from engine.reading import models


def scale_or_table(lowering: Expressions, definition: Definition, operand: Form) -> Form:
    """A call of a scale or table, in the version of the date its definition follows."""
    model = definition.model
    held = version_on(model.values, lowering.dates.on(model.follows))
    lowering.narrow(model.follows, held.since, held.until)
    version = held.value
    if version is None or getattr(version, "ended", False):
        return Missing(definition.name, f"`{definition.name}` does not hold on that date")
    scope = _scope_at(definition, (*definition.path, "values", held.key.isoformat()), model.follows)
    with lowering.opening(f"{definition.name}()", scope):  # its figures must not ask for it
        if definition.kind == "table":
            return _lookup(lowering, definition, version, operand, scope)
        rows = version if isinstance(version, list) else version.rows or []
        if not isinstance(version, list):
            scope = replace(scope, path=(*scope.path, "rows"))
        if not rows:
            return Missing(definition.name, f"`{definition.name}` has no rows on that date")
        each = lowering.rounding(model.each_bracket, model.type, scope, money=False)
        return _brackets(lowering, definition.name, rows, each, operand, scope)


def _scope_at(definition: Definition, path: tuple[str | int, ...], clock: str) -> Scope:
    return Scope(definition.document, path, clock)


@dataclass(slots=True)
class _Figures:
    """Reads the numbers of a scale or table; `missing` is the first that nothing holds for."""

    lowering: Expressions
    scope: Scope
    missing: Missing | None = None

    def read(self, text: str, *where: str | int) -> Fraction:
        """The number that a text means; `where` it stands below the scope."""
        scope = replace(self.scope, path=(*self.scope.path, *where))
        number = constants.value_of(fold(self.lowering.formula(text, scope)))
        if isinstance(number, Missing):
            self.missing = self.missing or number
            return Fraction(0)
        if number is None:
            raise self.lowering.refusal(
                codes.NOT_CONSTANT,
                f"`{text}` reads an input or a line: scales and tables are made of numbers and parameters",
                "compute it in a line and call the scale there", scope,
            )  # fmt: skip
        return number


def _brackets(
    lowering: Expressions, name: str, written: list[models.Bracket], each: Rounding | None, operand: Form, scope: Scope
) -> Form:
    figures = _Figures(lowering, scope)
    read = figures.read
    marginal = written[0].value is None
    rows: list[Row] = []
    lower, amount = Fraction(0), Fraction(0)
    for index, bracket in enumerate(written):
        bound, key = (bracket.up_to, "up_to") if bracket.up_to is not None else (bracket.below, "below")
        upper = read(bound, index, key) if bound is not None else None
        rate = read(bracket.rate, index, "rate") if bracket.rate is not None else Fraction(0)
        if bracket.amount is not None:
            amount = read(bracket.amount, index, "amount")
        if bracket.value is not None:
            amount = read(bracket.value, index, "value")
        rows.append(Row(lower, upper, bracket.up_to is not None, amount, rate))
        if upper is not None:
            part = (upper - lower) * rate
            amount += part if each is None else round_fraction(part, each)
            lower = upper
    return figures.missing or Brackets(name, tuple(rows), marginal, each, operand)


def _lookup(
    lowering: Expressions, definition: Definition, version: models.DatedRows, operand: Form, scope: Scope
) -> Form:
    figures = _Figures(lowering, scope)
    read = figures.read
    members = lowering.pack.members.get(definition.model.by, ())
    rows = tuple(
        (members.index(key) if key in members else int(key), read(text, "rows", key))
        for key, text in (version.rows or {}).items()
        if key in members or key.isdigit()
    )
    otherwise = read(version.otherwise, "otherwise") if version.otherwise is not None else None
    further = read(version.each_further, "each_further") if version.each_further is not None else None
    if figures.missing is not None:
        return figures.missing
    if definition.model.adds_up:
        rows = _summed(rows)
    found = fold(operand)
    if isinstance(found, Constant):
        for key, number in rows:
            if key == found.value:
                word = members[key] if members else key
                lowering.note(f"{definition.name} from {scope.path[-1]}, row {word}")
                return Constant(number, definition.name)
        if otherwise is not None and further is None:
            return Constant(otherwise, definition.name)
        if further is None:
            return Missing(definition.name, f"`{definition.name}` has no row for this key on that date")
    return Lookup(definition.name, rows, otherwise, further, operand)


def _summed(rows: tuple[tuple[int, Fraction], ...]) -> tuple[tuple[int, Fraction], ...]:
    """Amounts of the 1st, 2nd, 3rd … person as the amounts of so many persons; nobody has none."""
    total = Fraction(0)
    summed = [(0, total)]
    for rank, amount in sorted(rows):
        total += amount
        summed.append((rank, total))
    return tuple(summed)
