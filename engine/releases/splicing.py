"""Edits of a YAML file that touch only the bytes of what they edit, each proven by reading the file again."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from engine.language import codes
from engine.language.diagnostic import Diagnostic, Place, Refused
from engine.reading.composing import Data
from engine.reading.document import Document, parse_document
from engine.reading.walking import Path
from engine.releases.rendering import Written, entry, flowing, model, scalar, value

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Put:
    """Let this stand at a path: instead of what stands there, or as a new key of the group above it."""

    path: Path
    data: Data


@dataclass(frozen=True, slots=True)
class Insert:
    """A new item of the list at a path, before the one at `index`."""

    path: Path
    index: int
    data: Data


@dataclass(frozen=True, slots=True)
class Remove:
    """Take an item out of a list of several."""

    path: Path
    index: int


Splice = Put | Insert | Remove


def spliced(document: Document, splices: Iterable[Splice]) -> Document:
    """The document after some edits, in order; `Refused` unless it reads as the old tree with just these edits."""
    for splice in splices:
        expected = _expected(document.data, splice)
        text = _text(Written(document), splice)
        if "\r\n" in document.text:
            text = re.sub(r"(?<!\r)\n", "\r\n", text)
        try:
            after = parse_document(text, document.path)
        except Refused as refused:
            raise _impossible(document, splice, refused.diagnostics[0].message) from None
        if after.data != expected:
            raise _impossible(document, splice, "the file would not read as it should")
        document = after
    return document


def _expected(data: Data, splice: Splice) -> Data:
    """The same edit on the plain tree."""
    after: Any = copy.deepcopy(data)
    held: Any = after
    steps = splice.path[:-1] if isinstance(splice, Put) else splice.path
    for step in steps:
        held = held[step]
    match splice:
        case Put(path, new):
            held[path[-1]] = copy.deepcopy(new)
        case Insert(_, index, new):
            held.insert(index, copy.deepcopy(new))
        case Remove(_, index):
            held.pop(index)
    return after  # type: ignore[no-any-return]


def _text(written: Written, splice: Splice) -> str:
    match splice:
        case Put(path, data) if written.has(path):
            return _replaced(written, path, data)
        case Put(path, data):
            return _new_key(written, path[:-1], str(path[-1]), data)
        case Insert(path, index, data):
            return _new_item(written, path, index, data)
        case Remove(path, index):
            return _without(written, path, index)


def _replaced(written: Written, path: Path, data: Data) -> str:
    first, last = written.span(path)
    flow = written.in_flow(path)
    if isinstance(data, str):
        new = scalar(data, written.raw(path), flow=flow)
    elif flow or not isinstance(written.document.value(path), type(data)) or written.is_flow(path):
        same = path if isinstance(written.document.value(path), type(data)) else None
        new = flowing(written, data, same)
    else:
        start = written.line_start(first) - 1 if written.starts_line(first) else first
        first = written.text.rfind(":", 0, first) + 1 if written.starts_line(first) else start
        new = value(written, data, path, flow=False)
    return written.text[:first] + new + written.text[last:]


def _new_key(written: Written, group: Path, key: str, data: Data) -> str:
    """A key put in its place: dates in the order that their neighbours have, anything else last."""
    siblings = list(_keys(written, group))
    if not siblings:
        first, last = written.span(group)
        return written.text[:first] + flowing(written, {key: data}, None) + written.text[last:]
    before = _neighbour(siblings, key)
    like = (*group, before if before is not None else siblings[0])
    flow = written.in_flow((*group, key))
    text = entry(written, key, data, like if _alike(written, like, key) else None, flow=flow)
    if flow:
        return _into_brackets(written, group, before, siblings[0], text)
    return _onto_lines(written, group, before, siblings[0], text)


def _neighbour(siblings: list[str], key: str) -> str | None:
    """The sibling to stand behind; None to stand before the first."""
    if not _DAY.fullmatch(key) or not all(_DAY.fullmatch(one) for one in siblings):
        return siblings[-1]
    if len(siblings) > 1 and siblings == sorted(siblings, reverse=True):
        return next((one for one in reversed(siblings) if one > key), None)
    earlier = [one for one in siblings if one < key]
    return max(earlier) if earlier else None


def _alike(written: Written, like: Path, key: str) -> bool:
    """A dated value is written like its neighbour, a row of a table too; other keys have a style of their own."""
    return bool(_DAY.fullmatch(key)) or isinstance(written.document.value(like), str)


def _into_brackets(written: Written, group: Path, before: str | None, first: str, text: str) -> str:
    if before is None:
        place = written.key_span((*group, first))[0]
        return f"{written.text[:place]}{text}, {written.text[place:]}"
    start, end = written.key_span((*group, before))[0], written.span((*group, before))[1]
    break_ = "\n" + " " * written.column(start) if written.starts_line(start) and before != first else " "
    return f"{written.text[:end]},{break_}{text}{written.text[end:]}"


def _onto_lines(written: Written, group: Path, before: str | None, first: str, text: str) -> str:
    if before is not None:
        start = written.key_span((*group, before))[0]
        place = written.line_end(written.span((*group, before))[1])
        return f"{written.text[:place]}\n{' ' * written.column(start)}{text}{written.text[place:]}"
    start = written.key_span((*group, first))[0]
    pad = " " * written.column(start)
    if not written.starts_line(start):
        return f"{written.text[:start]}{text}\n{pad}{written.text[start:]}"
    place = _above_comments(written, written.line_start(start))
    return f"{written.text[:place]}{pad}{text}\n{written.text[place:]}"


def _above_comments(written: Written, place: int) -> int:
    """The start of the comment lines directly above a line: they belong to it."""
    while place > 0:
        above = written.line_start(place - 1)
        if not written.text[above:place].lstrip().startswith("#"):
            return place
        place = above
    return place


def _new_item(written: Written, path: Path, index: int, data: Data) -> str:
    count = len(written.document.value(path) or ())
    at_end = index >= count
    beside = (*path, min(index, count - 1))
    like = model(written, path, data)
    if written.is_flow(path):
        text = flowing(written, data, like)
        start, end = written.span(beside)
        if at_end:
            return f"{written.text[:end]}, {text}{written.text[end:]}"
        return f"{written.text[:start]}{text}, {written.text[start:]}"
    dash = written.text.rfind("-", 0, written.span(beside)[0])
    text = f"{' ' * written.column(dash)}-{value(written, data, like, flow=False)}"
    if at_end:
        place = written.line_end(written.span(beside)[1])
        return f"{written.text[:place]}\n{text}{written.text[place:]}"
    place = _above_comments(written, written.line_start(dash))
    return f"{written.text[:place]}{text}\n{written.text[place:]}"


def _without(written: Written, path: Path, index: int) -> str:
    start, end = written.span((*path, index))
    if written.is_flow(path):
        if written.has((*path, index + 1)):
            end = written.span((*path, index + 1))[0]
        elif index:
            start = written.span((*path, index - 1))[1]
        return written.text[:start] + written.text[end:]
    dash = written.text.rfind("-", 0, start)
    first, last = written.line_start(dash), written.text.find("\n", end)
    return written.text[:first] + (written.text[last + 1 :] if last >= 0 else "")


def _keys(written: Written, group: Path) -> Iterable[str]:
    held = written.document.value(group)
    return held if isinstance(held, dict) else ()


def _impossible(document: Document, splice: Splice, why: str) -> Refused:
    place = document.place(splice.path)
    return Refused(
        [
            Diagnostic(
                codes.EDIT_NOT_POSSIBLE,
                Place(place.path, place.line, place.column),
                f"this cannot be edited without touching its surroundings: {why}",
                "edit the file by hand; nothing was written",
            )
        ]
    )
