"""What kinds of value there are and which of them may be combined.

A plain number has no kind of its own (`LITERAL`): it takes the kind of what it
meets. Amounts counted in different periods never mix without a word.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from typing import ClassVar, Final

from engine.language.units import PERIODS

KINDS: Final = ("money", "rate", "number", "count", "days", "hours", "date", "bool", "text")
_NUMERIC: Final = frozenset(("money", "rate", "number", "count", "days", "hours", "literal"))
_PLAIN: Final = frozenset(("rate", "number", "count", "literal"))
_ORDERED: Final = _NUMERIC | {"date"}
_DURATION: Final = {"hours": "hour", "days": "day"}
_CONVERTED: Final = {"month": "per_month", "quarter": "per_quarter", "year": "per_year"}


@dataclass(frozen=True, slots=True)
class Type:
    """A kind of value; `money/month` has a period, a member of a list of words its enum."""

    kind: str
    period: str | None = None
    enum: str | None = None

    literal: ClassVar[Type]
    """A number written in the formula: it takes the kind of what it meets."""

    def __str__(self) -> str:
        kind = self.enum or ("number" if self.kind == "literal" else self.kind)
        return f"{kind}/{self.period}" if self.period else kind

    @property
    def is_number(self) -> bool:
        return self.kind in _NUMERIC

    @property
    def is_plain(self) -> bool:
        """A number without a unit."""
        return self.kind in _PLAIN and self.period is None

    @property
    def has_order(self) -> bool:
        return self.kind in _ORDERED


Type.literal = Type("literal")
LITERAL: Final = Type.literal
NUMBER: Final = Type("number")
BOOL: Final = Type("bool")
DATE: Final = Type("date")
MONEY: Final = Type("money")


@dataclass(frozen=True, slots=True)
class TypeProblem:
    """Why two values cannot be combined, and what to write instead."""

    message: str
    mend: str


class UnknownType(ValueError):
    """A text names no type; `problem` says what to write."""

    def __init__(self, problem: TypeProblem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def parse_type(text: str, enums: Container[str] = ()) -> Type:
    """The type that `money/month`, `rate` or the name of an enum stands for; raises `UnknownType`."""
    kind, slash, period = text.strip().partition("/")
    kind, period = kind.strip(), period.strip()
    if kind in enums and not slash:
        return Type("enum", None, kind)
    if kind not in KINDS:
        known = ", ".join(KINDS)
        raise UnknownType(TypeProblem(f"`{text}` is not a type", f"write {known}, or the name of an enum"))
    if not slash:
        return Type(kind)
    if kind not in _NUMERIC:
        raise UnknownType(TypeProblem(f"`{kind}` has no period", f"write `{kind}` alone"))
    if period not in PERIODS:
        known = ", ".join(sorted(PERIODS))
        raise UnknownType(TypeProblem(f"`{period}` is not a period", f"write one of {known}"))
    return Type(kind, period)


def add(a: Type, b: Type) -> Type | TypeProblem:
    """The type of `a + b` and of `a - b`."""
    if a.kind == b.kind == "date":
        return TypeProblem("dates are not added or taken off", "write `days_between(first, last)`")
    for one in (a, b):
        if not one.is_number:
            return TypeProblem(f"{_shown(one)} cannot be added or taken off", "use it in a condition instead")
    return unify(a, b)


def unify(a: Type, b: Type) -> Type | TypeProblem:
    """The type that holds both: of `min`, `max`, the two sides of an `if`, a sum."""
    if a == b:
        return a
    if LITERAL in {a, b}:
        other = b if a == LITERAL else a
        return other if other.is_number else _different(a, b)
    if a.kind == b.kind and a.kind != "enum":
        return _periods(a, b)
    if {a.kind, b.kind} <= _PLAIN:
        return NUMBER if a.period == b.period is None else _periods_of_numbers(a, b)
    return _different(a, b)


def compare(a: Type, b: Type) -> Type | TypeProblem:
    """The type of `a == b`, `a < b` …: true or false."""
    if a.kind == b.kind == "enum" and a.enum != b.enum:
        return TypeProblem(
            f"a {a.enum} is compared with a {b.enum}; they are never equal",
            f"compare with one of the words of `{a.enum}`",
        )
    found = unify(a, b)
    return found if isinstance(found, TypeProblem) else BOOL


def multiply(a: Type, b: Type) -> Type | TypeProblem:
    """The type of `a * b`."""
    for one in (a, b):
        if not one.is_number:
            return TypeProblem(f"{_shown(one)} cannot be multiplied", _condition_mend(one))
    if b.is_plain:
        return _scaled(a, b)
    if a.is_plain:
        return _scaled(b, a)
    for amount, time in ((a, b), (b, a)):
        if amount.period and amount.period == _DURATION.get(time.kind):
            return Type(amount.kind, time.period)
    if a.kind in _PLAIN or b.kind in _PLAIN:
        plain, other = (a, b) if a.kind in _PLAIN else (b, a)
        if other.period is None:
            return Type("number" if other.is_plain else other.kind, plain.period)
        return TypeProblem(f"{_shown(a)} times {_shown(b)} counts two periods", f"write `x as {plain.kind}`")
    return TypeProblem(
        f"{_shown(a)} times {_shown(b)} has no meaning", "multiply by a rate or a number, or write `x as number`"
    )


def divide(a: Type, b: Type) -> Type | TypeProblem:
    """The type of `a / b`."""
    for one in (a, b):
        if not one.is_number:
            return TypeProblem(f"{_shown(one)} cannot be divided", _condition_mend(one))
    if b.is_plain:
        return a if not a.is_plain else LITERAL if a == b == LITERAL else NUMBER
    if a == LITERAL:
        return NUMBER
    if a.kind == b.kind or {a.kind, b.kind} <= _PLAIN:
        return _ratio(a, b)
    if b.kind in _DURATION and b.period is None:
        return _per_time(a, b)
    return TypeProblem(
        f"{_shown(a)} divided by {_shown(b)} has no meaning", "divide by a number, or by the same kind of amount"
    )


def _per_time(a: Type, b: Type) -> Type | TypeProblem:
    if a.period is None:
        return Type("number" if a.is_plain else a.kind, _DURATION[b.kind])
    return TypeProblem(
        f"{_shown(a)} divided by {_shown(b)} counts two periods",
        f"divide the {b.kind} first, in brackets: `x * ({b.kind} / all)`",
    )


def assign(found: Type, wanted: Type) -> TypeProblem | None:
    """Why a value of type `found` cannot stand where `wanted` is declared, or None."""
    if found == wanted or (found == LITERAL and wanted.is_number):
        return None
    if found.kind in _PLAIN and wanted.kind in {"rate", "number"} and found.period == wanted.period:
        return None
    if found.kind in _PLAIN and wanted.kind == "count" and found.period == wanted.period:
        return TypeProblem(f"{_shown(found)} may be broken, a count never is", "write `floor(x to 1)`")
    if found.kind == wanted.kind and found.period != wanted.period and found.is_number:
        return TypeProblem(
            f"the formula gives {_shown(found)}, {_shown(wanted)} is declared", _period_mend(found, wanted)
        )
    mend = f"write `x as {wanted}` if that is meant" if found.is_number and wanted.is_number else "look at both types"
    return TypeProblem(f"the formula gives {_shown(found)}, {_shown(wanted)} is declared", mend)


def raise_to(base: Type, exponent: Type) -> Type | TypeProblem:
    """The type of `base ^ exponent`."""
    if not base.is_plain:
        return TypeProblem(f"a power of {_shown(base)} has no meaning", "write `(x as number) ^ 2`")
    if not exponent.is_plain:
        return TypeProblem(f"{_shown(exponent)} cannot be an exponent", "write a plain number")
    return LITERAL if base == exponent == LITERAL else NUMBER


def _scaled(amount: Type, factor: Type) -> Type:
    """An amount times a plain number keeps its kind; what may be broken is a number."""
    if not amount.is_plain:
        return amount
    if amount.kind == factor.kind:
        return amount
    return Type("rate") if {amount.kind, factor.kind} == {"rate", "literal"} else NUMBER


def _ratio(a: Type, b: Type) -> Type | TypeProblem:
    """How often `b` goes into `a`: a plain number, or the time that a price per hour or day pays for."""
    if a.period == b.period:
        return NUMBER
    time = {period: kind for kind, period in _DURATION.items()}.get(b.period or "")
    if time is not None:
        return Type(time, a.period)
    if a.period is None and a.kind in _DURATION:
        return NUMBER
    return TypeProblem(f"{_shown(a)} is divided by {_shown(b)}: the periods differ", _period_mend(a, b))


def _periods(a: Type, b: Type) -> TypeProblem:
    return TypeProblem(f"{_shown(a)} and {_shown(b)} are of different periods", _period_mend(a, b))


def _periods_of_numbers(a: Type, b: Type) -> Type | TypeProblem:
    return Type("number", a.period) if a.period == b.period else _periods(a, b)


def _period_mend(a: Type, b: Type) -> str:
    if a.period in _CONVERTED and b.period in _CONVERTED:
        return f"write `{_CONVERTED[b.period]}(x)` to convert the {_shown(a)}"
    with_period = b if b.period else a
    return f"write `x as {with_period}` to say which period the other one is of"


def _different(a: Type, b: Type) -> TypeProblem:
    if a.is_number and b.is_number and (a.is_plain or b.is_plain):
        unit = a if b.is_plain else b
        return TypeProblem(f"{_shown(a)} and {_shown(b)} do not mix", f"write `x as {unit}` if that is meant")
    return TypeProblem(f"{_shown(a)} and {_shown(b)} do not mix", "look at which of the two is meant")


def _condition_mend(one: Type) -> str:
    return "write `if condition then amount else 0`" if one.kind == "bool" else "look at which name is meant"


def _shown(one: Type) -> str:
    words = {
        "bool": "a truth",
        "literal": "a plain number",
        "date": "a date",
        "enum": f"a {one.enum}",
        "text": "a text",
    }
    return words.get(one.kind, f"`{one}`")
