"""A condition as alternatives of plain tests, the only form the second engine is given.

Written without the writer of the first engine, so that an error in one of them
shows as a disagreement.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from engine.inference.conditions import All, Condition, Not, Test
from engine.inference.conditions import Any as Either

MOST_ALTERNATIVES: Final = 32
MOST_TESTS: Final = 25
NEGATIONS: Final[Mapping[str, str]] = {"==": "!=", "!=": "==", ">": "<=", "<=": ">", "<": ">=", ">=": "<"}

PlainTest = tuple[str, str, Fraction]
Alternative = tuple[PlainTest, ...]


class TooWide(ValueError):
    """A condition has more alternatives, or tests in one of them, than the second engine may be given."""


def alternatives(condition: Condition) -> tuple[Alternative, ...]:
    """The condition holds if all tests of one alternative hold; none means never."""
    found = tuple(dict.fromkeys(_spread(condition, plain=True)))
    if any(len(alternative) > MOST_TESTS for alternative in found):
        raise TooWide(f"more than {MOST_TESTS} tests must hold together")
    return found


def _spread(condition: Condition, plain: bool) -> list[Alternative]:
    match condition:
        case Not(part):
            return _spread(part, not plain)
        case Test(attribute, operator, constant):
            if constant is None:
                return []
            return [((attribute, operator if plain else NEGATIONS[operator], constant),)]
        case All(parts):
            return _together(parts, plain) if plain else _one_of(parts, plain)
        case Either(parts):
            return _one_of(parts, plain) if plain else _together(parts, plain)


def _one_of(parts: tuple[Condition, ...], plain: bool) -> list[Alternative]:
    return _limited([alternative for part in parts for alternative in _spread(part, plain)])


def _together(parts: tuple[Condition, ...], plain: bool) -> list[Alternative]:
    joined: list[Alternative] = [()]
    for part in parts:
        spread = _spread(part, plain)
        joined = _limited([_merged(first, second) for first in joined for second in spread])
    return joined


def _merged(first: Alternative, second: Alternative) -> Alternative:
    return (*first, *(test for test in second if test not in first))


def _limited(found: list[Alternative]) -> list[Alternative]:
    if len(found) > MOST_ALTERNATIVES:
        raise TooWide(f"more than {MOST_ALTERNATIVES} alternatives")
    return found
