"""Programs made at random, over every kind of form, with facts to run them on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from hypothesis import strategies as st

from engine.program.exact import Rounding
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
    Row,
    Step,
    Variable,
)
from engine.program.pack import Pack
from engine.program.program import Program
from engine.program.timeline import Segment

FACTS = """\
parameters:
  figure: {type: number, values: {2018-01-01: "2"}}
scales:
  scale: {values: {2018-01-01: [{rate: 1 %}]}}
tables:
  table: {by: count, values: {2018-01-01: {otherwise: "1"}}}
lines:
  result: {formula: gross}
"""
"""A pack whose names the forms use, so that a trace finds where its figures stand."""

INPUTS = {"gross": "money", "other": "money", "share": "rate", "children": "count", "flag": "bool", "day": "date"}
FIRST_DAY, LAST_DAY = date(2018, 1, 1).toordinal(), date(2027, 12, 31).toordinal()
MODES = ("round", "floor", "ceil", "truncate", "round_half_even", "round_half_down")
ROUNDINGS = st.builds(
    Rounding,
    st.sampled_from(MODES),
    st.sampled_from([Fraction(1, 100), Fraction(1), Fraction(15), Fraction(1, 10000), Fraction(1, 20), Fraction(3, 8)]),
)
NUMBERS = st.one_of(
    st.integers(-3, 12).map(Fraction),
    st.integers(-200_000, 500_000).map(lambda cents: Fraction(cents, 100)),
    st.integers(0, 1000).map(lambda mille: Fraction(mille, 1000)),
    st.sampled_from([Fraction(1, 3), Fraction(7, 6), Fraction(1307, 10000)]),
)
EXPONENTS = st.sampled_from([Fraction(1, 2), Fraction(7, 4), Fraction(3, 2), Fraction(2, 3)])
ROOTS_OF_DAYS = ("days_between", "months_between", "weekdays_between", "age")
PARTS_OF_DAYS = ("year", "month", "day", "quarter", "days_in_month", "weekdays_in_month")
DAYS_OF_DAYS = ("first_of_month", "last_of_month")


@dataclass(frozen=True)
class Names:
    """The names that a form may read, by what they hold, and how deep forms still may go."""

    numbers: tuple[str, ...] = ("gross", "other", "share", "children")
    truths: tuple[str, ...] = ("flag",)
    days: tuple[str, ...] = ("day",)


@st.composite
def numbers(draw: st.DrawFn, names: Names, depth: int) -> Form:
    """A form whose value is a number."""
    if depth == 0:
        return draw(
            st.one_of(
                st.builds(Variable, st.sampled_from(names.numbers)),
                st.builds(Constant, NUMBERS, st.sampled_from(["", "figure"])),
            )
        )
    inner = numbers(names, depth - 1)
    leaf = numbers(names, 0)
    kind = draw(st.integers(0, 13))
    if kind <= 3:
        return Arithmetic("+-*/"[kind], draw(inner), draw(inner if kind < 2 else leaf))
    if kind == 4:
        return Extreme(draw(st.sampled_from(["min", "max"])), tuple(draw(st.lists(inner, min_size=1, max_size=3))))
    if kind in (5, 6):
        sides = st.one_of(inner, leaf, st.just(Missing("figure", "nothing holds")) if depth > 1 else leaf)
        return Choose(draw(truths(names, depth - 1)), draw(sides), draw(inner))
    if kind == 7:
        return Round(draw(ROUNDINGS), draw(inner))
    if kind == 8:
        return draw(st.one_of(st.builds(Power, leaf, st.integers(0, 3).map(Fraction)), inner.map(Negate)))
    if kind == 9:
        return Round(draw(ROUNDINGS), draw(broken_powers(names)))
    if kind == 10:
        return draw(scales(inner))
    if kind == 11:
        return draw(tables())
    if kind == 12:
        return draw(of_days(names))
    return draw(functions(names, depth))


@st.composite
def truths(draw: st.DrawFn, names: Names, depth: int) -> Form:
    """A form whose value is a truth."""
    leaf = numbers(names, 0)
    kind = draw(st.integers(0, 5 if depth else 1))
    if kind == 0:
        return Variable(draw(st.sampled_from(names.truths)))
    if kind <= 2:
        side = numbers(names, max(depth - 1, 0)) if kind == 2 else leaf
        return Compare(draw(st.sampled_from(["==", "!=", "<", "<=", ">", ">="])), draw(side), draw(leaf))
    if kind == 3:
        return Not(draw(truths(names, depth - 1)))
    if kind == 4:
        inner = truths(names, depth - 1)
        return Choose(draw(inner), draw(inner), draw(inner))
    return Logic(draw(st.sampled_from(["and", "or"])), draw(truths(names, depth - 1)), draw(truths(names, depth - 1)))


def of_days(names: Names) -> st.SearchStrategy[Form]:
    day = st.builds(Variable, st.sampled_from(names.days))
    moved = st.one_of(day, st.builds(lambda word, of: DateWord(word, (of,)), st.sampled_from(DAYS_OF_DAYS), day))
    return st.one_of(
        st.builds(lambda word, a, b: DateWord(word, (a, b)), st.sampled_from(ROOTS_OF_DAYS), moved, moved),
        st.builds(lambda word, of: DateWord(word, (of,)), st.sampled_from(PARTS_OF_DAYS), moved),
    )


@st.composite
def broken_powers(draw: st.DrawFn, names: Names) -> Form:
    """A form that is linear in one power with a broken exponent."""
    leaf = numbers(names, 0)
    base = draw(st.one_of(leaf, leaf.map(lambda of: Extreme("max", (of, Constant(Fraction(0)))))))
    form: Form = Power(base, draw(EXPONENTS))
    for _ in range(draw(st.integers(0, 2))):
        operator = draw(st.sampled_from(["+", "-", "*", "/"]))
        other = draw(leaf)
        is_left = operator == "/" or draw(st.booleans())
        form = Arithmetic(operator, form, other) if is_left else Arithmetic(operator, other, form)
    return draw(st.sampled_from([form, Negate(form)]))


@st.composite
def scales(draw: st.DrawFn, operand: st.SearchStrategy[Form]) -> Form:
    bounds = sorted(draw(st.sets(st.integers(1, 400_000).map(lambda c: Fraction(c, 100)), min_size=1, max_size=4)))
    marginal = draw(st.booleans())
    each = draw(st.none() | ROUNDINGS) if marginal else None
    rows, lower, amount = [], Fraction(0), Fraction(0)
    open_ended = draw(st.integers(0, 4)) > 0
    for upper in (*bounds[:-1], None if open_ended else bounds[-1]):
        rate = draw(st.integers(0, 60).map(lambda percent: Fraction(percent, 100))) if marginal else Fraction(0)
        amount = draw(NUMBERS) if not marginal or draw(st.integers(0, 3)) == 0 else amount
        rows.append(Row(lower, upper, draw(st.booleans()), amount, rate))
        if upper is not None:
            amount += (upper - lower) * rate
            lower = upper
    return Brackets("scale", tuple(rows), marginal, each, draw(operand))


@st.composite
def tables(draw: st.DrawFn) -> Form:
    keys = sorted(draw(st.sets(st.integers(0, 6), min_size=1, max_size=4)))
    rows = tuple((key, draw(NUMBERS)) for key in keys)
    return Lookup("table", rows, draw(st.none() | NUMBERS), draw(st.none() | NUMBERS), Variable("children"))


@st.composite
def functions(draw: st.DrawFn, names: Names, depth: int) -> Form:
    """Arguments and inner steps of their own, then a result that reads them."""
    mark = f"f#{draw(st.integers(1, 10**6))}"
    steps = [Step(f"{mark}.x", draw(numbers(names, depth - 1)), None, "money")]
    own = Names((*names.numbers, f"{mark}.x"), names.truths, names.days)
    for index in range(draw(st.integers(0, 2))):
        form = draw(numbers(own, depth - 1))
        steps.append(Step(f"{mark}.{index}", form, draw(st.none() | ROUNDINGS), "money"))
        own = Names((*own.numbers, f"{mark}.{index}"), own.truths, own.days)
    return Local("figure", tuple(steps), draw(numbers(own, depth - 1)))


@st.composite
def programs(draw: st.DrawFn, pack: Pack, depth: int = 3) -> Program:
    """A few steps, each rounded, each reading what stands before it; some may be given."""
    steps: list[Step] = []
    names = Names()
    for index in range(draw(st.integers(1, 4))):
        name = f"line.{index}"
        if draw(st.integers(0, 4)) == 0:
            steps.append(Step(name, draw(truths(names, depth)), None, "bool"))
            names = Names(names.numbers, (*names.truths, name), names.days)
        else:
            rounding = draw(ROUNDINGS)
            form = draw(st.one_of(numbers(names, depth), broken_powers(names)))
            steps.append(Step(name, form, rounding, "money", givable=draw(st.integers(0, 5)) == 0))
            names = Names((*names.numbers, name), names.truths, names.days)
    values = tuple(step.name for step in steps)
    return Program(pack, "work", None, "gross", Segment(), INPUTS, tuple(steps), values)


FACT_VALUES = st.fixed_dictionaries(
    {
        "gross": st.integers(0, 1_000_000).map(lambda cents: Fraction(cents, 100)),
        "other": st.integers(-500_000, 500_000).map(lambda cents: Fraction(cents, 100)),
        "share": st.integers(0, 1_000_000).map(lambda millionth: Fraction(millionth, 1_000_000)),
        "children": st.integers(0, 9).map(Fraction),
        "flag": st.integers(0, 1).map(Fraction),
        "day": st.integers(FIRST_DAY, LAST_DAY).map(Fraction),
    }
)


@st.composite
def fact_values(draw: st.DrawFn, program: Program) -> dict[str, Fraction]:
    """Facts for the program: all its inputs, and some of the steps that may be given."""
    facts = dict(draw(FACT_VALUES))
    for step in program.steps:
        if step.givable and draw(st.booleans()):
            facts[step.name] = draw(st.integers(-10_000, 500_000).map(lambda cents: Fraction(cents, 100)))
    return facts
