"""A batch of rows computed: results for the sound ones, faults for the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from engine.language import codes
from simulator.portfolio.computing import Computer
from simulator.portfolio.cumulating import compute_in_order, sums_of
from simulator.portfolio.faults import Fault
from simulator.portfolio.placing import Place, Placed, place_rows
from simulator.portfolio.results import Figure, Results
from simulator.portfolio.sheet import Numbers, Sheet
from simulator.portfolio.treating import chains_read
from simulator.registry import Registry

CHAINS = "this act asks for the contracts just before it, which a portfolio does not follow"


@dataclass(frozen=True, slots=True)
class Aside:
    """A row set aside: its number in the file, where in it, why, and the mend."""

    row: int
    fault: Fault


@dataclass(frozen=True, slots=True)
class Computed:
    """The results of a batch, the rows set aside, and how many rows were computed."""

    results: pa.RecordBatch
    aside: tuple[Aside, ...]
    done: int


def compute(registry: Registry, sheet: Sheet, figures: Sequence[Figure], *, provisional: bool = False) -> Computed:
    """Every row of a sheet; those that cannot be computed are empty in the results and told apart."""
    computer = computed(registry, sheet, figures, provisional=provisional)
    of_row = computer.faults.of_row
    computer.results.clear(of_row)
    numbers = sheet.numbers
    aside = tuple(Aside(int(numbers[row]), fault) for row in sorted(of_row) for fault in of_row[row])
    return Computed(computer.results.batch(numbers), aside, sheet.rows - len(of_row))


def computed(registry: Registry, sheet: Sheet, figures: Sequence[Figure], *, provisional: bool = False) -> Computer:
    """The computer of a sheet with everything computed, for whoever wants to look closer."""
    placed = place_rows(registry, sheet, provisional=provisional)
    _without_chains(placed)
    computer = Computer(registry, placed, Results(tuple(figures), sheet.rows), provisional)
    if (sheet.texts("worker").codes >= 0).any():
        computer.sums = {place.country.pack.name: sums_of(place.country.pack) for place in placed.places}
        compute_in_order(computer)
    else:
        for place in placed.places:
            computer.compute(place, place.rows)
    return computer


def _without_chains(placed: Placed) -> None:
    """Set rows with a worker aside whose figures rest on the row of contracts before them."""
    workers = placed.sheet.texts("worker").codes
    for number, place in enumerate(placed.places):
        if chains_read(place.country.pack, place.program):
            hit: Numbers = place.rows[workers[place.rows] >= 0]
            placed.faults.add(hit, Fault("contract", codes.NO_VALUE, CHAINS, "use `bareme year` for this worker"))
            rows = placed.sound(place.rows)
            placed.places[number] = Place(place.country, place.act, place.program, place.target, rows)
