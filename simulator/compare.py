"""Several runs of one case side by side, as data: `bareme.comparison/1`.

Contract types, splits, countries, dates, releases or changed figures: a column each.
Every column after the first says in which figures it differs from the first, and which
dated figures and properties of the law stand behind that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from engine.language.diagnostic import Refused
from simulator.alerts import alerts
from simulator.currencies import EURO, Exchange, exchange_of, given_in
from simulator.differing import differing_properties, differing_rules
from simulator.facts import write_fact, write_number
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
    exchange: Exchange | None = None
    """From the column's currency to the reader's, where they differ."""

    def money(self, amount: Fraction) -> Fraction:
        """An amount of the column in the reader's currency."""
        return amount if self.exchange is None else self.exchange.shown(amount)

    def value(self, name: str) -> Fraction | None:
        """A figure of the column in the reader's currency; None where it has none."""
        if self.run is None or name not in self.run.program.values:
            return None
        found = self.run.values[name]
        return self.money(found) if _is_money(self.run, name) else found

    def text(self, name: str) -> str | None:
        value = self.value(name)
        if value is None or self.run is None:
            return None
        if self.exchange is None or not _is_money(self.run, name):
            return amount(self.run, name)
        return write_number(value, 2)


def compare(registry: Registry, scenarios: Sequence[Scenario], currency: str | None = None) -> dict[str, Any]:
    """The scenarios side by side; what tells them apart becomes their title."""
    return compare_columns(titled(registry, scenarios), currency)


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


def compare_columns(columns: Sequence[Column], currency: str | None = None) -> dict[str, Any]:
    """Every column run, the figures they share in rows, and the differences from the first that ran.

    What is given and what is shown is in `currency`, that of the first column if none is named.
    """
    wanted = currency or next((found for one in columns if (found := _currency(one)) is not None), EURO)
    ran = [_ran(column, wanted) for column in columns]
    base = next((one for one in ran if one.run is not None), None)
    names = dict.fromkeys(name for one in ran if one.run is not None for name in one.run.program.values)
    return {
        "schema": SCHEMA,
        "currency": wanted,
        "columns": [_column(one) for one in ran],
        "rows": [_row(name, ran, base) for name in names],
        "differences": [
            _differences(base, one)
            for one in ran
            if base is not None and base.run is not None and one is not base and one.run is not None
        ],
    }


def _currency(column: Column) -> str | None:
    """The currency of a column's country; None where it cannot be read."""
    try:
        return column.registry.of(column.scenario).pack.header.currency
    except Refused:
        return None


def _ran(column: Column, currency: str) -> Ran:
    """A column run, with the amounts it is given taken as amounts of `currency`."""
    try:
        pack = column.registry.of(column.scenario).pack
        exchange = exchange_of(pack, currency, column.scenario.date)
        if exchange is not None:
            column = replace(column, scenario=given_in(pack, column.scenario, exchange))
        return Ran(column, run(column.registry, column.scenario), exchange=exchange)
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
        "exchange": one.exchange.data() if one.exchange is not None else None,
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
        "amounts": [one.text(name) for one in ran],
        "differences": [_difference_text(base, one, name) for one in ran],
    }


def _is_money(done: Run, name: str) -> bool:
    return done.program.type_of(name).partition("/")[0] == "money"


def _difference(base: Ran | None, one: Ran, name: str) -> Fraction | None:
    """By how much a column has more of a figure than the first; None where they cannot be held against each other."""
    first, second = base.value(name) if base is not None else None, one.value(name)
    if first is None or second is None or one is base:
        return None
    return second - first


def _difference_text(base: Ran | None, one: Ran, name: str) -> str | None:
    difference = _difference(base, one, name)
    if base is None or base.run is None or difference is None or one.run is None:
        return None
    if _is_money(one.run, name) and (base.exchange is not None or one.exchange is not None):
        return write_number(difference, 2)
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
                "before": base.text(name),
                "after": one.text(name),
                "difference": _difference_text(base, one, name),
            }
            for name, by in sorted(money, key=lambda pair: -abs(pair[1] or Fraction(0)))
        ],
        "rules": differing_rules(base.run, one.run),
        "properties": differing_properties(base.run, one.run),
    }
