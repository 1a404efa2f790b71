"""Facts as people write them, as the exact numbers the engine reads, and back.

Truths are 1 and 0, enum members their place in the enum, dates their ordinal day.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from engine.evaluation.scalar import input_scale
from engine.program.pack import Pack

LISTED = 12
"""How many words of an enum a message lists."""
NUMBER = re.compile(r"-?\d+(\.\d+)?")


class BadFact(ValueError):
    """A fact that cannot be read; the message is for the person who wrote it."""

    def __init__(self, message: str, mend: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.mend = mend


def read_fact(pack: Pack, type_text: str, written: str) -> Fraction:
    """The exact number that `written` means for a value of this type; `BadFact` says why not."""
    base = type_text.partition("/")[0]
    text = written.strip()
    if base == "bool":
        if text not in ("true", "false"):
            raise BadFact(f"`{text}` is neither true nor false", "write `true` or `false`")
        return Fraction(int(text == "true"))
    if base == "date":
        return Fraction(read_date(text).toordinal())
    members = pack.members.get(base)
    if members is not None:
        if text not in members:
            place = pack.coded(base).get(text.upper())
            if place is not None:
                return Fraction(place)
            known = ", ".join(members[:LISTED]) + (" …" if len(members) > LISTED else "")
            raise BadFact(f"`{text}` is not one of: {known}", _closest(text, members))
        return Fraction(members.index(text))
    number = read_number(text)
    scale = input_scale(type_text, pack.quantum)
    if (number * scale).denominator != 1:
        raise BadFact(f"`{text}` is finer than what is counted here (1/{scale})", "round it first")
    return number


def read_date(text: str) -> date:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise BadFact(f"`{text}` is not a date", "write year-month-day, as in 2026-03-10")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadFact(f"`{text}` is not a day of the calendar", "") from None


def read_number(text: str) -> Fraction:
    percentage = text.endswith("%")
    digits = text.removesuffix("%").strip()
    if not NUMBER.fullmatch(digits):
        raise BadFact(f"`{text}` is not a number", "write digits with a decimal point, as in 1234.56")
    number = Fraction(digits)
    return number / 100 if percentage else number


def _closest(text: str, members: tuple[str, ...]) -> str:
    close = difflib.get_close_matches(text, members, 1)
    return f"did you mean `{close[0]}`?" if close else ""


def write_fact(pack: Pack, type_text: str, value: Fraction) -> str:
    """A value as text: the words `read_fact` reads."""
    base = type_text.partition("/")[0]
    if base == "money":
        return write_number(value, len(str(pack.quantum.denominator)) - 1)
    if base == "bool":
        return "true" if value else "false"
    if base == "date":
        return date.fromordinal(int(value)).isoformat()
    members = pack.members.get(base)
    return members[int(value)] if members is not None else write_number(value)


def write_number(value: Fraction, decimals: int = 0) -> str:
    """An exact decimal with at least `decimals` places; a value without end is cut at 12 places, marked by `…`."""
    numerator, denominator = abs(value.numerator), value.denominator
    places = decimals
    while places < 12 and numerator * 10**places % denominator:
        places += 1
    whole, rest = divmod(numerator * 10**places, denominator)
    mark = "…" if rest else ""
    digits = str(whole).rjust(places + 1, "0")
    text = digits if places == 0 else f"{digits[:-places]}.{digits[-places:]}"
    return ("-" if value < 0 else "") + text + mark


def in_range(pack: Pack, name: str, type_text: str, value: Fraction) -> None:
    """`BadFact` if a given value lies outside the range its definition declares."""
    limits = declared_range(pack, name)
    if limits is None:
        return
    low, high = (read_fact(pack, type_text, text) for text in limits)
    if not low <= value <= high:
        shown = write_fact(pack, type_text, value)
        raise BadFact(f"`{name}` is {shown}, outside {limits[0]} to {limits[1]}")


def declared_range(pack: Pack, name: str) -> tuple[str, str] | None:
    """The range of an input or interface variable, in the currency of the pack."""
    return pack.range_of(name)


def written_facts(given: Mapping[str, object]) -> dict[str, str]:
    """Givens as text: `true` for a truth, digits for a number."""
    return {name: _as_text(value) for name, value in given.items()}


def _as_text(value: object) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)
