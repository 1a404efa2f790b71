"""A pack with one small fault planted, and what of it has to be read anew: the rest is taken over as it was."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from pydantic import BaseModel

from engine.checking.sites import Site
from engine.checking.uses import Uses, uses
from engine.language.syntax import Under
from engine.language.walking import walk
from engine.program.pack import RULE_SECTIONS, Definition, Pack, parsed
from engine.program.program import Programs
from engine.program.state import Lowered
from engine.reading import models
from simulator.registry import Country

LEFT_OUT = "left out"
MODELS: dict[str, type[BaseModel]] = {
    "parameters": models.Parameter,
    "scales": models.Scale,
    "tables": models.Table,
    "functions": models.Function,
    "lines": models.Line,
    "inputs": models.Input,
    "properties": models.Property,
    "contracts": models.Contract,
    "acts": models.Act,
    "entries": models.Entry,
    "not_modelled": models.Gap,
    "facts": models.Fact,
    "obligations": models.Obligation,
    "alerts": models.Alert,
    "quotas": models.Quota,
    "reclassifications": models.Reclassification,
}
COMPUTED = ("line", "input")
FIGURES = ("parameter", "scale", "table", "function", "property")
RULES = (*RULE_SECTIONS.values(), "fact")
TOLD = (*RULES, "gap", "entry")
"""What leaves no trace among the figures of an act, only in what is said of it."""
RULE_PLACES = frozenset({*RULE_SECTIONS, "facts"})
SHELVES = {"contracts": "contracts", "acts": "acts", "not_modelled": "gaps", **dict.fromkeys(RULE_SECTIONS, "rules")}


@dataclass(frozen=True, slots=True)
class Touched:
    """What a changed place concerns: computed names to read anew (None: all of them), and whether rules read it."""

    names: frozenset[str] | None
    by_rules: bool


@dataclass(frozen=True)
class Ground:
    """A country as it was, with what is needed to change one place of it quickly."""

    country: Country

    @cached_property
    def uses(self) -> Uses:
        return uses(self.country.pack)

    @cached_property
    def under(self) -> frozenset[str]:
        """Lines computed again under other inputs hold copies of what they read."""
        definitions = self.country.pack.definitions.values()
        return frozenset(one.name for one in definitions if one.kind == "line" and _has_under(one))

    def touched(self, site: Site) -> Touched:
        section, name = str(site.path[0]), str(site.path[1])
        if section in ("entries", "not_modelled"):
            return Touched(frozenset(), by_rules=False)
        if section in RULE_PLACES:
            return Touched(frozenset(), by_rules=True)
        if section in ("contracts", "acts", "properties"):
            return Touched(None, by_rules=True)
        if section in ("lines", "inputs"):
            return Touched(frozenset({name, *self._parts(name), *self.under}), self._read_by_rules(name))
        field = f"{name}.{site.path[-1]}" if section == "parameters" and site.path[-1] != "value" else name
        start = field if field in self.country.pack.definitions else name
        readers, rules = self._readers(start)
        return Touched(frozenset({*readers, *self.under}), rules)

    def _parts(self, name: str) -> list[str]:
        definitions = self.country.pack.definitions.values()
        return [one.name for one in definitions if one.kind == "part" and one.owner == name]

    def _read_by_rules(self, name: str) -> bool:
        return any(user.kind in RULES for user in self.uses.by(name))

    def _readers(self, start: str) -> tuple[set[str], bool]:
        """Lines and inputs that read a figure, straight or through other figures; whether it shows in what is said."""
        readers: set[str] = set()
        rules, seen, open_ones = False, {start}, [start]
        while open_ones:
            for user in self.uses.by(open_ones.pop()):
                rules = rules or user.kind in TOLD
                if user.kind in COMPUTED:
                    readers |= {user.name, *self._parts(user.name)}
                    rules = rules or (user.kind == "input" and self._read_by_rules(user.name))
                elif user.kind in FIGURES and user.name not in seen:
                    seen.add(user.name)
                    open_ones.append(user.name)
        return readers, rules

    def rules_behind(self, start: str) -> frozenset[str]:
        """A rule itself, or all rules that read a name, through whatever stands between."""
        seen, open_ones = {start}, [start]
        while open_ones:
            readers = {user.name for user in self.uses.by(open_ones.pop())} - seen
            seen |= readers
            open_ones += readers
        return frozenset(seen & self.country.pack.rules.keys())

    def changed(self, site: Site, text: str) -> Country:
        """The country with one formula changed; what the change does not touch is not lowered again."""
        pack = planted(self.country.pack, site, text)
        touched = self.touched(site)
        lowered = {} if touched.names is None else _without(self.country.programs._lowered, touched.names)
        country = Country(pack, Programs(pack, {}, lowered))
        if not touched.by_rules:
            country.__dict__["rule_sets"] = self.country.rule_sets
        return country


def _has_under(definition: Definition) -> bool:
    written = definition.model.formula
    texts = written.values() if isinstance(written, Mapping) else [written] if written else []
    return any(isinstance(node, Under) for text in texts for node in walk(parsed(text)))


CONDITIONS = ("entry.", "gap.")
"""Steps that decide entries and gaps: whatever changes, they are made anew."""


def _without(
    lowered: Mapping[tuple[str, str | None], Mapping[str, list[Lowered]]], names: frozenset[str]
) -> dict[tuple[str, str | None], dict[str, list[Lowered]]]:
    return {
        key: {
            name: list(steps) for name, steps in known.items() if name not in names and not name.startswith(CONDITIONS)
        }
        for key, known in lowered.items()
    }


def planted(pack: Pack, site: Site, text: str) -> Pack:
    """The pack with the formula of a place replaced, or left out of its sum."""
    section, name, *inside = site.path
    written: Any = site.document.data
    data = deepcopy(written[section][name])
    _put(data, inside, text)
    model: Any = MODELS[str(section)].model_validate(data)
    if section == "entries":
        entries = [
            replace(entry, model=model) if entry.document is site.document and entry.path == site.path[:2] else entry
            for entry in pack.entries
        ]
        return replace(pack, entries=tuple(entries))
    shelf = SHELVES.get(str(section), "definitions")
    shelves: dict[str, Mapping[str, Definition]] = {shelf: getattr(pack, shelf), "definitions": pack.definitions}
    changed = {key: _replaced(found, site, model) for key, found in shelves.items()}
    return replace(pack, **changed)  # type: ignore[arg-type]


def _replaced(shelf: Mapping[str, Definition], site: Site, model: BaseModel) -> dict[str, Definition]:
    """A shelf in which everything that was made of the changed definition is made of it as it is now."""
    changed = dict(shelf)
    for name, one in shelf.items():
        if one.document is site.document and one.path == site.path[:2]:
            changed[name] = replace(one, model=model)
    return changed


def _put(data: Any, path: list[Any], text: str) -> None:
    for key in path[:-1]:
        data = data[key]
    if text == LEFT_OUT:
        del data[path[-1]]
    else:
        data[path[-1]] = text
