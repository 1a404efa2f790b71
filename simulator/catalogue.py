"""What a country's pack offers, as data: coverage, acts, contract types, gaps, and the facts an act may be given."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.program.pack import Definition, Pack
from engine.program.program import Program
from simulator.registry import Country

SCHEMA = "bareme.country/1"
INPUTS_SCHEMA = "bareme.inputs/1"


def summary(country: Country) -> dict[str, Any]:
    """The country in one row of a list."""
    header = country.pack.header
    return {
        "code": country.pack.name,
        "name": header.name,
        "currency": header.currency,
        "languages": list(header.languages),
        "bundle": [dict(part) for part in country.bundle],
        "covered": {
            "from": min(row.from_ for row in header.coverage).isoformat(),
            "to": max(row.to_date for row in header.coverage).isoformat(),
        },
    }


def country_data(country: Country) -> dict[str, Any]:
    """Everything the pack says it covers, and what it says it does not."""
    pack = country.pack
    return {
        "schema": SCHEMA,
        **summary(country),
        "quantum": pack.header.quantum,
        "coverage": [
            {
                "from": row.from_.isoformat(),
                "to": row.to_date.isoformat(),
                "acts": row.acts,
                "contracts": row.contracts,
                "note": row.note,
            }
            for row in pack.header.coverage
        ],
        "acts": [_act(name, definition) for name, definition in pack.acts.items()],
        "contracts": [_contract(name, definition) for name, definition in pack.contracts.items()],
        "gaps": [_gap(name, definition) for name, definition in pack.gaps.items()],
    }


def described(name: str, model: Any) -> dict[str, Any]:
    """Name, label, local legal terms, note and law of a definition."""
    return {
        "name": name,
        "label": model.label or name,
        "term": dict(model.term),
        "note": model.note,
        "law": model.law,
    }


def _act(name: str, definition: Definition) -> dict[str, Any]:
    model = definition.model
    return {
        **described(name, model),
        "root": model.root,
        "contract": model.contract,
        "choices": list(model.choices),
        "values": list(model.values),
    }


def _contract(name: str, definition: Definition) -> dict[str, Any]:
    model = definition.model
    return {
        **described(name, model),
        "from": model.from_.isoformat() if model.from_ is not None else None,
        "until": model.to_date.isoformat() if model.to_date is not None else None,
        "acts": list(model.acts) if model.acts is not None else None,
    }


def _gap(name: str, definition: Definition) -> dict[str, Any]:
    model = definition.model
    return {
        **described(name, model),
        "why": model.why,
        "since": model.since.isoformat(),
        "acts": list(model.acts),
        "contracts": list(model.contracts),
        "affects": list(model.affects),
        "effect": model.effect,
        "accepted_by": model.accepted_by,
    }


def inputs_data(country: Country, program: Program) -> dict[str, Any]:
    """The facts that an act reads, with how they are asked, and the figures that may be the given one."""
    return {
        "schema": INPUTS_SCHEMA,
        "country": country.pack.name,
        "act": program.act,
        "contract": program.contract,
        "root": program.root,
        "inputs": list(_inputs(country.pack, program)),
        "figures": [figure_data(country.pack, name) for name in program.values],
    }


def _inputs(pack: Pack, program: Program) -> Iterator[dict[str, Any]]:
    for name in program.names:
        definition = pack.definitions.get(name)
        if definition is not None and definition.kind == "input":
            model = definition.model
            yield {
                **described(name, model),
                **unit(pack, program.type_of(name)),
                "question": model.question,
                "range": _range(pack, name),
                "default": model.default,
                "why": model.why,
                "required": name in program.inputs,
                "sum_of": model.sum_of,
                "window": model.window,
                "choices": members(pack, program.type_of(name)),
            }


def _range(pack: Pack, name: str) -> list[str] | None:
    limits = pack.range_of(name)
    return list(limits) if limits is not None else None


def figure_data(pack: Pack, name: str) -> dict[str, Any]:
    """An interface variable: label, unit, section, payee."""
    model = pack.interface[name].model
    own = pack.described(name)
    return {
        **described(name, own if own is not None and own.label else model),
        **unit(pack, pack.type_of(name)),
        "section": model.section,
        "to": model.to,
    }


def unit(pack: Pack, type_text: str) -> dict[str, Any]:
    """The type of a value, its period, and the currency if it is money."""
    base, _, period = type_text.partition("/")
    return {
        "type": base,
        "period": period or None,
        "currency": pack.header.currency if base == "money" else None,
    }


def members(pack: Pack, type_text: str) -> list[dict[str, Any]] | None:
    """The words an enum may take; None for any other type."""
    enum = type_text.partition("/")[0]
    if enum == "bool" or enum not in pack.members:
        return None
    found = []
    for member in pack.members[enum]:
        definition = pack.definitions.get(member)
        model = definition.model if definition is not None else None
        found.append(
            {
                "name": member,
                "label": (model.label if model is not None else None) or member,
                "term": dict(model.term) if model is not None else {},
            }
        )
    return found
