"""Which lines jump where a figure does: the law's steps, not slopes and roundings."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from engine.evaluation.scalar import compiled
from engine.intervals.jumps import jumps
from engine.program.program import Program, sliced
from tests.support.packs import exact, pack_of, program_on

PACK = """
parameters:
  limit: {type: money, values: {2018-01-01: "50.50"}}
scales:
  steps: {values: {2018-01-01: [{up_to: "33.30", value: "0"}, {value: "4"}]}}
  marginal: {values: {2018-01-01: [{up_to: "20.40", rate: 10 %}, {up_to: "40.60", rate: 30 %}, {rate: 50 %}]}}
lines:
  yearly: {formula: gross * 12}
  taxed: {formula: marginal(yearly / 12) * 12}
  monthly: {formula: taxed / 12}
  entitled: {type: bool, formula: gross <= limit}
  premium: {formula: if entitled then 25 else 0}
  coefficient: {type: rate, round: round to 0.01, formula: gross / 1030}
  reduction: {formula: coefficient * 2000}
  stepped: {formula: steps(gross)}
  capped: {formula: "max(min(gross * 2, 61), 10)"}
  joined: {formula: if gross <= 35.50 then gross * 2 else 71 + (gross - 35.50)}
  euros: {formula: truncate(gross to 1)}
  result: {formula: monthly + premium + reduction + stepped + capped + joined + euros}
"""


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    return program_on(pack_of(tmp_path_factory.mktemp("jumps") / "be", PACK))


def jumping(program: Program, at: str) -> tuple[list[str], list[str]]:
    """Causes and followers between an amount and one cent more."""
    whole = compiled(program)
    part = sliced(program, "gross", ["result"], whole.scales)
    first, last = (whole.values({"gross": amount}) for amount in (exact(at), exact(at) + Fraction(1, 100)))
    found = jumps(part, "gross", first, last)
    causes = [jump.name for jump in found if jump.is_cause]
    assert [jump.name for jump in found][: len(causes)] == causes
    return causes, [jump.name for jump in found if not jump.is_cause]


@pytest.mark.parametrize("at", ["4.98", "10.10", "20.39", "20.40", "26.60", "30.49", "30.50", "35.50", "40.60"])
def test_slopes_brackets_caps_and_continuous_choices_do_not_jump(program: Program, at: str) -> None:
    """Twelve times a cent is no jump, nor is a new bracket, a cap, or a choice whose sides meet."""
    assert jumping(program, at) == ([], [])


def test_a_condition_that_changes_is_the_cause_of_what_it_switches(program: Program) -> None:
    assert jumping(program, "50.50") == (["entitled"], ["premium", "result"])


def test_a_step_scale_jumps(program: Program) -> None:
    assert jumping(program, "33.30") == (["stepped"], ["result"])


def test_a_rounding_coarser_than_the_currency_is_a_step_of_the_law(program: Program) -> None:
    assert jumping(program, "31.99") == (["euros"], ["result"])


def test_a_rate_that_is_rounded_shows_in_the_amount_it_makes(program: Program) -> None:
    """A coefficient of two places moves by its last place: 20 euros of reduction."""
    assert jumping(program, "25.74") == (["reduction"], ["result"])


def test_an_amount_that_falls_is_a_jump_too(tmp_path: Path) -> None:
    text = "lines: {bonus: {formula: if gross < 10 then 3 else 0}, result: {formula: gross + bonus}}"
    assert jumping(program_on(pack_of(tmp_path / "be", text)), "9.99") == (["bonus"], ["result"])
