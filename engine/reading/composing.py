"""From YAML events to plain data and the spans of every node, in one pass.

PyYAML is used for its events only: none of its conversions ever runs, and every
scalar stays the text its author wrote. Spans go into one flat array in document
order (a key before its value), because an object for each would cost more than
all the rest of reading; `positions.py` finds the place of a path in it.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from engine.language import codes
from engine.reading import limits
from engine.reading.scalars import AMBIGUOUS, mend_of, misreading

Data = str | list["Data"] | dict[str, "Data"]
Complain = Callable[[str, int, int, str, str], None]
"""Takes code, start, end, message and mend; positions count characters of the text."""

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Halt(Exception):
    """Reading cannot go on; what is wrong has been said."""


def compose(text: str, complain: Complain) -> tuple[Data | None, array[int]]:
    """The data of the one document in `text`; says every problem through `complain`."""
    spans: array[int] = array("l")
    next_event: Callable[[], Any] = LOADER(text).get_event
    next_event()
    event = next_event()
    if event.__class__ is StreamEndEvent:
        complain(codes.EMPTY_FILE, 0, 0, "the file is empty", "write a section, or delete the file")
        return None, spans
    _check_start(event, complain)
    data = _compose_node(next_event, spans, complain)
    next_event()
    event = next_event()
    if event.__class__ is DocumentStartEvent:
        complain(
            codes.SEVERAL_DOCUMENTS,
            *_span(event),
            "a second document begins here",
            "take out the line `---`; a file holds one document",
        )
    return data, spans


def _check_start(event: Any, complain: Complain) -> None:
    if event.version or event.tags:
        complain(
            codes.DIRECTIVE,
            event.start_mark.index,
            event.start_mark.index + 1,
            "a line that starts with `%` gives orders to the reader of the file",
            "delete the line",
        )


def _compose_node(next_event: Callable[[], Any], spans: array[int], complain: Complain) -> Data:
    """One loop with a stack of its own: nesting never uses Python's."""
    record = spans.append
    ambiguous = AMBIGUOUS.fullmatch
    outer: list[tuple[Any, str | None, bool, int]] = []
    root: list[Data] = []
    current: Any = root
    key: str | None = None
    in_mapping = False
    ordinal = -1
    while True:
        event = next_event()
        kind = event.__class__
        if kind is ScalarEvent:
            value: str = event.value
            start: int = event.start_mark.index
            record(start)
            record(event.end_mark.index)
            if (not event.style and (not value or ambiguous(value))) or event.anchor or event.tag or len(value) > 1000:
                _check_scalar(event, in_mapping and key is None, key, spans[-3] if key else -1, complain)
            if not in_mapping:
                current.append(value)
            elif key is None:
                key = value
                if value in current:
                    _duplicate(value, event, complain)
                continue
            else:
                current[key] = value
                key = None
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            _check_collection(event, in_mapping and key is None, len(outer), complain)
            inner: Any = {} if kind is MappingStartEvent else []
            if in_mapping:
                current[key] = inner
            else:
                current.append(inner)
            outer.append((current, None, in_mapping, ordinal))
            ordinal = len(spans) + 1
            record(event.start_mark.index)
            record(event.start_mark.index)
            current, key, in_mapping = inner, None, kind is MappingStartEvent
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            spans[ordinal] = event.end_mark.index
            current, key, in_mapping, ordinal = outer.pop()
        else:
            _refuse_alias(event, complain)
        if len(spans) > 2 * limits.NODES:
            _too_many(event, complain)
        if not outer:
            return root[0]


def _check_scalar(event: Any, is_key: bool, key: str | None, key_end: int, complain: Complain) -> None:
    start, end = event.start_mark.index, event.end_mark.index
    _check_properties(event, complain)
    if len(event.value) > limits.SCALAR_CHARACTERS:
        complain(
            codes.TOO_LARGE,
            start,
            start + 1,
            f"this text has {len(event.value):,} characters; {limits.SCALAR_CHARACTERS:,} is the most",
            "shorten it",
        )
    if event.style:
        return
    if not event.value:
        if not event.tag:
            _empty(event, is_key, key, key_end, complain)
        return
    problem = misreading(event.value)
    if problem is not None:
        complain(codes.AMBIGUOUS_SCALAR, start, end, problem, mend_of(event.value))


def _empty(event: Any, is_key: bool, key: str | None, key_end: int, complain: Complain) -> None:
    start, end = event.start_mark.index, event.end_mark.index
    if is_key:
        complain(codes.EMPTY_VALUE, start, end, "there is no key before the `:`", "write a name before it")
    elif key is None:
        complain(codes.EMPTY_VALUE, start, end, "this item of the list is empty", "fill it in or delete it")
    elif start == key_end and not key.replace("_", "").replace(".", "").isalnum():
        complain(
            codes.BRACKET_IN_YAML,
            start - len(key),
            end,
            f"the comma before `{_short(key)}` cuts the value in two",
            "a text or formula that holds a comma goes in quotes when it stands inside `{ }` or `[ ]`",
        )
    else:
        complain(
            codes.EMPTY_VALUE,
            start - len(key) if start == key_end else start,
            end,
            f"`{_short(key)}` has no value",
            f"write a value after `{_short(key)}:`, or delete the key; a formula that holds `{{` goes in quotes",
        )


def _check_collection(event: Any, is_key: bool, depth: int, complain: Complain) -> None:
    start = event.start_mark.index
    _check_properties(event, complain)
    if is_key:
        complain(
            codes.KEY_IS_NOT_TEXT,
            start,
            start + 1,
            "a list or a group stands where a key is expected",
            "write a name, then `:`; a formula that begins with `{` or `[` goes in quotes",
        )
        raise Halt
    if depth >= limits.DEPTH:
        complain(
            codes.TOO_DEEP,
            start,
            start + 1,
            f"the file is nested deeper than {limits.DEPTH} levels",
            "a pack needs fewer than ten levels: look for brackets or lines indented by mistake",
        )
        raise Halt


def _check_properties(event: Any, complain: Complain) -> None:
    start = event.start_mark.index
    if event.anchor:
        complain(
            codes.ANCHOR,
            start,
            start + 1 + len(event.anchor),
            f"`&{event.anchor}` marks a part of the file for repetition, which packs do not use",
            f"delete `&{event.anchor}`; a text that begins with `&` goes in quotes",
        )
    if event.tag:
        complain(
            codes.TAG,
            start,
            start + 1,
            f"`{_short(_spelled(event.tag))}` is a YAML tag, which packs do not use",
            "delete it; `not` is written as a word, and a text that begins with `!` goes in quotes",
        )


def _refuse_alias(event: Any, complain: Complain) -> None:
    if event.__class__ is AliasEvent:
        anchor = str(event.anchor)
        complain(
            codes.ALIAS,
            *_span(event),
            f"`*{anchor}` repeats another part of the file, which packs do not use",
            "write the values out; a formula never begins with `*`",
        )
    raise Halt


def _duplicate(key: str, event: Any, complain: Complain) -> None:
    complain(
        codes.DUPLICATE_KEY,
        event.start_mark.index,
        event.end_mark.index,
        f"`{_short(key)}` stands twice in the same place",
        "keep one of the two",
    )


def _too_many(event: Any, complain: Complain) -> None:
    complain(
        codes.TOO_LARGE,
        event.start_mark.index,
        event.end_mark.index,
        f"the file holds more than {limits.NODES:,} values",
        "split it into several files by subject",
    )
    raise Halt


def _span(event: Any) -> tuple[int, int]:
    return event.start_mark.index, event.end_mark.index


def _spelled(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:37] + "…"
