"""The names of a pack, as the checker of formulas sees them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from engine.language.scope import Symbol
from engine.language.types import DATE, MONEY, Type, UnknownType, parse_type
from engine.program.pack import Definition, Pack

AT_WORDS = ("work", "payment", "contract_start", "start_of_year")
BUILT_IN = {
    "act": Type("enum", None, "act"),
    "contract": Type("enum", None, "contract"),
    "date": DATE,
    "payment_date": DATE,
    "quantum": MONEY,
    "home_country": Type("enum", None, "country"),
}


@dataclass(frozen=True, slots=True)
class PackScope:
    """A pack's flat namespace, with the local names of a function in front."""

    pack: Pack
    local: Mapping[str, str] = field(default_factory=dict)

    def type_of(self, text: str) -> Type:
        return parse_type(text, self.pack.members)

    def lookup(self, name: str) -> Symbol | None:
        definition = self.pack.definitions.get(name)
        try:
            if name in self.local:
                return Symbol("value", self.type_of(self.local[name]))
            if definition is not None:
                return self._symbol(definition)
            if name in BUILT_IN:
                return Symbol("value", BUILT_IN[name])
            if name in self.pack.interface:
                return Symbol("value", self.type_of(self.pack.type_of(name)))
        except UnknownType:
            return None
        return Symbol("constant", DATE) if name in AT_WORDS else None

    def _symbol(self, definition: Definition) -> Symbol | None:
        model, kind = definition.model, definition.kind
        if kind == "enum":
            return None
        type_ = self.type_of(self.pack.type_of(definition.name))
        if kind == "scale":
            return Symbol("scale", type_, (self.type_of(model.of),))
        if kind == "table":
            return Symbol("table", type_, (self.type_of(model.by),))
        if kind == "function":
            return Symbol("function", type_, tuple(self.type_of(text) for text in model.of.values()))
        if kind == "member":
            return Symbol("member", type_)
        return Symbol("constant" if kind in ("parameter", "field") else "value", type_)

    def names(self) -> Iterable[str]:
        kinds = ("enum",)
        known = [name for name, definition in self.pack.definitions.items() if definition.kind not in kinds]
        return [*self.local, *known, *BUILT_IN, *self.pack.interface]
