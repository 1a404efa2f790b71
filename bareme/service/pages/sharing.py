"""Sharing: a link that nobody can guess, opened later beside today's answer; the sheet as PDF."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from bareme.service import computing, keeping
from bareme.service.bodies import ScenarioBody
from bareme.service.context import Context, context_of
from bareme.service.pages import printing
from bareme.service.pages.forms import read_form
from bareme.service.pages.paths import Token, scenario_in, written
from bareme.service.pages.reader import Reader
from bareme.service.pages.rendering import fragment, page, reader_of
from bareme.service.pages.sheet import sheet_view, words_for
from bareme.service.pages.unfolding import Unfolded, unfolded
from bareme.service.problems import Problem
from bareme.service.store import Kept

router = APIRouter(include_in_schema=False)
Shared = Annotated[Context, Depends(context_of)]
DAYS = 90
PDF = "application/pdf"


@router.post("/share")
async def share(request: Request, context: Shared) -> Response:
    """Keep the result and show its link, once, with the key that revokes it."""
    form = await read_form(request)
    body = scenario_in(form)
    link, _ = await context.workshop.do(keeping.kept, context, body, DAYS)
    reader = reader_of(request)
    return page(
        request,
        "shared.html",
        status=201,
        secret=True,
        token=link.token,
        key=link.revocation_key,
        address=f"{request.url.scheme}://{request.url.netloc}/s/{link.token}",
        expires=reader.day(link.expires.date().isoformat()),
        scenario=written(body),
    )


@router.get("/s/{token}")
async def opened(request: Request, token: Token, context: Shared) -> Response:
    """The sheet as it was, with a word on what today's rules would give."""
    found = await context.workshop.do(keeping.opened, context, token)
    return await _shown(request, context, token, found, request.query_params.get("line", "")[:80])


@router.post("/s/{token}")
async def opened_at_a_line(request: Request, token: Token, context: Shared) -> Response:
    """The same sheet with one line unfolded."""
    form = await read_form(request)
    found = await context.workshop.do(keeping.opened, context, token)
    return await _shown(request, context, token, found, form.get("line", "")[:80])


async def _shown(request: Request, context: Context, token: str, found: Kept, line: str) -> Response:
    reader = reader_of(request)
    result = found.content["result"]
    now = await context.workshop.do(keeping.current, context, found)
    panel = _panel(context, found, line, reader) if line else None
    scenario = written(ScenarioBody.model_validate(found.scenario))
    values: dict[str, Any] = await context.workshop.do(sheet_view, context, result, reader, scenario, panel)
    values["action"] = f"/s/{token}"
    return page(
        request,
        "result.html",
        here=f"/s/{token}",
        kept=_banner(found, now, values, words_for(context, result, reader).reader),
        token=token,
        **values,
    )


def _panel(context: Context, found: Kept, line: str, reader: Reader) -> Unfolded | None:
    if line not in found.content["trace"]["lines"]:
        return None
    result = found.content["result"]
    return unfolded(found.content["trace"], line, result, words_for(context, result, reader), reader)


def _banner(found: Kept, now: Mapping[str, Any], values: Mapping[str, Any], reader: Reader) -> dict[str, Any]:
    """When it was computed, by which release, and how today's answer differs."""
    net = next((one for one in now["differences"] if one["name"] == "net_pay"), None)
    return {
        "made": reader.day(found.made.date().isoformat()),
        "expires": reader.day(found.expires.date().isoformat()),
        "same": now["same_rules"],
        "computable": now["computable"],
        "why": reader.say.message(now["why"] or ""),
        "differs": len(now["differences"]),
        "net": (reader.money(net["then"]), reader.money(net["now"])) if net is not None and net["now"] else None,
        "currency": values["currency"],
    }


@router.post("/s/{token}/explain")
async def explain_kept(request: Request, token: Token, context: Shared) -> Response:
    """The panel of a line of a kept result, for scripts."""
    form = await read_form(request)
    found = await context.workshop.do(keeping.opened, context, token)
    line, reader = form.get("line", "")[:80], reader_of(request)
    shown = _panel(context, found, line, reader)
    if shown is None:
        raise Problem(404, "not-found", f"this act has no `{line}`")
    return fragment(request, "unfolded.html", opened=shown, root=form.get("root", line)[:80])


@router.post("/s/{token}/revoke")
async def revoke(request: Request, token: Token, context: Shared) -> Response:
    """Forget the result behind a link."""
    form = await read_form(request)
    await context.workshop.do(keeping.revoked, context, token, form.get("key", "")[:100])
    say = reader_of(request).say
    return page(request, "message.html", title=say("The link is revoked"), text=say("What it led to is forgotten."))


@router.post("/sheet.pdf")
async def pdf(request: Request, context: Shared) -> Response:
    """The sheet of a result on paper."""
    form = await read_form(request)
    body, reader = scenario_in(form), reader_of(request)
    found = await context.workshop.do(computing.simulated, context, body, questions=True)
    return await _printed(context, found, reader, written(body), "")


@router.get("/s/{token}/sheet.pdf")
async def kept_pdf(request: Request, token: Token, context: Shared) -> Response:
    """The sheet of a kept result on paper, with its link."""
    found = await context.workshop.do(keeping.opened, context, token)
    address = f"{request.url.scheme}://{request.url.netloc}/s/{token}"
    scenario = written(ScenarioBody.model_validate(found.scenario))
    return await _printed(context, found.content["result"], reader_of(request), scenario, address)


async def _printed(context: Context, found: Mapping[str, Any], reader: Reader, scenario: str, link: str) -> Response:
    content = await context.workshop.do(printing.pdf, context, found, reader, scenario, link)
    headers = {"Content-Disposition": 'inline; filename="bareme.pdf"', "Cache-Control": "no-store"}
    return Response(content, 200, headers, PDF)
