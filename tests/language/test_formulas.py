"""What a formula means: how tightly its signs bind, and where each part stands."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from time import perf_counter

import pytest

from engine.language.formula_error import FormulaError
from engine.language.parser import parse
from engine.language.printer import to_text
from engine.language.syntax import AsAt, Binary, Boolean, Call, Cast, Date, Name, Number, Rounding, Span, Unary, Under


@pytest.mark.parametrize(
    ("written", "grouped"),
    [
        ("a + b * c", "a + (b * c)"),
        ("a - b - c", "(a - b) - c"),
        ("a / b / c", "(a / b) / c"),
        ("a / b * c", "(a / b) * c"),
        ("-a * b", "(-a) * b"),
        ("-x ^ 2", "-(x ^ 2)"),
        ("2 ^ -1", "2 ^ (-1)"),
        ("x ^ 2 ^ 3", "x ^ (2 ^ 3)"),
        ("a - -b", "a - (-b)"),
        ("a or b and c", "a or (b and c)"),
        ("not a and b", "(not a) and b"),
        ("not a == b", "not (a == b)"),
        ("not x in [a, b]", "not (x in [a, b])"),
        ("a + b > c - d", "(a + b) > (c - d)"),
        ("a > b and c < d or e", "((a > b) and (c < d)) or e"),
        ("a + b as money/month", "a + (b as money/month)"),
        ("if a then b else if c then d else e", "if a then b else (if c then d else e)"),
        ("if a then b + 1 else c + 1", "if a then (b + 1) else (c + 1)"),
        ("50 % * gross", "(50 %) * gross"),
        ("6.5%*gross", "6.5 % * gross"),
    ],
)
def test_signs_bind_as_in_school(written: str, grouped: str) -> None:
    assert to_text(parse(written)) == to_text(parse(grouped))


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("0", Fraction(0)),
        ("1234.56", Fraction(123456, 100)),
        ("0.1", Fraction(1, 10)),
        ("007", Fraction(7)),
        ("6.5 %", Fraction(65, 1000)),
        ("6.5%", Fraction(65, 1000)),
        ("100 %", Fraction(1)),
        ("0.000001", Fraction(1, 1_000_000)),
    ],
)
def test_numbers_are_exact_from_the_first_character(written: str, value: Fraction) -> None:
    assert parse(written) == Number(value, "%" in written, Span(0, len(written)))


def test_every_form_has_its_tree() -> None:
    assert parse("true") == Boolean(True, Span(0, 4))
    assert parse("2023-12-10") == Date(date(2023, 12, 10), Span(0, 10))
    assert parse("tax.from") == Name("tax.from", Span(0, 8))
    assert parse("tariff(x)") == Call("tariff", (Name("x", Span(7, 8)),), Span(0, 9))
    assert parse("floor(x to 15)") == Rounding(
        "floor", Name("x", Span(6, 7)), Number(Fraction(15), False, Span(11, 13)), Span(0, 14)
    )
    assert parse("wage at 2023-12-31") == AsAt(
        Name("wage", Span(0, 4)), Date(date(2023, 12, 31), Span(8, 18)), Span(0, 18)
    )
    assert parse("wage at contract_start") == AsAt(
        Name("wage", Span(0, 4)), Name("contract_start", Span(8, 22)), Span(0, 22)
    )
    assert parse("x as money / month") == Cast(Name("x", Span(0, 1)), "money/month", Span(0, 18))
    assert parse("tax with {children: 0, x: y}") == Under(
        Name("tax", Span(0, 3)),
        (("children", Number(Fraction(0), False, Span(20, 21))), ("x", Name("y", Span(26, 27)))),
        Span(0, 28),
    )


def test_a_date_is_no_subtraction_and_spaces_make_one() -> None:
    assert isinstance(parse("2023-12-10"), Date)
    assert isinstance(parse("2023 - 12 - 10"), Binary)


def test_a_span_covers_the_brackets_of_its_part() -> None:
    text = "a * (b + c) ^ 2"
    tree = parse(text)
    assert isinstance(tree, Binary)
    assert text[tree.right.span.start : tree.right.span.end] == "(b + c) ^ 2"
    assert isinstance(parse("-(a)"), Unary)
    assert parse("-(a)").span == Span(0, 4)


def test_spaces_and_line_breaks_do_not_matter() -> None:
    assert to_text(parse("  gross\n  - tax ")) == to_text(parse("gross-tax"))


@pytest.mark.parametrize(
    "text",
    [
        "-" * 100_000,
        "-" * 999,
        "(" * 100_000,
        "(" * 500,
        "a+" * 400 + "a",
        "not " * 240 + "a",
        "if " * 300,
        "f(" * 400,
        "[" * 900,
        "a with {b: " * 80,
        "a ^ " * 200 + "a",
        "(a+" * 70 + "a" + ")" * 70,
        "x in [" * 100,
    ],
)
def test_what_would_exhaust_the_machine_is_refused_at_once(text: str) -> None:
    began = perf_counter()
    with pytest.raises(FormulaError) as refused:
        parse(text)
    assert perf_counter() - began < 0.05
    assert 0 <= refused.value.start <= refused.value.end <= len(text)


def test_sixty_levels_are_more_than_any_law_needs_and_are_read() -> None:
    deep = "(" * 58 + "a" + ")" * 58
    assert to_text(parse(deep)) == "a"
    assert to_text(parse("a + " * 58 + "a")) == "a + " * 58 + "a"


def test_a_small_formula_is_read_in_microseconds() -> None:
    text = "floor(max(gross - tax, 0) / 12 to quantum)"
    parse(text)

    def once() -> float:
        began = perf_counter()
        for _ in range(200):
            parse.__wrapped__(text)
        return (perf_counter() - began) / 200

    assert min(once() for _ in range(5)) < 100e-6
