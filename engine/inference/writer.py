"""Rules as Python functions, one per stratum: exact comparisons of whole numbers, first failure ends a rule.

Each value is multiplied by the common denominator of all constants it is held
against, so that nearly every comparison is one of integers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import lcm
from typing import Any, Final, cast

from engine.inference.conditions import All, Condition, Not, Test, tests
from engine.inference.conditions import Any as Either
from engine.inference.rules import RuleSet

OPPOSITE: Final = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}

Stratum = Callable[[Any], list[int]]
"""From values by the place of their attribute to the places of the rules that hold."""


def scales(rules: RuleSet) -> tuple[int, ...]:
    """For each attribute, what its values are multiplied by."""
    found = dict.fromkeys(rules.attributes, 1)
    for rule in rules.rules:
        for test in tests(rule.condition):
            if test.constant is not None:
                found[test.attribute] = lcm(found[test.attribute], test.constant.denominator)
    return tuple(found.values())


def functions(rules: RuleSet, scale: tuple[int, ...]) -> tuple[Stratum, ...]:
    """One function per stratum."""
    places = {key: index for index, key in enumerate(rules.attributes)}
    factors = dict(zip(rules.attributes, scale, strict=True))
    source: list[str] = []
    for stratum in range(rules.strata):
        source += [f"def stratum_{stratum}(v):", "    held = []"]
        for number, rule in enumerate(rules.rules):
            if rule.stratum == stratum:
                source.append(f"    if {_code(rule.condition, True, places, factors)}: held.append({number})")
        source.append("    return held")
    names: dict[str, object] = {}
    exec(compile("\n".join(source), "<rules>", "exec"), names)  # noqa: S102 - numbers and operators of our own
    return tuple(cast("Stratum", names[f"stratum_{stratum}"]) for stratum in range(rules.strata))


def _code(condition: Condition, wanted: bool, places: Mapping[str, int], factors: Mapping[str, int]) -> str:
    """Python for `condition` being true, or being false. A test of an unknown value is neither."""
    match condition:
        case Test():
            return _test(condition, wanted, places, factors)
        case Not(part):
            return _code(part, not wanted, places, factors)
        case All(parts) | Either(parts):
            joined_by_and = isinstance(condition, All) == wanted
            if not parts:
                return str(joined_by_and)
            codes = [_code(part, wanted, places, factors) for part in parts]
            return f"({(' and ' if joined_by_and else ' or ').join(codes)})"


def _test(test: Test, wanted: bool, places: Mapping[str, int], factors: Mapping[str, int]) -> str:
    if test.constant is None:
        return "False"
    operator = test.operator if wanted else OPPOSITE[test.operator]
    constant = test.constant * factors[test.attribute]
    return f"v[{places[test.attribute]}] {operator} {constant.numerator}"


def scaled(value: Fraction, factor: int) -> int | Fraction:
    """A value times its factor, whole where it can be."""
    numerator, denominator = value.numerator * factor, value.denominator
    return numerator // denominator if numerator % denominator == 0 else Fraction(numerator, denominator)
