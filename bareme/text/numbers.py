"""Numbers as people write them in any of the habits of Europe, and the one that cannot be told.

`1 234,56`, `1.234,56`, `1,234.56`, `1234.56` and `1'234.56` are one number. A single mark
with three digits after it (`1.234`) is a thousand to one reader and a decimal to another:
it is given back to be asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

SPACES = re.compile(r"[\s\u00a0\u202f\u2009'’_]+")
SIGNS = re.compile(r"(?:[€£$]|EUR|HUF|SEK|Ft|kr)", re.IGNORECASE)
PLAIN = re.compile(r"-?\d+(?:[.,]\d+)*")
MOST = 40


@dataclass(frozen=True, slots=True)
class Unclear:
    """A number with two readings, the greater first."""

    written: str
    whole: str
    decimal: str


@dataclass(frozen=True, slots=True)
class NoNumber:
    """A text that is no number in any habit."""

    written: str


def read_number(text: str) -> str | Unclear | NoNumber:
    """The number with a decimal point and nothing else; or why it cannot be told."""
    written = text.strip()
    bare = SPACES.sub("", SIGNS.sub("", written.replace("\u2212", "-")))
    if len(written) > MOST or not bare.isascii() or not PLAIN.fullmatch(bare):
        return NoNumber(written)
    marks = [sign for sign in bare if sign in ".,"]
    if not marks:
        return _tidy(bare)
    groups = re.split(r"[.,]", bare.lstrip("-"))
    if len(set(marks)) == 2:
        return _two_kinds(bare, marks, groups, written)
    if len(marks) > 1:
        return _tidy(re.sub(r"[.,]", "", bare)) if _thousands(groups) else NoNumber(written)
    decimal = bare.replace(",", ".")
    if len(groups[1]) == 3 and 1 <= len(groups[0]) <= 3 and not groups[0].startswith("0"):
        return Unclear(written, _tidy(re.sub(r"[.,]", "", bare)), _tidy(decimal))
    return _tidy(decimal)


def _two_kinds(bare: str, marks: list[str], groups: list[str], written: str) -> str | NoNumber:
    """Thousands by one mark, decimals by the other, which stands once and last."""
    if marks.count(marks[-1]) != 1 or not _thousands(groups[:-1]):
        return NoNumber(written)
    whole, _, decimals = bare.rpartition(marks[-1])
    return _tidy(f"{whole.replace(marks[0], '')}.{decimals}")


def _thousands(groups: list[str]) -> bool:
    return 1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])


def _tidy(number: str) -> str:
    sign, digits = ("-", number[1:]) if number.startswith("-") else ("", number)
    whole, point, decimals = digits.partition(".")
    return f"{sign}{whole.lstrip('0') or '0'}{point}{decimals}"
