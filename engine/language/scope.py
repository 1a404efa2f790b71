"""What a formula may name, as the checker sees it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal, Protocol

from engine.language.types import Type

SymbolKind = Literal["value", "scale", "table", "function", "member", "constant"]


@dataclass(frozen=True, slots=True)
class Symbol:
    """A name of the pack: what it is, its type, and for what is called the types it takes."""

    kind: SymbolKind
    type: Type
    arguments: tuple[Type, ...] = ()

    @property
    def is_called(self) -> bool:
        return self.kind in {"scale", "table", "function"}


class Scope(Protocol):
    """The names that can be seen from one formula."""

    def lookup(self, name: str) -> Symbol | None: ...

    def names(self) -> Iterable[str]: ...


@dataclass(frozen=True, slots=True)
class Inner:
    """Some names in front of those of another scope."""

    outer: Scope
    local: Mapping[str, Symbol]

    def lookup(self, name: str) -> Symbol | None:
        return self.local.get(name) or self.outer.lookup(name)

    def names(self) -> Iterable[str]:
        return [*self.local, *self.outer.names()]


def suggestion(name: str, known: Iterable[str]) -> str:
    """The known name that was most likely meant, or an empty text."""
    names = sorted(known)
    near = get_close_matches(name, names, n=1, cutoff=0.75)
    if near:
        return near[0]
    last = name.rpartition(".")[2]
    ending = [one for one in names if one.rpartition(".")[2] == last]
    if len(ending) == 1:
        return ending[0]
    near = get_close_matches(name, names, n=1, cutoff=0.6)
    return near[0] if near else ""
