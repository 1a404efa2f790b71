"""A diagnostic as it is printed in full: the finding, the line with a caret under it, the mend."""

from __future__ import annotations

from typing import Final
from unicodedata import category, east_asian_width

from engine.language.diagnostic import Diagnostic, Place

WIDTH: Final = 110
"""Longer lines are cut to a window around the caret."""


def render(diagnostic: Diagnostic) -> str:
    """`path:line:col: CODE message`, the source line, the caret, `mend:`."""
    place = diagnostic.place
    severity = "" if diagnostic.severity == "error" else f"{diagnostic.severity}: "
    lines = [f"{place}: {diagnostic.code} {severity}{diagnostic.message}"]
    if diagnostic.excerpt.strip():
        lines += _snippet(diagnostic.excerpt, place)
    if diagnostic.mend:
        lines.append(f"  mend: {diagnostic.mend}")
    return "\n".join(lines)


def _snippet(excerpt: str, place: Place) -> list[str]:
    start = min(place.column - 1, len(excerpt))
    end = place.end_column - 1 if place.end_line == place.line else len(excerpt)
    end = max(min(end, len(excerpt)), start + 1)
    first, last = _window(start, end, len(excerpt))
    shown = excerpt[first:last]
    before, after = ("…" if first else ""), ("…" if last < len(excerpt) else "")
    margin = f"  {place.line} | "
    pad = " " * (_columns(before) + _columns(excerpt[first:start]))
    carets = "^" * max(_columns(excerpt[start : min(end, last)]), 1)
    return [f"{margin}{before}{shown}{after}", f"{' ' * (len(margin) - 2)}| {pad}{carets}"]


def _window(start: int, end: int, length: int) -> tuple[int, int]:
    if length <= WIDTH:
        return 0, length
    first = max(0, min(start - WIDTH // 3, length - WIDTH))
    return first, max(min(first + WIDTH, length), min(end, start + 1))


def _columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(
        0 if category(sign) in {"Mn", "Me", "Cf"} else 2 if east_asian_width(sign) in {"W", "F"} else 1 for sign in text
    )
