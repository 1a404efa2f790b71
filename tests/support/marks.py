"""Documents that say under a line what is wrong in it.

    tax: {formula: gross * rat}
#                          ^ `rat` is not declared

A remark that begins with a caret speaks of the line above it and of the column
above the caret; `# line 2, column 1: …` says both in numbers, where no remark can
stand in the right place. The remarks are taken out before the document is tried.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_CARET: Final = re.compile(r"^#( *)\^+ (.+)$")
_PLACED: Final = re.compile(r"^# line (\d+), column (\d+): (.+)$")
_REPEATED: Final = re.compile(r"⟨(.+?) × (\d+)⟩")


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    line: int
    column: int
    message: str


@dataclass(frozen=True, slots=True)
class Marked:
    """A document without its remarks, and what they expect, in source order."""

    text: str
    marks: tuple[Mark, ...]


def read_marks(text: str) -> Marked:
    lines: list[str] = []
    marks: list[Mark] = []
    for line in text.splitlines():
        caret, placed = _CARET.match(line), _PLACED.match(line)
        if caret is not None:
            marks.append(Mark(len(lines), len(caret[1]) + 2, caret[2]))
        elif placed is not None:
            marks.append(Mark(int(placed[1]), int(placed[2]), placed[3]))
        else:
            lines.append(_REPEATED.sub(lambda match: match[1] * int(match[2]), line))
    return Marked("\n".join(lines) + "\n", tuple(sorted(marks)))
