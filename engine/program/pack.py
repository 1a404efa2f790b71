"""A pack in one piece: the files of common, of the country and of layers under one flat namespace."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import lru_cache
from typing import Any

from engine.language import codes
from engine.language.diagnostic import Diagnostic, Place, Refused
from engine.language.parser import parse
from engine.language.syntax import Expression
from engine.program.filling import fills, objection
from engine.reading import models
from engine.reading.document import Document
from engine.reading.folder import PackFiles

BUILT_IN_NAMES = ("act", "contract", "date", "home_country", "payment_date", "quantum")
SECTIONS_WITH_NAMES = {
    "parameters": "parameter",
    "scales": "scale",
    "tables": "table",
    "functions": "function",
    "inputs": "input",
    "lines": "line",
    "properties": "property",
    "facts": "fact",
}
RULE_SECTIONS = {
    "obligations": "obligation",
    "alerts": "alert",
    "quotas": "quota",
    "reclassifications": "reclassification",
}
"""Rules about an act: named apart from values, since no formula can name them."""


@dataclass(frozen=True, slots=True)
class Definition:
    """One name of the namespace and where it was written.

    `owner` is the enum of a member, the parameter of a field, the line of a part.
    """

    name: str
    kind: str
    model: Any
    pack: str
    document: Document
    path: tuple[str | int, ...]
    owner: str = ""

    @property
    def place(self) -> Place:
        return self.document.place(self.path, key=True)


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """An entry of the pack with where it was written."""

    model: models.Entry
    document: Document
    path: tuple[str | int, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Pack:
    """All definitions of a country, ready to be compiled for any act, contract and dates."""

    name: str
    header: models.Header
    parts: tuple[PackFiles, ...]
    definitions: Mapping[str, Definition]
    interface: Mapping[str, Definition]
    sections: Mapping[str, Definition]
    gaps: Mapping[str, Definition]
    contracts: Mapping[str, Definition]
    acts: Mapping[str, Definition]
    members: Mapping[str, tuple[str, ...]]
    accounts: Mapping[str, Definition]
    entries: tuple[LedgerEntry, ...]
    rules: Mapping[str, Definition] = field(default_factory=dict)
    duty_kinds: Mapping[str, Definition] = field(default_factory=dict)
    none_of_its_kind: Mapping[str, Definition] = field(default_factory=dict)
    problems: tuple[Diagnostic, ...] = ()

    def __repr__(self) -> str:
        return f"<pack {self.name} {self.header.version}>"

    @property
    def quantum(self) -> Fraction:
        return _exact(self.header.quantum)

    @property
    def decimals(self) -> int:
        """Places that an amount of the pack's currency is written with."""
        return len(str(self.quantum.denominator)) - 1

    def range_of(self, name: str) -> tuple[str, str] | None:
        """The lowest and highest value written for a fact; what `common` says of money is turned to this currency."""
        for shelf in (self.definitions, self.interface):
            definition = shelf.get(name)
            written = getattr(definition.model, "range", None) if definition is not None else None
            if definition is not None and written:
                low, high = written
                if definition.pack == self.header.implements and self.type_of(name).partition("/")[0] == "money":
                    return _times(low, self.header.money_factor), _times(high, self.header.money_factor)
                return low, high
        return None

    @property
    def home_country(self) -> int:
        """Place of the pack's own country among the members of `country`; -1 where there is no such enum."""
        return self.coded("country").get(self.header.country or "", -1)

    def coded(self, enum: str) -> dict[str, int]:
        """The codes that facts may give for the members of an enum, with the members' places."""
        found = {}
        for place, name in enumerate(self.members.get(enum, ())):
            code = getattr(self.definitions[name].model, "code", None) if name in self.definitions else None
            if code is not None:
                found[code.upper()] = place
        return found

    def type_of(self, name: str) -> str:
        """The written type of a name: its own, or that of the interface variable it computes."""
        definition = self.definitions.get(name)
        shared = self.interface.get(name)
        if shared is not None:
            return str(shared.model.type)
        if definition is None:
            return "money"
        if definition.kind == "field":
            return str(definition.model.fields[name[len(definition.owner) + 1 :]])
        if definition.kind == "member":
            return definition.owner
        if definition.kind == "fact" and definition.model.when is not None:
            return "bool"
        return str(getattr(definition.model, "type", None) or "money")

    def described(self, name: str) -> models.Described | None:
        """The label, term, note and law of a name, from the pack that says them."""
        definition = self.definitions.get(name)
        shared = self.interface.get(name)
        if definition is not None and definition.model.label is not None:
            return definition.model  # type: ignore[no-any-return]
        return shared.model if shared is not None else (definition.model if definition else None)


@lru_cache(maxsize=64)
def _exact(text: str) -> Fraction:
    """A number of a header, read once: every amount that is written asks for the quantum."""
    return Fraction(text)


@lru_cache(maxsize=256)
def _times(text: str, factor: str) -> str:
    """A written number so many times; a text that is no number is left for `check` to name."""
    if factor == "1":
        return text
    try:
        return str(Decimal(text) * int(factor))
    except InvalidOperation:
        return text


@lru_cache(maxsize=20_000)
def parsed(text: str) -> Expression:
    """The tree of a formula; equal texts are parsed once."""
    return parse(text)


