"""The figures of a pack, version by version, each with what is said of where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.language.diagnostic import Diagnostic
from engine.language.formula_error import FormulaError
from engine.language.walking import names_in
from engine.program.pack import Definition, Pack, parsed
from engine.reading import models

FIGURES = ("parameter", "field", "scale", "table")
_SECTIONS = {"parameter": "parameters", "field": "parameters", "scale": "scales", "table": "tables"}


@dataclass(frozen=True, slots=True)
class Version:
    """One dated value, scale or table, or a group of figures that change together."""

    name: str
    since: date
    definition: Definition
    record: Any
    ended: bool

    def said(self, field: str) -> Any:
        """What the version says of itself (`law`, `source` …), else what its definition says."""
        if isinstance(self.record, dict):
            own = self.record.get(field)
            if field == "checked_on" and own is not None:
                own = date.fromisoformat(own)
        else:
            own = getattr(self.record, field, None)
        return own if own is not None else getattr(self.definition.model, field, None)

    @property
    def label(self) -> str:
        return str(self.definition.model.label or self.name)

    @property
    def path(self) -> tuple[str, ...]:
        return (_SECTIONS[self.definition.kind], self.name, "values", self.since.isoformat())

    @property
    def is_derived(self) -> bool:
        """Every figure of it is a formula over others, and as sure as they are."""
        texts = _texts(self.record)
        return bool(texts) and all(_is_derived(text) for text in texts)

    def diagnostic(self, code: str, message: str, mend: str) -> Diagnostic:
        return self.definition.document.diagnostic(code, self.path, message, mend, key=True)


def versions(pack: Pack) -> Iterator[Version]:
    """Every version of every parameter, group, scale and table, in the order of the files and of the dates."""
    seen: set[tuple[str, str]] = set()
    for definition in pack.definitions.values():
        if definition.kind not in FIGURES:
            continue
        name = definition.owner or definition.name
        if (definition.pack, name) in seen:
            continue
        seen.add((definition.pack, name))
        for since in sorted(definition.model.values):
            record = definition.model.values[since]
            yield Version(name, since, definition, record, bool(getattr(record, "ended", False)))


def _texts(record: Any) -> list[str]:
    if isinstance(record, str):
        return [record]
    if isinstance(record, models.DatedValue):
        return [record.value] if record.value is not None else []
    if isinstance(record, dict):
        return [text for key, text in record.items() if key not in models.Sourced.model_fields]
    rows = record if isinstance(record, list) else record.rows or []
    if isinstance(rows, dict):
        return [*rows.values(), *(text for text in (record.otherwise, record.each_further) if text is not None)]
    return [text for row in rows for text in row.model_dump(exclude_none=True).values()]


def _is_derived(text: str) -> bool:
    try:
        return any(names_in(parsed(text)))
    except FormulaError:
        return False
