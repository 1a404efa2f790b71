"""The same pack written another way, and packs that mean something else by one token."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from engine.language.formula_error import FormulaError
from engine.language.printer import to_text
from engine.program.pack import parsed
from engine.reading.composing import Data
from engine.reading.models import RuleFile
from engine.reading.scalars import AMBIGUOUS
from engine.reading.walking import Path, walk

_PLAIN = re.compile(r"[A-Za-z0-9](?:[\w .%/*()<=+-]*[\w.%)])?")
_WORDS = ("checked", "see the law", "index", "rates: none", "§ 3", "'quoted' \"words\"")
_SHORT = {"parameters": "value", "scales": "rows"}


# ---- other spellings of the same ----------------------------------------------------


def reformatted(data: dict[str, Any], rng: Random) -> list[str]:
    """One file written again, as one or several files that say the same together."""
    sections = _shuffled(respelled(data, rng), rng)
    parts = [_shuffled(part, rng) for part in _split(sections, rng)]
    return [_document(part, rng) for part in parts]


def _split(sections: dict[str, Any], rng: Random) -> list[dict[str, Any]]:
    """Shares definitions out over files; a list of ledger entries is content, so it stays in one piece."""
    if rng.random() < 0.6:
        return [sections]
    first: dict[str, Any] = {}
    second: dict[str, Any] = {}
    for section, definitions in sections.items():
        if isinstance(definitions, list):
            first[section] = definitions
            continue
        for name, definition in definitions.items():
            rng.choice((first, second)).setdefault(section, {})[name] = definition
    return [part for part in (first, second) if part]


def respelled(data: dict[str, Any], rng: Random) -> dict[str, Any]:
    """Short and long forms of dated values exchanged, formulas written with other spaces and zeros."""
    formulas = _paths(data, "formula")
    found: dict[str, Any] = copy.deepcopy(data)
    for path, text in formulas:
        if rng.random() < 0.5:
            _put(found, path, _another_spelling(text, rng))
    for section, key in _SHORT.items():
        for definition in found.get(section, {}).values():
            values = definition["values"]
            for day, value in list(values.items()):
                if not isinstance(value, dict) and "fields" not in definition and rng.random() < 0.5:
                    values[day] = {key: value}
                elif isinstance(value, dict) and set(value) == {key} and rng.random() < 0.5:
                    values[day] = value[key]
    return found


def _another_spelling(text: str, rng: Random) -> str:
    try:
        spelled = to_text(parsed(text))
    except FormulaError:
        return text
    if rng.random() < 0.3:
        spelled = re.sub(r"(?<![\w.-])(\d+\.\d+)(?![\w.-])", r"\g<1>0", spelled)
    if rng.random() < 0.5:
        spelled = spelled.replace(" ", "  ").replace("(", "( ")
    if rng.random() < 0.3:
        spelled = f"({spelled})"
    return spelled


def _shuffled(data: Any, rng: Random) -> Any:
    if isinstance(data, dict):
        items = list(data.items())
        rng.shuffle(items)
        return {key: _shuffled(value, rng) for key, value in items}
    if isinstance(data, list):
        return [_shuffled(item, rng) for item in data]
    return data


def _document(data: dict[str, Any], rng: Random) -> str:
    start = "---\n" if rng.random() < 0.1 else ""
    return start + _comment(rng, 0) + _block(data, 0, rng) + _comment(rng, 0)


def _block(data: Data, indent: int, rng: Random) -> str:
    """A group or list on lines of its own."""
    step = rng.choice((1, 2, 3, 4))
    pad = " " * indent
    lines: list[str] = []
    if isinstance(data, dict):
        for key, value in data.items():
            lines.append(_comment(rng, rng.randrange(indent + 1)) if rng.random() < 0.1 else "")
            lines.append(f"{pad}{_key(key, rng)}:{_value(value, indent + step, rng)}")
    elif isinstance(data, list):
        lines = [f"{pad}-{_value(item, indent + step, rng)}" for item in data]
    return "".join(lines)


def _value(data: Data, indent: int, rng: Random) -> str:
    """What stands behind a key or a dash, with its line break."""
    if isinstance(data, str):
        if _can_fold(data) and rng.random() < 0.15:
            return _folded(data, indent, rng)
        spaces = " " * rng.choice((1, 1, 1, 3))
        return f"{spaces}{_scalar(data, rng, flow=False)}{_tail(rng)}\n"
    if not data or rng.random() < 0.3:
        return f" {_flow(data, indent, rng)}{_tail(rng)}\n"
    return f"{_tail(rng)}\n" + _block(data, indent, rng)


def _flow(data: Data, indent: int, rng: Random) -> str:
    if isinstance(data, str):
        return _scalar(data, rng, flow=True)
    comma = rng.choice((", ", ",  ", ",\n" + " " * (indent + 2)))
    if isinstance(data, dict):
        held = comma.join(f"{_key(key, rng)}: {_flow(value, indent, rng)}" for key, value in data.items())
        return "{" + held + "}"
    return "[" + comma.join(_flow(item, indent, rng) for item in data) + "]"


def _key(text: str, rng: Random) -> str:
    return json.dumps(text, ensure_ascii=False) if rng.random() < 0.1 or not _is_plain(text) else text


def _scalar(text: str, rng: Random, *, flow: bool) -> str:
    how = rng.random()
    if _is_plain(text) and how < 0.6 and (not flow or "," not in text):
        return text
    if how < 0.8 and "\n" not in text:
        return "'" + text.replace("'", "''") + "'"
    return json.dumps(text, ensure_ascii=False)


def _is_plain(text: str) -> bool:
    return _PLAIN.fullmatch(text) is not None and AMBIGUOUS.fullmatch(text) is None


def _can_fold(text: str) -> bool:
    return bool(text) and text == " ".join(text.split()) and len(text.split()) > 1


def _folded(text: str, indent: int, rng: Random) -> str:
    lines: list[list[str]] = [[]]
    for word in text.split(" "):
        lines[-1].append(word)
        if rng.random() < 0.2:
            lines.append([])
    pad = " " * max(indent, 1)
    return " >-\n" + "".join(f"{pad}{' '.join(line)}\n" for line in lines if line)


def _tail(rng: Random) -> str:
    return f"  # {rng.choice(_WORDS)}" if rng.random() < 0.05 else ""


def _comment(rng: Random, indent: int) -> str:
    return rng.choice(("", "\n", f"{' ' * indent}# {rng.choice(_WORDS)}\n"))


# ---- one token that means something else ----------------------------------------------


def edited(data: dict[str, Any], rng: Random) -> tuple[str, dict[str, Any]] | None:
    """A copy with one token changed, and what was done; None where the token drawn has no other form."""
    places = list(_places(data))
    path, value = rng.choice(places)
    found: dict[str, Any] = copy.deepcopy(data)
    if isinstance(value, str):
        changed = _other_text(value, rng)
        if changed is None or changed == value:
            return None
        _put(found, path, changed)
        return f"{path}: {value!r} -> {changed!r}", found
    return _other_group(found, path, rng)


def _other_text(text: str, rng: Random) -> str | None:
    tokens = list(re.finditer(r"\d+|[a-z_][\w.]*|<=|>=|==|[<>+*/-]|\w+", text))
    if not tokens:
        return None
    token = rng.choice(tokens)
    return text[: token.start()] + _other_token(token[0]) + text[token.end() :]


def _other_token(token: str) -> str:
    if token.isdigit():
        return str(int(token) + 1).rjust(len(token), "0")
    words = {"true": "false", "false": "true", "and": "or", "or": "and", "min": "max", "max": "min"}
    signs = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "+": "-", "-": "+", "*": "/", "/": "*", "==": "!="}
    rounding = {"round": "floor", "floor": "ceil", "ceil": "round", "statutory": "published", "published": "assumed"}
    return {**words, **signs, **rounding}.get(token, token + "x")


def _other_group(found: dict[str, Any], path: Path, rng: Random) -> tuple[str, dict[str, Any]] | None:
    """Removes an item, moves a row of a list, or moves a date by a day."""
    group = _at(found, path)
    if isinstance(group, list):
        if len(group) > 1 and rng.random() < 0.5 and group[0] != group[1]:
            group[0], group[1] = group[1], group[0]
            return f"{path}: first two exchanged", found
        group.pop()
        return f"{path}: last taken out", found
    key = rng.choice(list(group))
    if re.fullmatch(r"\d{4}-\d\d-\d\d", key):
        moved = (date.fromisoformat(key) + timedelta(days=1)).isoformat()
        if moved in group:
            return None
        group[moved] = group.pop(key)
        return f"{path}: {key} -> {moved}", found
    if group[key] in ("false", {}, []):
        return None
    del group[key]
    return f"{path}: without {key}", found


def _paths(data: dict[str, Any], kind: str) -> list[tuple[Path, str]]:
    """Where the texts of a kind stand in a file."""
    found: list[tuple[Path, str]] = []

    def visit(of: str, text: str, path: Path) -> str:
        if of == kind:
            found.append((path, text))
        return text

    walk(RuleFile.model_validate(data, by_alias=True, by_name=False), visit)
    return found


def _places(data: Data, path: Path = ()) -> Iterator[tuple[Path, Data]]:
    if isinstance(data, dict):
        if data:
            yield path, data
        for key, value in data.items():
            yield from _places(value, (*path, key))
    elif isinstance(data, list):
        if data:
            yield path, data
        for index, item in enumerate(data):
            yield from _places(item, (*path, index))
    else:
        yield path, data


def _at(data: Any, path: Path) -> Any:
    for part in path:
        data = data[part]
    return data


def _put(data: Any, path: Path, text: str) -> None:
    _at(data, path[:-1])[path[-1]] = text
