"""The unbroken row of contracts just before an act: how many, how long, since when.

Plain dates, computed before any rule is asked, and given to the rules as named inputs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from engine.program import constants
from engine.program.lowering import Lowering
from engine.program.pack import Definition, Pack
from engine.program.scope import Scope
from engine.program.timeline import Dates
from simulator.facts import BadFact, read_date
from simulator.running import Run
from simulator.scenario import Scenario
from simulator.totals import kin


@dataclass(frozen=True, slots=True, order=True)
class Stretch:
    """A contract, first and last day included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def chains_to_date(pack: Pack, scenario: Scenario, earlier: Iterable[Run]) -> dict[str, Fraction]:
    """The value of every input declared as a `chain_of`; those of an empty row keep their default."""
    runs = list(earlier)
    start = _written_day(scenario, "start")
    found: dict[str, Fraction] = {}
    for definition in pack.definitions.values():
        chain = definition.model.chain_of if definition.kind == "input" else None
        if chain is None:
            continue
        row = row_before(start, _stretches(definition.model, runs, scenario), _gap(pack, definition, scenario.date))
        if row:
            found[definition.name] = Fraction(_counted(chain.counts, row))
    return found


def row_before(start: date, stretches: Iterable[Stretch], gap: int) -> list[Stretch]:
    """The contracts that lead up to `start` without more than `gap` days between them, oldest first."""
    row: list[Stretch] = []
    begins = start
    for stretch in sorted(stretches, key=lambda one: (one.last, one.first), reverse=True):
        if stretch.first > start:
            continue
        if (begins - stretch.last).days - 1 > gap:
            break
        row.insert(0, stretch)
        begins = min(begins, stretch.first)
    return row


def _counted(counts: str, row: Sequence[Stretch]) -> int:
    match counts:
        case "contracts":
            return len(row)
        case "shortest":
            return min(stretch.days for stretch in row)
        case "first_day":
            return min(stretch.first for stretch in row).toordinal()
        case _:
            return (max(stretch.last for stretch in row) - min(stretch.first for stretch in row)).days + 1


def _stretches(model: Any, runs: Iterable[Run], now: Scenario) -> list[Stretch]:
    return [
        Stretch(_day(run, "start"), max(_day(run, "end"), _day(run, "start")))
        for run in runs
        if run.program.contract in model.chain_of.contracts
        and all(kin(per, run.scenario) == kin(per, now) for per in model.per)
    ]


def _day(run: Run, name: str) -> date:
    found = run.values.get(name)
    if found is not None:
        return date.fromordinal(int(found))
    return _written_day(run.scenario, name)


def _written_day(scenario: Scenario, name: str) -> date:
    """A day as given; one that cannot be read is refused elsewhere, in words."""
    written = scenario.given.get(name, scenario.given.get("start"))
    try:
        return read_date(written) if written is not None else scenario.date
    except BadFact:
        return scenario.date


def _gap(pack: Pack, definition: Definition, day: date) -> int:
    """The days that do not break a row, as they hold on the day of the act."""
    lowering = Lowering(pack, next(iter(pack.acts), ""), None, Dates(day, day, day), "", frozenset())
    path = (*definition.path, "chain_of", "gap")
    form = lowering.formula(definition.model.chain_of.gap, Scope(definition.document, path))
    value = constants.value_of(form)
    return int(value) if isinstance(value, Fraction) else 0
