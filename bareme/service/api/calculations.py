"""Everything that is computed: simulations, solving, explanations, a worker's year."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from bareme.service import computing
from bareme.service.answers import answer
from bareme.service.api import replies
from bareme.service.api.describing import COMPUTED, good, problem_replies
from bareme.service.bodies import (
    ComparisonBody,
    CurveBody,
    ExplainBody,
    ScenarioBody,
    SolveBody,
    YearBody,
)
from bareme.service.context import Context, context_of
from bareme.service.problems import Problem
from bareme.text.calendar_file import calendar_file

router = APIRouter(prefix="/v1", tags=["Computing"])
Shared = Annotated[Context, Depends(context_of)]


@router.post(
    "/simulations",
    summary="Compute one act",
    response_class=Response,
    responses={**good(replies.Simulation, "The whole cascade, `bareme.simulation/1`"), **COMPUTED},
)
async def simulations(request: Request, body: ScenarioBody, context: Shared) -> Response:
    """From any one known figure to every other: amounts, payees, assumptions, gaps, ledger entries.

    Nothing is kept. Where no amount gives the figure exactly, the problem carries the proven `gap` with
    the nearest figures on both sides and the lines that jump between them.
    """
    result = await context.workshop.do(computing.simulated, context, body)
    return answer(request, result, bundle=result["bundle"])


@router.post(
    "/solve",
    summary="Find the value that gives a wanted figure",
    response_class=Response,
    responses={**good(replies.Solution, "The smallest solution, the other runs, or the proven gap"), **COMPUTED},
)
async def solve(request: Request, body: SolveBody, context: Shared) -> Response:
    """The smallest value of the unknown, every other run of values, or the proof that there is none."""
    solution = await context.workshop.do(computing.solved, context, body)
    bundle = await context.workshop.do(computing.bundle_of, context, body.scenario)
    return answer(request, solution, bundle=bundle)


@router.post(
    "/explanations",
    summary="Explain one figure",
    response_class=Response,
    responses={**good(replies.Trace, "The tree behind the figure, `bareme.trace/1`"), **COMPUTED},
)
async def explanations(request: Request, body: ExplainBody, context: Shared) -> Response:
    """Formula, numbers, roundings, dated values with law and source, down to what was given."""
    trace = await context.workshop.do(computing.explained, context, body.scenario, body.line)
    bundle = await context.workshop.do(computing.bundle_of, context, body.scenario)
    return answer(request, trace, bundle=bundle)


@router.post(
    "/years",
    summary="Compute a worker's acts in date order",
    response_class=Response,
    responses={**good(replies.Year, "Each act's result and the sums"), **COMPUTED},
)
async def years(request: Request, body: YearBody, context: Shared) -> Response:
    """Each act with what the earlier ones have already used up, as the law cumulates it."""
    year: dict[str, Any] = await context.workshop.do(computing.year, context, body)
    return answer(request, year, bundle=year["acts"][0]["bundle"])


@router.post(
    "/comparisons",
    summary="Compare cases side by side",
    response_class=Response,
    responses={**good(replies.Comparison, "Columns, rows and differences, `bareme.comparison/1`"), **COMPUTED},
)
async def comparisons(request: Request, body: ComparisonBody, context: Shared) -> Response:
    """Every column after the first says where it differs from it, and which figures of the law stand behind that."""
    found = await context.workshop.do(computing.compared, context, body.scenarios)
    parts = {part["sha256"]: part for column in found["columns"] for part in column["bundle"]}
    return answer(request, found, bundle=parts.values())


@router.post(
    "/curves",
    summary="Follow a figure over a range",
    response_class=Response,
    responses={**good(replies.Curve, "Exact points, thresholds and cliffs, `bareme.curve/1`"), **COMPUTED},
)
async def curves(request: Request, body: CurveBody, context: Shared) -> Response:
    """The points at every threshold and on both sides of every cliff, with the lines and laws that cause it."""
    found = await context.workshop.do(
        computing.curved, context, body.scenario, body.of, body.over, body.low, body.high, "/scenario"
    )
    return answer(request, found, bundle=found["bundle"])


CALENDAR = "text/calendar"
_as_calendar = good(replies.Obligations, "Duties by deadline, `bareme.obligations/1`, or a calendar file")
_as_calendar[200]["content"] = {CALENDAR: {"schema": {"type": "string"}}}


@router.post(
    "/obligations",
    summary="What must be declared, by when",
    response_class=Response,
    responses={**_as_calendar, **COMPUTED, **problem_replies(400, 406, 413, 415, 422)},
)
async def obligations(request: Request, body: YearBody, context: Shared) -> Response:
    """The duties that follow from acts, by deadline, with reason and law; `Accept: text/calendar` for a calendar."""
    wanted = _accepted(request.headers.get("accept", ""))
    found = await context.workshop.do(computing.agenda_of_year, context, body)
    if wanted == CALENDAR:
        headers = {"Content-Disposition": 'attachment; filename="bareme.ics"', "Vary": "Accept"}
        return Response(calendar_file(found), 200, headers, f"{CALENDAR}; charset=utf-8")
    return answer(request, found, headers={"Vary": "Accept"})


def _accepted(header: str) -> str:
    """JSON unless a calendar is asked for first."""
    for part in header.split(","):
        kind = part.partition(";")[0].strip().lower()
        if kind in ("", "*/*", "application/*", "application/json"):
            return "application/json"
        if kind in (CALENDAR, "text/*"):
            return CALENDAR
    raise Problem(406, "not-acceptable", f"this address gives: application/json, {CALENDAR}")
