"""Generated rule sets and facts, and a third evaluator so plain that it can be checked by reading it."""

from __future__ import annotations

import random
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

from engine.inference.conditions import All, Attribute, Condition, Not, Test, tests
from engine.inference.conditions import Any as Either
from engine.inference.explaining import holds
from engine.inference.rules import Rule, RuleSet
from engine.language.parser import parse
from engine.program.pack import Definition
from engine.program.scope import Scope
from engine.reading.document import parse_document

OPERATORS = ("==", "!=", "<", "<=", ">", ">=")
VALUES = 20
_DOCUMENT = parse_document("generated: rules\n", Path("generated.yaml").name)
_SCOPE = Scope(_DOCUMENT, ())


def a_test(name: str, operator: str, constant: Fraction | None) -> Test:
    return Test(name, operator, constant, "", f"{name} {operator} {constant}")


def rule_of(name: str, condition: Condition, stratum: int = 0, kind: str = "alert") -> Rule:
    return Rule(name, kind, condition, stratum, Definition(name, kind, None, "", _DOCUMENT, ()), _SCOPE)


def rule_set_of(rules: list[Rule]) -> RuleSet:
    facts = {rule.name for rule in rules if rule.kind == "fact"}
    read = sorted({test.attribute for rule in rules for test in tests(rule.condition)})
    attributes = {key: Attribute(key, parse(key), _SCOPE, key in facts) for key in read}
    return RuleSet(tuple(sorted(rules, key=lambda rule: (rule.stratum, rule.name))), attributes)


def generated_rules(chance: random.Random, number: int) -> RuleSet:
    """Rules of three strata over twenty values and the facts that earlier rules conclude."""
    rules: list[Rule] = []
    facts: dict[int, list[str]] = {0: [], 1: []}
    for index in range(number):
        stratum = chance.choice((0, 0, 1, 2))
        earlier = [name for below in range(stratum) for name in facts.get(below, [])]
        concludes = stratum < 2 and chance.random() < 0.3
        name = f"r{index:03}"
        rules.append(rule_of(name, _condition(chance, earlier, 2), stratum, "fact" if concludes else "alert"))
        if concludes:
            facts[stratum].append(name)
    return rule_set_of(rules)


def _condition(chance: random.Random, facts: list[str], depth: int) -> Condition:
    what = chance.random()
    if depth == 0 or what < 0.45:
        if facts and chance.random() < 0.25:
            return a_test(chance.choice(facts), "==", Fraction(1))
        return a_test(f"x{chance.randrange(VALUES)}", chance.choice(OPERATORS), _constant(chance))
    if what < 0.6:
        return Not(_condition(chance, facts, depth - 1))
    parts = tuple(_condition(chance, facts, depth - 1) for _ in range(chance.randrange(0, 4)))
    return (All if what < 0.85 else Either)(parts)


def _constant(chance: random.Random) -> Fraction | None:
    return chance.choice(
        (
            Fraction(chance.randrange(-5, 6)),
            Fraction(chance.randrange(0, 1000), 100),
            Fraction(chance.randrange(0, 10**6), 10**6),
            Fraction(3),
            None if chance.random() < 0.2 else Fraction(0),
        )
    )


def generated_facts(chance: random.Random) -> dict[str, Fraction]:
    """Values near the constants, between them, without end, and some unknown."""
    return {
        f"x{index}": chance.choice(
            (
                Fraction(chance.randrange(-5, 6)),
                Fraction(chance.randrange(0, 1000), 100),
                Fraction(chance.randrange(0, 10**6), 10**6),
                Fraction(chance.randrange(0, 30), 7),
                Fraction(3),
            )
        )
        for index in range(VALUES)
        if chance.random() < 0.85
    }


def plainly(rules: RuleSet, facts: Mapping[str, Fraction]) -> set[str]:
    """What holds, by walking each condition over a growing set of facts."""
    known: dict[str, Fraction] = {**facts}
    known |= {key: Fraction(0) for key, attribute in rules.attributes.items() if attribute.concluded}
    held: set[str] = set()
    for stratum in range(rules.strata):
        new = {r.name for r in rules.rules if r.stratum == stratum and holds(r.condition, known.get) is True}
        held |= new
        known |= {rule.name: Fraction(1) for rule in rules.rules if rule.name in new and rule.kind == "fact"}
    return held
