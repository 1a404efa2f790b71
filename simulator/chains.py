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

FIRST = ("contract.first_day", "start")
LAST = ("contract.last_day", "end")


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
    start = _written_day(scenario, *FIRST)
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
        row.append(stretch)
        begins = min(begins, stretch.first)
    return sorted(row)


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
    """The earlier contracts that count, each once however many months it was paid in; not the one in hand."""
    found = {
        _stretch(run)
        for run in runs
        if run.program.contract in model.chain_of.contracts
        and all(kin(per, run.scenario) == kin(per, now) for per in model.per)
    }
    return sorted(found - {Stretch(_written_day(now, *FIRST), _written_day(now, *LAST))})


def _stretch(run: Run) -> Stretch:
    first, last = (_day(run, names) for names in (FIRST, LAST))
    return Stretch(first, max(first, last))


def _day(run: Run, names: tuple[str, ...]) -> date:
    found = next((run.values[name] for name in names if name in run.values), None)
    if names[0] not in run.scenario.given and found is not None:
        return date.fromordinal(int(found))
    return _written_day(run.scenario, *names)


def _written_day(scenario: Scenario, *names: str) -> date:
    """A day as given; one that cannot be read is refused elsewhere, in words."""
    written = next((scenario.given[name] for name in (*names, "start") if name in scenario.given), None)
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
