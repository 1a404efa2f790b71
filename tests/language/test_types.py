"""Which amounts may be combined, what comes out, and what is said where they may not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.language.types import (
    KINDS,
    LITERAL,
    Type,
    TypeProblem,
    UnknownType,
    add,
    assign,
    compare,
    divide,
    multiply,
    parse_type,
    raise_to,
    unify,
)
from engine.language.units import PERIODS

ENUMS = {"civil_status", "family"}
Combine = Callable[[Type, Type], Type | TypeProblem]


def kind(text: str) -> Type:
    return LITERAL if text == "12" else parse_type(text, ENUMS)


@pytest.mark.parametrize(
    ("combine", "a", "b", "result"),
    [
        (add, "money", "money", "money"),
        (add, "money/month", "money/month", "money/month"),
        (add, "money", "12", "money"),
        (add, "12", "days", "days"),
        (add, "12", "12", "12"),
        (add, "rate", "number", "number"),
        (add, "rate", "rate", "rate"),
        (add, "count", "12", "count"),
        (add, "count", "number", "number"),
        (add, "hours", "hours", "hours"),
        (multiply, "money", "rate", "money"),
        (multiply, "rate", "money/year", "money/year"),
        (multiply, "count", "money", "money"),
        (multiply, "money", "12", "money"),
        (multiply, "money/hour", "hours", "money"),
        (multiply, "hours", "money/hour", "money"),
        (multiply, "money/hour", "hours/week", "money/week"),
        (multiply, "money/day", "days", "money"),
        (multiply, "hours/day", "days", "hours"),
        (multiply, "money", "rate/year", "money/year"),
        (multiply, "rate", "rate", "rate"),
        (multiply, "count", "12", "number"),
        (multiply, "count", "count", "count"),
        (divide, "money", "money", "number"),
        (divide, "money/year", "12", "money/year"),
        (divide, "money", "hours", "money/hour"),
        (divide, "money", "days", "money/day"),
        (divide, "money", "money/hour", "hours"),
        (divide, "money", "money/day", "days"),
        (divide, "hours", "days", "hours/day"),
        (divide, "hours", "hours/week", "number"),
        (divide, "days", "days", "number"),
        (divide, "days", "number", "days"),
        (divide, "count", "12", "number"),
        (divide, "12", "12", "12"),
        (divide, "12", "money", "number"),
        (raise_to, "number", "12", "number"),
        (raise_to, "12", "12", "12"),
        (compare, "money", "12", "bool"),
        (compare, "family", "family", "bool"),
        (compare, "date", "date", "bool"),
        (unify, "date", "date", "date"),
        (unify, "bool", "bool", "bool"),
        (unify, "12", "money/month", "money/month"),
    ],
)
def test_what_may_be_combined(combine: Combine, a: str, b: str, result: str) -> None:
    assert combine(kind(a), kind(b)) == kind(result)


@pytest.mark.parametrize(
    ("combine", "a", "b", "message", "mend"),
    [
        (
            add,
            "money/month",
            "money/year",
            "`money/month` and `money/year` are of different periods",
            "write `per_year(x)` to convert the `money/month`",
        ),
        (
            add,
            "money",
            "money/month",
            "`money` and `money/month` are of different periods",
            "write `x as money/month` to say which period the other one is of",
        ),
        (add, "money", "rate", "`money` and `rate` do not mix", "write `x as money` if that is meant"),
        (add, "date", "date", "dates are not added or taken off", "write `days_between(first, last)`"),
        (add, "bool", "12", "a truth cannot be added or taken off", "use it in a condition instead"),
        (add, "family", "12", "a family cannot be added or taken off", "use it in a condition instead"),
        (
            multiply,
            "money",
            "money",
            "`money` times `money` has no meaning",
            "multiply by a rate or a number, or write `x as number`",
        ),
        (multiply, "bool", "money", "a truth cannot be multiplied", "write `if condition then amount else 0`"),
        (
            multiply,
            "rate/year",
            "money/month",
            "`rate/year` times `money/month` counts two periods",
            "write `x as rate`",
        ),
        (divide, "date", "12", "a date cannot be divided", "look at which name is meant"),
        (
            divide,
            "money/month",
            "days",
            "`money/month` divided by `days` counts two periods",
            "divide the days first, in brackets: `x * (days / all)`",
        ),
        (
            divide,
            "money/month",
            "money/year",
            "`money/month` is divided by `money/year`: the periods differ",
            "write `per_year(x)` to convert the `money/month`",
        ),
        (
            divide,
            "days",
            "money",
            "`days` divided by `money` has no meaning",
            "divide by a number, or by the same kind of amount",
        ),
        (
            compare,
            "family",
            "civil_status",
            "a family is compared with a civil_status; they are never equal",
            "compare with one of the words of `family`",
        ),
        (compare, "money", "date", "`money` and a date do not mix", "look at which of the two is meant"),
        (raise_to, "money", "12", "a power of `money` has no meaning", "write `(x as number) ^ 2`"),
        (raise_to, "number", "days", "`days` cannot be an exponent", "write a plain number"),
        (unify, "12", "bool", "a plain number and a truth do not mix", "look at which of the two is meant"),
    ],
)
def test_what_may_not_be_combined(combine: Combine, a: str, b: str, message: str, mend: str) -> None:
    assert combine(kind(a), kind(b)) == TypeProblem(message, mend)


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        *(("12", wanted) for wanted in ("money", "money/month", "rate", "number", "count", "days", "hours/week")),
        *(("number", "rate"), ("rate", "number"), ("count", "number"), ("money/month", "money/month")),
        *(("family", "family"), ("bool", "bool"), ("date", "date"), ("text", "text")),
    ],
)
def test_what_a_line_takes(found: str, wanted: str) -> None:
    assert assign(kind(found), kind(wanted)) is None


@pytest.mark.parametrize(
    ("found", "wanted", "mend"),
    [
        ("money", "number", "write `x as number` if that is meant"),
        ("number", "money", "write `x as money` if that is meant"),
        ("money", "money/month", "write `x as money/month` to say which period the other one is of"),
        ("money/year", "money/month", "write `per_month(x)` to convert the `money/year`"),
        ("number", "count", "write `floor(x to 1)`"),
        ("bool", "money", "look at both types"),
        ("12", "date", "look at both types"),
        ("family", "civil_status", "look at both types"),
    ],
)
def test_what_a_line_refuses(found: str, wanted: str, mend: str) -> None:
    problem = assign(kind(found), kind(wanted))
    assert problem is not None
    assert problem.mend == mend


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("euro", "`euro` is not a type"),
        ("money/decade", "`decade` is not a period"),
        ("date/month", "`date` has no period"),
        ("family/month", "`family/month` is not a type"),
        ("", "`` is not a type"),
    ],
)
def test_unknown_types_are_refused(text: str, message: str) -> None:
    with pytest.raises(UnknownType) as refused:
        parse_type(text, ENUMS)
    assert refused.value.problem.message == message
    assert refused.value.problem.mend.startswith("write ")


numeric = st.builds(Type, st.sampled_from(["money", "rate", "number", "count", "days", "hours"])) | st.builds(
    Type, st.sampled_from(["money", "rate", "number", "count", "days", "hours"]), st.sampled_from(sorted(PERIODS))
)
types = (
    numeric
    | st.sampled_from([Type("date"), Type("bool"), Type("text"), LITERAL])
    | st.builds(Type, st.just("enum"), st.none(), st.sampled_from(sorted(ENUMS)))
)


@given(types, types)
def test_the_order_of_two_values_changes_no_verdict(a: Type, b: Type) -> None:
    for combine in (add, multiply, unify, compare):
        there, back = combine(a, b), combine(b, a)
        assert isinstance(there, TypeProblem) == isinstance(back, TypeProblem)
        if isinstance(there, Type):
            assert there == back


@given(types, types)
def test_every_verdict_is_a_type_or_has_words_and_a_mend(a: Type, b: Type) -> None:
    for combine in (add, multiply, divide, unify, compare, raise_to):
        found = combine(a, b)
        assert isinstance(found, Type) or (found.message and found.mend)


@given(numeric)
def test_a_type_prints_as_it_is_written(one: Type) -> None:
    assert parse_type(str(one)) == one
    assert one.kind in KINDS


@given(numeric)
def test_an_amount_divided_by_its_own_kind_is_a_plain_number_and_gives_it_back(one: Type) -> None:
    share = divide(one, one)
    assert isinstance(share, Type)
    assert share.is_plain
    back = multiply(share, one)
    assert isinstance(back, Type)
    assert assign(back, one) is None or one.kind in {"count", "rate"}
