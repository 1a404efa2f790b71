"""Every place of a pack where a formula stands, with the type it must give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from engine.program.pack import Definition, Pack
from engine.reading import models
from engine.reading.document import Document

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Site:
    """One formula: its text, where it stands, the type expected, the local names it sees."""

    text: str
    document: Document
    path: Path
    expected: str | None
    local: Mapping[str, str] = field(default_factory=dict)
    constant: bool = False
    """It must not depend on the case: a parameter, a bracket, a row of a table."""


def sites(pack: Pack) -> Iterator[Site]:
    """The formulas of a pack, file by file, in no particular order."""
    for definition in pack.definitions.values():
        yield from of_definition(pack, definition)
    for shelf in (pack.contracts, pack.acts):
        for definition in shelf.values():
            yield from _properties(pack, definition)
    for entry in pack.entries:
        if entry.model.when is not None:
            yield Site(entry.model.when, entry.document, (*entry.path, "when"), "bool")
    for definition in pack.gaps.values():
        if definition.model.when is not None:
            yield Site(definition.model.when, definition.document, (*definition.path, "when"), "bool")
    for definition in pack.rules.values():
        yield from _rule(pack, definition)


def _rule(pack: Pack, definition: Definition) -> Iterator[Site]:
    model, document = definition.model, definition.document
    for path, text in versions(model.when, (*definition.path, "when")):
        yield Site(text, document, path, "bool")
    if definition.kind == "quota":
        for key in ("used", "limit"):
            yield Site(getattr(model, key), document, (*definition.path, key), model.type)
    if definition.kind == "reclassification":
        for name, text in model.set.items():
            if name in pack.definitions:
                yield Site(text, document, (*definition.path, "set", name), pack.type_of(name))


def of_definition(pack: Pack, definition: Definition) -> Iterator[Site]:
    match definition.kind:
        case "parameter":
            yield from _parameter(definition, definition.model.type or "money", None)
        case "field":
            name = definition.name[len(definition.owner) + 1 :]
            yield from _parameter(definition, definition.model.fields[name], name)
        case "scale":
            yield from _scale(definition)
        case "table":
            yield from _table(definition)
        case "input":
            if definition.model.default is not None:
                path = (*definition.path, "default")
                yield Site(definition.model.default, definition.document, path, definition.model.type)
        case "property":
            if definition.model.default is not None:
                path = (*definition.path, "default")
                yield Site(definition.model.default, definition.document, path, definition.model.type)
        case "line":
            yield from _computation(definition, definition.path, pack.type_of(definition.name), {})
        case "fact":
            for path, text in versions(definition.model.when, (*definition.path, "when")):
                yield Site(text, definition.document, path, "bool")
            yield from _computation(definition, definition.path, pack.type_of(definition.name), {})
        case "function":
            yield from _function(definition)


def _parameter(definition: Definition, expected: str, name: str | None) -> Iterator[Site]:
    owner = definition.owner or definition.name
    for day, written in definition.model.values.items():
        path: Path = ("parameters", owner, "values", day.isoformat())
        if isinstance(written, models.DatedValue):
            if written.value is not None and name is None:
                yield Site(written.value, definition.document, (*path, "value"), expected, constant=True)
            if written.comes_to is not None and name is None:
                yield Site(written.comes_to, definition.document, (*path, "comes_to"), expected, constant=True)
        elif isinstance(written, dict):
            if name is not None and name in written:
                yield Site(written[name], definition.document, (*path, name), expected, constant=True)
        elif name is None:
            yield Site(written, definition.document, path, expected, constant=True)


def _scale(definition: Definition) -> Iterator[Site]:
    model = definition.model
    marginal_types = {"up_to": model.of, "below": model.of, "rate": "number", "amount": model.type, "value": model.type}
    for day, version in model.values.items():
        path: Path = (*definition.path, "values", day.isoformat())
        rows = version if isinstance(version, list) else version.rows or []
        if not isinstance(version, list):
            path = (*path, "rows")
        for index, row in enumerate(rows):
            for key, expected in marginal_types.items():
                text = getattr(row, key)
                if text is not None:
                    yield Site(text, definition.document, (*path, index, key), expected, constant=True)


def _table(definition: Definition) -> Iterator[Site]:
    for day, version in definition.model.values.items():
        path: Path = (*definition.path, "values", day.isoformat())
        expected = definition.model.type
        for key, text in (version.rows or {}).items():
            yield Site(text, definition.document, (*path, "rows", key), expected, constant=True)
        for key in ("otherwise", "each_further"):
            text = getattr(version, key)
            if text is not None:
                yield Site(text, definition.document, (*path, key), expected, constant=True)


def _function(definition: Definition) -> Iterator[Site]:
    model = definition.model
    local = {**model.of, **{name: line.type for name, line in model.lines.items()}}
    yield from _computation(definition, definition.path, model.type, local)
    for name, line in model.lines.items():
        path: Path = (*definition.path, "lines", name)
        yield from _computation(definition, path, line.type, local, line)


def _computation(
    definition: Definition, path: Path, expected: str, local: Mapping[str, str], model: Any = None
) -> Iterator[Site]:
    model = definition.model if model is None else model
    document = definition.document
    for inner, text in versions(model.formula, (*path, "formula")):
        yield Site(text, document, inner, expected, local)
    for inner, rows in versions(model.choose, (*path, "choose")):
        for index, row in enumerate(rows):
            for key, kind in (("when", "bool"), ("value", expected), ("otherwise", expected)):
                text = getattr(row, key)
                if text is not None:
                    yield Site(text, document, (*inner, index, key), kind, local)
    for inner, names in versions(model.sum, (*path, "sum")):
        for index, name in enumerate(names):
            yield Site(name.removeprefix("-").strip(), document, (*inner, index), expected, local)
    if model.take_from is not None:
        yield Site(model.take_from, document, (*path, "take_from"), expected, local)
    for inner, orders in versions(model.in_order, (*path, "in_order")):
        for index, order in enumerate(orders):
            yield Site(order.up_to, document, (*inner, index, "up_to"), expected, local)


def _properties(pack: Pack, definition: Definition) -> Iterator[Site]:
    for name, written in definition.model.properties.items():
        if name not in pack.definitions:
            continue
        path: Path = (*definition.path, "properties", name)
        for inner, text in versions(written, path):
            yield Site(text, definition.document, inner, pack.definitions[name].model.type)


def versions(written: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    """Each dated version of something, or the one that is not dated."""
    if written is None:
        return
    if isinstance(written, dict) and all(isinstance(key, date) for key in written):
        for day, version in written.items():
            yield (*path, day.isoformat()), version
    else:
        yield path, written
