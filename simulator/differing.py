"""Which rules make two runs of one country differ: dated figures, formulas, and properties of their contract types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulator.evidence import Evidence
from simulator.lines import label
from simulator.running import Run


def differing_rules(first: Run, second: Run) -> list[dict[str, Any]]:
    """Dated figures that both use with other values, or that only one of them uses."""
    if first.country.pack.name != second.country.pack.name:
        return []
    used = [_figures(done) for done in (first, second)]
    found = []
    for name in sorted({*used[0], *used[1]}):
        before, after = (figures.get(name) for figures in used)
        if before is None or after is None or before["value"] != after["value"]:
            held = after or before or {}
            found.append(
                {
                    "name": name,
                    "label": held["label"],
                    "law": held["law"],
                    "before": before["value"] if before is not None else None,
                    "after": after["value"] if after is not None else None,
                }
            )
    return found + (_formulas(first, second) if first.program.contract == second.program.contract else [])


def _formulas(first: Run, second: Run) -> list[dict[str, Any]]:
    """Lines of both that are computed in another way."""
    found = []
    for name in first.program.step_of:
        other = second.program.step_of.get(name)
        own = first.program.step_of[name]
        definition = second.country.pack.definitions.get(name)
        if other is None or definition is None or definition.kind == "input":
            continue
        if (own.text, own.rounding) != (other.text, other.rounding):
            law = getattr(definition.model, "law", None)
            found.append(
                {
                    "name": name,
                    "label": label(second.program, name),
                    "law": law,
                    "before": own.text,
                    "after": other.text,
                }
            )
    return found


def _figures(done: Run) -> Mapping[str, Mapping[str, Any]]:
    evidence = Evidence(done)
    names = {figure for name in done.program.values for figure in evidence.figures(name)}
    sources = {name: evidence.source(name) for name in names}
    return {
        name: {"label": source.label, "law": source.law or None, "value": source.value or None}
        for name, source in sources.items()
        if source is not None
    }


def differing_properties(first: Run, second: Run) -> list[dict[str, Any]]:
    """Properties of the two contract types that differ."""
    if first.country.pack.name != second.country.pack.name:
        return []
    names = [
        name
        for name, definition in first.country.pack.definitions.items()
        if definition.kind == "property" and name.startswith("contract.")
    ]
    found = [(name, _property(first, name), _property(second, name)) for name in names]
    return [
        {"name": name, "label": label(first.program, name), "before": before, "after": after}
        for name, before, after in found
        if before != after
    ]


def _property(done: Run, name: str) -> str | None:
    """What the contract type says, or what holds where it says nothing."""
    pack, contract = done.country.pack, done.program.contract
    written = pack.contracts[contract].model.properties.get(name) if contract else None
    if written is None:
        written = pack.definitions[name].model.default
    if isinstance(written, Mapping):
        written = written[max(day for day in written if day <= done.dates.work)]
    return None if written is None else str(written)
