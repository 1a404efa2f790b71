"""One form, four readings: whatever a pack may say, all of them give the same."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.evaluation.reference import reference_values
from engine.evaluation.scalar import compiled
from engine.intervals.program import compile_intervals
from engine.program.exact import Rounding
from engine.program.form import Brackets, Row, Step, Variable
from engine.program.meaning import NoValue
from engine.program.pack import Pack
from engine.program.program import Program, Programs
from engine.program.timeline import Dates, Segment
from simulator.evidence import Evidence
from simulator.explaining import explanation
from simulator.registry import Country
from simulator.running import Run
from simulator.scenario import Scenario
from tests.support import forms
from tests.support.packs import exact, pack_of, program_on
from tests.support.replay import replay

Ends = tuple[Fraction, Fraction]
ON = date(2024, 6, 15)
MANY = settings().max_examples


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return pack_of(tmp_path_factory.mktemp("small") / "be", forms.FACTS)


def outcome(values: Mapping[str, Fraction] | None) -> Mapping[str, Fraction] | str:
    return "no value" if values is None else values


def by_reference(program: Program, facts: Mapping[str, Fraction]) -> dict[str, Fraction] | None:
    try:
        return reference_values(program, facts)
    except NoValue:
        return None


def by_scalar(program: Program, facts: Mapping[str, Fraction]) -> dict[str, Fraction] | None:
    try:
        return compiled(program).values(facts)
    except NoValue:
        return None


def outside(
    program: Program, facts: Mapping[str, Fraction], ends: Mapping[str, tuple[Fraction, Fraction]]
) -> list[str]:
    """Values of a run that the intervals do not contain, for ends that contain the facts."""
    values = by_reference(program, facts)
    if values is None:
        return []
    bounds = compile_intervals(program).bounds(ends)
    return [name for name, (low, high) in bounds.items() if not low <= values[name] <= high]


def run_of(program: Program, facts: Mapping[str, Fraction], values: Mapping[str, Fraction]) -> Run:
    country = Country(program.pack, Programs(program.pack))
    return Run(country, Scenario("be", "work", ON), Dates(ON, ON, ON), program, facts, values, ())


def trace_of(program: Program, facts: Mapping[str, Fraction], name: str) -> dict[str, Any]:
    """The published form of a trace, through its bytes."""
    run = run_of(program, facts, compiled(program).values(facts))
    found: dict[str, Any] = json.loads(json.dumps(explanation(Evidence(run), name)))
    return found


@given(data=st.data())
@settings(max_examples=3 * MANY)
def test_the_compiled_reading_gives_what_the_form_means(pack: Pack, data: st.DataObject) -> None:
    program = data.draw(forms.programs(pack))
    facts = data.draw(forms.fact_values(program))
    assert outcome(by_scalar(program, facts)) == outcome(by_reference(program, facts))


@given(data=st.data())
@settings(max_examples=3 * MANY)
def test_intervals_contain_every_value(pack: Pack, data: st.DataObject) -> None:
    program = data.draw(forms.programs(pack))
    facts = data.draw(forms.fact_values(program))
    other = data.draw(forms.fact_values(program))
    widened = data.draw(st.frozensets(st.sampled_from(sorted(facts))))
    ends = {name: (value, value) for name, value in facts.items()}
    for name in widened:
        reached = (facts[name], other.get(name, facts[name]))
        ends[name] = (min(reached), max(reached))
    assert outside(program, facts, ends) == []


@given(data=st.data())
@settings(max_examples=2 * MANY)
def test_an_explanation_replayed_by_hand_gives_the_printed_number(pack: Pack, data: st.DataObject) -> None:
    program = data.draw(forms.programs(pack))
    facts = data.draw(forms.fact_values(program))
    if by_reference(program, facts) is None:
        return
    assert replay(trace_of(program, facts, program.steps[-1].name)) == []


# ---- each comparison sees a reading that is wrong -------------------------------------------------------------------

ROUNDED = """
inputs: {share: {type: rate, range: ["0", "1"], default: "0.5", why: half}}
lines: {result: {formula: gross * share * 13.07 %}}
"""


def test_a_compiled_reading_that_cuts_instead_of_rounding_is_seen(tmp_path: Path) -> None:
    program = program_on(pack_of(tmp_path / "be", ROUNDED))
    facts = {"gross": exact("1000.01"), "share": exact("0.25")}
    right = compiled(program)
    assert right.values(facts) == by_reference(program, facts)
    cutting, halves = re.subn(r" \+ \d+\) //", ") //", right.source)
    assert halves == 1
    wrong: dict[str, Any] = {}
    exec(cutting, wrong)  # noqa: S102 - the writer's own text without the half it adds
    assert replace(right, run=wrong["run"]).values(facts) != by_reference(program, facts)


def test_an_interval_that_forgets_an_end_is_seen(tmp_path: Path) -> None:
    program = program_on(pack_of(tmp_path / "be", ROUNDED))
    facts = {"gross": exact("100"), "share": exact("0.5")}
    ends = {"gross": (exact("0"), exact("200")), "share": (exact("0"), exact("1"))}
    assert outside(program, facts, ends) == []
    narrow = compile_intervals(program, watch={"product": lambda low, _high, other, _top: (low * other, low * other)})
    low, high = narrow.bounds(ends)["result"]
    assert not low <= compiled(program).values(facts)["result"] <= high


def test_a_trace_that_takes_the_wrong_row_of_a_scale_is_seen(pack: Pack) -> None:
    rows = (Row(Fraction(0), Fraction(100), True, Fraction(0), Fraction(1, 10)),)
    last = Row(Fraction(100), None, False, Fraction(10), Fraction(3, 10))
    scale = Brackets("scale", (*rows, last), True, None, Variable("gross"))
    step = Step("line.0", scale, Rounding("round", Fraction(1, 100)), "money")
    program = Program(pack, "work", None, "gross", Segment(), {"gross": "money"}, (step,), ("line.0",))
    trace = trace_of(program, {"gross": Fraction(150)}, "line.0")
    assert replay(trace) == []
    node = trace["lines"][0]["trace"]
    node["detail"] |= {"from": "0", "amount": "0", "rate": "1/10"}
    assert replay(trace) != []
