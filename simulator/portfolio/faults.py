"""Why a row is set aside: its place in the file, and the reason in the words a single act would get."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from engine.language.diagnostic import Diagnostic, Refused


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one cell, or with a row as a whole (then `column` is empty)."""

    column: str
    code: str
    message: str
    mend: str = ""


@dataclass(slots=True)
class Faults:
    """The faults of the rows of a batch, by their place in it."""

    of_row: dict[int, list[Fault]] = field(default_factory=dict)

    def add(self, rows: Iterable[int], fault: Fault) -> None:
        for row in rows:
            found = self.of_row.setdefault(int(row), [])
            if fault not in found:
                found.append(fault)

    def refuse(self, rows: Iterable[int], refused: Refused, column: str = "") -> None:
        for diagnostic in refused.diagnostics:
            self.add(rows, told(diagnostic, column))


def told(diagnostic: Diagnostic, column: str = "") -> Fault:
    """A refusal of a single act as the fault of a row."""
    place = diagnostic.place.path
    named = place.removeprefix("given/") if place.startswith("given/") else ""
    return Fault(column or named, diagnostic.code, diagnostic.message, diagnostic.mend)
