"""Which program each row is computed by: rows of one country, act, contract type, stretch of dates and known figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

import numpy as np

from engine.columns.dates import month, year
from engine.language import codes
from engine.language.diagnostic import Refused
from engine.program.pack import Pack
from engine.program.program import Program
from engine.program.timeline import Dates, Segment, Stretch
from simulator.mirror import is_mirror
from simulator.portfolio.cells import Cells, empty_cells, read_cells
from simulator.portfolio.faults import Fault, Faults, told
from simulator.portfolio.groups import grouped, parts
from simulator.portfolio.sheet import Numbers, Sheet, Truths
from simulator.registry import Country, Registry
from simulator.running import placed, target_of
from simulator.scenario import Scenario

ABOUT = ("country", "act", "contract", "date", "payment_date", "worker", "employer", "payer", "entity")
"""Columns that say which act a row is and whose; every other column is a fact."""
CLOCKS = ("work", "payment", "contract_start")


@dataclass(frozen=True, slots=True)
class Place:
    """Rows of one program. `target` is the figure that is known instead of the act's root."""

    country: Country
    act: str
    program: Program
    target: str | None
    rows: Numbers


@dataclass(slots=True)
class Placed:
    """A batch sorted into places, with the facts of each country's rows and the rows set aside."""

    sheet: Sheet
    places: list[Place] = field(default_factory=list)
    facts: dict[str, dict[str, Cells]] = field(default_factory=dict)
    days: dict[str, Cells] = field(default_factory=dict)
    faults: Faults = field(default_factory=Faults)

    def sound(self, rows: Numbers) -> Numbers:
        """The rows that have no fault so far."""
        bad = self.faults.of_row
        return np.array([row for row in rows.tolist() if row not in bad], np.int64) if bad else rows

    def inside(self, segment: Segment, rows: Numbers) -> Truths:
        """Which rows have all their dates within the stretches of a segment."""
        work = self.days["date"].numbers[rows]
        days = {"work": work}
        for clock, name in (("payment", "payment_date"), ("contract_start", "start")):
            cells = self.days[name]
            days[clock] = np.where(cells.given[rows], cells.numbers[rows], work)
        inside = np.ones(len(rows), np.bool_)
        for clock in CLOCKS:
            stretch: Stretch = getattr(segment, clock)
            inside &= days[clock] >= stretch.since.toordinal()
            if stretch.until is not None:
                inside &= days[clock] < stretch.until.toordinal()
        return inside

    def dates(self, row: int) -> Dates:
        work = int(self.days["date"].numbers[row])
        payment = int(self.days["payment_date"].numbers[row]) if self.days["payment_date"].given[row] else work
        start = int(self.days["start"].numbers[row]) if self.days["start"].given[row] else work
        return Dates(*(date.fromordinal(day) for day in (work, payment, start)))


def place_rows(registry: Registry, sheet: Sheet, *, provisional: bool = False) -> Placed:
    """Every row with its program, or with what is wrong with it."""
    found = Placed(sheet)
    for (country_code, act, contract), rows in _kinds(sheet):
        try:
            country = registry.country((country_code or "").lower())
        except Refused as refused:
            found.faults.refuse(rows, refused, "country")
            continue
        if not act:
            found.faults.add(rows, Fault("act", codes.MISSING_KEY, "a row needs its `act`"))
            continue
        _place_kind(found, country, act, contract, rows, provisional)
    _read_facts(found, registry)
    found.places = [one for place in found.places for one in _by_target(found, place)]
    return found


def _kinds(sheet: Sheet) -> Iterator[tuple[tuple[str | None, str | None, str | None], Numbers]]:
    """Rows by country, act and contract type, as written."""
    columns = [sheet.texts(name) for name in ("country", "act", "contract")]
    for rows in parts(*grouped([texts.codes for texts in columns])):
        first = [int(texts.codes[rows[0]]) for texts in columns]
        named = [None if code < 0 else texts.distinct[code] for texts, code in zip(columns, first, strict=True)]
        yield (named[0], named[1], named[2]), rows


