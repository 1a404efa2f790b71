"""Solving: every solution or the proof that there is none, against tables that try every single value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.evaluation.scalar import ScalarProgram, compiled
from engine.intervals.solution import Gap, Solution, independent, readings, slice_of, solve
from engine.intervals.solving import Found, NoSolution, search
from engine.program.meaning import NoValue
from engine.program.pack import Pack
from engine.program.program import Program
from simulator.registry import Registry
from tests.campaigns.solving import Tally, compare, questions, tried
from tests.support import forms
from tests.support.brute_force import Expected, brute_force
from tests.support.packs import exact, pack_of, program_on
from tests.support.planting import RULES

MANY = settings().max_examples
CLIFFS = """
scales:
  steps: {values: {2018-01-01: [{below: "50", value: "0"}, {value: "20"}]}}
lines:
  floored: {formula: floor(gross to 15)}
  stepped: {formula: gross - steps(gross)}
  flat: {formula: "min(gross, 40)"}
  smooth: {formula: gross * 73.07 %}
  steep: {formula: gross * 150 %}
  result: {formula: gross - floored * 20 %}
  nothing: {formula: 7}
"""


@pytest.fixture(scope="module")
def cliffs(tmp_path_factory: pytest.TempPathFactory) -> Program:
    shown = "result, floored, stepped, flat, smooth, steep, nothing"
    return program_on(pack_of(tmp_path_factory.mktemp("cliffs") / "be", CLIFFS, shown))


def asked(program: Program, target: str, goal: str, high: str = "100") -> Solution | Gap:
    return solve(program, "gross", target, exact(goal), {}, Fraction(0), exact(high))


def runs_of(found: Solution | Gap) -> list[tuple[Fraction, Fraction]]:
    assert isinstance(found, Solution)
    return list(found.runs)


def beside(gap: Solution | Gap) -> tuple[str, str]:
    """Both neighbours in words: the figure and the unknown that reaches it."""
    assert isinstance(gap, Gap)
    near = [f"{side.figure} with {side.unknown}" if side is not None else "nothing" for side in (gap.below, gap.above)]
    return near[0], near[1]


def names_of(found: Solution | Gap) -> list[str]:
    assert isinstance(found, Gap)
    return [f"{jump.name} from {jump.before} to {jump.after}" for jump in found.jumps]


def test_the_smallest_solution_and_all_others_are_found(cliffs: Program) -> None:
    assert runs_of(asked(cliffs, "stepped", "40")) == [(exact("40"), exact("40")), (exact("60"), exact("60"))]
    assert runs_of(asked(cliffs, "flat", "40")) == [(exact("40"), exact("100"))]
    assert runs_of(asked(cliffs, "floored", "30")) == [(exact("30"), exact("44.99"))]


def test_a_gap_is_proven_with_both_neighbours_and_the_line_that_jumps(cliffs: Program) -> None:
    gap = asked(cliffs, "floored", "31")
    assert beside(gap) == ("30 with 30", "45 with 45")
    assert names_of(gap) == ["floored from 30 to 45"]


def test_a_gap_that_slope_and_rounding_alone_make_names_no_line(cliffs: Program) -> None:
    gap = asked(cliffs, "steep", "0.04")
    assert beside(gap) == ("3/100 with 1/50", "1/20 with 3/100")
    assert names_of(gap) == []


def test_a_figure_beyond_the_range_has_a_neighbour_on_one_side_only(cliffs: Program) -> None:
    gap = asked(cliffs, "smooth", "500")
    assert beside(gap) == ("7307/100 with 100", "nothing")
    assert names_of(gap) == []


def test_a_figure_that_does_not_depend_on_the_unknown(cliffs: Program) -> None:
    assert runs_of(asked(cliffs, "nothing", "7")) == [(exact("0"), exact("100"))]
    assert beside(asked(cliffs, "nothing", "8")) == ("7 with 0", "nothing")


def test_the_unknown_itself_may_be_the_figure(cliffs: Program) -> None:
    assert runs_of(asked(cliffs, "gross", "12.34")) == [(exact("12.34"), exact("12.34"))]


def test_a_figure_finer_than_its_unit_is_a_gap_between_its_neighbours(cliffs: Program) -> None:
    gap = solve(cliffs, "gross", "smooth", Fraction(1, 3), {}, Fraction(0), Fraction(100))
    assert beside(gap) == ("33/100 with 9/20", "17/50 with 23/50")


def test_where_the_law_has_no_value_nothing_is_claimed(tmp_path: Path) -> None:
    text = "lines: {result: {choose: [{when: gross >= 10 and gross < 20, value: gross * 2}]}}"
    program = program_on(pack_of(tmp_path / "be", text))
    assert runs_of(solve(program, "gross", "result", exact("30"), {}, Fraction(10), Fraction(19)))[0][0] == 15
    gap = solve(program, "gross", "result", exact("60"), {}, Fraction(0), Fraction(20))
    assert beside(gap) == ("1999/50 with 1999/100", "nothing")
    with pytest.raises(NoValue):
        solve(program, "gross", "result", exact("60"), {}, Fraction(20), Fraction(40))


# ---- any figure at all: the search against a table ------------------------------------------------------------------


@st.composite
def figures(draw: st.DrawFn) -> list[int | None]:
    """Figures over a small range: rising, falling, flat, jumping, with values that the law refuses."""
    length = draw(st.integers(1, 120))
    moves = draw(st.lists(st.sampled_from([0, 0, 1, 1, 1, -1, 2, 7, -9]), min_size=length, max_size=length))
    figure, found = draw(st.integers(-5, 5)), []
    for move in moves:
        figure += move
        found.append(figure if draw(st.integers(0, 20)) else None)
    return found


@given(figures(), st.integers(-20, 60), st.integers(0, 4))
@settings(max_examples=5 * MANY)
def test_the_search_says_what_a_table_says(found: list[int | None], goal: int, slack: int) -> None:
    """Bounds may be looser than they need be, never tighter."""

    def bound(low: int, high: int) -> tuple[int, int]:
        there = [figure for figure in found[low : high + 1] if figure is not None]
        if len(there) < high - low + 1 or not there:
            return -1000, 1000
        return min(there) - slack, max(there) + slack

    answer = search(found.__getitem__, bound, 0, len(found) - 1, goal)
    assert as_expected(answer) == normal(brute_force(found.__getitem__, 0, len(found) - 1, [goal])[goal])


def as_expected(answer: Found | NoSolution) -> Expected:
    if isinstance(answer, Found):
        return Expected(answer.runs, None, None)
    near = [(side.figure, side.unknown) if side is not None else None for side in (answer.below, answer.above)]
    return Expected((), *near)


def normal(expected: Expected) -> Expected:
    return Expected(expected.runs, None, None) if expected.runs else expected


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return pack_of(tmp_path_factory.mktemp("small") / "be", forms.FACTS)


@given(data=st.data())
@settings(max_examples=MANY)
def test_what_is_cut_out_for_solving_gives_what_the_whole_gives(pack: Pack, data: st.DataObject) -> None:
    """Steps with the known values put in, against the target's own lines, and a solve against a table of 100 cents."""
    program = data.draw(forms.programs(pack))
    facts = {name: value for name, value in data.draw(forms.FACT_VALUES).items() if name != "gross"}
    target = data.draw(st.sampled_from(program.values))
    first = data.draw(st.integers(0, 500_000))
    low, high = Fraction(first, 100), Fraction(first + 100, 100)
    whole = compiled(program.restricted([target]))
    unit = whole.scales[target]
    table = {first + step: figure_at(whole, facts, first + step, target) for step in range(101)}
    try:
        others = independent(compiled(program), "gross", facts, (low, high))
    except NoValue:
        return
    part = slice_of(program, "gross", target, others)
    point, finer = readings(part)[0], Fraction(part.scalar.scales[target], unit)
    assert table == {cents: None if (found := point(cents)) is None else found / finer for cents in table}
    goals = [found for cents in (first, first + 50, first + 100) if (found := table[cents]) is not None]
    for goal in (*goals, *(goal + 1 for goal in goals)):
        answer = solve(program, "gross", target, Fraction(goal, unit), facts, low, high)
        expected = brute_force(table.__getitem__, first, first + 100, [goal])[goal]
        if isinstance(answer, Solution):
            assert tuple((int(a * 100), int(b * 100)) for a, b in answer.runs) == expected.runs
        else:
            assert expected.runs == ()
            near = [
                side and (int(side.figure * unit), int(side.unknown * 100)) for side in (answer.below, answer.above)
            ]
            assert near == [expected.below, expected.above]


