"""One page for each code: what it means, why it matters, a bad and a good example, how to mend.

`bareme check --explain BAR301` prints a page, `docs/diagnostics.md` is made of all
of them, and each example is tried by the tests: the bad one is refused in the place
and in the words that a remark under it says, the good one is accepted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent
HEADINGS: Final = ("What it means", "Why it matters", "Bad example", "Good example", "How to mend")
_FENCE: Final = re.compile(r"^```(?P<info>[^\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Example:
    """A fenced part of a page: what kind of file it is, and its text."""

    info: str
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    code: str
    title: str
    sections: dict[str, str]

    def examples(self, heading: str) -> tuple[Example, ...]:
        return tuple(Example(match["info"], match["text"]) for match in _FENCE.finditer(self.sections[heading]))


def text_of(code: str) -> str:
    """The page of a code as it is written; empty if there is no such code."""
    path = FOLDER / f"{code}.md"
    return path.read_text(encoding="utf-8") if re.fullmatch(r"BAR\d{3}", code) and path.is_file() else ""


def page(code: str) -> Page:
    head, *rest = re.split(r"^## ", text_of(code), flags=re.MULTILINE)
    sections = {}
    for part in rest:
        heading, _, text = part.partition("\n")
        sections[heading.strip()] = text.strip() + "\n"
    return Page(code, head.partition(": ")[2].strip(), sections)


def codes_with_pages() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in FOLDER.glob("BAR*.md")))
