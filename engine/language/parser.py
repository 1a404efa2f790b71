"""Reads a formula into its tree by precedence climbing.

From loosest to tightest: `or`, `and`, `not`, comparisons and `in`, `+ -`, `* /`,
unary minus, `^`, then `as`, `at`, `with` behind a value. `if … then … else …`
stands alone or in brackets. Python's own parser was tried and misreads
`50 % gross`, `2023-12-10` and `6,5` without a word, hence one of our own.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import lru_cache

from engine.language import codes, misplaced
from engine.language.formula_error import FormulaError
from engine.language.grammar import BINDING, COMPARISON, MAX_DEPTH, NEGATION, POSTFIX, POWER, ROUNDING, SUM, UNARY
from engine.language.syntax import (
    AsAt,
    Binary,
    Boolean,
    Call,
    Cast,
    Conditional,
    Date,
    Expression,
    Membership,
    Name,
    Number,
    Rounding,
    Span,
    Unary,
    Under,
)
from engine.language.tokens import Token, tokenize
from engine.language.units import PERIODS

__all__ = ["FormulaError", "parse"]


@lru_cache(maxsize=8192)
def parse(text: str) -> Expression:
    """The tree of a formula; raises `FormulaError`."""
    tokens = tokenize(text)
    if tokens[0][0] == "end":
        raise FormulaError(codes.EMPTY_FORMULA, "there is no formula here", "write a number or a name", 0, len(text))
    parser = _Parser(text, tokens)
    expression = parser.expression(0)
    token = parser.token
    if token[0] != "end":
        raise parser.unexpected()
    return expression


class _Parser:
    """The tokens and how far they are read."""

    __slots__ = ("depth", "height", "index", "text", "token", "tokens")

    def __init__(self, text: str, tokens: list[Token]) -> None:
        self.text = text
        self.tokens = tokens
        self.index = 0
        self.token = tokens[0]
        self.depth = 0
        """How deep the reading is nested now, brackets counted."""
        self.height = 0
        """How high the tree is that was read last."""

    def advance(self) -> Token:
        token = self.token
        self.index += 1
        self.token = self.tokens[self.index]
        return token

    def since(self, start: int) -> Span:
        """From `start` to the end of what was read last, brackets included."""
        return Span(start, self.tokens[self.index - 1][3])

    def grow(self, height: int) -> None:
        """One level more than the highest part."""
        self.height = height + 1
        if height >= MAX_DEPTH:
            raise misplaced.too_deep(self.token)

    def expect(self, kind: str) -> Token:
        if self.token[0] != kind:
            raise self.unexpected(kind)
        return self.advance()

    def unexpected(self, wanted: str | None = None) -> FormulaError:
        return misplaced.found_instead(self.text, self.tokens, self.index, wanted)

    def expression(self, loosest: int) -> Expression:
        """Everything from here that binds at least as tightly as `loosest`."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise misplaced.too_deep(self.token)
        start = self.token[2]
        left = self.prefix(loosest)
        while True:
            operator = self.token[0]
            binding = BINDING.get(operator)
            if binding is None or binding < loosest:
                break
            height = self.height
            if binding == COMPARISON:
                left = self.comparison(left, operator, start)
            else:
                self.advance()
                right = self.expression(NEGATION if binding == POWER else binding + 1)
                left = Binary(operator, left, right, self.since(start))
            self.grow(max(height, self.height))
        self.depth -= 1
        return left

    def comparison(self, left: Expression, operator: str, start: int) -> Expression:
        self.advance()
        result: Expression
        if operator == "in":
            members = self.members()
            result = Membership(left, members, self.since(start))
        else:
            right = self.expression(SUM)
            result = Binary(operator, left, right, self.since(start))
        if BINDING.get(self.token[0]) == COMPARISON:
            raise misplaced.chained(self.text, self.tokens, self.index, result)
        return result

    def members(self) -> tuple[Expression, ...]:
        opening = self.expect("[")
        found = self.listed(opening, "]")
        if not found:
            raise misplaced.no_arguments("in", opening[2], self.token[3])
        self.advance()
        return found

    def listed(self, opening: Token, closing: str) -> tuple[Expression, ...]:
        """Expressions separated by commas, up to `closing`, which is left standing."""
        found: list[Expression] = []
        height = 0
        while found or self.token[0] != closing:
            found.append(self.expression(0))
            height = max(height, self.height)
            if self.token[0] == closing:
                break
            if self.token[0] != ",":
                raise self.unclosed(opening)
            self.advance()
        self.height = height
        return tuple(found)

    def unclosed(self, opening: Token) -> FormulaError:
        if self.token[0] == "end":
            return misplaced.bracket_not_closed(opening)
        return self.unexpected({"(": ")", "[": "]", "{": "}"}[opening[0]])

    def prefix(self, loosest: int) -> Expression:
        kind, _, start, _ = self.token
        if kind in UNARY:
            if loosest > UNARY[kind]:
                raise misplaced.needs_brackets(self.token)
            self.advance()
            operand = self.expression(UNARY[kind])
            self.grow(self.height)
            return Unary(kind, operand, self.since(start))
        if kind == "if":
            if loosest > 0:
                raise misplaced.needs_brackets(self.token)
            return self.conditional()
        value = self.primary()
        while self.token[0] in POSTFIX:
            value = self.postfix(value, start)
            self.grow(self.height)
        return value

    def conditional(self) -> Expression:
        opening = self.advance()
        condition = self.expression(0)
        height = self.height
        if self.token[0] != "then":
            raise misplaced.missing_word("then", self.tokens, self.index)
        self.advance()
        then = self.expression(0)
        height = max(height, self.height)
        if self.token[0] != "else":
            raise misplaced.missing_word("else", self.tokens, self.index)
        self.advance()
        otherwise = self.expression(0)
        self.grow(max(height, self.height))
        return Conditional(condition, then, otherwise, self.since(opening[2]))

    def primary(self) -> Expression:
        kind, word, start, end = self.token
        self.height = 1
        if kind == "name":
            self.advance()
            if self.token[0] == "(":
                return self.call(word, start)
            return Name(word, Span(start, end))
        if kind == "number":
            self.advance()
            return _number(word, Span(start, end))
        if kind == "(":
            return self.bracketed()
        if kind == "date":
            self.advance()
            return self.date(word, Span(start, end))
        if kind in {"true", "false"}:
            self.advance()
            return Boolean(kind == "true", Span(start, end))
        raise misplaced.missing_operand(self.tokens, self.index)

    def bracketed(self) -> Expression:
        opening = self.advance()
        inner = self.expression(0)
        if self.token[0] != ")":
            raise self.unclosed(opening)
        self.advance()
        return inner

    def date(self, word: str, span: Span) -> Expression:
        try:
            return Date(date.fromisoformat(word), span)
        except ValueError:
            raise misplaced.no_such_day(word, span) from None

    def call(self, word: str, start: int) -> Expression:
        opening = self.advance()
        if word in ROUNDING:
            return self.rounding(word, start, opening)
        arguments = self.listed(opening, ")")
        end = self.advance()[3]
        if not arguments:
            raise misplaced.no_arguments(word, start, end)
        if len(arguments) == 1 and word in {"min", "max"}:
            raise misplaced.lone_argument(word, start, end)
        self.grow(self.height)
        return Call(word, arguments, Span(start, end))

    def rounding(self, word: str, start: int, opening: Token) -> Expression:
        if self.token[0] == ")":
            raise misplaced.no_arguments(word, start, self.token[3])
        operand = self.expression(0)
        if self.token[0] != "to":
            raise misplaced.rounding_without_multiple(self.text, self.tokens, self.index, word, operand)
        self.advance()
        height = self.height
        multiple = self.expression(0)
        if self.token[0] != ")":
            raise self.unclosed(opening)
        end = self.advance()[3]
        self.grow(max(height, self.height))
        return Rounding(word, operand, multiple, Span(start, end))

    def postfix(self, value: Expression, start: int) -> Expression:
        word = self.advance()
        if word[0] == "as":
            return self.cast(value, start)
        if not isinstance(value, Name) or start != value.span.start:
            raise misplaced.postfix_on_wrong(word, value)
        if word[0] == "at":
            return self.as_at(value)
        return self.under(value)

    def cast(self, value: Expression, start: int) -> Expression:
        if self.token[0] != "name":
            raise misplaced.wrong_type(self.token)
        unit = self.advance()[1]
        if self.token[0] == "/" and self.tokens[self.index + 1][1] in PERIODS:
            self.advance()
            unit = f"{unit}/{self.advance()[1]}"
        return Cast(value, unit, self.since(start))

    def as_at(self, value: Name) -> Expression:
        kind, word, start, end = self.token
        if kind not in {"date", "name"} or self.tokens[self.index + 1][0] == "(":
            raise misplaced.wrong_moment(self.token)
        self.advance()
        when = self.date(word, Span(start, end)) if kind == "date" else Name(word, Span(start, end))
        return AsAt(value, when, self.since(value.span.start))

    def under(self, value: Name) -> Expression:
        if self.token[0] != "{":
            raise misplaced.wrong_setting(self.token)
        opening = self.advance()
        settings: list[tuple[str, Expression]] = []
        height = 1
        while True:
            if self.token[0] != "name" or self.tokens[self.index + 1][0] != ":":
                raise misplaced.wrong_setting(self.token)
            name = self.advance()[1]
            self.advance()
            settings.append((name, self.expression(0)))
            height = max(height, self.height)
            if self.token[0] == "}":
                break
            if self.token[0] != ",":
                raise self.unclosed(opening)
            self.advance()
        self.advance()
        self.height = height
        return Under(value, tuple(settings), self.since(value.span.start))


def _number(word: str, span: Span) -> Number:
    is_percentage = word[-1] == "%"
    return Number(_exact(word.rstrip("% "), is_percentage), is_percentage, span)


@lru_cache(maxsize=4096)
def _exact(digits: str, is_percentage: bool) -> Fraction:
    whole, _, fraction = digits.partition(".")
    return Fraction(int(whole + fraction), 10 ** (len(fraction) + 2 * is_percentage))
