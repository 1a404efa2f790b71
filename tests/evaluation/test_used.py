"""What a line used, found without its trace, is what its trace shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.evaluation.explanation import nodes
from engine.evaluation.used import KINDS
from simulator.cases import run_cases
from simulator.evidence import Evidence
from simulator.registry import Registry

REGISTRY = Registry(Path(__file__).resolve().parents[2] / "rules")


@pytest.mark.parametrize("code", REGISTRY.codes())
def test_what_every_line_of_the_worked_cases_used_is_what_its_trace_shows(code: str) -> None:
    forks = 0
    for outcome in list(run_cases(REGISTRY, code))[::7]:
        for done in outcome.runs:
            evidence = Evidence(done)
            for name in done.program.step_of:
                found = [(node.word, node.name, node.value) for node in evidence.operands(name)]
                assert found == shown_by_trace(evidence, name), f"{outcome.name}: {name}"
                forks += len(found) > 1
    assert forks > 1000


def shown_by_trace(evidence: Evidence, name: str) -> list[tuple[str, str, object]]:
    root = evidence.explained(name).trace
    every = () if root is None else nodes(root)
    return [(node.word, node.name, node.value) for node in every if node.word in KINDS and "#" not in node.name]
