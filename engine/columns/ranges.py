"""Between which whole numbers an input may lie: what its pack declares, or a wide range by its type."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from engine.columns.dates import EARLIEST, LATEST
from engine.evaluation.scalar import input_scale
from engine.program.program import Program

Declared = Callable[[Program, str], tuple[Fraction, Fraction] | None]

YEAR = 366
USUAL: dict[str, tuple[int, int]] = {
    "money": (-(10**9), 10**9),
    "rate": (-1000, 1000),
    "number": (-(10**6), 10**6),
    "count": (-(10**6), 10**6),
    "days": (-(10**5), 10**5),
    "hours": (-(10**6), 10**6),
    "bool": (0, 1),
}
"""Values that nearly every act stays within; an act beyond them is computed by the scalar reading."""


def _nothing(_program: Program, _name: str) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Ranges:
    """`declared` says what the pack declares for a name."""

    declared: Declared = _nothing

    def of(self, program: Program, name: str) -> tuple[int, int]:
        """The lowest and highest whole number of an input at its scale."""
        type_text = program.type_of(name)
        scale = program.scales.get(name) or input_scale(type_text, program.pack.quantum)
        low, high = self._by_type(program, name, type_text.partition("/")[0])
        written = self.declared(program, name)
        if written is not None:
            low, high = max(low, written[0]), min(high, written[1])
        return int(low * scale), int(high * scale)

    @staticmethod
    def _by_type(program: Program, name: str, base: str) -> tuple[Fraction, Fraction]:
        members = program.pack.members.get(base)
        if members is not None:
            return Fraction(0), Fraction(max(len(members) - 1, 0))
        if base == "date":
            return _days(program, name)
        low, high = USUAL.get(base, (-(10**9), 10**9))
        return Fraction(low), Fraction(high)


def _days(program: Program, name: str) -> tuple[Fraction, Fraction]:
    """A date: the days of the program's own segment where the date is one of the clocks."""
    clock = {"date": program.segment.work, "payment_date": program.segment.payment}.get(name)
    low, high = EARLIEST + YEAR, LATEST - YEAR
    if clock is not None:
        low = max(low, clock.since.toordinal())
        high = min(high, clock.last.toordinal()) if clock.last is not None else high
    return Fraction(low), Fraction(high)
