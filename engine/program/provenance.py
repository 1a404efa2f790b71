"""Where the figure that was used comes from: law, source, confidence, since when, which pack decided it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.language.walking import names_in
from engine.program.dated import parameter_on, version_on
from engine.program.pack import Definition, Pack, parsed
from engine.program.timeline import Dates
from engine.reading import models

CONFIDENCES = ("assumed", "published", "statutory")
"""Weakest first."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """What stands behind one dated figure, scale or table."""

    name: str
    label: str
    value: str
    since: date | None
    law: str
    source: str
    confidence: str
    checked_on: date | None
    pack: str


def weakest(confidences: Iterator[str] | list[str]) -> str:
    """The lowest of some confidences; figures nobody graded count as `assumed`."""
    return min((c for c in confidences), key=CONFIDENCES.index, default="statutory")


def provenance(pack: Pack, name: str, dates: Dates) -> Provenance | None:
    """Provenance of a parameter, field, scale or table as it holds on `dates`; None for any other name."""
    definition = pack.definitions.get(name)
    if definition is None or definition.kind not in ("parameter", "field", "scale", "table"):
        return None
    day = dates.on(definition.model.follows)
    if definition.kind in ("parameter", "field"):
        held = parameter_on(definition, day)
        since, value = (held.since if held.text is not None else None), held.text or ""
        record = definition.model.values.get(since) if since else None
    else:
        version = version_on(definition.model.values, day)
        since, value, record = (version.since if version.value is not None else None), "", version.value
    return _graded(pack, definition, name, value, since, record, dates)


def _graded(
    pack: Pack, definition: Definition, name: str, value: str, since: date | None, record: Any, dates: Dates
) -> Provenance:
    model = definition.model

    def said(field: str) -> Any:
        if isinstance(record, models.Sourced):
            own = getattr(record, field)
        elif isinstance(record, dict):
            own = record.get(field)
        else:
            own = None
        return own if own is not None else getattr(model, field, None)

    confidence = said("confidence")
    derived = [p.confidence for p in _made_of(pack, value, dates)] if value else []
    if derived and confidence is None:
        confidence = weakest(derived)
    checked = said("checked_on")
    return Provenance(
        name=name,
        label=model.label or name,
        value=value,
        since=since,
        law=said("law") or "",
        source=said("source") or "",
        confidence=confidence or "assumed",
        checked_on=date.fromisoformat(checked) if isinstance(checked, str) else checked,
        pack=definition.pack,
    )


def _made_of(pack: Pack, text: str, dates: Dates) -> Iterator[Provenance]:
    """Provenance of the parameters that a derived value is made of."""
    for name in names_in(parsed(text)):
        found = provenance(pack, name, dates)
        if found is not None:
            yield found
