"""What to say when the words of a formula are right but stand in the wrong place."""

from __future__ import annotations

import re

from engine.language import codes
from engine.language.formula_error import FormulaError
from engine.language.mistakes import thousands
from engine.language.syntax import Binary, Call, Expression, Number, Span
from engine.language.tokens import Token

_OPERANDS = frozenset(("name", "number", "date", "(", "true", "false", "if", "not"))
_GROUPS = re.compile(r"[0-9]{1,3}( +)[0-9]{3}(?:\1[0-9]{3})*(?:[.,][0-9]+)?(?![0-9])")


def found_instead(text: str, tokens: list[Token], index: int, wanted: str | None) -> FormulaError:
    """A complete value stands before the token at `index`, which cannot follow it."""
    kind, word, start, end = tokens[index]
    before = tokens[index - 1]
    if kind in _OPERANDS and wanted not in {"{", "["}:
        return _after_value(text, tokens, index)
    if kind == "end":
        mend = f"write `{wanted}` there" if wanted else "finish it"
        return FormulaError(codes.UNEXPECTED_END, "the formula stops in the middle", mend, start, end)
    if kind in {")", "]", "}"}:
        return FormulaError(codes.BRACKETS, f"this `{word}` closes nothing", "delete it", start, end)
    if kind == "," and wanted is None:
        return FormulaError(
            codes.UNEXPECTED_WORD,
            "a comma stands outside of any list",
            "decimals are written with a point; values to compare go into `min( )` or `max( )`",
            start,
            end,
        )
    if kind in {"then", "else"}:
        return FormulaError(
            codes.INCOMPLETE_CONDITIONAL,
            f"there is no `if` for this `{word}`",
            "write `if condition then value else other`",
            start,
            end,
        )
    if kind == "to":
        return FormulaError(
            codes.ROUNDING_FORM,
            "`to` stands only inside a rounding",
            "write `round(x to 0.01)`",
            start,
            end,
        )
    mend = f"write `{wanted}` before it" if wanted else f"look at what follows `{before[1]}`"
    return FormulaError(codes.UNEXPECTED_WORD, f"`{word}` does not belong here", mend, start, end)


def _after_value(text: str, tokens: list[Token], index: int) -> FormulaError:
    """Two values follow each other: a habit from elsewhere, or a forgotten operator."""
    kind, word, start, end = tokens[index]
    _, before, before_start, _ = tokens[index - 1]
    groups = _GROUPS.match(text, before_start)
    if kind == "number" and groups is not None and groups.end() >= end:
        return thousands(groups[0], before_start)
    if kind == "if":
        return FormulaError(
            codes.INCOMPLETE_CONDITIONAL,
            "the condition stands behind the value",
            f"write it first: `if condition then {before} else other`",
            start,
            end,
        )
    if word in {"is", "equals"}:
        following = tokens[index + 1][1]
        meant, last = ("!=", tokens[index + 1][3]) if following == "not" else ("==", end)
        return FormulaError(
            codes.OTHER_SPELLING, f"`{text[start:last]}` is not how formulas spell it", f"write `{meant}`", start, last
        )
    if kind == "not" and tokens[index + 1][0] == "in":
        return _not_in(tokens, index)
    spelling = {
        "mod": "a - b * floor(a / b to 1)",
        "div": "/",
        "times": "*",
        "plus": "+",
        "minus": "-",
        "xor": "!=",
    }.get(word)
    if spelling is not None:
        message = f"`{word}` is not how formulas spell it"
        return FormulaError(codes.OTHER_SPELLING, message, f"write `{spelling}`", start, end)
    return missing_operator(tokens, index)


def missing_operator(tokens: list[Token], index: int) -> FormulaError:
    kind, word, _, end = tokens[index]
    _, before, before_start, _ = tokens[index - 1]
    shown = "the bracket" if kind == "(" else f"`{word}`"
    left = "the bracket" if before in {")", "]"} else f"`{before}`"
    mend = f"write `{before} * {word}` to multiply" if kind != "(" and before != ")" else "write `*` to multiply"
    message = f"an operator is missing between {left} and {shown}"
    return FormulaError(codes.MISSING_OPERATOR, message, mend, before_start, end)


def missing_operand(tokens: list[Token], index: int) -> FormulaError:
    """A value is needed at `index` and something else stands there."""
    kind, word, start, end = tokens[index]
    before = tokens[index - 1][1] if index else ""
    if kind == "end":
        after = f" after `{before}`" if before else ""
        return FormulaError(
            codes.UNEXPECTED_END, f"the formula stops{after}", "write the value that follows", start, end
        )
    if kind == "+":
        return FormulaError(codes.UNEXPECTED_WORD, "a `+` stands before a value", "leave it out", start, end)
    if kind in {")", "]", "}", ","} and before in {"(", ",", "[", "{"}:
        message = f"there is nothing between `{before}` and `{word}`"
        return FormulaError(codes.ARGUMENTS, message, "fill it in, or delete the comma", start, end)
    if kind in {"then", "else"}:
        message = f"a value is missing before `{word}`"
        mend = "write `if condition then value else other`"
        return FormulaError(codes.INCOMPLETE_CONDITIONAL, message, mend, start, end)
    if kind == "[":
        return FormulaError(codes.UNEXPECTED_WORD, "a list stands only after `in`", "write `x in [a, b]`", start, end)
    if kind == "{":
        message = "a `{` stands only after `with`"
        return FormulaError(codes.UNEXPECTED_WORD, message, "write `line with {name: value}`", start, end)
    after = f" after `{before}`" if before else " at the beginning"
    message = f"`{word}` stands where a value is needed{after}"
    return FormulaError(codes.UNEXPECTED_WORD, message, "write a number, a name or a bracket", start, end)