def figure_at(whole: ScalarProgram, facts: Mapping[str, Fraction], cents: int, target: str) -> int | None:
    try:
        given = {**facts, "gross": Fraction(cents, 100)}
        found = whole.values({name: value for name, value in given.items() if name in whole.program.names})
        return int(found[target] * whole.scales[target])
    except NoValue:
        return None


# ---- Belgium ---------------------------------------------------------------------------------------------------------

TARGETS, LARGEST, TOP = 125, 100_000, 250_000


@pytest.mark.parametrize("number", range(4))
def test_belgian_targets_up_to_a_thousand_euros(number: int) -> None:
    """500 in all: net to invoice and net to gross, by the law of 2018 and of 2025, against every cent."""
    question, _ = list(questions(Registry(RULES)))[number]
    tally = tried(question, TARGETS, LARGEST, TOP, seed=7)
    assert tally.faults == []
    assert sum(tally.counts[outcome] for outcome in ("solved", "gaps")) == TARGETS


def test_belgian_taxes_that_no_gross_gives_are_proven_gaps() -> None:
    """By the law of 2018 the tax climbs in steps, so most amounts of tax are never reached."""
    question, _ = list(questions(Registry(RULES)))[1]
    tally = tried(replace(question, target="income_tax"), 60, 60_000, 400_000, seed=7)
    assert tally.faults == []
    assert tally.counts["gaps"] > 30


def test_a_solver_that_stops_at_the_first_crossing_is_seen() -> None:
    """Plain bisection takes any crossing: dearer invoices and gaps that are none."""
    question, _ = next(questions(Registry(RULES)))
    table = brute_force(question.point(), 0, TOP, range(40_000, 40_100))
    several = [
        goal for goal, expected in table.items() if expected.runs and expected.runs[0][0] != expected.runs[-1][1]
    ]
    tally = Tally()
    for goal in several:
        last = Fraction(table[goal].runs[-1][1], 100)
        compare(question, goal, Solution(((last, last),), cut=False), table[goal], TOP, tally)
    assert several
    assert tally.counts["dearer"] + tally.counts["wrong"] == len(several)
    assert tally.counts["dearer"] > 0


def test_the_belgian_floor_to_fifteen_euros_is_named_as_what_jumps() -> None:
    """By the law of 2018 the pay that is taxed is floored to 15 euros, so the tax climbs in steps."""
    question, _ = list(questions(Registry(RULES)))[1]
    gap = solve(question.program, "gross", "income_tax", exact("323.45"), question.given, Fraction(0), Fraction(10_000))
    assert isinstance(gap, Gap)
    first, *others = gap.jumps
    assert first.is_cause
    assert first.before % 15 == 0
    assert first.after - first.before == 15
    assert "floor" in question.program.step_of[first.name].text
    assert [jump.name for jump in others][-1] == "income_tax"
    assert not any(jump.is_cause for jump in others)
