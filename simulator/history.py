"""How the figures of a pack change over time: every dated value with its source, and what changes on which day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from engine.program.pack import Definition, Pack
from engine.program.provenance import provenance
from engine.program.timeline import Dates
from engine.reading import models
from simulator.catalogue import described, unit

SCHEMA = "bareme.figure/1"
TIMELINE_SCHEMA = "bareme.timeline/1"
DATED = ("values", "formula", "choose", "sum", "in_order", "round")


def figures(pack: Pack) -> list[Definition]:
    """Parameters, fields, scales and tables, in the order of the files."""
    kinds = ("parameter", "field", "scale", "table")
    return [definition for definition in pack.definitions.values() if definition.kind in kinds]


def figure_row(pack: Pack, definition: Definition) -> dict[str, Any]:
    """A figure in one row of a list, with its latest value."""
    name, model = definition.name, definition.model
    days = sorted(model.values)
    held = provenance(pack, name, Dates(days[-1], days[-1], days[-1])) if days else None
    return {
        **described(name, model),
        "kind": definition.kind,
        "pack": definition.pack,
        **unit(pack, pack.type_of(name)),
        "from": days[-1].isoformat() if days else None,
        "value": (held.value or None) if held is not None else None,
        "confidence": held.confidence if held is not None else "assumed",
    }


def figure_history(pack: Pack, definition: Definition) -> dict[str, Any]:
    """A figure with every dated value, its law, source and confidence."""
    return {
        "schema": SCHEMA,
        **figure_row(pack, definition),
        "follows": definition.model.follows,
        "values": list(_dated(pack, definition)),
    }


def _dated(pack: Pack, definition: Definition) -> Iterator[dict[str, Any]]:
    for day in sorted(definition.model.values):
        record = definition.model.values[day]
        held = provenance(pack, definition.name, Dates(day, day, day))
        if held is None:
            continue
        yield {
            "from": day.isoformat(),
            "value": held.value or None,
            "rows": _rows(definition, record),
            "ended": bool(getattr(record, "ended", False)),
            "law": held.law or None,
            "source": held.source or None,
            "confidence": held.confidence,
            "checked_on": held.checked_on.isoformat() if held.checked_on is not None else None,
        }


def _rows(definition: Definition, record: Any) -> list[dict[str, str]] | None:
    if definition.kind == "scale":
        rows = record if isinstance(record, list) else (record.rows or [])
        return [row.model_dump(exclude_none=True) for row in rows]
    if definition.kind == "table" and isinstance(record, models.DatedRows):
        rows = [{"key": key, "value": value} for key, value in (record.rows or {}).items()]
        for word in ("otherwise", "each_further"):
            value = getattr(record, word)
            if value is not None:
                rows.append({"key": word, "value": value})
        return rows
    return None


def timeline_data(pack: Pack) -> dict[str, Any]:
    """The days on which something of the pack changes, latest first, and what it is."""
    changes: dict[date, list[dict[str, Any]]] = {}
    for definition in pack.definitions.values():
        if definition.kind in ("field", "part", "member", "enum"):
            continue
        for day, how in _change_days(definition.model):
            changes.setdefault(day, []).append(
                {
                    "name": definition.name,
                    "label": definition.model.label or definition.name,
                    "kind": definition.kind,
                    "what": how,
                    "pack": definition.pack,
                }
            )
    return {
        "schema": TIMELINE_SCHEMA,
        "pack": pack.name,
        "days": [{"from": day.isoformat(), "changes": changes[day]} for day in sorted(changes, reverse=True)],
    }


def _change_days(model: Any) -> Iterator[tuple[date, str]]:
    for field in DATED:
        written = getattr(model, field, None)
        if isinstance(written, Mapping):
            for day, record in written.items():
                ended = bool(getattr(record, "ended", False))
                yield day, "ended" if ended else ("value" if field == "values" else field)


def unconfirmed_figures(pack: Pack) -> list[dict[str, Any]]:
    """Every dated value that is assumed, with what its source says."""
    return [
        {**described(definition.name, definition.model), **row}
        for definition in figures(pack)
        for row in _dated(pack, definition)
        if row["confidence"] == "assumed" and not row["ended"]
    ]
