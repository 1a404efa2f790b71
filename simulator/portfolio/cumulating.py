"""Totals to date in columns: running sums over a worker's rows in date order, one act of every worker at a time.

All first acts are computed together, then all second ones with what the first ones
added, and so on: the same sums that a list of one worker's acts gives. A total kept per
employer, entity or payer counts, as there, the acts of one worker.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from engine.columns.dates import month, quarter, year
from engine.evaluation.scalar import input_scale
from engine.language import codes
from engine.program.pack import Definition, Pack
from simulator.portfolio.cells import Cells
from simulator.portfolio.computing import Computer
from simulator.portfolio.faults import Fault
from simulator.portfolio.groups import grouped
from simulator.portfolio.placing import Place
from simulator.portfolio.sheet import Numbers, Sheet
from simulator.totals import months_back, sliding_months

PARTIES = ("employer", "payer", "entity")
FINER = "what this act adds to `{}` is finer than the total counts"


def totals_of(pack: Pack) -> list[Definition]:
    """The inputs that are totals to date."""
    inputs = (definition for definition in pack.definitions.values() if definition.kind == "input")
    return [definition for definition in inputs if definition.model.sum_of is not None]


def sums_of(pack: Pack) -> frozenset[str]:
    """The lines that totals to date add up."""
    return frozenset(definition.model.sum_of for definition in totals_of(pack))


@dataclass(slots=True)
class _Total:
    """One total of one country: for each row the sum it belongs to, and the sums so far."""

    definition: Definition
    scale: int
    key: Numbers
    sums: Numbers
    sliding: dict[int, list[tuple[int, int]]] = field(default_factory=dict)

    @property
    def window(self) -> str | None:
        window: str | None = self.definition.model.window
        return window

    @property
    def months(self) -> int:
        return sliding_months(self.window or "")

    def to_date(self, rows: Numbers, days: Numbers) -> Numbers:
        if self.window == "act":
            return np.zeros(len(rows), np.int64)
        if not self.months:
            return self.sums[self.key[rows]]
        return np.array([self._of_months(int(self.key[row]), int(days[row])) for row in rows], np.int64)

    def _of_months(self, key: int, day: int) -> int:
        since = months_back(date.fromordinal(day), self.months).toordinal()
        return sum(amount for when, amount in self.sliding.get(key, ()) if when > since)

    def add(self, rows: Numbers, days: Numbers, amounts: Numbers) -> None:
        if self.months:
            for row, amount in zip(rows.tolist(), amounts.tolist(), strict=True):
                if amount:
                    self.sliding.setdefault(int(self.key[row]), []).append((int(days[row]), amount))
        else:
            self.sums[self.key[rows]] += amounts


def compute_in_order(computer: Computer) -> None:
    """Compute all places of a batch, the rows of each worker in date order with their totals to date."""
    sheet = computer.placed.sheet
    workers = sheet.texts("worker").codes
    has_worker = workers >= 0
    packs = {place.country.pack.name: place.country.pack for place in computer.placed.places}
    known: dict[tuple[tuple[str, ...], str | None], Numbers] = {}
    totals = {code: [_total(computer, pack, one, known) for one in totals_of(pack)] for code, pack in packs.items()}
    for code, found in totals.items():
        computer.totals[code] = {
            total.definition.name: Cells(
                np.zeros(sheet.rows, np.int64), has_worker.copy(), np.zeros(sheet.rows, np.bool_)
            )
            for total in found
        }
    place_of = np.full(sheet.rows, -1, np.int64)
    for number, place in enumerate(computer.placed.places):
        place_of[place.rows] = number
    days = computer.placed.days["date"].numbers if computer.placed.days else np.zeros(sheet.rows, np.int64)
    for wave in _waves(workers, days, place_of):
        for number, rows in _by_place(place_of, wave):
            place = computer.placed.places[number]
            _compute(computer, place, rows, totals[place.country.pack.name], days)


def _compute(computer: Computer, place: Place, rows: Numbers, totals: list[_Total], days: Numbers) -> None:
    code = place.country.pack.name
    counted = rows[computer.totals[code][totals[0].definition.name].given[rows]] if totals else rows[:0]
    for total in totals:
        computer.totals[code][total.definition.name].numbers[counted] = total.to_date(counted, days)
    computer.compute(place, rows)
    counted = computer.placed.sound(counted)
    for total in totals:
        kept = computer.amounts.get((code, total.definition.model.sum_of))
        if kept is None:
            continue
        amounts, scales = kept[0][counted], kept[1][counted]
        moved = amounts * total.scale // scales
        finer = moved * scales != amounts * total.scale
        if finer.any():
            name = total.definition.name
            computer.faults.add(counted[finer], Fault("", codes.NO_VALUE, FINER.format(name)))
        total.add(counted, days, np.where(finer, 0, moved))


def _total(
    computer: Computer, pack: Pack, definition: Definition, known: dict[tuple[tuple[str, ...], str | None], Numbers]
) -> _Total:
    kind = (tuple(definition.model.per), definition.model.window)
    if kind not in known:
        known[kind] = _keys(computer, *kind)
    key = known[kind]
    scale = input_scale(definition.model.type, pack.quantum)
    return _Total(definition, scale, key, np.zeros(int(key.max(initial=-1)) + 1, np.int64))


def _keys(computer: Computer, per: tuple[str, ...], window: str | None) -> Numbers:
    """For each row the number of the sum that it reads and adds to."""
    sheet, days = computer.placed.sheet, computer.placed.days
    work = np.maximum(days["date"].numbers, 366) if days else np.full(sheet.rows, 366, np.int64)
    columns = [sheet.texts("worker").codes, sheet.texts("country").codes, _window(window, work, sheet)]
    columns += [sheet.texts(party).codes for party in per if party in PARTIES]
    if "contract" in per:
        columns.append(sheet.texts("contract").codes)
    return grouped(columns)[0]


def _window(window: str | None, days: Numbers, sheet: Sheet) -> Numbers:
    match window:
        case "day":
            return days
        case "week":
            return (days + 6) // 7
        case "month":
            return year(days) * 12 + month(days)
        case "quarter":
            return year(days) * 4 + quarter(days)
        case "calendar_year":
            return year(days)
        case "contract":
            return sheet.texts("contract").codes
    return np.zeros(len(days), np.int64)


def _waves(workers: Numbers, days: Numbers, place_of: Numbers) -> Iterator[Numbers]:
    """Rows that can be computed together: the first act of every worker, then the second, and so on."""
    rows = np.flatnonzero(place_of >= 0)
    alone = rows[workers[rows] < 0]
    if len(alone):
        yield alone
    rows = rows[workers[rows] >= 0]
    rows = rows[np.lexsort((rows, days[rows], workers[rows]))]
    if not len(rows):
        return
    starts = np.flatnonzero(np.diff(workers[rows], prepend=-1))
    rank = np.arange(len(rows)) - np.repeat(starts, np.diff(np.append(starts, len(rows))))
    order = np.argsort(rank, kind="stable")
    for wave in np.split(order, np.cumsum(np.bincount(rank))[:-1]):
        yield np.sort(rows[wave])


def _by_place(place_of: Numbers, rows: Numbers) -> Iterator[tuple[int, Numbers]]:
    order = np.argsort(place_of[rows], kind="stable")
    places, starts = np.unique(place_of[rows][order], return_index=True)
    for place, part in zip(places.tolist(), np.split(order, starts[1:]), strict=True):
        yield place, rows[part]
