"""Reading one YAML file safely: plain texts, with the place of each, or a refusal.

Nothing in a file can be repeated, converted, nested without bound or read in two
ways; whatever YAML would guess at is refused in the words of the person editing.
"""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import yaml

from engine.language import codes
from engine.language.diagnostic import Diagnostic, Place, Refused
from engine.language.formula_error import FormulaError
from engine.reading import limits
from engine.reading.composing import Data, Halt, compose
from engine.reading.positions import Lines, Node, find, index_nodes, inside, span_of
from engine.reading.scalars import Typed, typed_scalar
from engine.reading.yaml_mistakes import explain

_UNSEEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_ENDS_EARLY: Final = frozenset((codes.UNEXPECTED_END, codes.BRACKETS, codes.INCOMPLETE_CONDITIONAL))


@dataclass(frozen=True)
class Document:
    """A file that was read: its data as plain texts, and where each stands."""

    path: str
    text: str
    data: Data
    spans: array[int]

    def place(
        self,
        path: tuple[object, ...],
        start: int = 0,
        end: int | None = None,
        *,
        key: bool = False,
    ) -> Place:
        """Where the value at `path` (or its key) stands; `start` and `end` count characters inside the value.

        A path that does not exist gives the place of the nearest group that holds it.
        """
        node, found = find(self._root, path)
        if key or (not found and node.key):
            first, last = span_of(self.spans, node.key)
            return self._lines.place(self.path, first, last)
        first, last = span_of(self.spans, node.number)
        value = self.value(path) if found and (start or end is not None) else None
        if isinstance(value, str):
            raw = self.text[first:last]
            if end is not None:
                last = first + inside(raw, value, max(end, start))
            first += inside(raw, value, start)
        return self._lines.place(self.path, first, self._trimmed(first, last))

    def value(self, path: tuple[object, ...]) -> Data | None:
        """What stands at `path`, or None."""
        data: Data = self.data
        for part in path:
            if isinstance(data, dict) and str(part) in data:
                data = data[str(part)]
            elif isinstance(data, list) and isinstance(part, int) and 0 <= part < len(data):
                data = data[part]
            else:
                return None
        return data

    def line(self, number: int) -> str:
        """A source line, counted from 1, without its line break."""
        return self._lines.line(number)

    def diagnostic(
        self,
        code: str,
        path: tuple[object, ...],
        message: str,
        mend: str = "",
        start: int = 0,
        end: int | None = None,
        *,
        key: bool = False,
    ) -> Diagnostic:
        """A finding at a path of this file, with the source line it stands in."""
        place = self.place(path, start, end, key=key)
        return Diagnostic(code, place, message, mend, excerpt=self.line(place.line))

    def about_formula(self, path: tuple[object, ...], error: FormulaError) -> Diagnostic:
        """What is wrong with the formula at a path, in the file where it stands.

        A formula that ends too early because ` #` began a remark says so.
        """
        value = self.value(path)
        mend = error.mend
        if isinstance(value, str) and error.code in _ENDS_EARLY and self._cut_by_remark(path):
            mend = "` #` begins a remark and ends the formula: put the formula in quotes, or take the `#` out"
        return self.diagnostic(error.code, path, error.message, mend, error.start, error.end)

    def _cut_by_remark(self, path: tuple[object, ...]) -> bool:
        node, _ = find(self._root, path)
        _, last = span_of(self.spans, node.number)
        line, column = self._lines.position(last)
        return self.line(line)[column - 1 :].lstrip().startswith("#")

    @cached_property
    def typed(self) -> Typed:
        """The same data with the types of YAML 1.2: exact numbers, truths, texts."""
        return self._typed(self.data, self._root)

    def _typed(self, data: Data, node: Node) -> Typed:
        items = node.items
        if isinstance(data, dict) and isinstance(items, dict):
            return {name: self._typed(value, items[name]) for name, value in data.items()}
        if isinstance(data, list) and isinstance(items, list):
            return [self._typed(value, item) for value, item in zip(data, items, strict=True)]
        first, last = span_of(self.spans, node.number)
        is_plain = first < last and self.text[first] not in "'\"|>"
        return typed_scalar(str(data)) if is_plain else str(data)

    @cached_property
    def _root(self) -> Node:
        return index_nodes(self.data)

    @cached_property
    def _lines(self) -> Lines:
        return Lines(self.text)

    def _trimmed(self, first: int, last: int) -> int:
        """The end of a group without the blank lines and comments that follow it."""
        if last - first < 1 or not self.text[last - 1].isspace():
            return last
        body = self.text[first:last].rstrip()
        return first + max(len(body), 1)


