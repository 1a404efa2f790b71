"""Results kept behind a link: made, opened with today's answer beside, explained, revoked."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Path, Request
from starlette.responses import Response

from bareme.service import keeping
from bareme.service.answers import answer
from bareme.service.api import replies
from bareme.service.api.describing import COMPUTED, NOT_MODIFIED, good, problem_replies
from bareme.service.bodies import NAME_PATTERN, LinkBody
from bareme.service.context import Context, context_of

router = APIRouter(prefix="/v1", tags=["Links"])
Shared = Annotated[Context, Depends(context_of)]
Token = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{32}$")]


@router.post(
    "/links",
    status_code=201,
    summary="Keep a result behind a link",
    response_class=Response,
    responses={**good(replies.NewLink, "The link, and the key that revokes it", 201), **COMPUTED},
)
async def make(request: Request, body: LinkBody, context: Shared) -> Response:
    """Computes the scenario and keeps result, explanation and releases. No name of a person is kept."""
    link, bundle = await context.workshop.do(keeping.kept, context, body.scenario, body.days)
    address = f"/v1/links/{link.token}"
    data = {
        "schema": "bareme.link/1",
        "token": link.token,
        "url": f"/s/{link.token}",
        "expires": link.expires.isoformat(timespec="seconds"),
        "revocation_key": link.revocation_key,
    }
    return answer(request, data, status=201, bundle=bundle, headers={"Location": address})


@router.get(
    "/links/{token}",
    summary="Open a link",
    response_class=Response,
    responses={
        **good(replies.KeptResult, "The kept result, and what today's rules give"),
        **NOT_MODIFIED,
        **problem_replies(404, 422),
    },
)
async def open_(request: Request, token: Token, context: Shared) -> Response:
    """The result as it was computed; `current` says what differs under today's rules."""
    found = await context.workshop.do(keeping.opened, context, token)
    data = {
        "schema": "bareme.kept/1",
        "scenario": found.scenario,
        "made": found.made.isoformat(timespec="seconds"),
        "expires": found.expires.isoformat(timespec="seconds"),
        "result": found.content["result"],
        "current": await context.workshop.do(keeping.current, context, found),
    }
    return answer(request, data, bundle=found.content["result"]["bundle"])


@router.get(
    "/links/{token}/lines/{line}/explanation",
    summary="Explain one line of a kept result",
    response_class=Response,
    responses={**good(replies.Trace, "As it was explained then"), **NOT_MODIFIED, **problem_replies(404, 422)},
)
async def explain(
    request: Request,
    token: Token,
    line: Annotated[str, Path(pattern=NAME_PATTERN, max_length=80)],
    context: Shared,
) -> Response:
    """The tree behind the figure, as it was when the link was made."""
    found = await context.workshop.do(keeping.opened, context, token)
    trace: dict[str, Any] = keeping.trace_of(found.content, line)
    return answer(request, trace, bundle=found.content["result"]["bundle"])


@router.delete(
    "/links/{token}",
    status_code=204,
    summary="Revoke a link",
    response_class=Response,
    responses={204: {"description": "It is forgotten"}, **problem_replies(403, 404, 422)},
)
async def revoke(
    token: Token,
    context: Shared,
    bareme_revocation_key: Annotated[str, Header(max_length=100, description="From the answer that made the link")],
) -> Response:
    """Forgets the result at once. The key was in the answer that made the link."""
    await context.workshop.do(keeping.revoked, context, token, bareme_revocation_key)
    return Response(status_code=204)
