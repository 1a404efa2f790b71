"""From a request's body to the simulator and back: the one place where the service asks for figures."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bareme.service import journal
from bareme.service.bodies import ScenarioBody, SolveBody, YearBody, scenario_of
from bareme.service.context import Context
from bareme.service.problems import Fault, Problem, refused_problem
from engine.language import codes
from engine.language.diagnostic import Refused
from simulator import running
from simulator.evidence import Evidence
from simulator.explaining import explanation
from simulator.periods import pay_periods
from simulator.running import NotReachable, Run
from simulator.scenario import Scenario
from simulator.simulation import simulate
from simulator.solutions import not_reachable_data, solution_data
from simulator.solving import ask
from simulator.year import run_acts, year_data


@contextmanager
def told(context: Context, country: str, within: str = "") -> Iterator[None]:
    """Refusals and gaps inside become problems about the request; each computation is counted."""
    label = country if country in context.registry.codes() else "other"
    try:
        yield
    except Refused as refused:
        problem = refused_problem(refused, within)
        context.metrics.computed.labels(label, "refused" if problem.status == 422 else "unusable").inc()
        if problem.status != 422:
            journal.note_failure("rules unusable", refused, country=label, faults=[d.code for d in refused.diagnostics])
        raise problem from None
    except NotReachable as gap:
        context.metrics.computed.labels(label, "gap").inc()
        raise gap_problem(gap, within) from None
    context.metrics.computed.labels(label, "computed").inc()


def gap_problem(found: NotReachable, within: str = "") -> Problem:
    data = not_reachable_data(found)
    wanted = data["target"][found.target]
    fault = Fault(
        f"{within}/given/{found.target}",
        codes.NOT_REACHABLE,
        f"no `{found.unknown}` gives exactly `{found.target}` = {wanted}",
        "take one of the nearest figures in `gap`",
    )
    more = {key: data[key] for key in ("target", "find", "gap")}
    return Problem(422, codes.NOT_REACHABLE, fault.message, [fault], more=more)


def known_country(context: Context, code: str, within: str = "") -> None:
    """A country that is not there is a fault of the body, told without the folders of this machine."""
    if code not in context.registry.codes():
        names = ", ".join(context.registry.codes())
        fault = Fault(
            f"{within}/country", codes.UNKNOWN_PACK, f"there is no country `{code}`", f"the countries are: {names}"
        )
        raise Problem(422, codes.UNKNOWN_PACK, fault.message, [fault])


def simulated(context: Context, body: ScenarioBody) -> dict[str, Any]:
    known_country(context, body.country)
    context.agreed(body.country, body.options.release, body.options.as_of)
    with told(context, body.country):
        return simulate(context.registry, body.scenario())


def solved(context: Context, body: SolveBody) -> dict[str, Any]:
    scenario = body.scenario
    known_country(context, scenario.country, "/scenario")
    context.agreed(scenario.country, scenario.options.release, scenario.options.as_of)
    (target, wanted) = next(iter(body.target.items()))
    try:
        with told(context, scenario.country, "/scenario"):
            question = ask(context.registry, scenario.scenario(), target, wanted, body.find)
            return solution_data(question)
    except Problem as problem:
        problem.faults = [_outside_the_scenario(fault) for fault in problem.faults]
        raise


def _outside_the_scenario(fault: Fault) -> Fault:
    """`target` and `find` stand beside the scenario, not in it."""
    for name in ("/target", "/find"):
        if fault.pointer == f"/scenario{name}":
            return Fault(name, fault.code, fault.message, fault.mend)
    return fault


def explained(context: Context, body: ScenarioBody, line: str) -> dict[str, Any]:
    known_country(context, body.country, "/scenario")
    context.agreed(body.country, body.options.release, body.options.as_of)
    with told(context, body.country, "/scenario"):
        runs = periods_of(context, body.scenario())
    if line not in runs[-1].values:
        message = f"this act has no `{line}`"
        mend = f"it has: {', '.join(runs[-1].program.values)}"
        raise Problem(422, codes.UNKNOWN_NAME, message, [Fault("/line", codes.UNKNOWN_NAME, message, mend)])
    traces = [explanation(Evidence(done), line) for done in runs]
    return traces[0] if len(traces) == 1 else {**traces[-1], "periods": traces}


def periods_of(context: Context, scenario: Scenario) -> tuple[Run, ...]:
    """The runs behind a result: one, or one per month of pay."""
    periods = pay_periods(context.registry.country(scenario.country), scenario)
    if len(periods) == 1:
        return (running.run(context.registry, scenario),)
    return run_acts(context.registry, periods).runs


def year(context: Context, body: YearBody) -> dict[str, Any]:
    known_country(context, body.country)
    context.agreed(body.country, body.options.release, body.options.as_of)
    scenarios = []
    for index, act in enumerate(body.acts):
        with told(context, body.country, f"/acts/{index}"):
            written = {**act.model_dump(), "country": body.country, "given": {**body.worker, **act.given}}
            scenarios.append(scenario_of(written, body.options))
    with told(context, body.country):
        return year_data(run_acts(context.registry, scenarios))
