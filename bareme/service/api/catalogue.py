"""What there is: countries, their acts and questions, their figures over time, the packs and releases."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.responses import Response

from bareme.service.answers import answer
from bareme.service.api import replies
from bareme.service.api.describing import FOUND, NOT_MODIFIED, good, problem_replies
from bareme.service.bodies import DAY_PATTERN, NAME_PATTERN
from bareme.service.computing import told
from bareme.service.context import Context, context_of
from bareme.service.problems import Problem
from bareme.service.released import content_of, every_release
from simulator.catalogue import country_data, inputs_data, summary
from simulator.history import figure_history, figure_row, figures, timeline_data
from simulator.registry import Country
from simulator.running import program_for
from simulator.scenario import read_scenario

router = APIRouter(prefix="/v1", tags=["Catalogue"])
Shared = Annotated[Context, Depends(context_of)]
CountryCode = Annotated[str, Path(pattern=r"^[a-z][a-z0-9-]{1,15}$", examples=["be"])]
Hash = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")]
PAGE = 50


@router.get(
    "/countries",
    summary="List the countries",
    response_class=Response,
    responses={**good(replies.Countries, "Every country there is a pack for"), **NOT_MODIFIED, **problem_replies()},
)
async def countries(request: Request, context: Shared) -> Response:
    """Each country with its currency, the days its pack covers, and the pack's hash."""
    readable, unreadable = await context.workshop.do(context.countries)
    rows = [summary(country) for country in readable]
    data = {"schema": "bareme.countries/1", "countries": rows, "unreadable": unreadable}
    return answer(request, data)


@router.get(
    "/countries/{country}",
    summary="One country: coverage, acts, contract types, gaps",
    response_class=Response,
    responses={**good(replies.Country, "What the pack covers and what it does not"), **NOT_MODIFIED, **FOUND},
)
async def country_(request: Request, country: CountryCode, context: Shared) -> Response:
    """What may be computed, from when to when, and every gap with its reason."""
    found = await context.workshop.do(_country, context, country)
    return answer(request, country_data(found), bundle=found.bundle)


@router.get(
    "/countries/{country}/inputs",
    summary="The questions of an act",
    response_class=Response,
    responses={**good(replies.Inputs, "Facts with type, unit, default and question"), **NOT_MODIFIED, **FOUND},
)
async def inputs(
    request: Request,
    country: CountryCode,
    context: Shared,
    act: Annotated[str, Query(pattern=NAME_PATTERN, max_length=80, examples=["job"])],
    on: Annotated[str, Query(pattern=DAY_PATTERN, examples=["2026-03-10"])],
    contract: Annotated[str | None, Query(pattern=NAME_PATTERN, max_length=80, examples=["fixed_term"])] = None,
) -> Response:
    """The facts that this act reads under this contract on this day, and the figures that may be the given one."""
    found = await context.workshop.do(_country, context, country)
    data = await context.workshop.do(_inputs, context, found, {"act": act, "contract": contract, "date": on})
    return answer(request, data, bundle=found.bundle)


def _country(context: Context, code: str) -> Country:
    with told(context, code):
        return context.country(code)


def _inputs(context: Context, country: Country, asked: dict[str, Any]) -> dict[str, Any]:
    with told(context, country.pack.name):
        scenario = read_scenario({"country": country.pack.name, **asked})
        _, program, _ = program_for(country, scenario)
        return inputs_data(country, program)


@router.get(
    "/countries/{country}/figures",
    summary="The dated figures of a country",
    response_class=Response,
    responses={**good(replies.Figures, "A page of parameters, scales and tables"), **NOT_MODIFIED, **FOUND},
)
async def figure_list(
    request: Request,
    country: CountryCode,
    context: Shared,
    limit: Annotated[int, Query(ge=1, le=200)] = PAGE,
    cursor: Annotated[str | None, Query(pattern=NAME_PATTERN, max_length=80, description="Name to go on after")] = None,
) -> Response:
    """Parameters, scales and tables by name, with their latest value. `Link: rel=next` leads on."""
    found = await context.workshop.do(_country, context, country)
    names = sorted(definition.name for definition in figures(found.pack))
    later = [name for name in names if cursor is None or name > cursor]
    page = later[:limit]
    following = page[-1] if len(later) > limit else None
    rows = [figure_row(found.pack, found.pack.definitions[name]) for name in page]
    data = {"schema": "bareme.figures/1", "figures": rows, "next": following}
    link = f"</v1/countries/{country}/figures?limit={limit}&cursor={following}>; rel=next"
    return answer(request, data, bundle=found.bundle, headers={"Link": link} if following is not None else None)


