"""One row of a portfolio as the single act it is, with the totals to date that the other rows give it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa

from engine.language import codes
from engine.language.diagnostic import Diagnostic, Place, Refused
from simulator.portfolio.batch import computed
from simulator.portfolio.computing import Computer
from simulator.portfolio.files import open_acts
from simulator.portfolio.sheet import Sheet, texts_of
from simulator.registry import Registry
from simulator.running import Run
from simulator.scenario import refusal

ROWS = 131_072


def one_row(registry: Registry, acts: Path, number: int, *, provisional: bool = False) -> Run:
    """The run of the row with this number, all its lines kept; `Refused` with the reasons it would be set aside for."""
    source = open_acts(acts, registry)
    own: tuple[str | None, bool] = (None, False)
    for sheet in source.sheets(ROWS):
        at = np.flatnonzero(sheet.numbers == number)
        if len(at):
            own = (sheet.text("worker", int(at[0])), True)
            break
    broken = [aside.fault for aside in source.broken if aside.row == number]
    if broken:
        raise Refused([Diagnostic(fault.code, Place(f"row {number}"), fault.message, fault.mend) for fault in broken])
    if not own[1]:
        raise refusal(codes.MISSING_KEY, f"{acts} has no row {number}", "rows are counted from 1", "--explain-row")
    sheet = _of_worker(source.sheets(ROWS), own[0], number)
    computer = computed(registry, sheet, (), provisional=provisional)
    row = int(np.flatnonzero(sheet.numbers == number)[0])
    faults = computer.faults.of_row.get(row)
    if faults:
        raise Refused(
            [Diagnostic(one.code, Place(f"row {number} {one.column}"), one.message, one.mend) for one in faults]
        )
    return _run(computer, row)


def _of_worker(sheets: object, worker: str | None, number: int) -> Sheet:
    """All rows of a worker, or the one row where nobody is named."""
    batches, numbers = [], []
    for sheet in sheets:  # type: ignore[attr-defined]
        if worker is None:
            mask = sheet.numbers == number
        else:
            texts = texts_of(sheet.column("worker"))
            same = [text == worker for text in texts.distinct]
            mask = np.array([*same, False], np.bool_)[texts.codes]
        if mask.any():
            batches.append(sheet.batch.filter(pa.array(mask)))
            numbers.append(sheet.numbers[mask])
    table = pa.Table.from_batches(batches).combine_chunks()
    return Sheet(table.to_batches()[0], np.concatenate(numbers))


def _run(computer: Computer, row: int) -> Run:
    place = next(place for place in computer.placed.places if row in place.rows)
    return computer.run_row(place, row)
