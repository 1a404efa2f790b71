"""The intermediate form: what a formula means once act, contract and dates are known.

There is one form and four readings of it: the plain reference, the compiled
scalar, the intervals and the explanation. Truths are 1 and 0, enum members their
place in the enum, dates their ordinal day; everything else is an exact fraction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction

from engine.program.exact import Rounding


@dataclass(frozen=True, slots=True)
class Constant:
    """A literal, or a parameter's value (then `name` is the parameter)."""

    value: Fraction
    name: str = ""


@dataclass(frozen=True, slots=True)
class Variable:
    name: str


@dataclass(frozen=True, slots=True)
class Negate:
    operand: Form


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`+ - * /`."""

    operator: str
    left: Form
    right: Form


@dataclass(frozen=True, slots=True)
class Extreme:
    """`min` or `max`."""

    word: str
    operands: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class Compare:
    operator: str
    left: Form
    right: Form


@dataclass(frozen=True, slots=True)
class Logic:
    """`and`, `or`; the right side is only read where the left leaves it open."""

    word: str
    left: Form
    right: Form


@dataclass(frozen=True, slots=True)
class Not:
    operand: Form


@dataclass(frozen=True, slots=True)
class Choose:
    """Only the chosen side is computed. `labels` say which rows of the pack the two sides are."""

    condition: Form
    then: Form
    otherwise: Form
    labels: tuple[str, str] = field(default=("", ""), compare=False)


@dataclass(frozen=True, slots=True)
class Round:
    rounding: Rounding
    operand: Form


@dataclass(frozen=True, slots=True)
class Power:
    """A whole exponent anywhere; a broken one once, inside a `Round`."""

    base: Form
    exponent: Fraction


@dataclass(frozen=True, slots=True)
class Row:
    """A bracket: up to `upper` (with it, if `included`); marginal `rate` over `amount`, or a step `value`."""

    lower: Fraction
    upper: Fraction | None
    included: bool
    amount: Fraction
    rate: Fraction


@dataclass(frozen=True, slots=True)
class Brackets:
    """A scale over `operand`. `amount` of each row is the sum of the rows before, rounded as the scale says.

    A step scale has rate 0 everywhere. A marginal scale of a negative base is 0.
    """

    name: str
    rows: tuple[Row, ...]
    marginal: bool
    each: Rounding | None
    operand: Form


@dataclass(frozen=True, slots=True)
class Lookup:
    """A table by key; `each_further` is added per unit above the last row."""

    name: str
    rows: tuple[tuple[int, Fraction], ...]
    otherwise: Fraction | None
    each_further: Fraction | None
    key: Form


@dataclass(frozen=True, slots=True)
class DateWord:
    word: str
    operands: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class Local:
    """Steps of a function, or of lines read under other inputs, then the result."""

    name: str
    steps: tuple[Step, ...]
    result: Form


@dataclass(frozen=True, slots=True)
class Missing:
    """Nothing holds on the date asked: reaching this refuses the case."""

    name: str
    reason: str


Form = (
    Constant
    | Variable
    | Negate
    | Arithmetic
    | Extreme
    | Compare
    | Logic
    | Not
    | Choose
    | Round
    | Power
    | Brackets
    | Lookup
    | DateWord
    | Local
    | Missing
)


@dataclass(frozen=True, slots=True)
class Step:
    """One named value: its form, rounded once when stored."""

    name: str
    form: Form
    rounding: Rounding | None
    type: str
    text: str = ""
    """The formula as its author wrote it."""
    givable: bool = False
    """A given value stands instead of the form (an input's default, an act's choice)."""
    decided: tuple[str, ...] = field(default=(), compare=False)
    """Labels of the rows and dated versions that act, contract and dates alone decided on."""
    _reads: tuple[str, ...] | None = field(default=None, init=False, compare=False, repr=False)

    @property
    def reads(self) -> tuple[str, ...]:
        """Names that the form reads, each once; gathered when first asked for."""
        if self._reads is None:
            object.__setattr__(self, "_reads", variables(self.form))
        return self._reads or ()


def children(form: Form) -> tuple[Form, ...]:
    """The forms directly inside `form`, those of local steps included."""
    match form:
        case Constant() | Variable() | Missing():
            return ()
        case Negate(operand) | Not(operand) | Round(_, operand) | Power(operand, _):
            return (operand,)
        case Arithmetic(_, left, right) | Compare(_, left, right) | Logic(_, left, right):
            return (left, right)
        case Extreme(_, operands) | DateWord(_, operands):
            return operands
        case Choose(condition, then, otherwise):
            return (condition, then, otherwise)
        case Brackets():
            return (form.operand,)
        case Lookup():
            return (form.key,)
        case Local(_, steps, result):
            return (*(step.form for step in steps), result)


def rebuilt(form: Form, again: Callable[[Form], Form]) -> Form:
    """The same form with `again` of each form directly inside it; steps of a `Local` keep their names."""
    match form:
        case Constant() | Variable() | Missing():
            return form
        case Negate(operand) | Not(operand):
            return type(form)(again(operand))
        case Round(rounding, operand):
            return Round(rounding, again(operand))
        case Power(base, exponent):
            return Power(again(base), exponent)
        case Arithmetic(word, left, right) | Compare(word, left, right) | Logic(word, left, right):
            return type(form)(word, again(left), again(right))
        case Extreme(word, operands) | DateWord(word, operands):
            return type(form)(word, tuple(again(operand) for operand in operands))
        case Choose(condition, then, otherwise):
            return Choose(again(condition), again(then), again(otherwise))
        case Brackets():
            return replace(form, operand=again(form.operand))
        case Lookup():
            return replace(form, key=again(form.key))
        case Local(name, steps, result):
            return Local(name, tuple(replace(step, form=again(step.form)) for step in steps), again(result))


def variables(form: Form) -> tuple[str, ...]:
    """Names read by `form`, in order and each once, without the names its own local steps make."""
    found: dict[str, None] = {}
    _gather(form, found)
    return tuple(found)


def _gather(form: Form, found: dict[str, None]) -> None:
    if isinstance(form, Variable):
        found[form.name] = None
    elif isinstance(form, Local):
        own = {step.name for step in form.steps}
        inner: dict[str, None] = {}
        for child in children(form):
            _gather(child, inner)
        found.update((name, None) for name in inner if name not in own)
    else:
        for child in children(form):
            _gather(child, found)


def walk(form: Form) -> Iterator[Form]:
    yield form
    for child in children(form):
        yield from walk(child)
