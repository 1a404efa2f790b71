"""What people write from habit: what is underlined, what is said, and the mend."""

from __future__ import annotations

import pytest

from engine.language import codes
from engine.language.formula_error import FormulaError
from engine.language.parser import parse

COMMA = "; between two values of a list put a space after the comma"
IF = "write `if condition then value else other`"
DAY = "write year-month-day: "

# formula · the part that is underlined · code · what is said · the mend
MISTAKES = [
    ("6,5", "6,5", codes.DECIMAL_COMMA, "`6,5` is written with a comma", "write 6.5" + COMMA),
    ("6,5 % * gross", "6,5", codes.DECIMAL_COMMA, "`6,5` is written with a comma", "write 6.5" + COMMA),
    ("min(6,5)", "6,5", codes.DECIMAL_COMMA, "`6,5` is written with a comma", "write 6.5" + COMMA),
    (
        "1,000",
        "1,000",
        codes.DECIMAL_COMMA,
        "`1,000` is written with a comma",
        "write 1.000, or 1000 if the comma marks thousands" + COMMA,
    ),
    ("1.000,50", "1.000,50", codes.THOUSANDS, "`1.000,50` is written with a thousands separator", "write 1000.50"),
    ("1,000.50", "1,000.50", codes.THOUSANDS, "`1,000.50` is written with a thousands separator", "write 1000.50"),
    ("1.000.000", "1.000.000", codes.THOUSANDS, "`1.000.000` is written with a thousands separator", "write 1000000"),
    ("1 000 * x", "1 000", codes.THOUSANDS, "`1 000` is written with a thousands separator", "write 1000"),
    ("1 000,50", "1 000,50", codes.THOUSANDS, "`1 000,50` is written with a thousands separator", "write 1000.50"),
    ("1 000 000", "1 000 000", codes.THOUSANDS, "`1 000 000` is written with a thousands separator", "write 1000000"),
    ("1\u00a0000", "1\u00a0000", codes.THOUSANDS, "`1\u00a0000` is written with a thousands separator", "write 1000"),
    ("1'000.50", "1'000.50", codes.THOUSANDS, "`1'000.50` is written with a thousands separator", "write 1000.50"),
    ("1_000", "1_000", codes.THOUSANDS, "`1_000` is written with a thousands separator", "write 1000"),
    (
        "50 % gross",
        "50 % gross",
        codes.MISSING_OPERATOR,
        "an operator is missing between `50 %` and `gross`",
        "write `50 % * gross` to multiply",
    ),
    (
        "2gross",
        "2gross",
        codes.MISSING_OPERATOR,
        "`2` and `gross` run into each other",
        "write `2 * gross`, or begin the name with a letter",
    ),
    (
        "gross fee",
        "gross fee",
        codes.MISSING_OPERATOR,
        "an operator is missing between `gross` and `fee`",
        "write `gross * fee` to multiply",
    ),
    (
        "(a) (b)",
        ") (",
        codes.MISSING_OPERATOR,
        "an operator is missing between the bracket and the bracket",
        "write `*` to multiply",
    ),
    ("a = 1", "=", codes.OTHER_SPELLING, "a single `=` does not compare", "write `==`"),
    ("a === 1", "===", codes.OTHER_SPELLING, "`===` is not how formulas spell it", "write `==`"),
    ("a <> b", "<>", codes.OTHER_SPELLING, "`<>` is not how formulas spell it", "write `!=`"),
    ("a => b", "=>", codes.OTHER_SPELLING, "`=>` is not how formulas spell it", "write `>=`"),
    ("a ≤ b", "≤", codes.OTHER_SPELLING, "`≤` is not how formulas spell it", "write `<=`"),
    ("a × b", "×", codes.OTHER_SPELLING, "`×` is not how formulas spell it", "write `*`"),
    ("a − b", "−", codes.OTHER_SPELLING, "`−` is not how formulas spell it", "write `-`"),
    ("a – b", "–", codes.OTHER_SPELLING, "`–` is not how formulas spell it", "write `-`"),
    ("a && b", "&&", codes.OTHER_SPELLING, "`&&` is not how formulas spell it", "write `and`"),
    ("a || b", "||", codes.OTHER_SPELLING, "`||` is not how formulas spell it", "write `or`"),
    ("!a", "!", codes.OTHER_SPELLING, "`!` is not how formulas spell it", "write `not`"),
    ("a AND b", "AND", codes.OTHER_SPELLING, "`AND` is written in small letters", "write `and`"),
    ("True", "True", codes.OTHER_SPELLING, "`True` is written in small letters", "write `true`"),
    ("a is b", "is", codes.OTHER_SPELLING, "`is` is not how formulas spell it", "write `==`"),
    ("a is not b", "is not", codes.OTHER_SPELLING, "`is not` is not how formulas spell it", "write `!=`"),
    ("a not in [b]", "not in", codes.OTHER_SPELLING, "`not in` is not known", "write `not a in [ … ]`"),
    ("a ** 2", "**", codes.OTHER_SPELLING, "`**` is not how formulas spell it", "write `^`"),
    ("a times b", "times", codes.OTHER_SPELLING, "`times` is not how formulas spell it", "write `*`"),
    ("1e5", "1e5", codes.NUMBER_FORM, "`1e5` is written with an exponent", "write 100000"),
    ("1.5E-3", "1.5E-3", codes.NUMBER_FORM, "`1.5E-3` is written with an exponent", "write 0.0015"),
    (
        "1e999999",
        "1e999999",
        codes.NUMBER_FORM,
        "`1e999999` is written with an exponent",
        "write all its digits",
    ),
    ("5.", "5.", codes.NUMBER_FORM, "`5.` is not a number", "write 5, or digits after the point"),
    (".5", ".5", codes.NUMBER_FORM, "`.5` has no digit before the point", "write 0.5"),
    ("31/12/2023", "31/12/2023", codes.NUMBER_FORM, "`31/12/2023` is not how dates are written", DAY + "2023-12-31"),
    ("1.3.2026", "1.3.2026", codes.NUMBER_FORM, "`1.3.2026` is not how dates are written", DAY + "2026-03-01"),
    ("2026-3-1", "2026-3-1", codes.NUMBER_FORM, "`2026-3-1` is not how dates are written", DAY + "2026-03-01"),
    (
        "d > 2023-02-30",
        "2023-02-30",
        codes.NO_SUCH_DAY,
        "`2023-02-30` is not a day of the calendar",
        "look at the month and the day",
    ),
    ("0 < x < 10", "0 < x <", codes.CHAINED_COMPARISON, "comparisons do not chain", "write `0 < x and x < 10`"),
    ("a == b == c", "a == b ==", codes.CHAINED_COMPARISON, "comparisons do not chain", "write `a == b and b == c`"),
    ("(a + b", "(", codes.BRACKETS, "the `(` here is never closed", "write the `)` that is missing"),
    ("min(a, b", "(", codes.BRACKETS, "the `(` here is never closed", "write the `)` that is missing"),
    ("x in [a", "[", codes.BRACKETS, "the `[` here is never closed", "write the `]` that is missing"),
    ("a + b)", ")", codes.BRACKETS, "this `)` closes nothing", "delete it"),
    ("a]", "]", codes.BRACKETS, "this `]` closes nothing", "delete it"),
    (
        "min()",
        "min()",
        codes.ARGUMENTS,
        "`min` has nothing to work on",
        "write values into it, separated by a comma and a space: `min(a, b)`",
    ),
    (
        "max(a)",
        "max(a)",
        codes.ARGUMENTS,
        "`max` needs at least two values to choose from",
        "write `max(a, b)` with a comma and a space",
    ),
    ("max(a, , b)", ",", codes.ARGUMENTS, "there is nothing between `,` and `,`", "fill it in, or delete the comma"),
    ("x in []", "[]", codes.ARGUMENTS, "`in` has nothing to work on", "write the values into it: `in [a, b]`"),
    ("if a b else c", "b", codes.INCOMPLETE_CONDITIONAL, "`then` is missing before `b`", IF),
    (
        "if a then b",
        "",
        codes.INCOMPLETE_CONDITIONAL,
        "`else` is missing before the end",
        IF + "; there is always an `else`, `else 0` if nothing is due",
    ),
    (
        "a if c else b",
        "if",
        codes.INCOMPLETE_CONDITIONAL,
        "the condition stands behind the value",
        "write it first: `if condition then a else other`",
    ),
    ("a then b", "then", codes.INCOMPLETE_CONDITIONAL, "there is no `if` for this `then`", IF),
    ("if then b", "then", codes.INCOMPLETE_CONDITIONAL, "a value is missing before `then`", IF),
    (
        "a + if b then c else d",
        "if",
        codes.UNEXPECTED_WORD,
        "`if` inside a longer formula needs brackets",
        "write `(if … then … else …)`",
    ),
    ("a == not b", "not", codes.UNEXPECTED_WORD, "`not` inside a longer formula needs brackets", "write `(not …)`"),
    ("round(x)", ")", codes.ROUNDING_FORM, "`round` does not say to which multiple", "write `round(x to 0.01)`"),
    ("round(x, 3)", ",", codes.ROUNDING_FORM, "`round` does not say to which multiple", "write `round(x to 0.001)`"),
    ("ceil(x, 0)", ",", codes.ROUNDING_FORM, "`ceil` does not say to which multiple", "write `ceil(x to 1)`"),
    ("x to 5", "to", codes.ROUNDING_FORM, "`to` stands only inside a rounding", "write `round(x to 0.01)`"),
    ("a == 'b'", "'b'", codes.QUOTED_TEXT, "a quote stands here; formulas hold no quoted text", "write `b`"),
    ("a == “b”", "“b”", codes.QUOTED_TEXT, "a curly quote stands here; formulas hold no quoted text", "write `b`"),
    (
        "a == «b c»",
        "«b c»",
        codes.QUOTED_TEXT,
        "a quote stands here; formulas hold no quoted text",
        "write the name without quotes",
    ),
    ("a § b", "§", codes.UNKNOWN_CHARACTER, "`§` (SECTION SIGN) has no meaning in formulas", "delete it"),
    ("€ 5", "€", codes.UNKNOWN_CHARACTER, "`€` (EURO SIGN) has no meaning in formulas", "write the amount alone"),
    (
        "a;b",
        ";",
        codes.UNKNOWN_CHARACTER,
        "`;` (SEMICOLON) has no meaning in formulas",
        "separate the values of a list by a comma and a space",
    ),
    (
        "x %",
        "%",
        codes.UNKNOWN_CHARACTER,
        "`%` (PERCENT SIGN) has no meaning in formulas",
        "a `%` stands only behind a number, as in `6.5 %`",
    ),
    (
        "a\u00a0+ b",
        "\u00a0",
        codes.UNKNOWN_CHARACTER,
        "NO-BREAK SPACE has no meaning in formulas",
        "replace it by an ordinary space",
    ),
    ("a\u200b + b", "\u200b", codes.UNKNOWN_CHARACTER, "ZERO WIDTH SPACE has no meaning in formulas", "delete it"),
    (
        "Gross",
        "Gross",
        codes.BAD_NAME,
        "`Gross` is not spelled as a name: names are small letters a to z, digits and `_`",
        "write `gross`",
    ),
    (
        "prélèvement",
        "prélèvement",
        codes.BAD_NAME,
        "`prélèvement` is not spelled as a name: names are small letters a to z, digits and `_`",
        "write `prelevement`",
    ),
    ("foo.", "foo.", codes.BAD_NAME, "`foo.` is not a name", "write `foo`, or a part after the point"),
    (
        "a, b",
        ",",
        codes.UNEXPECTED_WORD,
        "a comma stands outside of any list",
        "decimals are written with a point; values to compare go into `min( )` or `max( )`",
    ),
    ("+a", "+", codes.UNEXPECTED_WORD, "a `+` stands before a value", "leave it out"),
    ("[a]", "[", codes.UNEXPECTED_WORD, "a list stands only after `in`", "write `x in [a, b]`"),
    ("{x}", "{", codes.UNEXPECTED_WORD, "a `{` stands only after `with`", "write `line with {name: value}`"),
    ("a in b", "b", codes.UNEXPECTED_WORD, "`b` does not belong here", "write `[` before it"),
    (
        "and b",
        "and",
        codes.UNEXPECTED_WORD,
        "`and` stands where a value is needed at the beginning",
        "write a number, a name or a bracket",
    ),
    ("a +", "", codes.UNEXPECTED_END, "the formula stops after `+`", "write the value that follows"),
    ("if a then", "", codes.UNEXPECTED_END, "the formula stops after `then`", "write the value that follows"),
    (
        "5 at x",
        "at",
        codes.POSTFIX_FORM,
        "`at` follows a name, not a number",
        "give it a line of its own, then write `name at …`",
    ),
    (
        "(a) at x",
        "at",
        codes.POSTFIX_FORM,
        "`at` follows a name, not a formula",
        "give it a line of its own, then write `name at …`",
    ),
    (
        "a at 5",
        "5",
        codes.POSTFIX_FORM,
        "`at` is followed by a date or the name of a date",
        "write for instance `at 2023-12-31` or `at contract_start`",
    ),
    ("a with x", "x", codes.POSTFIX_FORM, "`with` is followed by names and their values", "write `with {name: value}`"),
    ("a as 5", "5", codes.POSTFIX_FORM, "`as` is followed by a type", "write for instance `as money/month`"),
    ("", "", codes.EMPTY_FORMULA, "there is no formula here", "write a number or a name"),
]


@pytest.mark.parametrize(("text", "underlined", "code", "message", "mend"), MISTAKES, ids=[row[0] for row in MISTAKES])
def test_a_habit_is_refused_with_its_mend(text: str, underlined: str, code: str, message: str, mend: str) -> None:
    with pytest.raises(FormulaError) as refused:
        parse(text)
    error = refused.value
    assert (error.code, error.message, error.mend) == (code, message, mend)
    assert text[error.start : error.end] == underlined


def test_columns_count_characters_and_not_bytes() -> None:
    with pytest.raises(FormulaError) as refused:
        parse("é + b")
    assert (refused.value.start, refused.value.end) == (0, 1)


def test_an_error_is_a_value() -> None:
    def fail() -> FormulaError:
        with pytest.raises(FormulaError) as refused:
            parse("a b")
        return refused.value

    assert fail() == fail()
    assert len({fail(), fail()}) == 1
    assert str(fail()).startswith("0: BAR204 ")
