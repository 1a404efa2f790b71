"""The tree behind one figure as data: `bareme.trace/1`.

A trace is a published format of its own. Each step has a stable address, the
line's name; equal input gives equal bytes; there are no times in it. Every node
can be recomputed from the nodes under it by hand.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from engine.evaluation.explanation import Trace
from engine.program.exact import Rounding
from simulator.evidence import Evidence
from simulator.facts import write_fact
from simulator.lines import label

SCHEMA = "bareme.trace/1"


def explanation(evidence: Evidence, name: str) -> dict[str, Any]:
    """The lines under `name`, each once, with the figures they used and where those come from."""
    lines: dict[str, dict[str, Any]] = {}
    _collect(evidence, name, lines)
    figures = sorted(evidence.figures(name))
    return {
        "schema": SCHEMA,
        "line": name,
        "lines": list(lines.values()),
        "figures": [_figure(evidence, figure) for figure in figures],
    }


def explanations(evidence: Evidence, names: Iterable[str]) -> dict[str, Any]:
    """Everything under several names, each line and each figure once, found by its name."""
    lines: dict[str, dict[str, Any]] = {}
    figures: dict[str, dict[str, Any]] = {}
    for name in names:
        _collect(evidence, name, lines)
        for figure in sorted(evidence.figures(name)):
            if figure not in figures:
                figures[figure] = _figure(evidence, figure)
    return {"lines": lines, "figures": figures}


def _collect(evidence: Evidence, name: str, lines: dict[str, dict[str, Any]]) -> None:
    if name in lines:
        return
    run = evidence.run
    explained = evidence.explained(name)
    definition = run.country.pack.definitions.get(name)
    model = definition.model if definition is not None else None
    lines[name] = {
        "name": name,
        "label": label(run.program, name),
        "type": explained.type,
        "value": write_fact(run.country.pack, explained.type, explained.value),
        "exact": str(explained.value),
        "given": explained.trace is None,
        "formula": explained.text,
        "law": getattr(model, "law", None),
        "note": getattr(model, "note", None),
        "rounding": _rounding(explained.rounding),
        "trace": _node(explained.trace) if explained.trace is not None else None,
        "confidence": evidence.confidence(name),
    }
    for node in evidence.operands(name):
        if node.word == "name":
            _collect(evidence, node.name, lines)


def _node(trace: Trace) -> dict[str, Any]:
    data: dict[str, Any] = {"word": trace.word, "value": str(trace.value)}
    if trace.name:
        data["name"] = trace.name
    if trace.rounding is not None:
        data["rounding"] = _rounding(trace.rounding)
    if trace.detail:
        data["detail"] = dict(trace.detail)
    if trace.operands:
        data["of"] = [_node(operand) for operand in trace.operands]
    return data


def _rounding(rounding: Rounding | None) -> dict[str, str] | None:
    return None if rounding is None else {"mode": rounding.mode, "to": str(rounding.multiple)}


def _figure(evidence: Evidence, name: str) -> dict[str, Any]:
    source = evidence.source(name)
    if source is None:
        raise KeyError(name)
    return {
        "name": name,
        "label": source.label,
        "value": source.value,
        "from": source.since.isoformat() if source.since is not None else None,
        "law": source.law,
        "source": source.source,
        "confidence": source.confidence,
        "checked_on": source.checked_on.isoformat() if source.checked_on is not None else None,
        "pack": source.pack,
    }
