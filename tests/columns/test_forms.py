"""Columns, scalar and reference are readings of one form: on any form they give the same, to the last digit."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.columns.column import TooWide
from engine.columns.kernel import BEYOND, Kernel, Shape, kernel
from engine.columns.ranges import Ranges
from engine.evaluation.scalar import compiled
from engine.language.diagnostic import Refused
from engine.program.exact import Rounding, round_fraction
from engine.program.form import Arithmetic, Brackets, Choose, Compare, Constant, Form, Row, Step, Variable
from engine.program.pack import Pack
from engine.program.program import Program
from engine.program.timeline import Segment
from tests.support import forms
from tests.support.columns import compare, drawn, written_kernel
from tests.support.packs import pack_of

ROWS = 20
CENT = Rounding("round", Fraction(1, 100))
EDGES = {
    "gross": (-(10**6), 10**8),
    "other": (-(10**6), 10**6),
    "share": (0, 1),
    "children": (0, 12),
    "flag": (0, 1),
    "day": (forms.FIRST_DAY, forms.LAST_DAY),
}


def edges(_program: Program, name: str) -> tuple[Fraction, Fraction] | None:
    ends = EDGES.get(name)
    return None if ends is None else (Fraction(ends[0]), Fraction(ends[1]))


WIDE = Ranges(edges)


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return pack_of(tmp_path_factory.mktemp("small") / "be", forms.FACTS)


def program_of(pack: Pack, form: Form, rounding: Rounding | None = CENT) -> Program:
    step = Step("result", form, rounding, "money")
    return Program(pack, "work", None, "gross", Segment(), forms.INPUTS, (step,), ("result",))


def same(program: Program, seed: int) -> Kernel | None:
    """Hold all readings to each other on random rows; None where columns leave every row to the scalar reading."""
    try:
        compiled(program)
        written = written_kernel(program, [step.name for step in program.steps], WIDE)
    except (Refused, TooWide):
        return None
    columns = drawn(written, program, Random(seed), ROWS, given=0.5)
    tally = compare(program, written, columns, ROWS, size=16)
    assert not tally.differences, tally.told
    return written


@given(data=st.data(), seed=st.integers(0, 2**32))
def test_every_reading_of_a_form_gives_the_same(pack: Pack, data: st.DataObject, seed: int) -> None:
    same(data.draw(forms.programs(pack)), seed)


@st.composite
def long_scales(draw: st.DrawFn) -> Brackets:
    """Scales with more rows than are counted one by one."""
    limits = sorted(draw(st.sets(st.integers(1, 90_000), min_size=8, max_size=24)))
    marginal = draw(st.booleans())
    each = draw(st.none() | forms.ROUNDINGS) if marginal else None
    rows, lower, amount = [], Fraction(0), Fraction(0)
    for upper in (*(Fraction(limit, 4) for limit in limits), None):
        rate = Fraction(draw(st.integers(0, 60)), 100) if marginal else Fraction(0)
        rows.append(Row(lower, upper, draw(st.booleans()), amount if marginal else draw(forms.NUMBERS), rate))
        if upper is not None:
            part = (upper - lower) * rate
            amount += part if each is None else round_fraction(part, each)
            lower = upper
    return Brackets("scale", tuple(rows), marginal, each, Variable("gross"))


@given(scale=long_scales(), seed=st.integers(0, 2**32))
def test_a_long_scale_finds_its_row_at_every_limit(pack: Pack, scale: Brackets, seed: int) -> None:
    program = program_of(pack, scale, CENT)
    written = written_kernel(program, ["result"], WIDE)
    limits = [int((row.upper or 0) * 100) for row in scale.rows]
    numbers = [number + beside for number in limits for beside in (-1, 0, 1)] + [Random(seed).randint(-100, 10**7)]
    columns = {"gross": np.array(numbers, np.int64)}
    tally = compare(program, written, columns, len(numbers))
    assert not tally.differences, tally.told


GROSS, OTHER = Variable("gross"), Variable("other")


def power(form: Form, exponent: int) -> Form:
    result = form
    for _ in range(exponent - 1):
        result = Arithmetic("*", result, form)
    return result


@pytest.mark.parametrize("mode", forms.MODES)
def test_products_beyond_64_bits_are_exact_once_they_are_small_again(pack: Pack, mode: str) -> None:
    ratio = Arithmetic("/", power(GROSS, 4), Arithmetic("+", power(OTHER, 3), Constant(Fraction(10**19))))
    written = same(program_of(pack, ratio, Rounding(mode, Fraction(1, 100))), 5)
    assert written is not None
    assert "decide(" in written.code.source


def test_a_comparison_of_products_beyond_64_bits_is_exact(pack: Pack) -> None:
    form = Choose(Compare("<", power(GROSS, 4), power(OTHER, 4)), GROSS, OTHER)
    program = program_of(pack, form)
    written = written_kernel(program, ["result"], WIDE)
    columns = {"gross": np.array([10**8, 10**8 - 1, 10**8]), "other": np.array([10**8, 10**8, 10**8 - 1])}
    assert not compare(program, written, columns, 3).differences


def test_a_number_too_large_for_64_bits_is_left_to_the_scalar_reading(pack: Pack) -> None:
    program = program_of(pack, power(GROSS, 3))
    written = kernel(program, Shape(("result",), frozenset(forms.INPUTS)), WIDE)
    _, refused = written.run({"gross": np.array([100, 10**10])}, 2)
    assert [written.refusals[code - 1].reason if code else "" for code in refused] == ["", BEYOND]


def test_without_the_proof_the_same_product_would_be_wrong() -> None:
    with np.errstate(over="ignore"):
        wrapped = np.array([10**10], np.int64) ** 3
    assert int(wrapped[0]) != 10**30


def test_blocks_and_threads_change_nothing(pack: Pack) -> None:
    program = replace(program_of(pack, Arithmetic("*", GROSS, Variable("share"))))
    written = kernel(program, Shape(("result",), frozenset(forms.INPUTS)), WIDE)
    chance = np.random.default_rng(1)
    columns = {"gross": chance.integers(0, 10**8, 70_001), "share": chance.integers(0, 10**6, 70_001)}
    whole = written.run(columns, 70_001, size=2**20, threads=1)[0]["result"]
    for size, threads in ((16_384, 1), (4096, 3), (999, 2)):
        assert np.array_equal(written.run(columns, 70_001, size=size, threads=threads)[0]["result"], whole)
