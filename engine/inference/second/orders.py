"""The rules as the worker gets them: strata, sets of at most 48 rules, tests of whole numbers.

Only what is written here reaches the second engine: names made of a letter and a
number, operators of a fixed list, bounded whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

from engine.inference.rules import RuleSet
from engine.inference.second.alternatives import TooWide, alternatives
from engine.inference.second.guards import (
    MOST_ATTRIBUTES,
    MOST_RULES_IN_A_SET,
    MOST_SUBJECTS,
    NotAdmitted,
    encoded_constant,
    encoded_value,
)

PlainRule = list[Any]
"""`[place of the rule, [[attribute, operator, number], …]]`: one alternative."""


@dataclass(frozen=True, eq=False)
class Orders:
    """What the worker needs to build a rule set, and how to read its answers."""

    names: tuple[str, ...]
    given: Mapping[str, str]
    """Attribute to the name it bears in the worker, those apart that rules conclude."""
    payload: Mapping[str, Any]


@lru_cache(maxsize=256)
def orders(rules: RuleSet) -> Orders:
    """The orders for a rule set; `NotAdmitted` if one of its rules cannot be given to the second engine."""
    attributes = {key: f"a{place}" for place, key in enumerate(rules.attributes)}
    strata: list[list[dict[str, Any]]] = []
    for stratum in range(rules.strata):
        numbered = [(number, rule) for number, rule in enumerate(rules.rules) if rule.stratum == stratum]
        plain = [written for number, rule in numbered for written in _plain(number, rule, attributes)]
        strata.append([{"rules": shard, "reads": sorted(_reads(shard))} for shard in _shards(plain)])
    concludes = {
        str(number): attributes[rule.name]
        for number, rule in enumerate(rules.rules)
        if rule.kind == "fact" and rule.name in attributes
    }
    payload = {
        "strata": strata,
        "concludes": concludes,
        "concluded": [attributes[key] for key, one in rules.attributes.items() if one.concluded],
        "one": encoded_constant("true", Fraction(1)),
    }
    given = {key: attributes[key] for key, one in rules.attributes.items() if not one.concluded}
    return Orders(tuple(rule.name for rule in rules.rules), given, payload)


def _plain(number: int, rule: Any, attributes: Mapping[str, str]) -> Iterator[PlainRule]:
    try:
        found = alternatives(rule.condition)
    except TooWide as wide:
        raise NotAdmitted(f"rule `{rule.name}`: {wide}") from None
    for alternative in found:
        tests = [[attributes[key], word, encoded_constant(key, constant)] for key, word, constant in alternative]
        yield [number, tests]


def _shards(plain: Iterable[PlainRule]) -> Iterator[list[PlainRule]]:
    """Sets small enough for the engine's fixed tables."""
    shard: list[PlainRule] = []
    for rule in plain:
        if len(shard) == MOST_RULES_IN_A_SET or len(_reads([*shard, rule])) > MOST_ATTRIBUTES:
            yield shard
            shard = []
        shard.append(rule)
    if shard:
        yield shard


def _reads(shard: Iterable[PlainRule]) -> set[str]:
    return {attribute for _, tests in shard for attribute, _, _ in tests}


def admitted(orders: Orders, subjects: Sequence[Mapping[str, object]]) -> list[dict[str, int]]:
    """Facts as the worker gets them; what is not known is left out. `NotAdmitted` says what is refused."""
    if len(subjects) > MOST_SUBJECTS:
        raise NotAdmitted(f"{len(subjects)} cases at once are more than {MOST_SUBJECTS}")
    found = []
    for subject in subjects:
        values = {}
        for name, value in subject.items():
            if value is not None and name in orders.given:
                values[orders.given[name]] = encoded_value(name, value)
        found.append(values)
    return found
