"""How far the inputs of a program can go: the ranges that its pack declares, else those of their types."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from engine.language import codes, syntax
from engine.language.diagnostic import Diagnostic
from engine.language.formula_error import FormulaError
from engine.language.parser import parse
from engine.program.pack import Definition, Pack

Ends = tuple[Fraction, Fraction]
WIDEST = {
    "money": ("-10000000", "10000000"),
    "rate": ("0", "10"),
    "number": ("-1000000", "1000000"),
    "count": ("0", "1000000"),
    "days": ("0", "4000"),
    "hours": ("0", "40000"),
}
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)


def input_range(pack: Pack, name: str, type_text: str) -> Ends:
    """The least and greatest value that a fact of this name may have."""
    limits = pack.range_of(name)
    if limits is not None:
        is_date = type_text.partition("/")[0] == "date"
        low, high = (_literal(text, is_date=is_date) for text in limits)
        if low is not None and high is not None:
            return low, high
    base = type_text.partition("/")[0]
    if base == "bool":
        return Fraction(0), Fraction(1)
    if base == "date":
        return Fraction(FIRST_DAY.toordinal()), Fraction(LAST_DAY.toordinal())
    if base in pack.members:
        return Fraction(0), Fraction(len(pack.members[base]) - 1)
    least, most = WIDEST.get(base, ("-1000000", "1000000"))
    factor = int(pack.header.money_factor) if base == "money" else 1
    return Fraction(least) * factor, Fraction(most) * factor


def range_problems(pack: Pack, definition: Definition) -> Iterator[Diagnostic]:
    """A range whose ends are no numbers or days, or that goes from high to low."""
    written = definition.model.range
    if written is None:
        return
    is_date = pack.type_of(definition.name).partition("/")[0] == "date"
    ends = [_literal(text, is_date=is_date) for text in written]
    path = (*definition.path, "range")
    for index, end in enumerate(ends):
        if end is None:
            wanted, example = ("a date", "2020-01-01") if is_date else ("a number", "1000")
            message = f"`{written[index]}` is not {wanted}, as the range of `{definition.name}` needs"
            mend = f'write {wanted} in quotes, such as "{example}"'
            yield definition.document.diagnostic(codes.BAD_RANGE, (*path, index), message, mend)
    low, high = ends
    if low is not None and high is not None and low > high:
        message = f"the range of `{definition.name}` goes down, from {written[0]} to {written[1]}"
        yield definition.document.diagnostic(codes.BAD_RANGE, path, message, "write the lower end first")


def _literal(text: str, *, is_date: bool) -> Fraction | None:
    """The number or day that a text is; None if it is neither."""
    sign = -1 if text.strip().startswith("-") else 1
    try:
        tree = parse(text.strip().removeprefix("-"))
    except FormulaError:
        return None
    if is_date:
        return Fraction(tree.value.toordinal()) if isinstance(tree, syntax.Date) else None
    return sign * tree.value if isinstance(tree, syntax.Number) else None
