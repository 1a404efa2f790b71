"""The condition of a rule as tests of single values, joined by and, or, not.

A test holds one value against a constant: that is all a rule engine needs, and
all the second one can be trusted with. Two sides that both depend on the case
become one value, their difference, held against zero.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from engine.language import syntax as s
from engine.language.printer import to_text
from engine.program.scope import Scope

COMPARISONS: Final = ("==", "!=", "<", "<=", ">", ">=")
_FLIPPED: Final = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


@dataclass(frozen=True, slots=True)
class Attribute:
    """A value that tests look at. `concluded` facts are made true by rules, the others are computed before."""

    key: str
    """The formula in its canonical spelling: equal formulas are one attribute."""
    tree: s.Expression = field(compare=False)
    scope: Scope = field(compare=False)
    concluded: bool = False


@dataclass(frozen=True, slots=True)
class Test:
    """A value against a constant. None as constant: the law gives no figure on that date, so the test never holds."""

    attribute: str
    operator: str
    constant: Fraction | None
    limit: str
    """The constant as its author wrote it."""
    text: str


@dataclass(frozen=True, slots=True)
class All:
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any:
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: Condition


Condition = Test | All | Any | Not
ALWAYS: Final = All(())
NEVER: Final = Any(())


@dataclass(frozen=True, slots=True)
class Known:
    """A side that does not depend on the case; `value` is None where the law has no figure on that date."""

    value: Fraction | None


@dataclass(slots=True)
class ConditionReader:
    """Reads the tree of a condition, collecting the attributes its tests look at."""

    constant: Callable[[s.Expression, Scope], Known | None]
    """The value of a formula that is the same for every case, else None."""
    is_concluded: Callable[[str], bool]
    attributes: dict[str, Attribute] = field(default_factory=dict)

    def read(self, tree: s.Expression, scope: Scope) -> Condition:
        match tree:
            case s.Boolean(value):
                return ALWAYS if value else NEVER
            case s.Unary("not", operand):
                return Not(self.read(operand, scope))
            case s.Binary("and", left, right):
                return All((*self._parts(All, left, scope), *self._parts(All, right, scope)))
            case s.Binary("or", left, right):
                return Any((*self._parts(Any, left, scope), *self._parts(Any, right, scope)))
            case s.Binary(operator, left, right) if operator in COMPARISONS:
                return self._comparison(tree, operator, left, right, scope)
            case s.Membership(operand, members):
                return Any(tuple(self._comparison(tree, "==", operand, member, scope) for member in members))
        return self._test(tree, "==", Known(Fraction(1)), "", to_text(tree), scope)

    def _parts(self, joined: type[All | Any], tree: s.Expression, scope: Scope) -> tuple[Condition, ...]:
        """The parts of a side; `a and b and c` is one list of three."""
        part = self.read(tree, scope)
        return part.parts if isinstance(part, joined) and part.parts else (part,)

    def _comparison(
        self, whole: s.Expression, operator: str, left: s.Expression, right: s.Expression, scope: Scope
    ) -> Test:
        text = to_text(whole) if isinstance(whole, s.Binary) else f"{to_text(left)} == {to_text(right)}"
        known = self.constant(right, scope)
        if known is not None:
            return self._test(left, operator, known, to_text(right), text, scope)
        known = self.constant(left, scope)
        if known is not None:
            return self._test(right, _FLIPPED[operator], known, to_text(left), text, scope)
        difference = s.Binary("-", left, right, s.Span(0, 0))
        return self._test(difference, operator, Known(Fraction(0)), "", text, scope)

    def _test(self, tree: s.Expression, operator: str, known: Known, limit: str, text: str, scope: Scope) -> Test:
        key = to_text(tree)
        concluded = isinstance(tree, s.Name) and self.is_concluded(tree.name)
        self.attributes.setdefault(key, Attribute(key, tree, scope, concluded))
        return Test(key, operator, known.value, limit, text)


def tests(condition: Condition) -> Iterator[Test]:
    """Every test of a condition, in the order written."""
    match condition:
        case Test():
            yield condition
        case Not(part):
            yield from tests(part)
        case All(parts) | Any(parts):
            for part in parts:
                yield from tests(part)


def names_in(tree: s.Expression) -> Iterator[tuple[str, s.Span]]:
    """Every name a formula reads or calls, with its place in the formula."""
    match tree:
        case s.Name(name, span):
            yield name, span
        case s.Unary(_, operand, _) | s.Cast(operand, _, _):
            yield from names_in(operand)
        case s.Binary(_, left, right, _):
            yield from names_in(left)
            yield from names_in(right)
        case s.Membership(operand, members, _):
            for part in (operand, *members):
                yield from names_in(part)
        case s.Conditional(condition, then, otherwise, _):
            for part in (condition, then, otherwise):
                yield from names_in(part)
        case s.Call(function, arguments, span):
            yield function, span
            for part in arguments:
                yield from names_in(part)
        case s.Rounding(_, operand, multiple, _):
            yield from names_in(operand)
            yield from names_in(multiple)
        case s.AsAt(operand, _, _):
            yield from names_in(operand)
        case s.Under(operand, settings, span):
            yield from names_in(operand)
            for name, part in settings:
                yield name, span
                yield from names_in(part)
