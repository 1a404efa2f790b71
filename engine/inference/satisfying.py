"""Whether tests joined by `and` can hold at once: one value per attribute must meet all of its tests."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from itertools import pairwise

from engine.inference.second.alternatives import Alternative
from engine.program.folding import COMPARISONS


def can_hold(alternative: Alternative) -> bool:
    """False only where two tests of one attribute exclude each other."""
    tests: dict[str, list[tuple[str, Fraction]]] = defaultdict(list)
    for attribute, operator, constant in alternative:
        tests[attribute].append((operator, constant))
    return all(_some_value(found) for found in tests.values())


def can_hold_together(first: Alternative, second: Alternative) -> bool:
    return can_hold((*first, *second))


def _some_value(tests: list[tuple[str, Fraction]]) -> bool:
    """Between and on the constants lies every value that could behave differently."""
    constants = sorted({constant for _, constant in tests})
    between = [(low + high) / 2 for low, high in pairwise(constants)]
    candidates = [constants[0] - 1, *constants, *between, constants[-1] + 1]
    return any(all(COMPARISONS[word](value, constant) for word, constant in tests) for value in candidates)
