"""Solving in columns finds what solving one act finds: the smallest root, or that there is none."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.columns.ranges import Ranges
from engine.columns.solving import NONE, SOLVED, solve_rows
from engine.evaluation.scalar import compiled, input_scale
from engine.intervals.solution import Solution, solve
from engine.language.diagnostic import Refused
from engine.program.meaning import NoValue
from engine.program.pack import Pack
from engine.program.program import Program
from engine.program.timeline import Dates
from simulator.portfolio.given import RANGES
from simulator.registry import Registry
from tests.support import forms
from tests.support.packs import pack_of

ROOT = Path(__file__).resolve().parents[2]
DAY = date(2026, 3, 10)
ROWS = 12
MOST = 250
"""Cents of the largest root: few enough to try every one."""


def edges(_program: Program, name: str) -> tuple[Fraction, Fraction] | None:
    return (Fraction(0), Fraction(MOST, 100)) if name == "gross" else None


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return pack_of(tmp_path_factory.mktemp("small") / "be", forms.FACTS)


def figures(program: Program, target: str, facts: dict[str, Fraction]) -> list[Fraction | None]:
    """The target at every root, None where the law gives none."""
    scalar, found = compiled(program.restricted([target])), list[Fraction | None]()
    for cents in range(MOST + 1):
        try:
            found.append(scalar.values({**facts, "gross": Fraction(cents, 100)})[target])
        except NoValue:
            found.append(None)
    return found


@settings(max_examples=25)
@given(data=st.data())
def test_the_smallest_root_is_that_of_a_table_of_all_roots(pack: Pack, data: st.DataObject) -> None:
    program = data.draw(forms.programs(pack, 2))
    target = next((step.name for step in reversed(program.steps) if step.type == "money" and not step.givable), None)
    if target is None:
        return
    facts = {name: value for name, value in data.draw(forms.FACT_VALUES).items() if name != "gross"}
    try:
        table = figures(program, target, facts)
    except Refused:
        return
    unit = input_scale("money", pack.quantum)
    whole = [int(one * unit) for one in table if one is not None and (one * unit).denominator == 1]
    goals = np.array([data.draw(st.sampled_from(whole)) if whole else 0 for _ in range(ROWS)], np.int64)
    goals[::3] += 1
    columns = {
        name: np.full(ROWS, int(value * input_scale(forms.INPUTS[name], pack.quantum)), np.int64)
        for name, value in facts.items()
    }
    found = solve_rows(program, target, goals, columns, {}, Ranges(edges))
    for goal, state, number in zip(goals.tolist(), found.state.tolist(), found.numbers.tolist(), strict=True):
        smallest = next((root for root, one in enumerate(table) if one == Fraction(goal, unit)), None)
        if state == SOLVED:
            assert number == smallest
        elif state == NONE:
            assert smallest is None


@pytest.mark.parametrize("contract", ["fixed_term", "student", "amateur_arts", "flexi_job"])
def test_net_to_invoice_is_that_of_a_single_act(contract: str) -> None:
    program = Registry(ROOT / "rules").country("be").programs.program("job", contract, Dates(DAY, DAY, DAY))
    chance = np.random.default_rng(12)
    goals = chance.integers(2_000, 300_000, ROWS)
    columns = {
        "date": np.full(ROWS, DAY.toordinal(), np.int64),
        "payment_date": np.full(ROWS, DAY.toordinal(), np.int64),
        "worker.civil_status": chance.integers(0, 5, ROWS),
        "worker.children": chance.integers(0, 4, ROWS),
        "days": chance.integers(1, 20, ROWS) * 100,
    }
    found = solve_rows(program, "net_pay", goals, columns, {}, RANGES)
    assert (found.state > 0).sum() > ROWS // 2
    for row in range(ROWS):
        facts = {name: Fraction(int(column[row]), 100 if name == "days" else 1) for name, column in columns.items()}
        goal = Fraction(int(goals[row]), 100)
        answer = solve(program, program.root, "net_pay", goal, facts, Fraction(0), Fraction(1_000_000))
        if found.state[row] == SOLVED:
            assert isinstance(answer, Solution)
            assert answer.smallest == Fraction(int(found.numbers[row]), 100)
        elif found.state[row] == NONE:
            assert not isinstance(answer, Solution)
