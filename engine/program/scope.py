"""Where a formula stands while it is lowered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.program.form import Form
from engine.reading.document import Document


@dataclass(slots=True)
class Scope:
    """Where a formula stands: its place for messages, its local names, the clock it follows."""

    document: Document
    path: tuple[str | int, ...]
    clock: str = "work"
    locals: Mapping[str, Form] = field(default_factory=dict)

    def label(self, *more: str | int) -> str:
        """A name for a place of the pack: file name and path of keys."""
        return label_of(self.document, (*self.path, *more))


def label_of(document: Document, path: tuple[str | int, ...]) -> str:
    """A name for a place of a file that is the same wherever the pack stands."""
    return f"{document.path.rpartition('/')[2]}#{'/'.join(str(part) for part in path)}"
