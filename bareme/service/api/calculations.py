"""Everything that is computed: simulations, solving, explanations, a worker's year."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from bareme.service import computing
from bareme.service.answers import answer
from bareme.service.api import replies
from bareme.service.api.describing import COMPUTED, good
from bareme.service.bodies import ExplainBody, ScenarioBody, SolveBody, YearBody
from bareme.service.context import Context, context_of

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
    bundle = context.registry.country(body.scenario.country).bundle
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
    return answer(request, trace, bundle=context.registry.country(body.scenario.country).bundle)


@router.post(
    "/years",
    summary="Compute a worker's acts in date order",
    response_class=Response,
    responses={**good(replies.Year, "Each act's result and the sums"), **COMPUTED},
)
async def years(request: Request, body: YearBody, context: Shared) -> Response:
    """Each act with what the earlier ones have already used up, as the law cumulates it."""
    year: dict[str, Any] = await context.workshop.do(computing.year, context, body)
    return answer(request, year, bundle=context.registry.country(body.country).bundle)
