"""Walks everything that is written in a section, knowing of each text whether it is a formula.

Which texts are formulas stands once, in the models; the canonical form of a pack and
the list of what uses what both read it from there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from engine.reading.models import FieldValues, Sourced
from engine.reading.texts import Formula, Name, Rounding, SignedName

Path = tuple[str | int, ...]
Plain = Any
"""Texts, truths, lists and groups of them."""
Visit = Callable[[str, str, Path], str]
"""Takes the kind of a text (`formula`, `rounding`, `name`, `text`), the text and its place; gives what is kept."""

_KINDS = ((Formula, "formula"), (Rounding, "rounding"), (Name, "name"), (SignedName, "name"))
_SOURCED = frozenset(Sourced.model_fields)


def walk(model: BaseModel, visit: Visit, path: Path = ()) -> dict[str, Plain]:
    """What a model says beyond its defaults, as plain data; every text passes through `visit`."""
    found: dict[str, Plain] = {}
    for name, key, default, shape in _fields(type(model)):
        value = getattr(model, name)
        if value is None or value == default:
            continue
        found[key] = _plain(value, shape, visit, (*path, key))
    return found


@dataclass(slots=True)
class _Shape:
    """What may stand at a place: how a text there is meant, and what a list or a group there holds."""

    text: str = "text"
    items: _Shape | None = None
    values: _Shape | None = None
    fields: bool = field(default=False)
    """A group of figures that change together: its values are formulas, but for what is said of the group."""


def _plain(value: Any, shape: _Shape, visit: Visit, path: Path) -> Plain:
    if isinstance(value, str):
        return visit(shape.text, value, path)
    if isinstance(value, BaseModel):
        return walk(value, visit, path)
    if isinstance(value, dict):
        return _group(value, shape, visit, path)
    if isinstance(value, list):
        inner = shape.items or _TEXT
        return [_plain(item, inner, visit, (*path, index)) for index, item in enumerate(value)]
    return value.isoformat() if isinstance(value, date) else value


def _group(value: dict[Any, Any], shape: _Shape, visit: Visit, path: Path) -> dict[str, Plain]:
    inner = shape.values or _TEXT
    found = {}
    for key, item in value.items():
        name = key.isoformat() if isinstance(key, date) else str(key)
        held = _FORMULA if shape.fields and name not in _SOURCED else _TEXT if shape.fields else inner
        found[name] = _plain(item, held, visit, (*path, name))
    return found


@cache
def _fields(model: type[BaseModel]) -> list[tuple[str, str, Any, _Shape]]:
    hints = get_type_hints(model, include_extras=True)
    return [
        (name, info.alias or name, info.get_default(call_default_factory=True), _shape(hints[name]))
        for name, info in model.model_fields.items()
    ]


def _shape(annotation: Any) -> _Shape:
    shape = _Shape()
    _fill(shape, annotation)
    return shape


def _fill(shape: _Shape, annotation: Any) -> None:
    """Reads an annotation; the branches of a union stand side by side, since each has its own outward form."""
    for known, kind in _KINDS:
        if _is(annotation, known):
            shape.text = kind
            return
    if _is(annotation, FieldValues):
        shape.fields = True
        return
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is dict:
        shape.values = _shape(arguments[1])
    elif origin is list:
        shape.items = _shape(arguments[0])
    elif hasattr(annotation, "__metadata__"):
        _fill(shape, annotation.__origin__)
    elif origin is not None:
        for argument in arguments:
            _fill(shape, argument)


def _is(annotation: Any, known: Any) -> bool:
    """Whether an annotation is a known one, with or without further marks."""
    marks: tuple[Any, ...] = known.__metadata__
    return getattr(annotation, "__metadata__", ())[: len(marks)] == marks


_TEXT = _Shape()
_FORMULA = _Shape("formula")
