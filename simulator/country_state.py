"""How far a country is: its figures with the open ones as questions, its cases, its oldest check."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.checking.figures import Version, versions
from simulator.cases import Outcome, run_cases
from simulator.registry import Registry

AUTHORITIES = ("published", "run")
"""How a case came about whose figures somebody else worked out."""


@dataclass(frozen=True, slots=True)
class Open:
    """A dated figure that nobody has confirmed."""

    name: str
    since: date
    question: str


@dataclass(frozen=True, slots=True)
class CountryState:
    """A country as it stands."""

    code: str
    name: str
    first_day: date
    last_day: date
    figures: int
    open: tuple[Open, ...]
    how: Counter[str]
    failed: int
    oldest_check: date | None

    @property
    def confirmed(self) -> int:
        return self.figures - len(self.open)

    @property
    def cases(self) -> int:
        return self.how.total()

    @property
    def by_authority(self) -> int:
        return sum(self.how[each] for each in AUTHORITIES)


def country_state(registry: Registry, code: str, outcomes: Iterable[Outcome] | None = None) -> CountryState:
    """The state of a country; its cases are run if their outcomes are not at hand."""
    pack = registry.country(code).pack
    own = [one for one in versions(pack) if not one.ended and one.definition.pack == code]
    done = list(run_cases(registry, code) if outcomes is None else outcomes)
    checks = [checked for one in own if (checked := one.said("checked_on")) is not None]
    return CountryState(
        code,
        pack.header.name,
        min(row.from_ for row in pack.header.coverage),
        max(row.to_date for row in pack.header.coverage),
        len(own),
        tuple(Open(one.name, one.since, _question(one)) for one in own if one.said("confidence") == "assumed"),
        Counter(outcome.how for outcome in done),
        sum(not outcome.passed for outcome in done),
        min(checks, default=None),
    )


def _question(one: Version) -> str:
    """What to find out, in the words of the pack."""
    note = str(one.said("note") or "")
    if note.startswith("Question:"):
        return note.removeprefix("Question:").strip()
    return f"{one.label}: what is it, and where does the law say so?"


def state_data(state: CountryState) -> dict[str, Any]:
    return {
        "schema": "bareme.country-status/1",
        "country": state.code,
        "name": state.name,
        "from": state.first_day.isoformat(),
        "to": state.last_day.isoformat(),
        "figures": state.figures,
        "confirmed": state.confirmed,
        "open": [{"name": one.name, "from": one.since.isoformat(), "question": one.question} for one in state.open],
        "cases": dict(sorted(state.how.items())),
        "failed": state.failed,
        "oldest_check": state.oldest_check.isoformat() if state.oldest_check is not None else None,
    }