@router.get(
    "/countries/{country}/figures/{figure}",
    summary="The history of one figure",
    response_class=Response,
    responses={**good(replies.Figure, "Every dated value with law and source"), **NOT_MODIFIED, **FOUND},
)
async def figure(
    request: Request,
    country: CountryCode,
    figure: Annotated[str, Path(pattern=NAME_PATTERN, max_length=80, examples=["fee.rate"])],
    context: Shared,
) -> Response:
    """Every value from its day on, with its law, source, confidence and the day it was last checked."""
    found = await context.workshop.do(_country, context, country)
    definition = {each.name: each for each in figures(found.pack)}.get(figure)
    if definition is None:
        raise Problem(404, "not-found", f"there is no figure `{figure}`")
    return answer(request, figure_history(found.pack, definition), bundle=found.bundle)


@router.get(
    "/packs",
    summary="List the packs",
    response_class=Response,
    responses={**good(replies.Packs, "Every pack at hand with its hash"), **NOT_MODIFIED, **problem_replies()},
)
async def packs(request: Request, context: Shared) -> Response:
    """The packs that countries are made of, `common` included."""
    readable, _ = await context.workshop.do(context.countries)
    parts = {part["sha256"]: dict(part) for country in readable for part in country.bundle}
    rows = sorted(parts.values(), key=lambda part: part["pack"])
    return answer(request, {"schema": "bareme.packs/1", "packs": rows})


@router.get(
    "/packs/{country}/timeline",
    summary="What changes when",
    response_class=Response,
    responses={**good(replies.Timeline, "Days with their changes, latest first"), **NOT_MODIFIED, **FOUND},
)
async def timeline(
    request: Request,
    country: CountryCode,
    context: Shared,
    since: Annotated[str | None, Query(pattern=DAY_PATTERN, examples=["2026-01-01"])] = None,
) -> Response:
    """The days on which a figure or a formula of the pack changes, and which."""
    found = await context.workshop.do(_country, context, country)
    data = timeline_data(found.pack)
    if since is not None:
        data["days"] = [day for day in data["days"] if day["from"] >= _day(since)]
    return answer(request, data, bundle=found.bundle)


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise Problem(422, "invalid-request", f"`{text}` is not a day of the calendar") from None


@router.get(
    "/releases",
    summary="The releases that can be named",
    response_class=Response,
    responses={
        **good(replies.Releases, "Releases published here, and those that kept results rest on"),
        **NOT_MODIFIED,
        **problem_replies(),
    },
)
async def releases(request: Request, context: Shared) -> Response:
    """Every release that was published beside the packs or that a kept result rests on, newest first."""
    rows = await context.workshop.do(every_release, context)
    return answer(request, {"schema": "bareme.releases/1", "releases": rows})


@router.get(
    "/releases/{sha256}",
    summary="The content of a release",
    response_class=Response,
    responses={
        200: {
            "description": "The canonical content; its SHA-256 is its name",
            "content": {"application/json": {"schema": {"type": "object"}}},
        },
        **NOT_MODIFIED,
        **FOUND,
    },
)
async def release(request: Request, sha256: Hash, context: Shared) -> Response:
    """The canonical form, byte for byte what the hash is of: hash it and see."""
    tag = f'"{sha256}"'
    content = await context.workshop.do(content_of, context, sha256)
    if content is None:
        raise Problem(404, "not-found", f"there is no release `{sha256}`")
    headers = {"ETag": tag, "Cache-Control": "public, max-age=31536000, immutable"}
    if tag in re.split(r"\s*,\s*", request.headers.get("if-none-match", "")):
        return Response(None, 304, headers)
    return Response(content, 200, headers, "application/json")
