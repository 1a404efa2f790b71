"""The authoritative evaluator: exact, deterministic, silent where it does not know, able to say why and why not."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from engine.inference import evaluating
from engine.inference.conditions import ALWAYS, NEVER, All, Condition, Not
from engine.inference.conditions import Any as Either
from engine.inference.evaluating import Facts, evaluate, evaluator
from engine.inference.explaining import because, holds, why_not
from engine.inference.satisfying import can_hold, can_hold_together
from engine.inference.second.alternatives import MOST_ALTERNATIVES, TooWide, alternatives
from engine.language.diagnostic import Refused
from tests.support.rule_sets import (
    OPERATORS,
    a_test,
    generated_facts,
    generated_rules,
    plainly,
    rule_of,
    rule_set_of,
)

HALF = Fraction(1, 2)


def fired(condition: Condition, **values: Fraction | int) -> bool:
    rules = rule_set_of([rule_of("r", condition)])
    return evaluate(rules, Facts({name: Fraction(value) for name, value in values.items()})).holds == {"r"}


def test_it_agrees_with_a_plain_walk_on_generated_facts() -> None:
    chance, conclusions = random.Random(7), 0
    for _ in range(40):
        rules = generated_rules(chance, chance.randrange(1, 120))
        for _ in range(25):
            facts = generated_facts(chance)
            found = evaluate(rules, Facts(facts))
            assert found.holds == plainly(rules, facts)
            conclusions += len(found.fired)
    assert conclusions > 10_000


@pytest.mark.parametrize("operator", OPERATORS)
def test_a_value_nobody_knows_makes_a_test_and_its_opposite_fail(operator: str) -> None:
    test = a_test("x", operator, HALF)
    assert not fired(test)
    assert not fired(Not(test))
    assert fired(Either((test, Not(test))), x=1)


@pytest.mark.parametrize("operator", OPERATORS)
def test_a_figure_the_law_does_not_have_makes_a_test_fail(operator: str) -> None:
    assert not fired(a_test("x", operator, None), x=1)
    assert not fired(Not(a_test("x", operator, None)), x=1)


def test_comparisons_are_exact() -> None:
    third = Fraction(1, 3)
    assert fired(a_test("x", ">", Fraction("0.333333")), x=third)
    assert not fired(a_test("x", ">=", Fraction("0.333334")), x=third)
    huge = Fraction(10**40)
    assert fired(a_test("x", ">", huge), x=huge + Fraction(1, 10**40))
    assert not fired(a_test("x", "!=", huge), x=huge)


def test_empty_conditions() -> None:
    assert fired(ALWAYS)
    assert not fired(NEVER)
    assert fired(Not(NEVER))


def test_conclusions_feed_later_strata_and_only_those() -> None:
    rules = rule_set_of(
        [
            rule_of("late", All((a_test("known", "==", Fraction(1)), a_test("x", ">", HALF))), 1, "fact"),
            rule_of("known", a_test("x", ">", Fraction(0)), 0, "fact"),
            rule_of("warn", a_test("late", "==", Fraction(1)), 2),
            rule_of("calm", Not(a_test("late", "==", Fraction(1))), 2),
        ]
    )
    assert evaluate(rules, Facts({"x": Fraction(1)})).fired == ("known", "late", "warn")
    assert evaluate(rules, Facts({"x": Fraction(1, 4)})).fired == ("known", "calm")


def test_equal_facts_give_equal_answers_in_equal_order() -> None:
    rules, facts = generated_rules(random.Random(3), 100), generated_facts(random.Random(4))
    first = evaluate(rules, Facts(facts))
    again = evaluate(rules, Facts(dict(reversed(facts.items()))))
    assert first.fired == again.fired
    assert list(first.values) == list(again.values)


def test_too_many_conclusions_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evaluating, "FIRINGS", 10)
    rules = rule_set_of([rule_of(f"r{number}", ALWAYS) for number in range(6)])
    assert len(evaluator(rules).fired([Facts({})])) == 1
    with pytest.raises(Refused, match="more than 10 conclusions"):
        evaluator(rules).fired([Facts({}), Facts({})])


def test_why_names_the_tests_that_decided_and_their_values() -> None:
    condition = All((a_test("a", ">", HALF), Either((a_test("b", "==", HALF), a_test("c", "<", HALF)))))
    values = {"a": Fraction(1), "b": Fraction(2), "c": Fraction(0)}
    reasons = because(condition, values.get)
    assert [(one.test.attribute, one.value) for one in reasons] == [("a", Fraction(1)), ("c", Fraction(0))]
    assert all(one.holds for one in reasons)


def test_why_not_names_what_stands_in_the_way_the_unknown_included() -> None:
    condition = All((a_test("a", ">", HALF), Not(a_test("b", ">", HALF)), a_test("c", ">", HALF)))
    values = {"a": Fraction(0), "b": Fraction(1)}
    reasons = why_not(condition, values.get)
    assert [(one.test.attribute, one.holds) for one in reasons] == [("a", False), ("b", True), ("c", None)]
    assert why_not(Not(a_test("z", ">", HALF)), values.get)[0].holds is None


def test_an_explanation_exists_exactly_where_a_rule_holds() -> None:
    chance = random.Random(11)
    for _ in range(30):
        rules, facts = generated_rules(chance, 60), generated_facts(chance)
        found = evaluate(rules, Facts(facts))
        known = {**{key: Fraction(0) for key, one in rules.attributes.items() if one.concluded}, **facts}
        known |= {rule.name: Fraction(rule.name in found.holds) for rule in rules.rules if rule.kind == "fact"}
        for rule in rules.rules:
            assert (holds(rule.condition, known.get) is True) == (rule.name in found.holds)
            if rule.name in found.holds:
                assert all(one.holds is not None for one in because(rule.condition, known.get))
            elif not _has_empty(rule.condition):
                assert why_not(rule.condition, known.get)


def _has_empty(condition: Condition) -> bool:
    """An `and` or `or` of nothing decides without any test."""
    match condition:
        case Not(part):
            return _has_empty(part)
        case All(parts) | Either(parts):
            return not parts or any(_has_empty(part) for part in parts)
        case _:
            return False


def test_a_condition_that_spreads_too_far_is_refused() -> None:
    pair = Either((a_test("a", ">", HALF), a_test("b", ">", HALF)))
    assert len(alternatives(All((pair,) * 5))) <= MOST_ALTERNATIVES
    wide = All(tuple(Either((a_test(f"a{n}", ">", HALF), a_test(f"b{n}", ">", HALF))) for n in range(6)))
    with pytest.raises(TooWide):
        alternatives(wide)


@pytest.mark.parametrize(
    ("tests", "possible"),
    [
        ([("x", ">", 3), ("x", "<", 4)], True),
        ([("x", ">", 3), ("x", "<", 3)], False),
        ([("x", ">=", 3), ("x", "<=", 3)], True),
        ([("x", ">=", 3), ("x", "<=", 3), ("x", "!=", 3)], False),
        ([("x", "==", 1), ("x", "==", 2)], False),
        ([("x", "==", 1), ("y", "==", 2)], True),
        ([("x", "!=", 1)], True),
        ([], True),
    ],
)
def test_tests_that_exclude_each_other(tests: list[tuple[str, str, int]], possible: bool) -> None:
    alternative = tuple((name, word, Fraction(constant)) for name, word, constant in tests)
    assert can_hold(alternative) is possible
    assert can_hold_together(alternative[:1], alternative[1:]) is possible
