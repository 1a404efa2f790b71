"""A worker's acts in date order, each with what the earlier ones have already used up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from engine.language import codes
from simulator.evidence import section_of
from simulator.facts import write_number
from simulator.guards import withheld
from simulator.lines import label
from simulator.mirror import corrected, is_mirror, mirrored
from simulator.periods import pay_periods
from simulator.registry import Registry
from simulator.repeating import repeated
from simulator.result import result
from simulator.running import Run, run
from simulator.scenario import Scenario, read_scenario, refusal
from simulator.trial import trial_balance
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
    """Run acts in date order; those of one day in the order given. `earlier` acts only feed the totals.

    A hire over several months is paid month by month; a credit note takes back what an act of the list stored.
    """
    done = list(earlier)
    fresh: list[Run] = []
    spread = [period for one in scenarios for period in pay_periods(registry.of(one), one)]
    for scenario in sorted(spread, key=lambda one: one.date):
        pack = registry.of(scenario).pack
        same_country = [one for one in done if one.scenario.country == scenario.country]
        if is_mirror(pack, scenario.act):
            made = mirrored(_stored(registry, scenario, same_country), scenario)
        else:
            made = run(registry, scenario, worker_year(pack, scenario, same_country))
        fresh.append(made)
        done.append(made)
    return Year(tuple(fresh))


def _stored(registry: Registry, scenario: Scenario, done: Sequence[Run]) -> Run:
    """The run that a credit note takes back: of the list, if it is there and was not taken back before."""
    wanted = corrected(scenario)
    taken_back = [one.negates for one in done if one.negates is not None]
    for one in done:
        if one.asked == wanted and not any(one is other for other in taken_back):
            return one
    if any(one.asked == wanted for one in done):
        raise refusal(codes.BAD_FACT, f"the {wanted.act} of {wanted.date} was taken back before", "", "of")
    return run(registry, wanted)


def read_acts(data: Mapping[str, Any], where: str) -> list[Scenario]:
    """The scenarios of an ACTS file: what stands under `worker` holds for each, the act's own facts first.

    `repeat: {every: 1 month, times: 12}` stands for an act again and again; `of: 3` for the third act of the list.
    """
    for key in data:
        if key not in ("worker", "country", "acts", "options"):
            raise refusal(codes.UNKNOWN_KEY, f"a list of acts has no `{key}`", "it has: worker, country, acts", where)
    acts = data.get("acts")
    if not isinstance(acts, Sequence) or isinstance(acts, str) or not acts:
        raise refusal(codes.MISSING_KEY, "a list of acts needs `acts`", "acts: [{country: be, act: job, …}]", where)
    worker = data.get("worker") or {}
    if not isinstance(worker, Mapping):
        mend = "worker: {worker.children: 2, …}; a list of acts is one worker's, who needs no name"
        raise refusal(codes.WRONG_SHAPE, "`worker` holds the facts that are the same in every act", mend, where)
    shared = {str(name): str(value) for name, value in worker.items()}
    numbered: list[Scenario] = []
    found: list[Scenario] = []
    for number, act in enumerate(acts, 1):
        if not isinstance(act, Mapping):
            raise refusal(codes.WRONG_SHAPE, f"act {number} is not a scenario", "", where)
        scenario = _act_of({"country": data.get("country"), **act}, numbered, f"{where}, act {number}")
        scenario = replace(scenario, given={**shared, **scenario.given})
        numbered.append(scenario)
        found += repeated(scenario, act.get("repeat"), f"{where}, act {number}")
    return found


def _act_of(written: dict[str, Any], before: Sequence[Scenario], where: str) -> Scenario:
    """One act of a list; a number under `of` is one of the acts before it."""
    written.pop("repeat", None)
    of = written.get("of")
    if of is None or isinstance(of, Mapping):
        return read_scenario(written, where)
    number = str(of)
    if not number.isdigit() or not 1 <= int(number) <= len(before):
        raise refusal(codes.BAD_FACT, f"`of: {number}` is no act before this one", "count the acts from 1", where)
    del written["of"]
    return replace(read_scenario(written, where), of=before[int(number) - 1])


def provisional(year: Year) -> list[dict[str, Any]]:
    """Lines that a later event of the law settles, what they come to so far, and until when."""
    totals: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    labels: dict[str, str] = {}
    for done in year.runs:
        for name in done.program.step_of:
            definition = done.country.pack.definitions.get(name)
            is_line = (
                definition is not None and definition.kind == "line" and section_of(done.program, name) is not None
            )
            until = definition.model.status if definition is not None and is_line else None
            if until and done.program.type_of(name).partition("/")[0] == "money" and done.values[name]:
                totals[name, str(until)] += done.values[name]
                labels[name] = label(done.program, name)
    return [
        {"name": name, "label": labels[name], "amount": write_number(total, 2), "until": until}
        for (name, until), total in totals.items()
    ]


def year_data(year: Year) -> dict[str, Any]:
    """Every act's result and the sums, as data."""
    return {
        "schema": SCHEMA,
        "acts": [withheld(result(done)) for done in year.runs],
        "sums": {name: write_number(value, 2) for name, value in sorted(year.sums().items())},
        "provisional": provisional(year),
        "trial_balance": trial_balance(year.runs),
        "complete": all(not done.gaps for done in year.runs),
    }
