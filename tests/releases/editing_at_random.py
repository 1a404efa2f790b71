"""Random edits of files: what a splice may touch, and what it must leave alone."""

from __future__ import annotations

import re
from collections import Counter
from random import Random
from typing import Any

from engine.language.diagnostic import Refused
from engine.reading.composing import Data
from engine.reading.document import Document, parse_document
from engine.reading.walking import Path
from engine.releases.splicing import Insert, Put, Remove, Splice, spliced

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_COMMENT = re.compile(r"(?:^|\s)#[^\n]*")
TEXTS = ("7 %", "12600", "2 * fee.rate", "It's 5: no", "a # b", "[x", "yes", "§ 3, é", "true", "2027-01-01", "- x")


def random_splice(document: Document, rng: Random) -> Splice:
    """An edit of some value, dated version or list item of a file."""
    places = list(_places(document.data))
    groups = [place for place in places if not isinstance(place[1], str)]
    path, data = rng.choice(groups if rng.random() < 0.7 else places)
    if isinstance(data, str):
        return Put(path, rng.choice(TEXTS))
    if isinstance(data, list):
        how = rng.random()
        if how < 0.3 and len(data) > 1:
            return Remove(path, rng.randrange(len(data)))
        return Insert(path, rng.randrange(len(data) + 1), rng.choice(data))
    keys = list(data)
    if keys and all(_DAY.fullmatch(key) for key in keys):
        day = f"{rng.randrange(2000, 2040)}-0{rng.randrange(1, 10)}-{rng.randrange(10, 29)}"
        return Put((*path, day), data[rng.choice(keys)] if day not in data else data[day])
    return Put((*path, "note"), rng.choice(TEXTS))


def fault_of(document: Document, splice: Splice, counts: Counter[str]) -> str | None:
    """What a splice did that it must not do; None if all is well."""
    try:
        after = spliced(document, [splice])
    except Refused:
        counts["refused"] += 1
        return None
    counts[type(splice).__name__] += 1
    old, new = document.text, after.text
    start = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    end = 0
    while end < min(len(old), len(new)) - start and old[len(old) - 1 - end] == new[len(new) - 1 - end]:
        end += 1
    gone, come = old[start : len(old) - end], new[start : len(new) - end]
    if isinstance(splice, Insert | Put) and not _was_there(document, splice) and gone:
        return f"an insertion took out {gone!r}"
    if _was_there(document, splice) and len(gone) > len(_raw(document, splice)) + 2:
        return f"more than the value was touched: {gone!r}"
    lost = Counter(_COMMENT.findall(old)) - Counter(_COMMENT.findall(new))
    if lost and not isinstance(splice, Remove) and "#" not in come:
        return f"a comment is gone: {gone!r} -> {come!r}"
    if parse_document(new, document.path).data != after.data:
        return "it does not read the same again"
    return None


def _was_there(document: Document, splice: Splice) -> bool:
    return isinstance(splice, Put) and document.value(splice.path) is not None


def _raw(document: Document, splice: Splice) -> str:
    place = document.place(splice.path)
    lines = document.text.split("\n")[place.line - 1 : place.end_line]
    return "\n".join(lines)


def _places(data: Data, path: Path = ()) -> list[tuple[Path, Any]]:
    found: list[tuple[Path, Any]] = []
    if path and data:
        found.append((path, data))
    if isinstance(data, dict):
        for key, item in data.items():
            found += _places(item, (*path, key))
    elif isinstance(data, list):
        for index, item in enumerate(data):
            found += _places(item, (*path, index))
    return found
