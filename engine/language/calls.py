"""Checks what a formula calls: words, conversions, mechanisms, and the scales, tables and functions of a pack."""

from __future__ import annotations

from abc import ABC, abstractmethod

from engine.language import codes, types
from engine.language.formula_error import FormulaError
from engine.language.mechanisms import MECHANISMS, Mechanism
from engine.language.scope import Scope, Symbol
from engine.language.syntax import Call, Expression, Name, Span
from engine.language.types import LITERAL, Type, TypeProblem
from engine.language.words import CONVERSIONS, DATE_WORDS, EXTREMES


class CallChecker(ABC):
    """The part of the checker that knows what stands in front of brackets."""

    scope: Scope

    @abstractmethod
    def complain(self, code: str, problem: TypeProblem, span: Span) -> None:
        """Something is wrong at a place of the formula."""

    @abstractmethod
    def type_of(self, expression: Expression) -> Type | None:
        """The type of a part, None where it cannot be known."""

    @abstractmethod
    def wanted(self, expression: Expression, type_: Type, code: str = codes.ARGUMENT_TYPE) -> None:
        """A part stands where a value of this type is needed."""

    @abstractmethod
    def unified(self, parts: tuple[Expression, ...], span: Span) -> Type | None:
        """The type that holds all parts."""

    @abstractmethod
    def unknown(self, name: str, span: Span) -> None:
        """A name is not declared."""

    @abstractmethod
    def defined(
        self, mechanism: Mechanism, scale: str, local: dict[str, Symbol]
    ) -> tuple[Type | None, list[FormulaError]]:
        """The type of a mechanism's definition over what it is given, and what is wrong in it."""

    def call(self, expression: Call) -> Type | None:
        word, arguments, span = expression.function, expression.arguments, expression.span
        symbol = self.scope.lookup(word)
        if symbol is None and word in EXTREMES:
            return self.extreme(expression)
        if symbol is None and word in CONVERSIONS:
            return self.conversion(expression)
        if symbol is None and word in MECHANISMS:
            return self.mechanism(expression, MECHANISMS[word])
        taken, given = DATE_WORDS.get(word, ((), None)) if symbol is None else (symbol.arguments, symbol.type)
        if given is None or (symbol is not None and not symbol.is_called):
            self.not_called(word, symbol, span)
            for argument in arguments:
                self.type_of(argument)
            return None
        self.arguments(word, arguments, taken, span)
        return given

    def not_called(self, word: str, symbol: Symbol | None, span: Span) -> None:
        place = Span(span.start, span.start + len(word))
        if symbol is None:
            self.unknown(word, place)
            return
        mend = f"an operator is missing: write `{word} * ( … )` to multiply"
        self.complain(codes.NOT_A_FUNCTION, TypeProblem(f"`{word}` is a value and takes nothing", mend), place)

    def arguments(self, word: str, arguments: tuple[Expression, ...], taken: tuple[Type, ...], span: Span) -> None:
        if len(arguments) != len(taken):
            shown = ", ".join(f"a `{one}`" for one in taken)
            problem = TypeProblem(f"`{word}` takes {len(taken)}, not {len(arguments)}", f"give it {shown}")
            self.complain(codes.ARGUMENT_COUNT, problem, span)
        for index, argument in enumerate(arguments):
            if index < len(taken):
                self.wanted(argument, taken[index])
            else:
                self.type_of(argument)

    def extreme(self, expression: Call) -> Type | None:
        found = self.unified(expression.arguments, expression.span)
        if found is not None and not found.has_order:
            problem = TypeProblem("these values have no order: none is more than another", "write an `if`")
            self.complain(codes.NO_ORDER, problem, expression.span)
            return None
        return found

    def conversion(self, expression: Call) -> Type | None:
        word, period = expression.function, CONVERSIONS[expression.function]
        if len(expression.arguments) != 1:
            self.arguments(word, expression.arguments, (Type("money", period),), expression.span)
            return None
        found = self.type_of(expression.arguments[0])
        if found is None or found == LITERAL:
            return found
        if found.period not in CONVERSIONS.values():
            problem = TypeProblem(
                f"`{word}` converts between month, quarter and year; this is `{found}`",
                "say the period first: `x as money/month`",
            )
            self.complain(codes.ARGUMENT_TYPE, problem, expression.arguments[0].span)
            return None
        return Type(found.kind, period)

    def mechanism(self, expression: Call, mechanism: Mechanism) -> Type | None:
        """The type of what a mechanism's definition gives for these arguments."""
        given, wanted = expression.arguments, len(mechanism.of)
        if len(given) != wanted:
            problem = TypeProblem(f"`{mechanism.word}` takes {wanted}, not {len(given)}", f"`{mechanism.signature}`")
            self.complain(codes.ARGUMENT_COUNT, problem, expression.span)
        local: dict[str, Symbol] = {}
        scale = ""
        for name, argument in zip(mechanism.of, given, strict=False):
            if name == mechanism.scale:
                scale = self.called(argument, mechanism)
                continue
            found = self.type_of(argument)
            if found is not None:
                local[name] = Symbol("value", found)
        if len(local) + bool(scale) != wanted or len(given) != wanted:
            return None
        kinds = [local[name].type for name in mechanism.alike]
        unlike = types.unify(*kinds) if kinds else None
        if isinstance(unlike, TypeProblem):
            self.complain(codes.MIXED_TYPES, unlike, expression.span)
            return None
        found, problems = self.defined(mechanism, scale, local)
        for one in problems[:1]:
            problem = TypeProblem(f"in `{mechanism.word}`, which is `{mechanism.means}`: {one.message}", one.mend)
            self.complain(one.code, problem, expression.span)
        return None if problems else found

    def called(self, argument: Expression, mechanism: Mechanism) -> str:
        """The name of the scale or table that a mechanism is given; empty if it is none."""
        symbol = self.scope.lookup(argument.name) if isinstance(argument, Name) else None
        if isinstance(argument, Name) and symbol is not None and symbol.kind in {"scale", "table"}:
            return argument.name
        if isinstance(argument, Name) and symbol is None:
            self.unknown(argument.name, argument.span)
        else:
            problem = TypeProblem(
                f"`{mechanism.word}` first takes the name of a scale or table", f"`{mechanism.signature}`"
            )
            self.complain(codes.NOT_A_FUNCTION, problem, argument.span)
        return ""
