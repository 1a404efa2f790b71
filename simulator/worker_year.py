"""The worker's year so far, as named values with the acts that made them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from engine.program.pack import Pack
from simulator.chains import chains_to_date
from simulator.running import Run
from simulator.scenario import Scenario
from simulator.totals import amount_of, counted, totals_to_date


@dataclass(frozen=True, slots=True)
class Part:
    """What one earlier act adds to a total."""

    day: date
    act: str
    contract: str | None
    amount: Fraction


def worker_year(pack: Pack, scenario: Scenario, earlier: Iterable[Run]) -> dict[str, Fraction]:
    """Totals to date and rows of contracts just before an act, under the names the pack declares."""
    runs = list(earlier)
    return {**totals_to_date(pack, scenario, runs), **chains_to_date(pack, scenario, runs)}


def parts_of(pack: Pack, name: str, scenario: Scenario, earlier: Iterable[Run]) -> tuple[Part, ...]:
    """The earlier acts that a total to date is made of, those that add nothing left out."""
    model = pack.definitions[name].model
    return tuple(
        Part(run.scenario.date, run.scenario.act, run.scenario.contract, amount)
        for run in counted(model, scenario, earlier)
        if (amount := amount_of(run, model.sum_of))
    )
