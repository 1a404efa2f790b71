"""Several runs of one case side by side, as data: `bareme.comparison/1`.

Contract types, splits, countries, dates, releases or changed figures: a column each.
Every column after the first says in which figures it differs from the first, and which
dated figures and properties of the law stand behind that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from engine.language.diagnostic import Refused
from simulator.alerts import alerts
from simulator.evidence import Evidence
from simulator.facts import write_fact
from simulator.lines import amount, label
from simulator.registry import Registry
from simulator.running import NotReachable, Run, run
from simulator.scenario import Scenario

SCHEMA = "bareme.comparison/1"


@dataclass(frozen=True, slots=True)
class Column:
    """One case, by which rules, under which title."""

    title: str
    registry: Registry
    scenario: Scenario


@dataclass(frozen=True, slots=True)
class Ran:
    """A column that was computed, or why it could not be."""

    column: Column
    run: Run | None
    refused: str = ""


def compare(registry: Registry, scenarios: Sequence[Scenario]) -> dict[str, Any]:
    """The scenarios side by side; what tells them apart becomes their title."""
    return compare_columns(titled(registry, scenarios))


def titled(registry: Registry, scenarios: Sequence[Scenario]) -> list[Column]:
    """A column per scenario, named by what varies among them."""
    parts = [_parts(scenario) for scenario in scenarios]
    varying = [
        name for name in dict.fromkeys(key for part in parts for key in part) if len({p.get(name) for p in parts}) > 1
    ]
    found = []
    for number, (scenario, part) in enumerate(zip(scenarios, parts, strict=True), 1):
        words = [_word(name, part[name]) for name in varying if part.get(name) is not None]
        found.append(Column(", ".join(words) or f"case {number}", registry, scenario))
    return found


def _parts(scenario: Scenario) -> dict[str, str | None]:
    own = {"country": scenario.country, "act": scenario.act, "contract": scenario.contract}
    release = scenario.release or "draft"
    return {**own, "date": scenario.date.isoformat(), "release": release, **scenario.given}


def _word(name: str, value: str | None) -> str:
    return str(value) if name in ("country", "act", "contract", "date", "release") else f"{name} {value}"


def by_contract(scenario: Scenario, contracts: Sequence[str]) -> list[Scenario]:
    return [replace(scenario, contract=contract) for contract in contracts]


def by_country(scenario: Scenario, countries: Sequence[str]) -> list[Scenario]:
    return [replace(scenario, country=country) for country in countries]


def by_date(scenario: Scenario, days: Sequence[date]) -> list[Scenario]:
    return [replace(scenario, date=day) for day in days]


def by_release(scenario: Scenario, releases: Sequence[str]) -> list[Scenario]:
    """One scenario per release; `draft` stands for the packs as they are."""
    return [replace(scenario, release=None if name == "draft" else name) for name in releases]


def by_given(scenario: Scenario, name: str, values: Sequence[str]) -> list[Scenario]:
    """One scenario per value of a fact: the splits of a budget, for one."""
    return [replace(scenario, given={**scenario.given, name: value}) for value in values]


def compare_columns(columns: Sequence[Column]) -> dict[str, Any]:
    """Every column run, the figures they share in rows, and the differences from the first that ran."""
    ran = [_ran(column) for column in columns]
    base = next((one for one in ran if one.run is not None), None)
    names = dict.fromkeys(name for one in ran if one.run is not None for name in one.run.program.values)
    return {
        "schema": SCHEMA,
        "columns": [_column(one) for one in ran],
        "rows": [_row(name, ran, base) for name in names],
        "differences": [
            _differences(base, one)
            for one in ran
            if base is not None and base.run is not None and one is not base and one.run is not None
        ],
    }


def _ran(column: Column) -> Ran:
    try:
        return Ran(column, run(column.registry, column.scenario))
    except Refused as refused:
        first = refused.diagnostics[0]
        return Ran(column, None, f"{first.code} {first.message}")
    except NotReachable as gap:
        return Ran(column, None, f"no {gap.unknown} gives exactly the {gap.target} asked")


def _column(one: Ran) -> dict[str, Any]:
    scenario, done = one.column.scenario, one.run
    return {
        "title": one.column.title,
        "country": scenario.country,
        "act": scenario.act,
        "contract": scenario.contract,
        "date": scenario.date.isoformat(),
        "given": dict(scenario.given),
        "refused": one.refused or None,
        "currency": done.country.pack.header.currency if done is not None else None,
        "bundle": [dict(part) for part in done.country.bundle] if done is not None else [],
        "complete": done is not None and not done.gaps,
        "alerts": alerts(done) if done is not None else [],
    }


def _row(name: str, ran: Sequence[Ran], base: Ran | None) -> dict[str, Any]:
    holders = [one.run for one in ran if one.run is not None and name in one.run.program.values]
    return {
        "name": name,
        "label": label(holders[0].program, name),
        "type": holders[0].program.type_of(name),
        "amounts": [_amount(one.run, name) for one in ran],
        "differences": [_difference_text(base, one, name) for one in ran],
    }


def _amount(done: Run | None, name: str) -> str | None:
    return amount(done, name) if done is not None and name in done.program.values else None


def _difference(base: Ran | None, one: Ran, name: str) -> Fraction | None:
    """By how much a column has more of a figure than the first; None where they cannot be held against each other."""
    first = base.run if base is not None else None
    if first is None or one.run is None or one is base:
        return None
    if name not in first.program.values or name not in one.run.program.values:
        return None
    if first.country.pack.header.currency != one.run.country.pack.header.currency:
        return None
    return one.run.values[name] - first.values[name]


def _difference_text(base: Ran | None, one: Ran, name: str) -> str | None:
    difference = _difference(base, one, name)
    if difference is None or one.run is None:
        return None
    return write_fact(one.run.country.pack, one.run.program.type_of(name), difference)


def _differences(base: Ran, one: Ran) -> dict[str, Any]:
    """The figures that differ, greatest first, with the dated figures and properties that differ beneath."""
    assert base.run is not None and one.run is not None  # noqa: S101, PT018 - only called for columns that ran
    moved = [(name, _difference(base, one, name)) for name in base.run.program.values]
    money = [(name, by) for name, by in moved if by and base.run.program.type_of(name).partition("/")[0] == "money"]
    return {
        "column": one.column.title,
        "against": base.column.title,
        "figures": [
            {
                "name": name,
                "label": label(base.run.program, name),
                "before": amount(base.run, name),
                "after": amount(one.run, name),
                "difference": _difference_text(base, one, name),
            }
            for name, by in sorted(money, key=lambda pair: -abs(pair[1] or Fraction(0)))
        ],
        "rules": differing_rules(base.run, one.run),
        "properties": _properties(base.run, one.run),
    }


def differing_rules(first: Run, second: Run) -> list[dict[str, Any]]:
    """Dated figures that both use with other values, or that only one of them uses."""
    if first.country.pack.name != second.country.pack.name:
        return []
    used = [_figures(done) for done in (first, second)]
    found = []
    for name in sorted({*used[0], *used[1]}):
        before, after = (figures.get(name) for figures in used)
        if before is None or after is None or before["value"] != after["value"]:
            held = after or before or {}
            found.append(
                {
                    "name": name,
                    "label": held["label"],
                    "law": held["law"],
                    "before": before["value"] if before is not None else None,
                    "after": after["value"] if after is not None else None,
                }
            )
    return found + (_formulas(first, second) if first.program.contract == second.program.contract else [])


def _formulas(first: Run, second: Run) -> list[dict[str, Any]]:
    """Lines of both that are computed in another way."""
    found = []
    for name in first.program.step_of:
        other = second.program.step_of.get(name)
        own = first.program.step_of[name]
        definition = second.country.pack.definitions.get(name)
        if other is None or definition is None or definition.kind == "input":
            continue
        if (own.text, own.rounding) != (other.text, other.rounding):
            law = getattr(definition.model, "law", None)
            found.append(
                {
                    "name": name,
                    "label": label(second.program, name),
                    "law": law,
                    "before": own.text,
                    "after": other.text,
                }
            )
    return found


def _figures(done: Run) -> Mapping[str, Mapping[str, Any]]:
    evidence = Evidence(done)
    names = {figure for name in done.program.values for figure in evidence.figures(name)}
    sources = {name: evidence.source(name) for name in names}
    return {
        name: {"label": source.label, "law": source.law or None, "value": source.value or None}
        for name, source in sources.items()
        if source is not None
    }


def _properties(first: Run, second: Run) -> list[dict[str, Any]]:
    """Properties of the two contract types that differ."""
    if first.country.pack.name != second.country.pack.name:
        return []
    names = [
        name
        for name, definition in first.country.pack.definitions.items()
        if definition.kind == "property" and name.startswith("contract.")
    ]
    found = [(name, _property(first, name), _property(second, name)) for name in names]
    return [
        {"name": name, "label": label(first.program, name), "before": before, "after": after}
        for name, before, after in found
        if before != after
    ]


def _property(done: Run, name: str) -> str | None:
    """What the contract type says, or what holds where it says nothing."""
    pack, contract = done.country.pack, done.program.contract
    written = pack.contracts[contract].model.properties.get(name) if contract else None
    if written is None:
        written = pack.definitions[name].model.default
    if isinstance(written, Mapping):
        written = written[max(day for day in written if day <= done.dates.work)]
    return None if written is None else str(written)
