"""What was proven of a pack: counted per act and contract type, with all that is not as it should be."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from engine.language.diagnostic import Diagnostic

Kind = Literal["missing", "conditional", "divisor", "unrounded", "power", "wide"]


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that is not as it should be, or that only a condition keeps out of reach."""

    kind: Kind
    step: str
    name: str
    reason: str
    guard: str = ""
    """The condition in words under which a missing rule is reached."""


@dataclass(frozen=True, slots=True)
class Where:
    """The days of one program: an act, a contract type, a stretch without change."""

    act: str
    contract: str | None
    first: date
    last: date

    def __str__(self) -> str:
        under = f" under `{self.contract}`" if self.contract else ""
        return f"`{self.act}`{under} from {self.first} to {self.last}"


@dataclass(frozen=True, slots=True)
class GapHeld:
    """Days on which the pack itself says that it does not model the act."""

    name: str
    first: date
    last: date


@dataclass(slots=True)
class Part:
    """What was proven of one act under one contract type."""

    act: str
    contract: str | None
    stretches: list[tuple[date, date]] = field(default_factory=list)
    programs: int = 0
    steps: int = 0
    widest: int = 0
    """Bits of the largest whole number that a line can become over the declared ranges."""
    widest_line: str = ""
    divisors: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """What is divided by, in words, with the lines that do; each proven never to be zero."""
    not_modelled: list[GapHeld] = field(default_factory=list)
    refused: int = 0
    """Stretches whose program cannot be made at all."""

    def covers(self, first: date, last: date) -> None:
        """Add days; neighbouring stretches become one."""
        if self.stretches and (first - self.stretches[-1][1]).days == 1:
            self.stretches[-1] = (self.stretches[-1][0], last)
        else:
            self.stretches.append((first, last))


@dataclass(slots=True)
class Proof:
    """What was proven, counted, and what was not."""

    parts: list[Part] = field(default_factory=list)
    remarks: dict[Remark, list[Where]] = field(default_factory=lambda: defaultdict(list))
    refused: list[Diagnostic] = field(default_factory=list)
    computed: set[str] = field(default_factory=set)
    """Every line that some act computes on some day."""

    @property
    def segments(self) -> int:
        return sum(part.programs for part in self.parts)

    @property
    def steps(self) -> int:
        return sum(part.steps for part in self.parts)

    @property
    def widest(self) -> int:
        return max((part.widest for part in self.parts), default=0)

    def about(self, part: Part, *kinds: Kind) -> dict[Remark, list[Where]]:
        """The remarks of these kinds that touch an act under a contract type, with the days."""
        found = {}
        for remark, places in self.remarks.items():
            own = [where for where in places if (where.act, where.contract) == (part.act, part.contract)]
            if own and remark.kind in kinds:
                found[remark] = own
        return found
