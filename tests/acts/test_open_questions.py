"""What facts nobody gave could still change: held to brute force; and figures that cannot be right are withheld."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from bareme.cli import main
from engine.evaluation.scalar import compiled
from engine.intervals.extremes import extremes
from simulator.effects import asked_figure, effects
from simulator.overlay import setting, what_if
from simulator.registry import Registry
from simulator.running import Run, run
from simulator.scenario import Scenario
from simulator.simulation import simulate

RULES = Path(__file__).resolve().parents[2] / "rules"
REGISTRY = Registry(RULES)
HIRE = Scenario(
    "be", "hire", date(2026, 3, 31), "fixed_term", {"gross": "3000", "start": "2026-03-01", "end": "2026-03-31"}
)


def hire() -> Run:
    return run(REGISTRY, HIRE)


def test_effects_come_in_order_and_are_reached() -> None:
    done = hire()
    found = effects(done, "net_pay")
    sizes = [effect.size(done.values["net_pay"]) for effect in found]
    assert sizes == sorted(sizes, reverse=True)
    program = compiled(done.program)
    for effect in (one for one in found if one.exact):
        for answer, figure in ((effect.low_answer, effect.low), (effect.high_answer, effect.high)):
            assert program.values({**done.given, effect.name: answer})["net_pay"] == figure


@pytest.mark.parametrize(("name", "unit", "most"), [("worker.children", 1, 30), ("days", 100, 36600)])
def test_the_ends_are_those_of_brute_force(name: str, unit: int, most: int) -> None:
    done = hire()
    effect = next(one for one in effects(done, "net_pay") if one.name == name)
    step = max(unit // 4, 1)
    figures = [
        compiled(done.program).values({**done.given, name: Fraction(place, unit)})["net_pay"]
        for place in range(0, most + 1, step)
    ]
    assert effect.low <= min(figures)
    assert max(figures) <= effect.high
    if step == 1:
        assert (effect.low, effect.high) == (min(figures), max(figures))


def test_what_was_given_is_no_question_and_totals_are_not_asked() -> None:
    names = {effect.name for effect in effects(hire(), "net_pay")}
    assert "gross" not in names
    assert not {name for name in names if "to_date" in name}


def test_branch_and_bound_encloses_what_it_cannot_finish() -> None:
    def point(x: int) -> int:
        return (x * 7919) % 1009

    found = extremes(point, lambda _low, _high: (0, 1008), 0, 5000, budget=10)
    assert found is not None
    low, high = found
    assert not high.exact
    assert high.bound == 1008 >= high.figure
    assert low.bound == 0 <= low.figure
    exact = extremes(point, lambda a, b: (min(map(point, range(a, b + 1))), max(map(point, range(a, b + 1)))), 0, 300)
    assert exact is not None
    assert exact[1].figure == max(map(point, range(301)))
    assert exact[0].figure == min(map(point, range(301)))


def test_the_result_carries_the_questions_and_the_print_names_three(capsys: pytest.CaptureFixture[str]) -> None:
    data = simulate(REGISTRY, HIRE)
    assert data["questions"][0]["of"] == asked_figure(hire()) == "net_pay"
    given = [word for name, value in HIRE.given.items() for word in ("--given", f"{name}={value}")]
    words = ["simulate", "be", "hire", "--date", "2026-03-31", "--contract", "fixed_term", *given]
    assert main([*words, "--rules", str(RULES)]) == 0
    printed = capsys.readouterr().out
    told = printed.split("Not said, and what it could still change")[1].splitlines()[1:4]
    assert [question["name"] in line for question, line in zip(data["questions"], told, strict=False)] == [True] * 3


@pytest.mark.parametrize(
    ("change", "line"),
    [("be:income_tax=gross * 2", "net_pay"), ("be:employee_contributions=-gross", "net_pay")],
)
def test_a_figure_that_cannot_be_right_is_never_a_number(change: str, line: str) -> None:
    data = simulate(what_if(REGISTRY, [setting(REGISTRY, change)]), HIRE)
    assert data["values"][line] == "cannot be right"
    shown = next(one for one in data["lines"] if one["name"] == line)
    assert (shown["amount"], shown["status"]) == ("cannot be right", "impossible")
    assert [alert["line"] for alert in data["alerts"] if alert["code"] == "impossible"] == [line]


def test_the_print_says_that_it_cannot_be_right(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["simulate", "be", "hire", "--date", "2026-03-31", "--contract", "fixed_term", "--given", "gross=3000"]
    assert main([*words, "--rules", str(RULES), "--set", "be:income_tax=gross * 2"]) == 0
    printed = capsys.readouterr().out
    assert "cannot be right ✗" in printed
    assert "! blocking: Net pay below zero" in printed
