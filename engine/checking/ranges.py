"""How far the inputs of a program can go: the ranges that its pack declares, else those of their types."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from engine.program.pack import Pack

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
    for shelf in (pack.definitions, pack.interface):
        definition = shelf.get(name)
        limits = getattr(definition.model, "range", None) if definition is not None else None
        if limits:
            return _number(limits[0]), _number(limits[1])
    base = type_text.partition("/")[0]
    if base == "bool":
        return Fraction(0), Fraction(1)
    if base == "date":
        return Fraction(FIRST_DAY.toordinal()), Fraction(LAST_DAY.toordinal())
    if base in pack.members:
        return Fraction(0), Fraction(len(pack.members[base]) - 1)
    low, high = WIDEST.get(base, ("-1000000", "1000000"))
    return Fraction(low), Fraction(high)


def _number(text: str) -> Fraction:
    digits = text.strip()
    if digits.count("-") == 2 and not digits.startswith("-"):
        return Fraction(date.fromisoformat(digits).toordinal())
    return Fraction(digits.removesuffix("%").strip()) / 100 if digits.endswith("%") else Fraction(digits)
