"""Where in the text a value stands, found from its path or an offset inside it."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final

from engine.language.diagnostic import Place

_BREAK: Final = re.compile(r"\r\n|\r|\n")
_ESCAPED: Final = re.compile(r"\\(?:x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|.)", re.DOTALL)


class Lines:
    """Line and column of a character, counted from 1."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(match.end() for match in _BREAK.finditer(text))]

    def line(self, number: int) -> str:
        if not 1 <= number <= len(self.starts):
            return ""
        end = self.starts[number] if number < len(self.starts) else len(self.text)
        return self.text[self.starts[number - 1] : end].rstrip("\r\n")

    def position(self, index: int) -> tuple[int, int]:
        line = bisect_right(self.starts, index)
        return line, index - self.starts[line - 1] + 1

    def place(self, path: str, start: int, end: int) -> Place:
        return Place(path, *self.position(start), *self.position(max(start, end)))


class Node:
    """The number of a value in document order, of its key, and of what it holds."""

    __slots__ = ("items", "key", "number")

    def __init__(self, number: int, key: int) -> None:
        self.number = number
        self.key = key
        self.items: dict[str, Node] | list[Node] = {}


def index_nodes(data: object) -> Node:
    """Numbers the nodes of `data` in the order in which `compose` met them."""
    return _index(data, 0, 0)[0]


def _index(data: object, number: int, key: int) -> tuple[Node, int]:
    node = Node(number, key)
    number += 1
    if isinstance(data, dict):
        node.items = {}
        for name, value in data.items():
            node.items[name], number = _index(value, number + 1, number)
    elif isinstance(data, list):
        node.items = []
        for value in data:
            item, number = _index(value, number, number)
            node.items.append(item)
    return node, number


def find(root: Node, path: tuple[object, ...]) -> tuple[Node, bool]:
    """The node at `path` and True, or its nearest existing ancestor and False."""
    node = root
    for part in path:
        items = node.items
        if isinstance(items, list):
            if not isinstance(part, int) or not 0 <= part < len(items):
                return node, False
            node = items[part]
        else:
            inner = items.get(str(part))
            if inner is None:
                return node, False
            node = inner
    return node, True


def inside(raw: str, value: str, offset: int) -> int:
    """Where in `raw`, the source of a scalar, the character `offset` of its value stands.

    Signs other than spaces are matched one to one, so that folded lines, block
    texts and quoted texts with escapes are followed too.
    """
    first = raw[:1]
    body = 1 if first in ("'", '"') else _after_header(raw) if first in ("|", ">") else 0
    if first not in ("'", '"') and raw[body : body + len(value)] == value:
        return body + min(offset, len(value))
    if first in ("'", '"') and raw[1:-1] == value:
        return 1 + min(offset, len(value))
    wanted = sum(1 for character in value[:offset] if not character.isspace())
    last = body
    for count, (start, end) in enumerate(_signs(raw, body, first)):
        if count == wanted:
            return start if offset < len(value) and not value[offset].isspace() else last
        last = end
    return last


def _after_header(raw: str) -> int:
    match = _BREAK.search(raw)
    return match.end() if match else len(raw)


def _signs(raw: str, body: int, style: str) -> Iterator[tuple[int, int]]:
    """Spans in `raw` of the signs of the value, spaces left out."""
    index = body
    stop = len(raw) - 1 if style in ("'", '"') else len(raw)
    while index < stop:
        end = index + 1
        if style == "'" and raw.startswith("''", index):
            end = index + 2
        elif style == '"' and raw[index] == "\\":
            match = _ESCAPED.match(raw, index)
            end = match.end() if match else end
        if not raw[index:end].isspace() and raw[index:end] not in ("\\\n", "\\ "):
            yield index, end
        index = end


def span_of(spans: array[int], number: int) -> tuple[int, int]:
    return spans[2 * number], spans[2 * number + 1]
