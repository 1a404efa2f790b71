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
    """A function with values of its own, which is traced as a whole."""

    form: Local


Use = str | Trace | Fork | Figure | Function
"""A name, a dated figure, or a part that is decided by the case."""


def uses(form: Form) -> tuple[Use, ...]:
    """What a form may use, laid out once for all cases."""
    return tuple(_uses(form))


def is_fixed(laid_out: Iterable[Use]) -> bool:
    """Whether every case uses the same names and figures."""
    return not any(isinstance(one, (Fork, Function)) for one in laid_out)


def used(laid_out: Iterable[Use], known: Mapping[str, Fraction]) -> Iterator[Trace]:
    """What one case used, with the values that were used."""
    for one in laid_out:
        match one:
            case str():
                yield Trace("name", known[one], one)
            case Trace():
                yield one
            case Fork(condition, asked, then, otherwise):
                yield from used(asked, known)
                yield from used(then if value(condition, known) else otherwise, known)
            case Figure(word, name, Brackets() as scale):
                yield Trace(word, bracket_value(scale, value(scale.operand, known)), name)
            case Figure(word, name, Lookup() as table):
                yield Trace(word, lookup_value(table, value(table.key, known)), name)
            case Function(form):
                yield from (node for node in nodes(trace(form, known)) if _is_shown(node.word, node.name))


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
