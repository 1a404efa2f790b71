"""`bareme show`: a figure's history with its sources, what it uses and who uses it."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator, Mapping
from typing import Any

from bareme.cli.asking import one_pack, registry_of
from bareme.cli.output import print_json
from simulator.showing import page


def run(arguments: Namespace) -> int:
    code, registry = one_pack(arguments.pack, registry_of(arguments))
    data = page(registry.country(code).pack, arguments.name)
    if arguments.json:
        print_json(data)
    else:
        sys.stdout.write("".join(f"{line}\n" for line in _text(data)))
    return 0


def _text(data: Mapping[str, Any]) -> Iterator[str]:
    terms = ", ".join(f"{term} ({language})" for language, term in data["term"].items())
    yield f"{data['name']}: {data['label']}" + (f" · {terms}" if terms else "")
    yield from _indented(data, ("note", "law"))
    if data["kind"] != "group":
        yield from _figure(data)
    for figure in data.get("figures", ()):
        yield ""
        yield f"{figure['name']} ({_unit(figure)})"
        yield from _figure(figure)
    yield f"  {data['place']}"


def _figure(data: Mapping[str, Any]) -> Iterator[str]:
    yield f"  {data['kind']}, {_unit(data)}, decided by {data['pack']}"
    for version in data.get("values", ()):
        yield f"  from {version['from']}: {_value(version)}"
        said = [version["law"], version["source"], version["confidence"]]
        checked = f"checked {version['checked_on']}" if version["checked_on"] else "never checked"
        yield f"      {'; '.join(str(part) for part in (*said, checked) if part)}"
    for version in data.get("computed", ()):
        since = f"from {version['from']}: " if version["from"] else ""
        yield f"  {since}{version['how']} {_rows(version['text'])}"
    yield f"  uses: {', '.join(data['uses']) or 'nothing'}"
    users = [f"{one['kind']} {one['name']}" for one in data["used_by"]]
    yield f"  used by: {', '.join(users) or 'nothing'}"


def _indented(data: Mapping[str, Any], keys: tuple[str, ...]) -> Iterator[str]:
    yield from (f"  {data[key]}" for key in keys if data.get(key))


def _unit(data: Mapping[str, Any]) -> str:
    period = f" per {data['period']}" if data.get("period") else ""
    return f"{data.get('type') or data['kind']}{period}"


def _value(version: Mapping[str, Any]) -> str:
    if version["ended"]:
        return "ended"
    return _rows(version["rows"]) if version["rows"] is not None else str(version["value"])


def _rows(rows: Any) -> str:
    if isinstance(rows, str):
        return rows
    return " · ".join(
        row if isinstance(row, str) else " ".join(f"{key} {value}" for key, value in row.items()) for row in rows
    )