def _not_in(tokens: list[Token], index: int) -> FormulaError:
    mend = f"write `not {tokens[index - 1][1]} in [ … ]`"
    return FormulaError(codes.OTHER_SPELLING, "`not in` is not known", mend, tokens[index][2], tokens[index + 1][3])


def missing_word(wanted: str, tokens: list[Token], index: int) -> FormulaError:
    kind, word, start, end = tokens[index]
    if kind == "not" and tokens[index + 1][0] == "in":
        return _not_in(tokens, index)
    found = "the end" if tokens[index][0] == "end" else f"`{word}`"
    mend = "write `if condition then value else other`"
    if wanted == "else":
        mend += "; there is always an `else`, `else 0` if nothing is due"
    return FormulaError(codes.INCOMPLETE_CONDITIONAL, f"`{wanted}` is missing before {found}", mend, start, end)


def chained(text: str, tokens: list[Token], index: int, comparison: Expression) -> FormulaError:
    _, word, start, _ = tokens[index]
    first = text[comparison.span.start : comparison.span.end]
    middle = first
    if isinstance(comparison, Binary):
        middle = text[comparison.right.span.start : comparison.right.span.end]
    last = tokens[index + 1][1] or "…"
    return FormulaError(
        codes.CHAINED_COMPARISON,
        "comparisons do not chain",
        f"write `{first} and {middle} {word} {last}`",
        comparison.span.start,
        start + len(word),
    )


def bracket_not_closed(opening: Token) -> FormulaError:
    closing = {"(": ")", "[": "]", "{": "}"}[opening[0]]
    return FormulaError(
        codes.BRACKETS,
        f"the `{opening[1]}` here is never closed",
        f"write the `{closing}` that is missing",
        opening[2],
        opening[3],
    )


def needs_brackets(token: Token) -> FormulaError:
    _, word, start, end = token
    shape = "(if … then … else …)" if word == "if" else f"({word} …)"
    return FormulaError(
        codes.UNEXPECTED_WORD, f"`{word}` inside a longer formula needs brackets", f"write `{shape}`", start, end
    )


def no_arguments(word: str, start: int, end: int) -> FormulaError:
    mend = f"write values into it, separated by a comma and a space: `{word}(a, b)`"
    if word == "in":
        mend = "write the values into it: `in [a, b]`"
    return FormulaError(codes.ARGUMENTS, f"`{word}` has nothing to work on", mend, start, end)


def lone_argument(word: str, start: int, end: int) -> FormulaError:
    return FormulaError(
        codes.ARGUMENTS,
        f"`{word}` needs at least two values to choose from",
        f"write `{word}(a, b)` with a comma and a space",
        start,
        end,
    )


def rounding_without_multiple(
    text: str, tokens: list[Token], index: int, word: str, operand: Expression
) -> FormulaError:
    kind, _, start, end = tokens[index]
    multiple = "0.01"
    if kind == "," and tokens[index + 1][0] == "number" and tokens[index + 1][1].isdecimal():
        digits = min(int(tokens[index + 1][1]), 12)
        multiple = "1" if not digits else "0." + "0" * (digits - 1) + "1"
    elif kind not in {",", ")", "end"}:
        return found_instead(text, tokens, index, "to")
    inner = text[operand.span.start : operand.span.end]
    return FormulaError(
        codes.ROUNDING_FORM,
        f"`{word}` does not say to which multiple",
        f"write `{word}({inner} to {multiple})`",
        start,
        end,
    )


def too_deep(token: Token) -> FormulaError:
    return FormulaError(
        codes.FORMULA_TOO_DEEP,
        "the formula is nested too deeply or has too many parts",
        "give parts of it lines of their own",
        token[2],
        token[3],
    )


def no_such_day(word: str, span: Span) -> FormulaError:
    message = f"`{word}` is not a day of the calendar"
    return FormulaError(codes.NO_SUCH_DAY, message, "look at the month and the day", span.start, span.end)


def postfix_on_wrong(token: Token, value: Expression) -> FormulaError:
    _, word, start, end = token
    thing = "a number" if isinstance(value, Number) else "a call" if isinstance(value, Call) else "a formula"
    return FormulaError(
        codes.POSTFIX_FORM,
        f"`{word}` follows a name, not {thing}",
        f"give it a line of its own, then write `name {word} …`",
        start,
        end,
    )


def wrong_type(token: Token) -> FormulaError:
    message = "`as` is followed by a type"
    return FormulaError(codes.POSTFIX_FORM, message, "write for instance `as money/month`", token[2], token[3])


def wrong_moment(token: Token) -> FormulaError:
    message = "`at` is followed by a date or the name of a date"
    mend = "write for instance `at 2023-12-31` or `at contract_start`"
    return FormulaError(codes.POSTFIX_FORM, message, mend, token[2], token[3])


def wrong_setting(token: Token) -> FormulaError:
    message = "`with` is followed by names and their values"
    return FormulaError(codes.POSTFIX_FORM, message, "write `with {name: value}`", token[2], token[3])
