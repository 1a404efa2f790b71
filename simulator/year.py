"""A worker's acts in date order, each with what the earlier ones have already used up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from engine.language import codes
from simulator.facts import write_number
from simulator.registry import Registry
from simulator.result import result
from simulator.running import Run, run
from simulator.scenario import Scenario, read_scenario, refusal
from simulator.worker_year import worker_year

SCHEMA = "bareme.year/1"


@dataclass(frozen=True, slots=True)
class Year:
    """The runs of a list of acts, in date order."""

    runs: tuple[Run, ...]

    def sums(self) -> dict[str, Fraction]:
        """Each interface variable summed over the acts that have it."""
        totals: dict[str, Fraction] = defaultdict(Fraction)
        for done in self.runs:
            for name in done.program.values:
                if done.program.type_of(name).partition("/")[0] == "money":
                    totals[name] += done.values[name]
        return dict(totals)


def run_acts(registry: Registry, scenarios: Iterable[Scenario], earlier: Sequence[Run] = ()) -> Year:
    """Run acts in date order; those of one day in the order given. `earlier` acts only feed the totals."""
    done = list(earlier)
    fresh: list[Run] = []
    for scenario in sorted(scenarios, key=lambda one: one.date):
        pack = registry.of(scenario).pack
        same_country = [one for one in done if one.scenario.country == scenario.country]
        fresh.append(run(registry, scenario, worker_year(pack, scenario, same_country)))
        done.append(fresh[-1])
    return Year(tuple(fresh))


def read_acts(data: Mapping[str, Any], where: str) -> list[Scenario]:
    """The scenarios of an ACTS file: what stands under `worker` holds for each, the act's own facts first."""
    for key in data:
        if key not in ("worker", "country", "acts", "options"):
            raise refusal(codes.UNKNOWN_KEY, f"a list of acts has no `{key}`", "it has: worker, country, acts", where)
    acts = data.get("acts")
    if not isinstance(acts, Sequence) or isinstance(acts, str) or not acts:
        raise refusal(codes.MISSING_KEY, "a list of acts needs `acts`", "acts: [{country: be, act: job, …}]", where)
    shared = {str(name): str(value) for name, value in (data.get("worker") or {}).items()}
    found = []
    for number, act in enumerate(acts, 1):
        if not isinstance(act, Mapping):
            raise refusal(codes.WRONG_SHAPE, f"act {number} is not a scenario", "", where)
        written = {"country": data.get("country"), **act}
        scenario = read_scenario(written, f"{where}, act {number}")
        found.append(replace(scenario, given={**shared, **scenario.given}))
    return found


def year_data(year: Year) -> dict[str, Any]:
    """Every act's result and the sums, as data."""
    return {
        "schema": SCHEMA,
        "acts": [result(done) for done in year.runs],
        "sums": {name: write_number(value, 2) for name, value in sorted(year.sums().items())},
        "complete": all(not done.gaps for done in year.runs),
    }
