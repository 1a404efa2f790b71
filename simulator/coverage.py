"""What a pack covers: days, acts, contract types, and the gaps it says it has."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from engine.checking.segments import coverage_of
from engine.language import codes
from engine.program.pack import Pack
from engine.program.program import Program
from simulator.scenario import refusal


def covering(pack: Pack, act: str, contract: str | None, day: date, provisional: bool) -> date | None:
    """None where the day is covered; with `provisional`, the last covered day before it. Refused otherwise."""
    rows = coverage_of(pack, act, contract)
    if any(row.from_ <= day <= row.to_date for row in rows):
        return None
    last = max((row.to_date for row in rows), default=None)
    if provisional and last is not None and day > last:
        return last
    stretches = ", ".join(f"{row.from_} to {row.to_date}" for row in rows) or "no day"
    who = f"`{act}`" if contract is None else f"`{act}` under `{contract}`"
    mend = "add `--provisional` to carry the last values forward, marked as estimates" if last and day > last else ""
    raise refusal(codes.OUTSIDE_COVERAGE, f"{pack.header.name} covers {who} from {stretches}, not {day}", mend, "date")


def gaps_touching(program: Program, values: Mapping[str, Fraction]) -> tuple[str, ...]:
    """Names of the gaps that touch this case."""
    return tuple(gap.name for gap in program.gaps if gap.condition is None or values[gap.condition])


def refuse_gaps(pack: Pack, gaps: tuple[str, ...]) -> None:
    for name in gaps:
        gap = pack.gaps[name].model
        if gap.effect == "refuse":
            raise refusal(codes.GAP, f"not modelled: {gap.label or name}. {gap.why}", gap.law or "", name)
