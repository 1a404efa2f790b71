"""Writes new content as its neighbour is written: the same brackets, quotes, indentation and order of keys."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from engine.language.diagnostic import Refused
from engine.reading.composing import Data
from engine.reading.document import Document, parse_document
from engine.reading.positions import Node, find, index_nodes, span_of
from engine.reading.walking import Path

WIDTH = 110
"""Texts that their neighbour folds are folded here too."""


@dataclass(frozen=True)
class Written:
    """A document with the spans of its values and keys, as offsets in its text."""

    document: Document

    @cached_property
    def _root(self) -> Node:
        return index_nodes(self.document.data)

    @property
    def text(self) -> str:
        return self.document.text

    def has(self, path: Path) -> bool:
        return find(self._root, path)[1]

    def span(self, path: Path) -> tuple[int, int]:
        """Where the value at a path stands, without the blank lines and comments behind it."""
        node, _ = find(self._root, path)
        first, last = span_of(self.document.spans, node.number)
        return first, first + len(self.text[first:last].rstrip()) if last > first else last

    def key_span(self, path: Path) -> tuple[int, int]:
        node, _ = find(self._root, path)
        return span_of(self.document.spans, node.key)

    def raw(self, path: Path) -> str:
        first, last = self.span(path)
        return self.text[first:last]

    def is_flow(self, path: Path) -> bool:
        """Whether the group or list at a path is written in brackets."""
        return self.raw(path)[:1] in ("{", "[")

    def in_flow(self, path: Path) -> bool:
        """Whether anything around a path is written in brackets."""
        return any(self.is_flow(path[:length]) for length in range(len(path)) if self.has(path[:length]))

    def column(self, index: int) -> int:
        return index - self.line_start(index)

    def line_start(self, index: int) -> int:
        return self.text.rfind("\n", 0, index) + 1

    def line_end(self, index: int) -> int:
        """Before the line break of the line that a character stands in."""
        end = self.text.find("\n", index)
        end = len(self.text) if end < 0 else end
        return end - 1 if end and self.text[end - 1 : end] == "\r" else end

    def starts_line(self, index: int) -> bool:
        return not self.text[self.line_start(index) : index].strip()


def entry(written: Written, key: str, data: Data, like: Path | None, *, flow: bool) -> str:
    """`key: value`, written as the entry at `like` is."""
    name = _key(written, key, like)
    gap = _gap(written, like) if like is not None and not isinstance(data, str) else " "
    return f"{name}:{value(written, data, like, gap, flow=flow)}"


def value(written: Written, data: Data, like: Path | None, gap: str = " ", *, flow: bool) -> str:
    """What stands behind a colon or a dash, the space before it included."""
    if isinstance(data, str):
        return gap[:1].replace("\n", " ") + scalar(data, _raw_scalar(written, like), flow=flow)
    same = like if like is not None and type(_content(written, like)) is type(data) else None
    if flow or same is None or written.is_flow(same):
        return gap + flowing(written, data, same)
    return _block(written, data, same)


def flowing(written: Written, data: Data, like: Path | None) -> str:
    """Content in brackets; a key that begins a line at its neighbour's begins one here."""
    if isinstance(data, str):
        return scalar(data, _raw_scalar(written, like), flow=True)
    if isinstance(data, list):
        return "[" + ", ".join(flowing(written, item, model(written, like, item)) for item in data) + "]"
    text = ""
    for key in _ordered(written, data, like):
        child = (*like, key) if like is not None and written.has((*like, key)) else None
        text += _between(written, child, first=not text)
        text += f"{_key(written, key, child)}: {flowing(written, data[key], child)}"
    return "{" + text + "}"


def _between(written: Written, child: Path | None, *, first: bool) -> str:
    if first:
        return ""
    start = written.key_span(child)[0] if child is not None else 0
    if child is not None and written.starts_line(start):
        return ",\n" + " " * written.column(start)
    return ", "


def _block(written: Written, data: list[Data] | dict[str, Data], like: Path) -> str:
    """Content on lines of its own, in the columns of its neighbour."""
    if isinstance(data, list):
        dash = written.text.rfind("-", 0, written.span((*like, 0))[0])
        pad = "\n" + " " * written.column(dash)
        return "".join(f"{pad}-{value(written, item, model(written, like, item), flow=False)}" for item in data)
    keys = list(_content(written, like))
    pad = "\n" + " " * written.column(written.key_span((*like, keys[0]))[0])
    text = ""
    for key in _ordered(written, data, like):
        child = (*like, key) if written.has((*like, key)) else None
        text += pad + entry(written, key, data[key], child, flow=False)
    return text


def model(written: Written, path: Path | None, data: Data) -> Path | None:
    """The item of a list that is most alike: it shows how to write another."""
    count = len(_content(written, path) or ()) if path is not None else 0
    items: list[Path] = [(*(path or ()), number) for number in range(count)]
    return max(items, key=lambda one: _shared(_content(written, one), data), default=None)


def _shared(item: Any, data: Data) -> tuple[bool, int]:
    shared = set(item) & set(data) if isinstance(item, dict) and isinstance(data, dict) else ()
    return type(item) is type(data), len(shared)


def scalar(text: str, like: str, *, flow: bool) -> str:
    """A text with the quotes of its neighbour if it can have them, and whatever quotes it needs."""
    if like[:1] in ("|", ">") and not flow and _folds(text):
        return ">-" + _wrapped(text, like)
    double, single = json.dumps(text, ensure_ascii=False), "'" + text.replace("'", "''") + "'"
    preferred = {'"': double, "'": single}.get(like[:1], text)
    for candidate in (preferred, text, double, single):
        if _reads_as(candidate, text, flow=flow):
            return candidate
    return double


def _folds(text: str) -> bool:
    return len(text) > WIDTH // 2 and text == " ".join(text.split())


def _wrapped(text: str, like: str) -> str:
    body = like.split("\n")[1] if "\n" in like else "  "
    pad = "\n" + " " * (len(body) - len(body.lstrip()))
    lines = textwrap.wrap(text, WIDTH - len(pad), break_long_words=False, break_on_hyphens=False)
    return "".join(pad + line for line in lines)


def _reads_as(candidate: str, text: str, *, flow: bool) -> bool:
    source = f"{{k: {candidate}, l: m}}\n" if flow else f"k: {candidate}\nl: m\n"
    try:
        return parse_document(source, "").data == {"k": text, "l": "m"}
    except Refused:
        return False


def _key(written: Written, key: str, like: Path | None) -> str:
    quoted = like is not None and isinstance(like[-1], str) and written.text[written.key_span(like)[0]] in "\"'"
    if quoted:
        return json.dumps(key, ensure_ascii=False)
    return scalar(key, "", flow=True)


def _gap(written: Written, like: Path) -> str:
    """What stands between the colon of an entry and its value in brackets."""
    if not isinstance(like[-1], str) or not written.is_flow(like):
        return " "
    between = written.text[written.key_span(like)[1] : written.span(like)[0]]
    after = between.partition(":")[2]
    return after if after and not after.strip() else " "


def _raw_scalar(written: Written, like: Path | None) -> str:
    """The source of a scalar, from the start of its line for one that is folded."""
    return written.raw(like) if like is not None and isinstance(_content(written, like), str) else ""


def _ordered(written: Written, data: Mapping[str, Any], like: Path | None) -> list[str]:
    """The neighbour's keys in its order, then the others."""
    known = [key for key in _content(written, like) if key in data] if like is not None else []
    return [*known, *(key for key in data if key not in known)]


def _content(written: Written, path: Path) -> Any:
    return written.document.value(path)
