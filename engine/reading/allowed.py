"""Which keys a place in a pack file may have, read from the models."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, get_args, get_origin

from pydantic import BaseModel


def allowed_keys(root: Any, path: Iterable[object]) -> list[str]:
    """The keys that may stand in the group at `path`; empty if any name may."""
    shapes = list(_unwrapped(root))
    for part in path:
        shapes = [inner for shape in shapes for inner in _inside(shape, part)]
    keys = (
        field.alias or name
        for shape in shapes
        if isinstance(shape, type) and issubclass(shape, BaseModel)
        for name, field in shape.model_fields.items()
    )
    return list(dict.fromkeys(keys))


def _unwrapped(shape: Any) -> Iterator[Any]:
    """The shapes behind annotations, unions and optional values."""
    if get_origin(shape) in {dict, list} or not get_args(shape):
        yield shape
        return
    arguments = get_args(shape)
    for argument in arguments[:1] if hasattr(shape, "__metadata__") else arguments:
        yield from _unwrapped(argument)


def _inside(shape: Any, part: object) -> Iterator[Any]:
    if get_origin(shape) in {dict, list}:
        yield from _unwrapped(get_args(shape)[-1])
    elif isinstance(shape, type) and issubclass(shape, BaseModel):
        for name, field in shape.model_fields.items():
            if part == (field.alias or name):
                yield from _unwrapped(field.annotation)
