"""Pages of words: help, what a problem means, runnable examples for developers; and the files pages link to."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from starlette.responses import FileResponse, RedirectResponse, Response

from bareme.service.context import Context, context_of
from bareme.service.pages.asking import first_page
from bareme.service.pages.assets import KINDS, assets
from bareme.service.pages.examples import EXAMPLES, as_curl, as_python
from bareme.service.pages.paths import Token
from bareme.service.pages.rendering import language_of, page, reader_of
from bareme.service.problems import REQUEST_CODES, TITLES, Problem
from engine.language import codes

router = APIRouter(include_in_schema=False)
files = APIRouter(include_in_schema=False)
unnamed = APIRouter(include_in_schema=False)


@router.get("/help")
async def help_page(request: Request) -> Response:
    """How to read a sheet, what the marks mean, which keys do what."""
    return page(request, "help.html", here="/help")


@router.get("/problems/{code}")
async def problem_page(request: Request, code: Annotated[str, Path(max_length=40)]) -> Response:
    """What a code of a problem means."""
    title = TITLES.get(code) or (codes.TITLES[code] if code in REQUEST_CODES else None)
    if title is None:
        raise Problem(404, "not-found", "no such address")
    return page(request, "problem.html", here=f"/problems/{code}", code=code, title=reader_of(request).say(title))


@router.get("/developers")
async def developers(request: Request) -> Response:
    """One example per task, in curl and Python, each executed by the tests as printed."""
    base = f"{request.url.scheme}://{request.url.netloc}"
    shown = [
        {
            "title": example.title,
            "text": example.text,
            "curl": as_curl(example, base),
            "python": as_python(example, base),
        }
        for example in EXAMPLES
    ]
    return page(request, "developers.html", here="/developers", examples=shown)


@unnamed.get("/")
async def front(request: Request, context: Annotated[Context, Depends(context_of)]) -> Response:
    """S1 in the reader's language."""
    return await first_page(request, context)


@unnamed.get("/s/{token}")
async def shared_link(request: Request, token: Token) -> Response:
    """A link that names no language leads to the reader's."""
    return _in_language(request, f"/s/{token}")


@unnamed.get("/{page}")
async def page_of_no_language(request: Request, page: Annotated[str, Path(pattern="^[a-z]{1,20}$")]) -> Response:
    """An address without its language leads to the reader's."""
    if page not in ("compare", "obligations", "year", "countries", "help", "developers"):
        raise Problem(404, "not-found", "no such address")
    return _in_language(request, f"/{page}")


@unnamed.get("/problems/{code}")
async def problem_of_no_language(
    request: Request, code: Annotated[str, Path(pattern="^[A-Za-z0-9-]{1,40}$")]
) -> Response:
    """The `type` of a problem is an address that names no language."""
    return _in_language(request, f"/problems/{code}")


def _in_language(request: Request, path: str) -> Response:
    headers = {"Vary": "Accept-Language", "Cache-Control": "no-store"}
    return RedirectResponse(f"/{language_of(request)}{path}", 307, headers)


@files.get("/assets/{name}")
async def asset(name: Annotated[str, Path(max_length=80)]) -> Response:
    """A file of the bundle; its name holds its hash, so it never changes."""
    found = assets().files.get(name)
    if found is None:
        raise Problem(404, "not-found", "no such address")
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return FileResponse(found, headers=headers, media_type=KINDS[found.suffix])
