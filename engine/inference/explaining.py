"""Why a rule holds, and why another does not: the tests that decided, with the values they met."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from engine.inference.conditions import All, Condition, Not, Test
from engine.inference.conditions import Any as Either
from engine.program.folding import COMPARISONS


@dataclass(frozen=True, slots=True)
class Reason:
    """One test, the value it met, and whether it holds (None: the value is not known)."""

    test: Test
    value: Fraction | None
    holds: bool | None
    negated: bool
    """The rule wants the test to fail."""


Value = Callable[[str], Fraction | None]


def holds(condition: Condition, value: Value) -> bool | None:
    """Whether a condition is true, false, or neither because values are not known."""
    match condition:
        case Test():
            found = value(condition.attribute)
            if found is None or condition.constant is None:
                return None
            return bool(COMPARISONS[condition.operator](found, condition.constant))
        case Not(part):
            inner = holds(part, value)
            return None if inner is None else not inner
        case All(parts):
            return _joined([holds(part, value) for part in parts], ends=False)
        case Either(parts):
            return _joined([holds(part, value) for part in parts], ends=True)


def _joined(found: list[bool | None], ends: bool) -> bool | None:
    if ends in found:
        return ends
    return None if None in found else not ends


def because(condition: Condition, value: Value) -> tuple[Reason, ...]:
    """The tests that make a condition true: all parts of an `and`, the first true one of an `or`."""
    return tuple(_reasons(condition, value, True, False))


def why_not(condition: Condition, value: Value) -> tuple[Reason, ...]:
    """Every test that stands in the way of a condition; what is not known stands in the way."""
    return tuple(_reasons(condition, value, False, True))


def _reasons(condition: Condition, value: Value, wanted: bool, or_unknown: bool) -> Iterator[Reason]:
    match condition:
        case Test():
            yield Reason(condition, value(condition.attribute), holds(condition, value), wanted == or_unknown)
        case Not(part):
            yield from _reasons(part, value, not wanted, or_unknown)
        case All(parts) | Either(parts):
            decided = [part for part in parts if _is(holds(part, value), wanted, or_unknown)]
            first_only = not or_unknown and isinstance(condition, Either) == wanted
            for part in decided[:1] if first_only else decided:
                yield from _reasons(part, value, wanted, or_unknown)


def _is(found: bool | None, wanted: bool, or_unknown: bool) -> bool:
    return found is wanted or (or_unknown and found is None)
