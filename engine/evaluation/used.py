"""The names and figures that a form really used: what stands on the path its conditions took.

They are those of the trace, in its order, found without making it: only conditions are evaluated.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from engine.evaluation.explanation import Trace, nodes, trace
from engine.program.form import (
    Arithmetic,
    Brackets,
    Choose,
    Compare,
    Constant,
    DateWord,
    Extreme,
    Form,
    Local,
    Logic,
    Lookup,
    Missing,
    Negate,
    Not,
    Power,
    Round,
    Variable,
)
from engine.program.meaning import bracket_value, lookup_value, value

KINDS = frozenset({"name", "parameter", "scale", "table"})
INNER = "#"
"""Names of values inside a function or a line bear it; no reader can ask for them."""


Used = tuple[str, str]
"""The kind and the name of something that was used."""
Decision = bool | tuple[Used, ...]
"""What a case decides: which part of a fork is used, or what a function used."""


@dataclass(frozen=True, slots=True)
class Fork:
    """A place where only one of two parts is used."""

    condition: Form
    asked: tuple[Use, ...]
    then: tuple[Use, ...]
    otherwise: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A scale or table, whose value depends on what it is asked for."""

    word: str
    name: str
    form: Brackets | Lookup


@dataclass(frozen=True, slots=True)
class Function:
    """A function with values of its own, which is traced as a whole; `used` is known once a case is."""

    form: Local
    used: tuple[Used, ...] = ()


Use = str | Trace | Fork | Figure | Function
"""A name, a dated figure, or a part that is decided by the case."""


def uses(form: Form) -> tuple[Use, ...]:
    """What a form may use, laid out once for all cases."""
    return tuple(_uses(form))


def is_fixed(laid_out: Iterable[Use]) -> bool:
    """Whether every case uses the same names and figures."""
    return not any(isinstance(one, (Fork, Function)) for one in laid_out)


def decisions(laid_out: Iterable[Use], known: Mapping[str, Fraction]) -> Iterator[Decision]:
    """What a case decides of a layout, in order; the same decisions mean the same names and figures."""
    for one in laid_out:
        if isinstance(one, Fork):
            holds = bool(value(one.condition, known))
            yield holds
            yield from decisions(one.asked, known)
            yield from decisions(one.then if holds else one.otherwise, known)
        elif isinstance(one, Function):
            yield tuple((node.word, node.name) for node in _traced(one, known))


def settled(laid_out: Iterable[Use], taken: Iterator[Decision]) -> Iterator[Use]:
    """A layout without forks, once its decisions are taken."""
    for one in laid_out:
        if isinstance(one, Fork):
            branch = one.then if next(taken) else one.otherwise
            yield from settled(one.asked, taken)
            yield from settled(branch, taken)
        elif isinstance(one, Function):
            found = next(taken)
            yield Function(one.form, found if isinstance(found, tuple) else ())
        else:
            yield one


def named(laid_out: Iterable[Use]) -> Iterator[Used]:
    """The kinds and names in a layout without forks."""
    for one in laid_out:
        match one:
            case str():
                yield "name", one
            case Trace() | Figure():
                yield one.word, one.name
            case Function():
                yield from one.used
            case Fork():
                raise TypeError(one)


def used(laid_out: Iterable[Use], known: Mapping[str, Fraction]) -> Iterator[Trace]:
    """What stands in a layout without forks, with the values that were used."""
    for one in laid_out:
        match one:
            case str():
                yield Trace("name", known[one], one)
            case Trace():
                yield one
            case Figure(word, name, Brackets() as scale):
                yield Trace(word, bracket_value(scale, value(scale.operand, known)), name)
            case Figure(word, name, Lookup() as table):
                yield Trace(word, lookup_value(table, value(table.key, known)), name)
            case Function():
                yield from _traced(one, known)
            case Fork():
                raise TypeError(one)


def _traced(function: Function, known: Mapping[str, Fraction]) -> Iterator[Trace]:
    return (node for node in nodes(trace(function.form, known)) if _is_shown(node.word, node.name))


def _is_shown(word: str, name: str) -> bool:
    return word in KINDS and INNER not in name


def _uses(form: Form) -> Iterator[Use]:
    match form:
        case Constant(number, name):
            if name and INNER not in name:
                yield Trace("parameter", number, name)
        case Variable(name):
            if INNER not in name:
                yield name
        case Choose(condition, then, otherwise):
            yield Fork(condition, uses(condition), uses(then), uses(otherwise))
        case Logic(word, left, right):
            more = uses(right)
            yield Fork(left, uses(left), *((more, ()) if word == "and" else ((), more)))
        case Brackets():
            if INNER not in form.name:
                yield Figure("scale", form.name, form)
            yield from _uses(form.operand)
        case Lookup():
            if INNER not in form.name:
                yield Figure("table", form.name, form)
            yield from _uses(form.key)
        case Local():
            yield Function(form)
        case Extreme(_, parts) | DateWord(_, parts):
            for part in parts:
                yield from _uses(part)
        case Round(_, operand) | Negate(operand) | Not(operand):
            yield from _uses(operand)
        case Power():
            yield from _uses(form.base)
        case Arithmetic(_, left, right) | Compare(_, left, right):
            yield from _uses(left)
            yield from _uses(right)
        case Missing():
            return
