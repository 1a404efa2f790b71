"""What is wrong, where, and how to mend it: errors as data, never as bare exceptions.

A diagnostic is what `check` prints, what the API returns and what the editor
underlines. Functions that read or check return their diagnostics; only where
nothing can go on do they raise `Refused`, which carries them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A span in a file; lines and columns count from 1, columns in characters."""

    path: str
    line: int = 1
    column: int = 1
    end_line: int = 0
    end_column: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    code: str
    """Stable, `BAR001` …; each has one page."""
    place: Place
    message: str
    """What is wrong, in the words of the person who edits packs."""
    mend: str = ""
    """What to write instead."""
    severity: Severity = "error"
    excerpt: str = ""
    """The source line, for the caret."""

    def __str__(self) -> str:
        tail = f" ({self.mend})" if self.mend else ""
        return f"{self.place}: {self.code} {self.message}{tail}"


@dataclass(slots=True)
class Refused(Exception):
    """Nothing sensible can be computed; `diagnostics` says why, in source order."""

    diagnostics: list[Diagnostic] = field(default_factory=list)

    def __str__(self) -> str:
        return "\n".join(str(d) for d in self.diagnostics)
