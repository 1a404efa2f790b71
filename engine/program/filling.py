"""Who may fill a term left open: a country what the common pack leaves, one layer what the country leaves."""

from __future__ import annotations

from collections.abc import Set
from typing import TYPE_CHECKING

from engine.language import codes
from engine.language.diagnostic import Diagnostic

if TYPE_CHECKING:
    from engine.program.pack import Definition

_FILLABLE = ("line", "parameter", "field", "part")


def fills(known: Definition, new: Definition, layers: Set[str]) -> bool:
    """Whether a second definition of a name fills an open term."""
    is_open = bool(getattr(known.model, "open", False)) and known.pack != new.pack and known.kind in _FILLABLE
    return is_open and (new.pack not in layers or (known.pack not in layers and _is_alike(known, new)))


def objection(known: Definition, new: Definition, layers: Set[str]) -> Diagnostic:
    """Why a second definition of a name is refused."""
    name = new.name
    if new.pack not in layers or new.pack == known.pack:
        return Diagnostic(
            codes.DUPLICATE_NAME,
            new.place,
            f"`{name}` is already {_a(known.kind)} at {known.place}: every name stands for one thing",
            "give one of the two another name",
        )
    if known.pack in layers:
        return Diagnostic(
            codes.FILLED_TWICE,
            new.place,
            f"`{name}` is decided by both layers `{known.pack}` and `{new.pack}`",
            f"use one of the two; the other stands at {known.place}",
        )
    if not getattr(known.model, "open", False):
        return Diagnostic(
            codes.NOT_OPEN,
            new.place,
            f"`{name}` is not left open by `{known.pack}`, so layer `{new.pack}` cannot decide it",
            f"if the law leaves it open, write `open: true` at {known.place}; else give it another name",
        )
    return Diagnostic(
        codes.FILLED_OTHERWISE,
        new.place,
        f"`{name}` is a {_form(known)}, the layer fills it with a {_form(new)}",
        f"write a {_form(known)}, as at {known.place}",
    )


def _a(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeio" else f"a {noun}"


def _is_alike(known: Definition, new: Definition) -> bool:
    return known.kind == new.kind and _form(known) == _form(new)


def _form(definition: Definition) -> str:
    if definition.kind == "field":
        return f"parameter of type {definition.model.fields[definition.name[len(definition.owner) + 1 :]]}"
    return f"{definition.kind} of type {getattr(definition.model, 'type', None) or 'money'}"
