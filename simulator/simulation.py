"""One act, whatever it lasts, as its result: the door that the command and the service use."""

from __future__ import annotations

from typing import Any

from simulator.effects import asked_figure, effects_data
from simulator.guards import withheld
from simulator.joining import join
from simulator.mirror import corrected, is_mirror, mirrored
from simulator.periods import pay_periods
from simulator.registry import Registry
from simulator.result import result
from simulator.running import run
from simulator.scenario import Scenario
from simulator.year import run_acts


def simulate(registry: Registry, scenario: Scenario, *, questions: bool = True) -> dict[str, Any]:
    """The result of a scenario; over several months of pay, their sum with each month under `periods`.

    Without `questions`, what the facts that nobody gave could change is not looked for: that takes longer than the act.
    Raises `Refused` and `NotReachable` as `run` does.
    """
    country = registry.of(scenario)
    if is_mirror(country.pack, scenario.act):
        return result(mirrored(run(registry, corrected(scenario)), scenario))
    periods = pay_periods(country, scenario)
    if len(periods) == 1:
        done = run(registry, scenario)
        told = withheld(result(done))
        return {**told, "questions": effects_data(done, asked_figure(done))} if questions else told
    whole = join([result(done) for done in run_acts(registry, periods).runs], country.pack.quantum)
    whole["given"] = dict(scenario.given)
    return withheld(whole)
