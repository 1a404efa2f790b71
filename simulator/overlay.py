"""What if: changed figures and formulas laid over a pack in memory, its files untouched.

An overlay is written in the pack language, in any of its sections. It says only what
changes; the rest of each definition stays. The bundle of every result names it with the
hash of its content, and lines it decides say so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from engine.language import codes
from engine.language.scope import suggestion
from engine.program.pack import Definition, Pack, assemble
from engine.program.program import Programs
from engine.reading.folder import PackFiles, read_kept
from simulator.registry import Asked, Country, Registry
from simulator.scenario import refusal

NAME = "what-if"
FROM = "1900-01-01"
COMPUTED = ("formula", "choose", "sum", "take_from", "in_order")
SECTION = {"parameter": "parameters", "line": "lines", "input": "inputs"}


@dataclass(slots=True)
class WhatIf(Registry):
    """The packs of another registry with overlays laid over each country they are for."""

    overlays: tuple[PackFiles, ...] = ()
    _overlaid: dict[Asked, Country] = field(default_factory=dict)

    def country(self, code: str, release: str | None = None, known_on: date | None = None) -> Country:
        asked = (code, release, known_on)
        if asked not in self._overlaid:
            base = Registry.country(self, code, release, known_on)
            pack = base.pack
            for overlay in self.overlays:
                if overlay.header.layer_of == code:
                    pack = overlaid(pack, overlay)
            self._overlaid[asked] = base if pack is base.pack else Country(pack, Programs(pack), base.known)
        return self._overlaid[asked]


def what_if(registry: Registry, overlays: Sequence[PackFiles]) -> Registry:
    """The same packs under the overlays; the registry itself if there are none."""
    if not overlays:
        return registry
    return WhatIf(registry.rules, registry.layers, registry.read_only, overlays=tuple(overlays))


def overlaid(pack: Pack, overlay: PackFiles) -> Pack:
    """The pack with the definitions of the overlay in place of its own; `Refused` for a name it does not have."""
    changed: dict[str, Definition] = {}
    for name, new in assemble([overlay]).definitions.items():
        known = pack.definitions.get(name)
        if known is None or known.kind != new.kind:
            near = suggestion(name, pack.definitions)
            raise refusal(
                codes.UNKNOWN_NAME,
                f"`{pack.name}` has no {new.kind} `{name}` that could be changed",
                f"did you mean `{near}`?" if near else "see `bareme show`",
                NAME,
            )
        changed[name] = replace(new, model=_completed(known.model, new.model), owner=known.owner)
    return replace(pack, definitions={**pack.definitions, **changed}, parts=(*pack.parts, overlay))


def _completed(known: Any, new: Any) -> Any:
    """The known definition with what the new one says."""
    said = {name: getattr(new, name) for name in new.model_fields_set}
    if any(name in said for name in COMPUTED):
        said = {**dict.fromkeys((name for name in COMPUTED if hasattr(known, name)), None), **said}
    return known.model_copy(update=said)


def read_overlay(country: str, path: Path) -> PackFiles:
    """An overlay from a file of rules."""
    try:
        return _files(country, path.read_bytes(), path.name)
    except OSError as error:
        raise refusal(codes.UNREADABLE_FILE, f"{path}: {error.strerror}", "", "--overlay") from None


def setting(registry: Registry, text: str) -> PackFiles:
    """The overlay that `COUNTRY:NAME=VALUE` means: a figure at all dates, a formula, or the default of an input."""
    country, colon, assignment = text.partition(":")
    name, equals, value = (part.strip() for part in assignment.partition("="))
    if not colon or not equals or not country or not name or not value:
        raise refusal(codes.WRONG_SHAPE, f"`{text}` is not COUNTRY:NAME=VALUE", "--set be:fee.rate=7%", "--set")
    pack = registry.country(country).pack
    definition = pack.definitions.get(name)
    if definition is None or definition.kind not in (*SECTION, "field"):
        near = suggestion(name, pack.definitions) if definition is None else ""
        mend = f"did you mean `{near}`?" if near else "an overlay file can change scales, tables and functions"
        raise refusal(codes.UNKNOWN_NAME, f"`{country}` has no figure, line or input `{name}`", mend, "--set")
    return _files(country, _written(definition, value).encode(), "set.yaml")


def _written(definition: Definition, value: str) -> str:
    quoted = '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if definition.kind == "field":
        return _written_field(definition, quoted)
    if definition.kind == "parameter":
        body = f"    values: {{{FROM}: {{value: {quoted}, source: What if, confidence: assumed}}}}\n"
    else:
        word = "formula" if definition.kind == "line" else "default"
        kind = f"    type: {definition.model.type}\n"
        body = f"{kind}    {word}: {quoted}\n"
    return f"{SECTION[definition.kind]}:\n  {definition.name}:\n{body}"


def _written_field(definition: Definition, quoted: str) -> str:
    """A group of figures that change together, the one field changed in every row."""
    own = definition.name[len(definition.owner) + 1 :]
    fields: Mapping[str, str] = definition.model.fields
    rows = []
    for day, row in definition.model.values.items():
        told = row if isinstance(row, Mapping) else {}
        cells = [f"{name}: {quoted if name == own else _quoted(told[name])}" for name in fields if name in told]
        if cells:
            rows.append(
                f"      {day.isoformat()}: {{{', '.join([*cells, 'source: What if', 'confidence: assumed'])}}}\n"
            )
    kinds = ", ".join(f"{name}: {kind}" for name, kind in fields.items())
    return f"parameters:\n  {definition.owner}:\n    fields: {{{kinds}}}\n    values:\n{''.join(rows)}"


def _quoted(text: object) -> str:
    return f'"{text}"'


def _files(country: str, rules: bytes, shown: str) -> PackFiles:
    header = f"pack: {NAME}\nlanguage: 1\nname: What if\nversion: 0.0.0\nlayer_of: {country}\n"
    return read_kept(Path(NAME), {"pack.yaml": header.encode(), shown: rules})
