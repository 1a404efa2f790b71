"""What uses what in a pack, read from every formula and every list of names: complete by construction."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.language.formula_error import FormulaError
from engine.language.syntax import Under
from engine.language.walking import names_in
from engine.language.walking import walk as nodes
from engine.program.pack import Definition, Pack, parsed
from engine.reading.walking import Path, walk

_NAMING = frozenset(
    {"sum_of", "amount", "affects", "acts", "contracts", "root", "choices", "values", "by", "of", "type", "contract"}
)
"""Keys whose texts are names as they stand, where the text is not marked as one."""
_QUOTED = re.compile(r"\{([a-z][a-z0-9_.]*)\}")
"""A value that a message quotes."""


@dataclass(frozen=True, slots=True, order=True)
class User:
    """Something that reads names: `kind` is the section's word for it."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Uses:
    """The two directions of one graph."""

    used: Mapping[User, frozenset[str]]

    def of(self, name: str) -> tuple[str, ...]:
        """What the definition of a name reads."""
        return tuple(sorted({found for user, names in self.used.items() if user.name == name for found in names}))

    def by(self, name: str) -> tuple[User, ...]:
        """Who reads a name."""
        return tuple(sorted(user for user, names in self.used.items() if name in names))


def uses(pack: Pack) -> Uses:
    """The graph of a pack."""
    known = {*pack.definitions, *pack.interface}
    used: dict[User, set[str]] = {}
    for user, definition in _users(pack):
        for path, name in _names(definition):
            if name in known:
                used.setdefault(_narrowed(user, definition, path), set()).add(name)
    for number, entry in enumerate(pack.entries):
        user = User(f"{entry.model.debit} / {entry.model.credit} ({number + 1})", "entry")
        found = {entry.model.amount, *(_in_formula(entry.model.when) if entry.model.when else ())}
        used[user] = found & known
    for user, names in used.items():
        names.discard(user.name)
    return Uses({user: frozenset(names) for user, names in used.items()})


def _users(pack: Pack) -> Iterator[tuple[User, Definition]]:
    seen: set[tuple[object, ...]] = set()
    shelves = (pack.definitions, pack.contracts, pack.acts, pack.gaps, pack.rules)
    for definition in (one for shelf in shelves for one in shelf.values()):
        place = (definition.document.path, definition.path)
        if place not in seen and definition.kind not in ("member", "enum"):
            seen.add(place)
            yield User(definition.owner or definition.name, _KINDS.get(definition.kind, definition.kind)), definition


_KINDS = {"field": "parameter", "part": "line", "not_modelled": "gap"}


def _narrowed(user: User, definition: Definition, path: Path) -> User:
    """A figure of a group reads what its own formulas read, not what its neighbours' do."""
    if definition.kind == "field" and len(path) == 3 and path[0] == "values":
        return User(f"{user.name}.{path[2]}", user.kind)
    return user


def _names(definition: Definition) -> list[tuple[Path, str]]:
    found: list[tuple[Path, str]] = []

    def visit(kind: str, text: str, path: Path) -> str:
        if kind == "formula":
            found.extend((path, name) for name in _in_formula(text))
        elif kind == "rounding":
            found.extend((path, name) for name in _in_formula(text.split(" to ", 1)[1]))
        elif path[-1] == "message":
            found.extend((path, name) for name in _QUOTED.findall(text))
        elif kind == "name" or _is_naming(path):
            found.append((path, text.removeprefix("-").strip()))
        return text

    walk(definition.model, visit)
    found += [(path, str(path[-1])) for path in _keys(definition)]
    return found


def _is_naming(path: Path) -> bool:
    return any(part in _NAMING for part in path[-2:] if isinstance(part, str))


def _keys(definition: Definition) -> Iterator[Path]:
    """Names that stand as keys: properties of a contract, inputs that a change of treatment sets, rows of a table."""
    model = definition.model
    for key in ("properties", "set"):
        for name in getattr(model, key, None) or {}:
            yield (key, name)
    if definition.kind == "table":
        for version in model.values.values():
            yield from (("rows", key) for key in version.rows or {})


def _in_formula(text: str) -> tuple[str, ...]:
    try:
        tree = parsed(text)
    except FormulaError:
        return ()
    settings = (name for node in nodes(tree) if isinstance(node, Under) for name, _ in node.settings)
    return (*names_in(tree), *settings)