def _place_kind(
    found: Placed, country: Country, act: str, contract: str | None, rows: Numbers, provisional: bool
) -> None:
    pack = country.pack
    if act in pack.acts and is_mirror(pack, act):
        message = f"a {act} takes back an act recorded before: a row of its own does not say which"
        found.faults.add(rows, Fault("act", codes.MISSING_FACT, message, "leave the act that it takes back out"))
        return
    _read_days(found, pack, rows)
    work = found.days["date"]
    left = found.sound(rows[work.given[rows]])
    lacking = rows[~work.given[rows]]
    found.faults.add(
        (row for row in lacking.tolist() if row not in found.faults.of_row),
        Fault("date", codes.BAD_DATE, "a row needs its date", "write it as 2026-03-10"),
    )
    usable: list[Numbers] = []
    for day in np.unique(work.numbers[left]).tolist():
        same = left[work.numbers[left] == day]
        scenario = Scenario(pack.name, act, date.fromordinal(day), contract, provisional=provisional)
        try:
            placed(country, scenario)
            usable.append(same)
        except Refused as refused:
            found.faults.refuse(same, refused)
    left = np.concatenate(usable) if usable else np.zeros(0, np.int64)
    needed = contract if act in pack.acts and pack.acts[act].model.contract == "required" else None
    while len(left):
        try:
            program = country.programs.program(act, needed, found.dates(int(left[0])))
        except Refused as refused:
            same = left[work.numbers[left] == work.numbers[left[0]]]
            found.faults.refuse(same, refused)
            left = left[work.numbers[left] != work.numbers[left[0]]]
            continue
        inside = found.inside(program.segment, left)
        found.places.append(Place(country, act, program, None, np.sort(left[inside])))
        left = left[~inside]


def _read_days(found: Placed, pack: Pack, rows: Numbers) -> None:
    for name in ("date", "payment_date", "start"):
        cells = read_cells(pack, name, "date", found.sheet, rows, found.faults)
        held = found.days.setdefault(name, empty_cells(found.sheet.rows))
        held.numbers[rows], held.given[rows] = cells.numbers[rows], cells.given[rows]
    work, start = found.days["date"], found.days["start"]
    from_start = rows[~work.given[rows] & start.given[rows]]
    work.numbers[from_start], work.given[from_start] = start.numbers[from_start], True


def _read_facts(found: Placed, registry: Registry) -> None:
    """The facts of each country's rows; every cell that cannot be read is a fault."""
    rows_of: dict[str, list[Numbers]] = {}
    for place in found.places:
        rows_of.setdefault(place.country.pack.name, []).append(place.rows)
    for code, several in rows_of.items():
        pack = registry.country(code).pack
        rows = np.sort(np.concatenate(several))
        facts = {
            name: read_cells(pack, name, pack.type_of(name), found.sheet, rows, found.faults)
            for name in found.sheet.names
            if name not in ABOUT
        }
        for name in ("date", "payment_date"):
            facts[name] = found.days[name]
        work, payment = found.days["date"], found.days["payment_date"]
        paid = np.where(payment.given, payment.numbers, work.numbers)
        facts["payment_date"] = Cells(paid, work.given, work.beyond)
        found.facts[code] = facts


def _by_target(found: Placed, place: Place) -> Iterator[Place]:
    """The rows of a place by which of the act's figures they give."""
    program, facts = place.program, found.facts[place.country.pack.name]
    rows = found.sound(place.rows)
    rows = _within_one_month(found, place, rows)
    deciding = [
        name
        for name in facts
        if (name in program.step_of and name not in program.givable)
        or name == program.root
        or name in program.pack.acts[program.act].model.choices
    ]
    if not len(rows):
        return
    patterns = [facts[name].given[rows] for name in deciding]
    for chosen in parts(*grouped(patterns)) if patterns else [np.arange(len(rows))]:
        given = {name: Fraction(0) for name, is_given in zip(deciding, patterns, strict=True) if is_given[chosen[0]]}
        try:
            target = target_of(program, _named(program, given))
        except Refused as refused:
            found.faults.add(rows[chosen], told(refused.diagnostics[0]))
            continue
        yield Place(place.country, place.act, program, target, rows[chosen])


def _named(program: Program, given: Mapping[str, Fraction]) -> dict[str, Fraction]:
    return {name: value for name, value in given.items() if name in program.givable or name in program.step_of}


def _within_one_month(found: Placed, place: Place, rows: Numbers) -> Numbers:
    """The rows without those of pay over several months, which is paid month by month."""
    facts, pack = found.facts[place.country.pack.name], place.country.pack
    root = pack.acts[place.act].model.root
    is_paid_once = root in pack.definitions and pack.definitions[root].kind == "input"
    start, end = facts.get("start"), facts.get("end")
    if is_paid_once or start is None or end is None or not len(rows):
        return rows
    both = start.given[rows] & end.given[rows]
    first, last = (_months(cells.numbers[rows]) for cells in (start, end))
    several = both & (last > first)
    found.faults.add(
        rows[several],
        Fault(
            "end", codes.MISSING_FACT, f"a {place.act} over several months is paid month by month", "one row per month"
        ),
    )
    return rows[~several]


def _months(days: Numbers) -> Numbers:
    held = np.maximum(days, 366)
    return year(held) * 12 + month(held)
