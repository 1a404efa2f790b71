"""The programs of a pack over the days it covers: one per act, contract type and stretch without change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from engine.language.diagnostic import Refused
from engine.program.pack import Pack
from engine.program.program import Program, compile_program
from engine.program.state import Lowered
from engine.program.timeline import Dates
from engine.reading.models import Coverage


@dataclass(frozen=True, slots=True)
class Segmented:
    """A program with the days of the coverage it serves; `refused` where it cannot be compiled."""

    act: str
    contract: str | None
    first: date
    last: date
    program: Program | None
    refused: Refused | None = None


def segments(pack: Pack, act: str, contract: str | None) -> Iterator[Segmented]:
    """The segments of one act under one contract, in date order; work, payment and start on the same day."""
    known: dict[str, list[Lowered]] = {}
    for row in coverage_of(pack, act, contract):
        day, end = _within_contract(pack, contract, row)
        while day <= end:
            try:
                program = compile_program(pack, act, contract, Dates(day, day, day), known)
            except Refused as refused:
                yield Segmented(act, contract, day, end, None, refused)
                break
            clocks = (program.segment.work, program.segment.payment, program.segment.contract_start)
            last = min([end, *(clock.last for clock in clocks if clock.last is not None)])
            yield Segmented(act, contract, day, last, program)
            day = last + timedelta(days=1)


def _within_contract(pack: Pack, contract: str | None, row: Coverage) -> tuple[date, date]:
    model = pack.contracts[contract].model if contract is not None else None
    first = max([row.from_, *([model.from_] if model is not None and model.from_ is not None else [])])
    last = min([row.to_date, *([model.to_date] if model is not None and model.to_date is not None else [])])
    return first, last


def coverage_of(pack: Pack, act: str, contract: str | None) -> list[Coverage]:
    """The stretches that cover this act under this contract: its own rows if it has some, else the general ones."""
    rows = [row for row in pack.header.coverage if row.acts is None or act in row.acts]
    own = [row for row in rows if row.contracts is not None and contract in row.contracts]
    rows = own or [row for row in rows if row.contracts is None]
    named = [row for row in rows if row.acts is not None]
    return named or rows


def contracts_of(pack: Pack, act: str) -> list[str | None]:
    """The contract types an act can be made under; one None for an act without."""
    if pack.acts[act].model.contract == "none":
        return [None]
    return [
        name
        for name, definition in pack.contracts.items()
        if definition.model.acts is None or act in definition.model.acts
    ]
