"""Real results keep to the published formats, and no key of theirs is without a description."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from engine.language.diagnostic import Refused
from engine.reading.document import read_document
from simulator.evidence import Evidence
from simulator.explaining import explanation
from simulator.formats import FORMATS, Simulation, Trace
from simulator.formats.schemas import as_text, schema
from simulator.registry import Registry
from simulator.running import run
from simulator.scenario import Scenario, read_scenario
from simulator.simulation import simulate

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("be-*.yaml"))
REGISTRY = Registry(ROOT / "rules")


def scenario_of(path: Path) -> Scenario:
    data: Any = read_document(path).data
    return read_scenario(data, path.name)


def scenarios() -> Iterator[Path]:
    for path in EXAMPLES:
        data: Any = read_document(path).data
        if {"country", "act"} <= set(data) and not {"parts", "acts", "people"} & set(data):
            yield path


@pytest.mark.parametrize("name", list(FORMATS))
def test_the_checked_in_schema_is_that_of_the_shapes(name: str) -> None:
    written = (ROOT / "schemas" / f"{name}.json").read_text(encoding="utf-8")
    assert written == as_text(name), "run `python -m simulator.formats.schemas`"
    Draft202012Validator.check_schema(schema(name))


@pytest.mark.parametrize("path", list(scenarios()), ids=lambda path: path.stem)
def test_a_result_keeps_to_its_format(path: Path) -> None:
    found = simulate(REGISTRY, scenario_of(path))
    assert [error.message for error in Draft202012Validator(schema("simulation")).iter_errors(found)] == []
    Simulation.model_validate(found, by_alias=True, by_name=False)
    for month in found.get("periods", []):
        Simulation.model_validate(month, by_alias=True, by_name=False)


@pytest.mark.parametrize("path", list(scenarios())[:6], ids=lambda path: path.stem)
def test_every_trace_keeps_to_its_format(path: Path) -> None:
    try:
        done = run(REGISTRY, scenario_of(path))
    except Refused:
        pytest.skip("an act that only the whole simulation can do")
    evidence = Evidence(done)
    for name in done.program.values:
        found = explanation(evidence, name)
        assert [error.message for error in Draft202012Validator(schema("trace")).iter_errors(found)] == []
        Trace.model_validate(found, by_alias=True, by_name=False)


def test_a_result_that_does_not_keep_to_its_format_is_noticed() -> None:
    found = simulate(REGISTRY, scenario_of(next(scenarios())))
    broken = {**found, "values": {**found["values"], "net_pay": 1.5}, "complete": "yes"}
    del broken["bundle"]
    messages = {error.json_path for error in Draft202012Validator(schema("simulation")).iter_errors(broken)}
    assert messages == {"$", "$.complete", "$.values.net_pay"}
    assert not list(Draft202012Validator(schema("simulation")).iter_errors({**found, "added_later": 1}))


@pytest.mark.parametrize("name", list(FORMATS))
def test_every_group_of_keys_is_described(name: str) -> None:
    for part, shape in schema(name).get("$defs", {}).items():
        assert shape.get("description") or part == "End", part
