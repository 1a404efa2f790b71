"""Formulas as forms: one case per kind of expression."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from inspect import signature

from engine.language import codes
from engine.language import syntax as s
from engine.language.diagnostic import Refused
from engine.language.mechanisms import MECHANISMS, Mechanism
from engine.program import calendar, constants
from engine.program.exact import Rounding
from engine.program.folding import fold, truth
from engine.program.form import (
    Arithmetic,
    Choose,
    Compare,
    Constant,
    DateWord,
    Extreme,
    Form,
    Local,
    Logic,
    Negate,
    Not,
    Power,
    Round,
    Step,
    Variable,
)
from engine.program.pack import Definition
from engine.program.periods import period_of
from engine.program.scope import Scope
from engine.program.state import LoweringState
from engine.program.under import recomputed

DATE_WORDS = {word: len(signature(function).parameters) for word, function in calendar.WORDS.items()}
"""How many dates each word takes."""
PERIODS_PER_YEAR = {"year": 1, "quarter": 4, "month": 12}
MOST_EXPONENT, FINEST_EXPONENT = 12, 100
"""More than any law has; what is larger or finer cannot be computed in reasonable time."""
NO_MULTIPLE = "one rounds to a known number above zero"


class Expressions(LoweringState, ABC):
    """Lowers formulas; what a name stands for is said by what stands on top."""

    __slots__ = ()

    @abstractmethod
    def want(self, name: str, scope: Scope | None = None, span: s.Span | None = None) -> Form:
        """The form a name stands for; lowers what is needed to compute it."""

    @abstractmethod
    def parameter(self, definition: Definition, day: date, clock: str | None) -> Form:
        """A parameter's value on `day`; narrows the segment of `clock`."""

    @abstractmethod
    def called(self, definition: Definition, arguments: tuple[Form, ...]) -> Form:
        """A scale, table or function of the pack over its arguments."""

    def formula(self, text: str, scope: Scope) -> Form:
        return self.expression(self.parse(text, scope), scope)

    def expression(self, tree: s.Expression, scope: Scope) -> Form:
        match tree:
            case s.Number():
                return Constant(tree.value)
            case s.Date():
                return Constant(Fraction(tree.value.toordinal()))
            case s.Boolean():
                return truth(tree.value)
            case s.Name():
                return self.want(tree.name, scope, tree.span)
            case s.Unary("-"):
                return Negate(self.expression(tree.operand, scope))
            case s.Unary():
                return fold(Not(self.expression(tree.operand, scope)))
            case s.Binary():
                return self._binary(tree, scope)
            case s.Membership():
                return self._membership(tree, scope)
            case s.Conditional():
                return self.choose(
                    self.expression(tree.condition, scope),
                    lambda: self.expression(tree.then, scope),
                    lambda: self.expression(tree.otherwise, scope),
                    (scope.label(f"then@{tree.span.start}"), scope.label(f"else@{tree.span.start}")),
                )
            case s.Rounding():
                multiple = constants.value_of(self.expression(tree.multiple, scope))
                if not isinstance(multiple, Fraction) or multiple <= 0:
                    raise self.not_constant(NO_MULTIPLE, "write for instance `to 0.01`", scope, tree.span)
                return Round(Rounding(tree.mode, multiple), self.expression(tree.operand, scope))
            case s.Cast():
                return self.expression(tree.operand, scope)
            case s.AsAt():
                return self._as_at(tree, scope)
            case s.Under():
                settings = {name: self.expression(value, scope) for name, value in tree.settings}
                self.want(tree.operand.name, scope, tree.operand.span)
                if self._own:
                    self._own[-1] = None
                return recomputed(self.steps, tree.operand.name, settings, self.fresh(tree.operand.name))
            case s.Call():
                return self._call(tree, scope)

    def choose(
        self, condition: Form, then: Callable[[], Form], otherwise: Callable[[], Form], labels: tuple[str, str]
    ) -> Form:
        """A choice; a side that can never be taken is not even lowered."""
        condition = fold(condition)
        if isinstance(condition, Constant):
            self.note(labels[0 if condition.value else 1])
            return then() if condition.value else otherwise()
        return Choose(condition, then(), otherwise(), labels)

    def rounding(self, text: str | None, type_text: str, scope: Scope, money: bool = True) -> Rounding | None:
        """The rounding a line says, or that of money; `text` is `floor to 0.01`."""
        if text is not None:
            mode, _, multiple = text.partition(" to ")
            value = constants.value_of(self.formula(multiple, scope))
            if isinstance(value, Fraction) and value > 0:
                return Rounding(mode.strip(), value)
            raise self.not_constant(NO_MULTIPLE, "write for instance `to 0.01`", scope, None)
        if money and type_text.partition("/")[0] == "money":
            return Rounding("round", self.pack.quantum)
        return None

    def _binary(self, tree: s.Binary, scope: Scope) -> Form:
        left = self.expression(tree.left, scope)
        if tree.operator in ("and", "or"):
            left = fold(left)
            if isinstance(left, Constant) and bool(left.value) == (tree.operator == "or"):
                return left
            return fold(Logic(tree.operator, left, self.expression(tree.right, scope)))
        right = self.expression(tree.right, scope)
        if tree.operator == "^":
            exponent = constants.value_of(right)
            if not isinstance(exponent, Fraction) or exponent < 0:
                raise self.not_constant("an exponent is a known number", "write a number", scope, tree.span)
            if exponent > MOST_EXPONENT or exponent.denominator > FINEST_EXPONENT:
                message = f"an exponent is at most {MOST_EXPONENT}, with two decimals"
                raise self.refusal(codes.TOO_WIDE, message, "look at what the law says", scope, tree.right.span)
            return Power(left, exponent)
        if tree.operator in ("+", "-", "*", "/"):
            return Arithmetic(tree.operator, left, right)
        return fold(Compare(tree.operator, left, right))

    def _membership(self, tree: s.Membership, scope: Scope) -> Form:
        operand = self.expression(tree.operand, scope)
        form: Form = truth(False)
        for member in reversed(tree.members):
            form = fold(Logic("or", fold(Compare("==", operand, self.expression(member, scope))), form))
        return form

    def _as_at(self, tree: s.AsAt, scope: Scope) -> Form:
        definition = self.pack.definitions.get(tree.operand.name)
        if definition is None or definition.kind not in ("parameter", "field"):
            raise self.refusal(
                codes.NOT_A_PARAMETER, f"`{tree.operand.name}` is not a parameter: only those have other dates",
                "write a line of its own for that day's law, or name a parameter",
                scope, tree.span,
            )  # fmt: skip
        if isinstance(tree.when, s.Date):
            return self.parameter(definition, tree.when.value, None)
        word = tree.when.name if isinstance(tree.when, s.Name) else ""
        if word in ("work", "payment", "contract_start"):
            return self.parameter(definition, self.dates.on(word), word)
        if word == "start_of_year":
            day = self.dates.work
            self.narrow("work", date(day.year, 1, 1), date(day.year + 1, 1, 1))
            return self.parameter(definition, date(day.year, 1, 1), None)
        raise self.refusal(
            codes.NOT_A_PARAMETER, "a value stands at a date, `work`, `payment`, `contract_start` or `start_of_year`",
            "write for instance `at 2023-12-31`", scope, tree.span,
        )  # fmt: skip

    def _call(self, tree: s.Call, scope: Scope) -> Form:
        name = tree.function
        definition = self.pack.definitions.get(name)
        self._count_arguments(tree, definition, scope)
        if definition is None and name in MECHANISMS:
            return self._mechanism(MECHANISMS[name], tree, scope)
        arguments = tuple(self.expression(argument, scope) for argument in tree.arguments)
        if name in ("min", "max"):
            return Extreme(name, arguments)
        if name in DATE_WORDS:
            return DateWord(name, arguments)
        if name.startswith("per_") and name[4:] in PERIODS_PER_YEAR:
            return self._converted(name[4:], tree, arguments, scope)
        if definition is not None and definition.kind in ("scale", "table", "function"):
            return self.called(definition, arguments)
        message = f"there is no `{name}` to be called"
        raise self.refusal(codes.UNKNOWN_NAME, message, "look at its spelling", scope, tree.span)

    def not_constant(self, message: str, mend: str, scope: Scope, span: s.Span | None) -> Refused:
        """A value that must be known beforehand depends on the case."""
        return self.refusal(codes.NOT_CONSTANT, message, mend, scope, span)

    def _count_arguments(self, tree: s.Call, definition: Definition | None, scope: Scope) -> None:
        """Refuses a call with too few or too many arguments; `min` and `max` take any number from one on."""
        if tree.function in DATE_WORDS:
            wanted = DATE_WORDS[tree.function]
        elif tree.function in ("min", "max"):
            wanted = max(len(tree.arguments), 1)
        elif definition is not None:
            wanted = len(definition.model.of) if definition.kind == "function" else 1
        elif tree.function in MECHANISMS:
            wanted = len(MECHANISMS[tree.function].of)
        else:
            wanted = 1 if tree.function.startswith("per_") else len(tree.arguments)
        if len(tree.arguments) != wanted:
            message = f"`{tree.function}` takes {wanted}, here it has {len(tree.arguments)}"
            raise self.refusal(codes.ARGUMENT_COUNT, message, "look at what it takes", scope, tree.span)

    def _mechanism(self, mechanism: Mechanism, tree: s.Call, scope: Scope) -> Form:
        """A mechanism is a function that every pack has: its definition, over what it is given."""
        prefix = self.fresh(mechanism.word)
        steps: list[Step] = []
        local: dict[str, Form] = {}
        scale = ""
        for name, argument in zip(mechanism.of, tree.arguments, strict=True):
            if name == mechanism.scale:
                scale = argument.name if isinstance(argument, s.Name) else ""
                continue
            steps.append(Step(f"{prefix}.{name}", self.expression(argument, scope), None, ""))
            local[name] = Variable(f"{prefix}.{name}")
        inner = replace(scope, path=(*scope.path, mechanism.word), locals=local)
        return Local(mechanism.word, tuple(steps), self.expression(mechanism.tree(scale), inner))

    def _converted(self, period: str, tree: s.Call, arguments: tuple[Form, ...], scope: Scope) -> Form:
        from_period = self._period_of(tree.arguments[0], scope)
        factor = Fraction(PERIODS_PER_YEAR[from_period], PERIODS_PER_YEAR[period])
        return Arithmetic("*", arguments[0], Constant(factor))

    def _period_of(self, tree: s.Expression, scope: Scope) -> str:
        period = period_of(tree, self.pack, scope.path)
        if period not in PERIODS_PER_YEAR:
            raise self.refusal(
                codes.UNKNOWN_PERIOD, "the period of this amount is not a month, quarter or year",
                "say it: `(…) as money/month`", scope, tree.span,
            )  # fmt: skip
        return period
