"""The working of a case is computed again: each step must come out, and each figure must be shown."""

from __future__ import annotations

from fractions import Fraction

import pytest

from engine.program.pack import parsed
from engine.reading.models import WorkingStep
from simulator.working import NotArithmetic, not_worked_out, value, working_faults


def steps(*written: tuple[str, str, str | None]) -> list[WorkingStep]:
    return [WorkingStep(step=name, formula=formula, law="Article 1", expect=line) for name, formula, line in written]


def test_steps_build_on_each_other_to_the_expectation() -> None:
    found = steps(("pay", "2000", None), ("personal", "round(pay * 13.07 % to 0.01)", "contribution"))
    assert list(working_faults(found, {"contribution": "261.40"})) == []


def test_a_step_that_comes_to_something_else_is_a_fault() -> None:
    found = steps(("personal", "round(2000 * 13.07 % to 0.01)", "contribution"))
    assert list(working_faults(found, {"contribution": "261.41"})) == [("personal", "261.41", "261.4")]


def test_a_step_may_say_what_it_gives() -> None:
    right = WorkingStep(step="year", formula="12 * 100", gives="1200", law="Article 1")
    wrong = WorkingStep(step="year", formula="12 * 100", gives="1201", law="Article 1")
    assert list(working_faults([right], {})) == []
    assert list(working_faults([wrong], {})) == [("year", "1201", "1200")]


def test_a_name_of_the_pack_is_no_number() -> None:
    (fault,) = working_faults(steps(("personal", "gross * 13.07 %", "contribution")), {"contribution": "1"})
    assert fault[:2] == ("personal", "arithmetic")
    assert "`gross` is no earlier step" in fault[2]


def test_an_expectation_that_is_not_there_is_a_fault() -> None:
    (fault,) = working_faults(steps(("personal", "1", "contribution")), {})
    assert fault[1] == "an expectation `contribution`"


def test_each_figure_needs_a_step_with_its_article() -> None:
    shown = steps(("personal", "261.40", "contribution"))
    without_law = [WorkingStep(step="personal", formula="261.40", expect="contribution")]
    expect = {"contribution": "261.40", "within": "true", "due": "2026-03-10", "refused": "BAR503"}
    assert not_worked_out(shown, expect) == ["within"]
    assert not_worked_out(without_law, expect) == ["contribution", "within"]


@pytest.mark.parametrize(
    ("formula", "comes_to"),
    [
        ("if 3 <= 2 then 1 else 5", 5),
        ("1 < 2 and 2 < 2", 0),
        ("1 < 2 or 2 < 2", 1),
        ("not (1 < 2)", 0),
        ("max(min(7, 3), -2) - 2 ^ 2", -1),
        ("ceil(1.001 to 0.01) * 100", 101),
    ],
)
def test_what_a_step_may_say(formula: str, comes_to: int) -> None:
    assert value(parsed(formula), {}) == Fraction(comes_to)


@pytest.mark.parametrize("formula", ["1 / 0", "2 ^ 0.5", "tariff(3)", "days_in_month(2026-02-01)"])
def test_what_is_no_arithmetic_of_numbers(formula: str) -> None:
    with pytest.raises(NotArithmetic):
        value(parsed(formula), {})
