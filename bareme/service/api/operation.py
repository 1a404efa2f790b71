"""For those who run the service: limits, health, readiness, metrics."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import PlainTextResponse, Response

from bareme.service.answers import answer
from bareme.service.api import replies
from bareme.service.api.describing import NOT_MODIFIED, good, problem_replies
from bareme.service.context import Context, context_of
from bareme.service.problems import Problem

router = APIRouter(tags=["Operation"])
Shared = Annotated[Context, Depends(context_of)]


@router.get(
    "/v1/limits",
    summary="What one request may ask for",
    response_class=Response,
    responses={**good(replies.LimitsReply, "Sizes in bytes, times in seconds"), **NOT_MODIFIED, **problem_replies()},
)
async def limits(request: Request, context: Shared) -> Response:
    """Beyond these a request is refused: 413 too large, 422 too many, 503 too long or too much at once."""
    return answer(request, {"schema": "bareme.limits/1", "limits": context.settings.limits.data()})


@router.get("/healthz", include_in_schema=False)
async def healthz() -> Response:
    """The process answers."""
    return PlainTextResponse("ok\n", headers={"Cache-Control": "no-store"})


@router.get("/readyz", include_in_schema=False)
async def readyz(context: Shared) -> Response:
    """The database answers and there are packs."""
    try:
        ready = await context.workshop.do(context.database.answers) and bool(context.registry.codes())
    except Problem:
        raise
    except Exception:  # noqa: BLE001 - whatever the database says, it is not ready
        ready = False
    return PlainTextResponse(
        "ready\n" if ready else "not ready\n", 200 if ready else 503, headers={"Cache-Control": "no-store"}
    )


@router.get("/metrics", include_in_schema=False)
async def metrics(context: Shared) -> Response:
    """For Prometheus."""
    return Response(context.metrics.text(), media_type="text/plain; version=0.0.4; charset=utf-8")
