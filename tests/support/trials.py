"""Every document that must be refused, tried: pages, bad files of the reader, bad documents of the checker."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from engine.language.diagnostic import Refused
from engine.language.pages import codes_with_pages, page
from engine.reading.folder import read_folder
from tests.support.examples import Tried, try_examples, try_rules
from tests.support.marks import Mark

TESTS = Path(__file__).parents[1]
HEADER = "pack: be\nlanguage: 1\nname: Belgium\nversion: 1.0.0\n"
SHOWN_ONLY = {
    "BAR702": "a release that was altered on the disk: tests/releases",
    "BAR703": "a version that is taken, which needs a published release: tests/releases",
    "BAR705": "the packs inside an installed program: tests/releases",
    "BAR706": "a spreadsheet that lacks something or would run something: tests/releases",
    "BAR912": "a hundred thousand conclusions: tests/inference",
    "BAR913": "two engines that disagree, which must not happen: tests/inference",
}
"""Codes whose examples show what is printed, because no document brings them about."""
_EXPECTED = re.compile(r"^(\d+):(\d+) (BAR\d{3}) (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A document and how well what was found fits what it expects."""

    name: str
    code: str
    refused: bool
    right_line: bool
    right_column: bool
    right_words: bool
    told: str
    """What was found and expected, for a failure."""


def pages() -> list[str]:
    """The codes whose page has a bad example that can be tried."""
    return [code for code in codes_with_pages() if code not in SHOWN_ONLY]


def page_verdict(code: str, folder: Path) -> Verdict:
    tried = try_examples(page(code).examples("Bad example"), folder)
    return verdict(f"page {code}", code, tried)


def verdict(name: str, code: str, tried: Tried) -> Verdict:
    own = [one for one in tried.found if one.severity == "error" or one.code == code]
    if tried.printed:
        fits = all(text in tried.printed for text in tried.told) and not tried.printed.endswith("exit 0")
        return Verdict(name, code, fits, fits, fits, fits, tried.printed)
    found = [Mark(one.place.line, one.place.column, one.message) for one in own]
    expected = tried.marks or [Mark(1, 1, text) for text in tried.told]
    same = len(found) == len(expected) and all(one.code == code for one in own)
    pairs = list(zip(found, expected, strict=False))
    return Verdict(
        name=name,
        code=code,
        refused=bool(own),
        right_line=same and all(one.line == other.line for one, other in pairs),
        right_column=same and all(one.column == other.column for one, other in pairs),
        right_words=same and all(_same_words(one.message, other.message) for one, other in pairs),
        told=f"found {[(one.code, *_told(mark)) for one, mark in zip(own, found, strict=True)]}, expected {expected}",
    )


def _told(mark: Mark) -> tuple[int, int, str]:
    return mark.line, mark.column, mark.message


def _same_words(found: str, expected: str) -> bool:
    return found.startswith(expected[:-1]) if expected.endswith("…") else found == expected


def documents() -> list[Path]:
    """Bad documents of the checker; the first part of the name is the code."""
    return sorted((TESTS / "diagnostics" / "bad").glob("BAR*.yaml"))


def document_verdict(path: Path, folder: Path) -> Verdict:
    return verdict(path.stem, path.stem[:6], try_rules(path.read_text(encoding="utf-8"), folder))


def files() -> list[Path]:
    """Bad files of the reader, each with what is expected of it beside it."""
    return sorted((TESTS / "reading" / "bad").glob("*.yaml"))


def file_verdict(path: Path, folder: Path) -> Verdict:
    (folder / "pack.yaml").write_text(HEADER, encoding="utf-8")
    (folder / "rules.yaml").write_bytes(path.read_bytes())
    expected = [
        (int(line), int(column), code, message)
        for line, column, code, message in _EXPECTED.findall(path.with_suffix(".expected").read_text(encoding="utf-8"))
    ]
    try:
        read_folder(folder)
        found = []
    except Refused as refused:
        found = [(one.place.line, one.place.column, one.code, one.message) for one in refused.diagnostics]
    same = len(found) == len(expected)
    return Verdict(
        name=path.stem,
        code=expected[0][2],
        refused=bool(found),
        right_line=same and [one[0] for one in found] == [one[0] for one in expected],
        right_column=same and [one[:2] for one in found] == [one[:2] for one in expected],
        right_words=found == expected,
        told=f"found {found}, expected {expected}",
    )
