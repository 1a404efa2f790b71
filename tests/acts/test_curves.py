"""Cliffs and thresholds against brute force over every cent of stretches, and against what the law says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from bareme.cli import main
from engine.evaluation.scalar import compiled
from engine.intervals.cliffs import landscape
from engine.intervals.decisions import ways
from engine.intervals.steps import explained_by_rounding
from engine.language.diagnostic import Refused
from engine.program.program import Program, sliced
from simulator.curve import curve
from simulator.registry import Registry
from simulator.running import facts, program_for
from simulator.scenario import Scenario
from tests.support.packs import pack_of, program_on

REGISTRY = Registry(Path(__file__).resolve().parents[2] / "rules")
CENT = Fraction(1, 100)


def hire(day: str, **given: str) -> Scenario:
    on = date.fromisoformat(day)
    facts_given = {name.replace("__", "."): text for name, text in given.items()}
    return Scenario("be", "hire", on, "fixed_term", {"start": f"{day[:8]}01", "end": day, **facts_given})


def asked(scenario: Scenario) -> tuple[Program, dict[str, Fraction]]:
    country = REGISTRY.of(scenario)
    _, program, _ = program_for(country, scenario)
    return program, facts(country, program, scenario)[0]


@pytest.mark.parametrize(
    ("scenario", "low", "high"),
    [
        (hire("2018-03-31", worker__civil_status="married"), 1080, 1120),
        (hire("2018-03-31"), 4830, 4870),
        (hire("2025-03-31"), 2160, 2190),
    ],
    ids=["spouse 2018", "increased exemption 2018", "work bonus 2025"],
)
def test_brute_force_over_every_cent_finds_no_other_cliff_and_no_other_threshold(
    scenario: Scenario, low: int, high: int
) -> None:
    program, given = asked(scenario)
    found = landscape(program, "gross", "net_pay", given, Fraction(low), Fraction(high))
    assert found.complete
    cliffs, thresholds = by_hand(program, given, low * 100, high * 100)
    assert [cliff.at for cliff in found.cliffs] == cliffs
    assert {threshold.at for threshold in found.thresholds} <= set(thresholds)
    assert not_smooth(program, given, low * 100, high * 100) <= {threshold.at for threshold in found.thresholds}


def by_hand(program: Program, given: dict[str, Fraction], low: int, high: int) -> tuple[list[Fraction], list[Fraction]]:
    """Every cent at which net pay falls further than roundings explain, and every one at which a choice changes."""
    part = sliced(program, "gross", ["net_pay"], compiled(program).scales)
    cliffs, thresholds = [], []
    for at, before, after in pairs(program, given, low, high):
        if any(ways(step, before) != ways(step, after) for step in part.steps):
            thresholds.append(at)
        drop = before["net_pay"] - after["net_pay"]
        if drop > CENT and drop > explained_by_rounding(part, before, after)["net_pay"] + CENT:
            cliffs.append(at)
    return cliffs, thresholds


def pairs(
    program: Program, given: dict[str, Fraction], low: int, high: int
) -> Iterator[tuple[Fraction, dict[str, Fraction], dict[str, Fraction]]]:
    scalar = compiled(program)
    before = scalar.values({**given, "gross": low * CENT})
    for place in range(low, high):
        after = scalar.values({**given, "gross": (place + 1) * CENT})
        yield place * CENT, before, after
        before = after


def not_smooth(program: Program, given: dict[str, Fraction], low: int, high: int) -> set[Fraction]:
    """Cents at which net pay moves by more than nine euros: no rounding of this law does that alone."""
    return {
        at for at, before, after in pairs(program, given, low, high) if abs(after["net_pay"] - before["net_pay"]) > 9
    }


def test_a_cliff_names_the_line_and_the_law() -> None:
    data = curve(REGISTRY, hire("2026-03-31", worker__civil_status="married"), "net_pay", None, "0", "5000")
    assert data["complete"]
    (cliff,) = data["cliffs"]
    assert cliff["last"] == {"over": "1095.10", "of": "1095.10"}
    assert cliff["drop"] == "5.14"
    assert [cause["name"] for cause in cliff["causes"]] == ["special.month"]
    assert cliff["causes"][0]["law"] == "Loi du 30 mars 1994, article 106"


def test_points_stand_at_every_threshold_and_a_unit_either_side() -> None:
    data = curve(REGISTRY, hire("2026-03-31"), "net_pay", None, "0", "5000")
    shown = {Fraction(point["over"]) for point in data["points"]}
    for threshold in data["thresholds"]:
        at = Fraction(threshold["at"])
        assert {at, at + CENT} <= shown
    assert data["points"][0]["over"] == "0.00"
    assert data["points"][-1]["over"] == "5000.00"


PACK = """
parameters:
  limit: {type: money, values: {2018-01-01: "50.50"}}
scales:
  marginal: {values: {2018-01-01: [{up_to: "20.40", rate: 10 %}, {up_to: "40.60", rate: 150 %}, {rate: 50 %}]}}
lines:
  fifteens: {formula: floor(gross to 15)}
  tax: {formula: marginal(fifteens)}
  premium: {formula: if gross <= limit then 25 else 0}
  left: {formula: "max(gross - min(gross, 30), 0)"}
  result: {formula: gross - tax + premium + left}
"""


def test_coarse_roundings_explain_their_own_steps_and_no_more(tmp_path: Path) -> None:
    program = program_on(pack_of(tmp_path / "be", PACK))
    found = landscape(program, "gross", "result", {}, Fraction(0), Fraction(100))
    assert found.complete
    assert [str(cliff.at) for cliff in found.cliffs] == ["101/2"]
    assert found.cliffs[0].causes[0].name == "premium"


def test_a_range_must_be_a_range_and_run_over_what_can_be_given() -> None:
    scenario = hire("2026-03-31")
    with pytest.raises(Refused, match="is empty"):
        curve(REGISTRY, scenario, "net_pay", None, "500", "100")
    with pytest.raises(Refused, match="cannot be run through"):
        curve(REGISTRY, scenario, "net_pay", "taxable", "0", "100")
    with pytest.raises(Refused, match="computes no"):
        curve(REGISTRY, scenario, "invoice.vat", None, "0", "100")


def test_the_command_needs_no_more_than_an_act_and_a_range(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["curve", "be", "job", "--from", "0", "--to", "5000", "--rules", str(REGISTRY.rules)]) == 0
    told = capsys.readouterr()
    assert "taken: --contract fixed_term" in told.err
    assert "0 cliffs: steps at which it falls" in told.out
    assert "thresholds: the last amount before another rule holds." in told.out
