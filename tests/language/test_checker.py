"""A formula is checked whole: every unknown name, every wrong mixture, each where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given, settings

from engine.language import codes
from engine.language.checker import Scope, Symbol, check
from engine.language.parser import parse
from engine.language.types import Type, parse_type
from tests.language.trees import trees

ENUMS = {"civil_status", "contract"}


class Names(Scope):
    """A small pack."""

    def __init__(self) -> None:
        money, rate = parse_type("money"), parse_type("rate")
        self.known = {
            name: Symbol("value", parse_type(kind, ENUMS))
            for name, kind in {
                "gross": "money",
                "employee_contributions": "money",
                "taxable": "money/month",
                "annual.taxable": "money/year",
                "fee.rate": "rate",
                "coefficient": "number",
                "worker.children": "count",
                "worker.birth_date": "date",
                "days": "days",
                "hours": "hours",
                "wage": "money/hour",
                "date": "date",
                "start": "date",
                "act.pays_salary": "bool",
                "status": "civil_status",
                "contract": "contract",
            }.items()
        }
        self.known |= {
            "tariff": Symbol("scale", money, (money,)),
            "share": Symbol("function", rate, (money, parse_type("count"))),
            "single": Symbol("member", parse_type("civil_status", ENUMS)),
            "married": Symbol("member", parse_type("civil_status", ENUMS)),
            "student": Symbol("member", parse_type("contract", ENUMS)),
        }

    def lookup(self, name: str) -> Symbol | None:
        return self.known.get(name)

    def names(self) -> Iterable[str]:
        return self.known


SCOPE = Names()


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("gross * fee.rate", "money"),
        ("6.5 % * gross", "money"),
        ("gross - employee_contributions - 100", "money"),
        ("max(gross - 1000, 0)", "money"),
        ("min(gross, 100, employee_contributions)", "money"),
        ("wage * hours", "money"),
        ("floor(gross / coefficient to quantum)", "money"),
        ("floor(taxable to 15)", "money/month"),
        ("floor(taxable to quantum)", "money/month"),
        ("per_year(taxable) - annual.taxable", "money/year"),
        ("gross as money/month", "money/month"),
        ("gross / employee_contributions", "number"),
        ("floor(gross / employee_contributions to 1)", "count"),
        ("round(gross / employee_contributions to 0.0001)", "number"),
        ("year(date) - year(worker.birth_date)", "count"),
        ("age(worker.birth_date, date)", "count"),
        ("max(weekdays_between(start, date), 1)", "days"),
        ("last_of_month(date)", "date"),
        ("max(start, first_of_month(date))", "date"),
        ("status == single", "bool"),
        ("contract in [student]", "bool"),
        ("not act.pays_salary and gross > 0", "bool"),
        ("date >= 2026-07-01", "bool"),
        ("if act.pays_salary then gross else 0", "money"),
        ("if gross > 0 then single else married", "civil_status"),
        ("tariff(gross) - share(gross, 3) * gross", "money"),
        ("gross at 2023-12-31", "money"),
        ("gross at start", "money"),
        ("gross with {worker.children: 0, status: single}", "money"),
        ("coefficient ^ 1.75", "number"),
        ("-gross", "money"),
        ("12", "12"),
        ("true", "bool"),
    ],
)
def test_what_a_formula_gives(text: str, result: str) -> None:
    found, problems = check(parse(text), SCOPE, None)
    assert problems == []
    assert found == (Type.literal if result == "12" else parse_type(result, ENUMS))


@pytest.mark.parametrize(
    ("text", "underlined", "code", "message", "mend"),
    [
        ("gros * 2", "gros", codes.UNKNOWN_NAME, "`gros` is not declared", "did you mean `gross`?"),
        (
            "children * 2",
            "children",
            codes.UNKNOWN_NAME,
            "`children` is not declared",
            "did you mean `worker.children`?",
        ),
        ("xyzzy * 2", "xyzzy", codes.UNKNOWN_NAME, "`xyzzy` is not declared", "declare it, or look at its spelling"),
        ("tarif(gross)", "tarif", codes.UNKNOWN_NAME, "`tarif` is not declared", "did you mean `tariff`?"),
        ("gross + tariff", "tariff", codes.NOT_A_VALUE, "`tariff` is a scale", "write `tariff(x)`"),
        ("gross + max", "max", codes.NOT_A_VALUE, "`max` works on values", "write `max( … )`"),
        (
            "gross (2)",
            "gross",
            codes.NOT_A_FUNCTION,
            "`gross` is a value and takes nothing",
            "an operator is missing: write `gross * ( … )` to multiply",
        ),
        ("tariff(gross, 2)", "tariff(gross, 2)", codes.ARGUMENT_COUNT, "`tariff` takes 1, not 2", "give it a `money`"),
        (
            "share(gross)",
            "share(gross)",
            codes.ARGUMENT_COUNT,
            "`share` takes 2, not 1",
            "give it a `money`, a `count`",
        ),
        (
            "tariff(taxable)",
            "taxable",
            codes.ARGUMENT_TYPE,
            "this is `money/month`, `money` is needed",
            "write `x as money/month` to say which period the other one is of",
        ),
        ("year(gross)", "gross", codes.ARGUMENT_TYPE, "this is `money`, a date is needed", "look at both types"),
        (
            "per_year(gross)",
            "gross",
            codes.ARGUMENT_TYPE,
            "`per_year` converts between month, quarter and year; this is `money`",
            "say the period first: `x as money/month`",
        ),
        (
            "2 * (gross + taxable)",
            "gross + taxable",
            codes.MIXED_TYPES,
            "`money` and `money/month` are of different periods",
            "write `x as money/month` to say which period the other one is of",
        ),
        (
            "if gross then 1 else 0",
            "gross",
            codes.NOT_A_CONDITION,
            "a condition is needed here, which is true or false",
            "compare it, as in `x > 0`",
        ),
        (
            "act.pays_salary and status",
            "status",
            codes.NOT_A_CONDITION,
            "a condition is needed here, which is true or false",
            "compare it, as in `x == y`",
        ),
        (
            "status == student",
            "status == student",
            codes.MIXED_TYPES,
            "a civil_status is compared with a contract; they are never equal",
            "compare with one of the words of `civil_status`",
        ),
        (
            "status in [single, student]",
            "student",
            codes.MIXED_TYPES,
            "a civil_status is compared with a contract; they are never equal",
            "compare with one of the words of `civil_status`",
        ),
        (
            "status < single",
            "status < single",
            codes.NO_ORDER,
            "these values have no order: none is more than another",
            "write `==` or `!=`, or `x in [a, b]`",
        ),
        (
            "max(status, single)",
            "max(status, single)",
            codes.NO_ORDER,
            "these values have no order: none is more than another",
            "write an `if`",
        ),
        (
            "if act.pays_salary then gross else true",
            "if act.pays_salary then gross else true",
            codes.MIXED_TYPES,
            "`money` and a truth do not mix",
            "look at which of the two is meant",
        ),
        ("gross ^ 2", "gross ^ 2", codes.BAD_POWER, "a power of `money` has no meaning", "write `(x as number) ^ 2`"),
        ("gross as euro", "euro", codes.UNKNOWN_TYPE, "`euro` is not a type", None),
        (
            "floor(gross to 0)",
            "0",
            codes.ROUNDING_FORM,
            "rounding goes to a multiple above zero",
            "write for instance `to 0.01`",
        ),
        (
            "floor(coefficient to gross)",
            "gross",
            codes.MIXED_TYPES,
            "`number` is rounded to a multiple of `money`",
            "write a plain number",
        ),
        (
            "-status",
            "status",
            codes.MIXED_TYPES,
            "only numbers and amounts can be negated",
            "look at which name is meant",
        ),
        (
            "gross with {single: 0}",
            "gross with {single: 0}",
            codes.NOT_A_VALUE,
            "`single` is not an input or a line",
            "set inputs, lines or parameters",
        ),
        (
            "gross with {days: 1, days: 2}",
            "gross with {days: 1, days: 2}",
            codes.DUPLICATE_NAME,
            "`days` is set twice",
            "keep one of the two",
        ),
        ("gross at hours", "hours", codes.ARGUMENT_TYPE, "this is `hours`, a date is needed", "look at both types"),
    ],
)
def test_what_is_wrong_and_where(text: str, underlined: str, code: str, message: str, mend: str | None) -> None:
    _, problems = check(parse(text), SCOPE, None)
    (one,) = problems
    assert (one.code, one.message) == (code, message)
    assert mend is None or one.mend == mend
    assert text[one.start : one.end] == underlined


def test_all_problems_are_reported_in_their_order_and_none_twice() -> None:
    text = "gros + tariff(status) * chldren - (if hours then 1 else true)"
    found, problems = check(parse(text), SCOPE, parse_type("money"))
    assert found is None
    assert [text[one.start : one.end] for one in problems] == [
        "gros",
        "status",
        "chldren",
        "if hours then 1 else true",
        "hours",
    ]


def test_a_line_gets_what_it_declares() -> None:
    _, problems = check(parse("gross + 1"), SCOPE, parse_type("number"))
    (one,) = problems
    assert (one.code, one.start, one.end) == (codes.WRONG_RESULT_TYPE, 0, 9)
    assert one.message == "the formula gives `money`, `number` is declared"
    assert check(parse("12"), SCOPE, parse_type("money/month"))[1] == []


@settings(max_examples=300)
@given(trees)
def test_no_formula_breaks_the_checker(tree: Any) -> None:
    found, problems = check(tree, SCOPE, parse_type("money"))
    assert found is None or isinstance(found, Type)
    assert all(one.code in codes.TITLES and one.message and one.mend for one in problems)
