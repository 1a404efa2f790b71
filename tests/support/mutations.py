"""Small damage done to packs and formulas: to their bytes, their words, their trees."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random
from typing import Any, Final

WORDS: Final = (
    "if", "then", "else", "and", "or", "not", "in", "to", "at", "as", "with", "min", "max", "round", "floor",
    "per_year", "year", "age", "prorated", "at_most", "on_the_whole", "gross", "tax", "days", "children", "date",
    "worker.region", "north", "tariff", "wage", "quantum", "act", "contract", "true", "false", "money/year", "money",
    "0", "1", "0.00", "12.5", "6.5 %", "100 %", "999999999999", "0.000001", "2026-03-10", "2020-02-30", "1_000", "-1",
    "+", "-", "*", "/", "^", "==", "!=", "<", "<=", ">", ">=", "(", ")", "[", "]", "{", "}", ",", ":", "%", "=",
)  # fmt: skip
KEYS: Final = (
    "lines", "parameters", "scales", "tables", "functions", "inputs", "enums", "interface", "acts", "contracts",
    "formula", "choose", "when", "value", "otherwise", "sum", "take_from", "in_order", "as", "up_to", "below", "rate",
    "amount", "values", "rows", "type", "of", "by", "round", "each_bracket", "each_further", "adds_up", "fields",
    "default", "range", "sum_of", "window", "per", "follows", "ended", "open", "to", "section", "label", "law",
    "source", "confidence", "not_modelled", "effect", "entries", "debit", "credit", "root", "from", "until",
    "2020-01-01", "2023-06-30", "0001-01-01", "9999-12-31", "comes_to",
)  # fmt: skip
ODD: Final = (
    "", " ", "~", "null", "no", "NO", "1:30", "010", "6,5", "1e400", "-0", ".5", "5.", "0x1F", "é", "日本", "\u202e",
    "'", '"', "#", " # x", "- x", "*x", "&x", "!x", "? x", "| ", "> ", "@x", "`x`", "%x", "a: b", "{x}", "[x]", "<<",
    "x" * 300, "(" * 80, "1" * 400, "gross" * 30, "0.5 ^ 1.75", "gross / 0", "tax", "0001-01-01", "9999-12-31",
)  # fmt: skip
_PIECE: Final = re.compile(r"[\w.]+|\s+|[^\w\s]")


def damaged_bytes(raw: bytes, random: Random) -> bytes:
    """A few bytes changed, put in, taken out or repeated."""
    data = bytearray(raw)
    for _ in range(random.randint(1, 4)):
        at = random.randrange(len(data) + 1)
        match random.randrange(5):
            case 0:
                data[at:at] = bytes([random.randrange(256)])
            case 1:
                del data[at : at + random.randint(1, 8)]
            case 2 if at < len(data):
                data[at] = random.randrange(256)
            case 3:
                data[at:at] = data[at : at + random.randint(1, 40)]
            case _:
                data[at:at] = random.choice((b"\n", b"  ", b": ", b"- ", b"#", b"'", b'"', b"[", b"}", b"\t", b"\x00"))
    return bytes(data)


def damaged_words(text: str, random: Random) -> str:
    """A few words or signs exchanged, doubled, left out or replaced."""
    pieces = _PIECE.findall(text)
    for _ in range(random.randint(1, 4)):
        if not pieces:
            break
        at = random.randrange(len(pieces))
        match random.randrange(5):
            case 0:
                del pieces[at]
            case 1:
                pieces.insert(at, pieces[at])
            case 2:
                other = random.randrange(len(pieces))
                pieces[at], pieces[other] = pieces[other], pieces[at]
            case 3:
                pieces[at] = random.choice(WORDS)
            case _:
                pieces[at] = random.choice(KEYS + ODD)
    return "".join(pieces)


def damaged_tree(data: Any, random: Random) -> Any:
    """One part of the data replaced, moved, renamed, doubled or left out."""
    places = list(_places(data, ()))
    path = random.choice(places)
    return _changed(data, path, _deed(data, places, random))


Deed = Callable[[Any, Any], Any]
"""Takes a group or list and the key in it, and gives it changed."""


def _deed(data: Any, places: list[tuple[Any, ...]], random: Random) -> Deed:
    def leave_out(group: Any, key: Any) -> Any:
        if isinstance(group, dict):
            return {name: one for name, one in group.items() if name != key}
        return group[:key] + group[key + 1 :]

    def put(value: Any) -> Deed:
        def done(group: Any, key: Any) -> Any:
            if isinstance(group, dict):
                return {name: value if name == key else one for name, one in group.items()}
            return [value if index == key else one for index, one in enumerate(group)]

        return done

    def rename(group: Any, key: Any) -> Any:
        if not isinstance(group, dict):
            return [*group, *group]
        name = random.choice(KEYS + WORDS[:40])
        return {name if one == key else one: value for one, value in group.items()}

    other = _at(data, random.choice(places))
    return random.choice(
        (
            leave_out,
            rename,
            put(other),
            put(random.choice(ODD)),
            put(random.choice(WORDS)),
            put([other, other]),
            put({random.choice(KEYS): other}),
        )
    )


def _places(data: Any, path: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    found = []
    for key, value in items:
        found.append((*path, key))
        found += _places(value, (*path, key))
    return found


def _at(data: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        data = data[key]
    return data


def _changed(data: Any, path: tuple[Any, ...], deed: Deed) -> Any:
    if len(path) == 1:
        return deed(data, path[0])
    inner = _changed(data[path[0]], path[1:], deed)
    if isinstance(data, dict):
        return {name: inner if name == path[0] else value for name, value in data.items()}
    return [inner if index == path[0] else value for index, value in enumerate(data)]


def written(data: Any) -> str:
    """Data as YAML in one line per file, every text in quotes."""
    if isinstance(data, dict):
        return "{" + ", ".join(f"{_quoted(name)}: {written(value)}" for name, value in data.items()) + "}"
    if isinstance(data, list):
        return "[" + ", ".join(map(written, data)) + "]"
    return _quoted(data)


def _quoted(text: Any) -> str:
    return "'" + str(text).replace("'", "''").replace("\n", " ") + "'"


def formula(random: Random) -> str:
    """A row of words and signs, mostly no formula."""
    return " ".join(random.choice(WORDS) for _ in range(random.randint(1, 14)))