@dataclass(slots=True)
class _Assembly:
    layers: frozenset[str] = frozenset()
    definitions: dict[str, Definition] = field(default_factory=dict)
    interface: dict[str, Definition] = field(default_factory=dict)
    sections: dict[str, Definition] = field(default_factory=dict)
    gaps: dict[str, Definition] = field(default_factory=dict)
    contracts: dict[str, Definition] = field(default_factory=dict)
    acts: dict[str, Definition] = field(default_factory=dict)
    members: dict[str, list[str]] = field(default_factory=lambda: {"contract": [], "act": []})
    accounts: dict[str, Definition] = field(default_factory=dict)
    entries: list[LedgerEntry] = field(default_factory=list)
    rules: dict[str, Definition] = field(default_factory=dict)
    duty_kinds: dict[str, Definition] = field(default_factory=dict)
    none_of_its_kind: dict[str, Definition] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)

    def define(self, definition: Definition) -> None:
        known = self.definitions.get(definition.name)
        if known is not None and not fills(known, definition, self.layers):
            self.problems.append(objection(known, definition, self.layers))
        elif definition.name in BUILT_IN_NAMES:
            self.problems.append(
                Diagnostic(
                    codes.DUPLICATE_NAME,
                    definition.place,
                    f"`{definition.name}` is a word of the language itself: every name stands for one thing",
                    "give it another name",
                )
            )
        else:
            self.definitions[definition.name] = definition

    def put(self, shelf: dict[str, Definition], definition: Definition) -> bool:
        """Whether the name was free on its shelf; if not, that is a problem."""
        known = shelf.get(definition.name)
        if known is not None:
            self.problems.append(
                Diagnostic(
                    codes.DUPLICATE_NAME,
                    definition.place,
                    f"`{definition.name}` already stands at {known.place}",
                    "keep one of the two",
                )
            )
            return False
        shelf[definition.name] = definition
        return True

    def member(self, enum: str, name: str, model: models.Described, pack: str, document: Document, path: Any) -> None:
        self.members.setdefault(enum, []).append(name)
        self.define(Definition(name, "member", model, pack, document, path, owner=enum))


def assemble(parts: Iterable[PackFiles]) -> Pack:
    """One pack from its parts, lowest first (common, country, layers); the country's header counts.

    Problems of naming are collected in `problems`; `Refused` is raised only where there is no country.
    """
    parts = tuple(parts)
    assembly = _Assembly(frozenset(files.name for files in parts if files.header.layer_of is not None))
    for files in parts:
        for rule_document in files.files:
            _add_file(assembly, files.name, rule_document.document, rule_document.rules)
    country = next((files for files in parts if files.header.country is not None), None) or parts[-1]
    return Pack(
        name=country.name,
        header=country.header,
        parts=parts,
        definitions=assembly.definitions,
        interface=assembly.interface,
        sections=assembly.sections,
        gaps=assembly.gaps,
        contracts=assembly.contracts,
        acts=assembly.acts,
        members={enum: tuple(names) for enum, names in assembly.members.items()},
        accounts=assembly.accounts,
        entries=tuple(assembly.entries),
        rules=assembly.rules,
        duty_kinds=assembly.duty_kinds,
        none_of_its_kind=assembly.none_of_its_kind,
        problems=tuple(assembly.problems),
    )


def _add_file(assembly: _Assembly, pack: str, document: Document, rules: models.RuleFile) -> None:
    for section, kind in SECTIONS_WITH_NAMES.items():
        for name, model in getattr(rules, section).items():
            _add_named(assembly, Definition(name, kind, model, pack, document, (section, name)))
    for name, enum in rules.enums.items():
        assembly.define(Definition(name, "enum", enum, pack, document, ("enums", name)))
        for member, model in enum.members.items():
            assembly.member(name, member, model, pack, document, ("enums", name, "members", member))
    for shelf, section, enum_name in (
        (assembly.contracts, "contracts", "contract"),
        (assembly.acts, "acts", "act"),
    ):
        for name, model in getattr(rules, section).items():
            if assembly.put(shelf, Definition(name, enum_name, model, pack, document, (section, name))):
                assembly.member(enum_name, name, model, pack, document, (section, name))
    for shelf, section in (
        (assembly.interface, "interface"),
        (assembly.sections, "sections"),
        (assembly.gaps, "not_modelled"),
        (assembly.accounts, "accounts"),
        (assembly.duty_kinds, "duty_kinds"),
        (assembly.none_of_its_kind, "none_of_its_kind"),
    ):
        for name, model in getattr(rules, section).items():
            assembly.put(shelf, Definition(name, section, model, pack, document, (section, name)))
    for section, kind in RULE_SECTIONS.items():
        for name, model in getattr(rules, section).items():
            assembly.put(assembly.rules, Definition(name, kind, model, pack, document, (section, name)))
    for index, entry in enumerate(rules.entries):
        assembly.entries.append(LedgerEntry(entry, document, ("entries", index)))


def _add_named(assembly: _Assembly, definition: Definition) -> None:
    if definition.kind == "parameter" and definition.model.fields is not None:
        for name in definition.model.fields:
            assembly.define(_under(definition, "field", name))
        return
    assembly.define(definition)
    if definition.kind == "line" and definition.model.in_order is not None:
        for name in (*part_names(definition.model), "left"):
            assembly.define(_under(definition, "part", name))


def _under(owner: Definition, kind: str, name: str) -> Definition:
    return Definition(
        f"{owner.name}.{name}", kind, owner.model, owner.pack, owner.document, owner.path, owner=owner.name
    )


def part_names(line: models.Line) -> tuple[str, ...]:
    """The parts a `take_from` line ever had, in the order first written."""
    orders = line.in_order.values() if isinstance(line.in_order, dict) else [line.in_order or []]
    return tuple(dict.fromkeys(order.as_ for row in orders for order in row))


def refuse_if_problems(pack: Pack) -> Pack:
    """The pack itself, or `Refused` with its problems of naming."""
    if pack.problems:
        raise Refused(list(pack.problems))
    return pack
