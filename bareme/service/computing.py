"""From a request's body to the simulator and back: the one place where the service asks for figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from bareme.service import journal
from bareme.service.bodies import ScenarioBody, SolveBody, YearBody, scenario_of
from bareme.service.context import Context
from bareme.service.problems import Fault, Problem, refused_problem
from engine.language import codes
from engine.language.diagnostic import Refused
from simulator import running
from simulator.agenda import agenda, agenda_data
from simulator.compare import compare
from simulator.curve import curve
from simulator.evidence import Evidence
from simulator.explaining import explanation
from simulator.periods import pay_periods
from simulator.running import NotReachable, Run
from simulator.scenario import Scenario
from simulator.simulation import simulate
from simulator.solutions import not_reachable_data, solution_data
from simulator.solving import ask
from simulator.year import Year, run_acts, year_data


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


def simulated(context: Context, body: ScenarioBody, *, questions: bool = False) -> dict[str, Any]:
    known_country(context, body.country)
    with told(context, body.country):
        return simulate(context.registry, body.scenario(), questions=questions or body.options.questions)


def solved(context: Context, body: SolveBody) -> dict[str, Any]:
    scenario = body.scenario
    known_country(context, scenario.country, "/scenario")
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
    periods = pay_periods(context.registry.of(scenario), scenario)
    if len(periods) == 1:
        return (running.run(context.registry, scenario),)
    return run_acts(context.registry, periods).runs


def agenda_of_act(context: Context, body: ScenarioBody) -> dict[str, Any]:
    """The duties of one act, `bareme.obligations/1`."""
    known_country(context, body.country)
    with told(context, body.country):
        return agenda_data(agenda(periods_of(context, body.scenario())))


def agenda_of_year(context: Context, body: YearBody) -> dict[str, Any]:
    return year_with_agenda(context, body)[1]


def year_with_agenda(context: Context, body: YearBody) -> tuple[dict[str, Any], dict[str, Any]]:
    """A worker's year and its duties, from the same runs."""
    found = _year(context, body)
    with told(context, body.country):
        return year_data(found), agenda_data(agenda(found.runs))


def compared(context: Context, bodies: Sequence[ScenarioBody]) -> dict[str, Any]:
    """The scenarios side by side; one that is refused does not hide the others."""
    scenarios = []
    for index, body in enumerate(bodies):
        within = f"/scenarios/{index}"
        known_country(context, body.country, within)
        with told(context, body.country, within):
            scenarios.append(body.scenario())
    with told(context, bodies[0].country):
        return compare(context.registry, scenarios)


def curved(
    context: Context, body: ScenarioBody, of: str, over: str | None, low: str, high: str, within: str = ""
) -> dict[str, Any]:
    """A figure over a range of another."""
    known_country(context, body.country, within)
    with told(context, body.country, within):
        return curve(context.registry, body.scenario(), of, over, low, high)


def bundle_of(context: Context, body: ScenarioBody) -> tuple[Mapping[str, str], ...]:
    """The packs that a scenario is computed with."""
    with told(context, body.country):
        return context.registry.of(body.scenario()).bundle


def year(context: Context, body: YearBody) -> dict[str, Any]:
    return year_data(_year(context, body))


def _year(context: Context, body: YearBody) -> Year:
    known_country(context, body.country)
    scenarios = []
    for index, act in enumerate(body.acts):
        with told(context, body.country, f"/acts/{index}"):
            written = {**act.model_dump(), "country": body.country, "given": {**body.worker, **act.given}}
            scenarios.append(scenario_of(written, body.options))
    with told(context, body.country):
        return run_acts(context.registry, scenarios)