def read_document(path: Path, *, shown_as: str | None = None) -> Document:
    """Reads a file; raises `Refused` with everything that is wrong in it."""
    shown = shown_as or path.as_posix()
    try:
        with path.open("rb") as file:
            raw = file.read(limits.FILE_BYTES + 1)
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise Refused(
            [Diagnostic(codes.UNREADABLE_FILE, Place(shown), f"the file cannot be opened: {reason.lower()}")]
        ) from None
    return decode_document(raw, shown)


def decode_document(raw: bytes, shown: str) -> Document:
    """Reads the bytes of a file; raises `Refused` with everything that is wrong in them."""
    if len(raw) > limits.FILE_BYTES:
        raise Refused([_too_large(shown)])
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused([_not_utf8(raw, error.start, shown)]) from None
    return parse_document(text, shown)


def parse_document(text: str, shown_as: str) -> Document:
    """Reads a text; raises `Refused` with everything that is wrong in it."""
    if len(text) > limits.FILE_BYTES:
        raise Refused([_too_large(shown_as)])
    problems = _Problems(text, shown_as)
    _check_characters(text, problems)
    if problems.found:
        raise Refused(problems.sorted())
    try:
        data, spans = compose(text, problems.complain)
    except Halt:
        raise Refused(problems.sorted()) from None
    except yaml.MarkedYAMLError as error:
        problems.complain(*explain(error, text))
        raise Refused(problems.sorted()) from None
    if data is None or problems.found:
        raise Refused(problems.sorted())
    return Document(shown_as, text, data, spans)


class _Problems:
    """What was found in one file; gives up when nobody would read on."""

    def __init__(self, text: str, path: str) -> None:
        self.found: list[Diagnostic] = []
        self._text = text
        self._path = path

    def complain(self, code: str, start: int, end: int, message: str, mend: str) -> None:
        place = self._lines.place(self._path, start, end)
        self.found.append(Diagnostic(code, place, message, mend, excerpt=self._lines.line(place.line)))
        if len(self.found) >= limits.PROBLEMS:
            raise Halt

    def sorted(self) -> list[Diagnostic]:
        return sorted(self.found, key=lambda found: (found.place.line, found.place.column))

    @cached_property
    def _lines(self) -> Lines:
        return Lines(self._text)


def _check_characters(text: str, problems: _Problems) -> None:
    if text.startswith("\ufeff"):
        problems.complain(
            codes.ENCODING,
            0,
            1,
            "the file begins with an invisible byte-order mark",
            "save it as `UTF-8` (not `UTF-8 with BOM`)",
        )
        return
    match = _UNSEEN.search(text)
    if match is not None:
        problems.complain(
            codes.CONTROL_CHARACTER,
            match.start(),
            match.end(),
            f"an invisible control character (U+{ord(match.group()):04X}) stands here",
            "delete it: place the cursor behind it and press backspace",
        )
    tab = text.find("\t")
    if tab >= 0:
        problems.complain(codes.TAB, tab, tab + 1, "a tab stands here", "replace it by spaces")


def _too_large(path: str) -> Diagnostic:
    return Diagnostic(
        codes.TOO_LARGE,
        Place(path),
        f"the file is larger than {limits.FILE_BYTES // 1024:,} KiB",
        "split it into several files by subject",
    )


def _not_utf8(raw: bytes, start: int, path: str) -> Diagnostic:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Diagnostic(codes.ENCODING, Place(path), "the file is saved as UTF-16", "save it as `UTF-8`")
    before = raw[:start].decode("utf-8")
    lines = Lines(before)
    line, column = lines.position(len(before))
    return Diagnostic(
        codes.ENCODING,
        Place(path, line, column, line, column + 1),
        "a character here is not UTF-8: the file was saved in another encoding",
        "save it as `UTF-8` in your editor and look at the accents of this line",
        excerpt=lines.line(line),
    )
