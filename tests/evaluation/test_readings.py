"""One form, four readings: whatever a pack may say, all of them give the same."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.evaluation.reference import reference_values
from engine.evaluation.scalar import compiled
from engine.intervals.program import compile_intervals
from engine.program.meaning import NoValue
from engine.program.pack import Pack
from engine.program.program import Program, Programs
from engine.program.timeline import Dates
from simulator.evidence import Evidence
from simulator.explaining import explanation
from simulator.registry import Country
from simulator.running import Run
from simulator.scenario import Scenario
from tests.support import forms
from tests.support.packs import pack_of
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


def trace_of(program: Program, facts: Mapping[str, Fraction], name: str) -> dict[str, object]:
    """The published form of a trace, through its bytes."""
    run = run_of(program, facts, compiled(program).values(facts))
    found: dict[str, object] = json.loads(json.dumps(explanation(Evidence(run), name)))
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
