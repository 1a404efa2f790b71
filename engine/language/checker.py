"""Checks the names and types of a formula, and reports all that is wrong, not only the first."""

from __future__ import annotations

from typing import Final

from engine.language import codes, types
from engine.language.calls import CallChecker
from engine.language.formula_error import FormulaError
from engine.language.mechanisms import Mechanism
from engine.language.scope import Inner, Scope, Symbol, suggestion
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
from engine.language.types import BOOL, DATE, LITERAL, MONEY, Type, TypeProblem, UnknownType, assign, parse_type
from engine.language.words import ALL_WORDS

__all__ = ["Scope", "Symbol", "check"]

_ARITHMETIC: Final = {"+": types.add, "-": types.add, "*": types.multiply, "/": types.divide, "^": types.raise_to}
_COMPARISONS: Final = frozenset(("==", "!=", "<", "<=", ">", ">="))


def check(expression: Expression, scope: Scope, expected: Type | None) -> tuple[Type | None, list[FormulaError]]:
    """The type of a formula, None where it cannot be known, and everything that is wrong in it."""
    checker = _Checker(scope)
    found = checker.type_of(expression)
    if found is not None and expected is not None:
        problem = assign(found, expected)
        if problem is not None:
            checker.complain(codes.WRONG_RESULT_TYPE, problem, expression.span)
    return found, sorted(checker.problems, key=lambda one: (one.start, one.end))


class _Checker(CallChecker):
    """One walk over a tree; what is unknown stays silent further up."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.problems: list[FormulaError] = []

    def complain(self, code: str, problem: TypeProblem, span: Span) -> None:
        self.problems.append(FormulaError(code, problem.message, problem.mend, span.start, span.end))

    def settled(self, found: Type | TypeProblem, code: str, span: Span) -> Type | None:
        if isinstance(found, TypeProblem):
            self.complain(code, found, span)
            return None
        return found

    def type_of(self, expression: Expression) -> Type | None:
        match expression:
            case Number(_, is_percentage):
                return Type("rate") if is_percentage else LITERAL
            case Date():
                return DATE
            case Boolean():
                return BOOL
            case Name():
                return self.name(expression)
            case Unary():
                return self.unary(expression)
            case Binary():
                return self.binary(expression)
            case Membership():
                return self.membership(expression)
            case Conditional(condition, then, otherwise):
                self.condition(condition)
                return self.unified((then, otherwise), expression.span)
            case Call():
                return self.call(expression)
            case Rounding():
                return self.rounding(expression)
            case Cast():
                return self.cast(expression)
            case AsAt(operand, when):
                self.wanted(when, DATE)
                return self.name(operand)
            case Under(operand, settings):
                self.settings(settings, expression.span)
                return self.name(operand)

    def name(self, name: Name) -> Type | None:
        symbol = self.scope.lookup(name.name)
        if symbol is None:
            if name.name == "quantum":
                return MONEY
            self.unknown(name.name, name.span)
            return None
        if symbol.is_called:
            mend = f"write `{name.name}(x)`"
            self.complain(codes.NOT_A_VALUE, TypeProblem(f"`{name.name}` is a {symbol.kind}", mend), name.span)
            return None
        return symbol.type

    def unknown(self, name: str, span: Span) -> None:
        if name in ALL_WORDS:
            self.complain(codes.NOT_A_VALUE, TypeProblem(f"`{name}` works on values", f"write `{name}( … )`"), span)
            return
        near = suggestion(name, {*self.scope.names(), *ALL_WORDS})
        mend = f"did you mean `{near}`?" if near else "declare it, or look at its spelling"
        self.complain(codes.UNKNOWN_NAME, TypeProblem(f"`{name}` is not declared", mend), span)

    def wanted(self, expression: Expression, type_: Type, code: str = codes.ARGUMENT_TYPE) -> None:
        """`expression` stands where a value of this type is needed."""
        found = self.type_of(expression)
        problem = assign(found, type_) if found is not None else None
        if problem is not None:
            message = problem.message.replace("the formula gives", "this is").replace("is declared", "is needed")
            self.complain(code, TypeProblem(message, problem.mend), expression.span)

    def condition(self, expression: Expression) -> None:
        found = self.type_of(expression)
        if found is None or found == BOOL:
            return
        mend = "compare it, as in `x > 0`" if found.has_order else "compare it, as in `x == y`"
        problem = TypeProblem("a condition is needed here, which is true or false", mend)
        self.complain(codes.NOT_A_CONDITION, problem, expression.span)

    def number(self, expression: Expression, deed: str) -> Type | None:
        found = self.type_of(expression)
        if found is None or found.is_number:
            return found
        problem = TypeProblem(f"only numbers and amounts can be {deed}", "look at which name is meant")
        self.complain(codes.MIXED_TYPES, problem, expression.span)
        return None

    def unary(self, expression: Unary) -> Type | None:
        if expression.operator == "not":
            self.condition(expression.operand)
            return BOOL
        return self.number(expression.operand, "negated")

    def binary(self, expression: Binary) -> Type | None:
        operator = expression.operator
        if operator in {"and", "or"}:
            self.condition(expression.left)
            self.condition(expression.right)
            return BOOL
        left, right = self.type_of(expression.left), self.type_of(expression.right)
        if operator in _COMPARISONS:
            self.compared(left, right, operator, expression.span)
            return BOOL
        if left is None or right is None:
            return None
        code = codes.BAD_POWER if operator == "^" else codes.MIXED_TYPES
        return self.settled(_ARITHMETIC[operator](left, right), code, expression.span)

    def compared(self, left: Type | None, right: Type | None, operator: str, span: Span) -> None:
        if left is None or right is None:
            return
        found = self.settled(types.compare(left, right), codes.MIXED_TYPES, span)
        if found is not None and operator not in {"==", "!="} and not left.has_order:
            mend = "write `==` or `!=`, or `x in [a, b]`"
            self.complain(
                codes.NO_ORDER, TypeProblem("these values have no order: none is more than another", mend), span
            )

    def membership(self, expression: Membership) -> Type:
        left = self.type_of(expression.operand)
        for member in expression.members:
            self.compared(left, self.type_of(member), "==", member.span)
        return BOOL

    def unified(self, parts: tuple[Expression, ...], span: Span) -> Type | None:
        found: Type | None = None
        known = True
        for part in parts:
            one = self.type_of(part)
            if one is None:
                known = False
            elif found is None:
                found = one
            else:
                both = types.unify(found, one)
                if isinstance(both, TypeProblem):
                    self.complain(codes.MIXED_TYPES, both, span)
                    return None
                found = both
        return found if known else None

    def rounding(self, expression: Rounding) -> Type | None:
        found = self.number(expression.operand, "rounded")
        multiple = self.number(expression.multiple, "a multiple")
        if isinstance(expression.multiple, Number) and expression.multiple.value <= 0:
            problem = TypeProblem("rounding goes to a multiple above zero", "write for instance `to 0.01`")
            self.complain(codes.ROUNDING_FORM, problem, expression.multiple.span)
        if found is None or multiple is None:
            return found
        if multiple != LITERAL and multiple.kind != found.kind and not (multiple.is_plain and found.is_plain):
            problem = TypeProblem(f"`{found}` is rounded to a multiple of `{multiple}`", "write a plain number")
            self.complain(codes.MIXED_TYPES, problem, expression.multiple.span)
        whole = isinstance(expression.multiple, Number) and expression.multiple.value.denominator == 1
        return Type("count") if whole and found.is_plain and found != LITERAL else found

    def cast(self, expression: Cast) -> Type | None:
        self.number(expression.operand, "given another unit")
        try:
            return parse_type(expression.unit)
        except UnknownType as error:
            end = expression.span.end
            self.complain(codes.UNKNOWN_TYPE, error.problem, Span(end - len(expression.unit), end))
            return None

    def settings(self, settings: tuple[tuple[str, Expression], ...], span: Span) -> None:
        names = [name for name, _ in settings]
        for name in sorted({name for name in names if names.count(name) > 1}):
            self.complain(codes.DUPLICATE_NAME, TypeProblem(f"`{name}` is set twice", "keep one of the two"), span)
        for name, value in settings:
            symbol = self.scope.lookup(name)
            if symbol is not None and symbol.kind == "value":
                self.wanted(value, symbol.type)
                continue
            self.type_of(value)
            if symbol is None:
                self.unknown(name, span)
            else:
                problem = TypeProblem(f"`{name}` is not an input or a line", "set inputs, lines or parameters")
                self.complain(codes.NOT_A_VALUE, problem, span)

    def defined(
        self, mechanism: Mechanism, scale: str, local: dict[str, Symbol]
    ) -> tuple[Type | None, list[FormulaError]]:
        return check(mechanism.tree(scale), Inner(self.scope, local), None)
