"""Turns templates into answers: escaping always on, no text undefined, the same shell round every page."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import Response

from bareme.service.pages.assets import assets
from bareme.service.pages.reader import NAMES, Reader, reader
from bareme.service.problems import Problem, title_of
from bareme.text.catalogue import PAGES, negotiated
from engine import VERSION

TEMPLATES = Path(__file__).parent / "templates"


@lru_cache(maxsize=8)
def environment(language: str) -> Environment:
    """The templates in one language."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
        auto_reload=False,
    )
    say = reader(language).say
    made.install_gettext_callables(say, say.plural, newstyle=True)  # type: ignore[attr-defined]
    made.globals.update(reader=reader(language), language=language, languages=NAMES, version=VERSION)
    return made


def language_of(request: Request) -> str:
    """The language of the address, else the one the reader accepts."""
    return named_language(request.url.path) or negotiated(request.headers.get("accept-language"))


def named_language(path: str) -> str:
    """The language an address begins with; empty if it names none."""
    first = path.split("/", 2)[1] if path.startswith("/") else ""
    return first if first in PAGES else ""


def reader_of(request: Request) -> Reader:
    return reader(language_of(request))


def page(request: Request, template: str, *, status: int = 200, here: str = "", **values: Any) -> Response:
    """A whole page. `here` is the address without its language, so that the language can be changed."""
    code = language_of(request)
    secret = bool(values.pop("secret", False))
    text = (
        environment(code)
        .get_template(template)
        .render(
            assets=assets(),
            here=here,
            lang_forms=values.pop("lang_forms", {}),
            reference=request.scope["state"]["reference"],
            **values,
        )
    )
    kept = "no-store" if secret else "private, no-cache"
    headers = {"Content-Language": code, "Cache-Control": kept, "Referrer-Policy": "same-origin"}
    if not named_language(request.url.path):
        headers["Vary"] = "Accept-Language"
    return Response(text.encode("utf-8", "replace"), status, headers, "text/html; charset=utf-8")


def fragment(request: Request, template: str, *, status: int = 200, **values: Any) -> Response:
    """A part of a page, for scripts to put in its place."""
    text = environment(language_of(request)).get_template(template).render(**values)
    headers = {"Content-Language": language_of(request), "Cache-Control": "no-store"}
    return Response(text.encode("utf-8", "replace"), status, headers, "text/html; charset=utf-8")


def problem_page(request: Request, problem: Problem) -> Response:
    """A problem as a page: what is kept, what to do, and a reference."""
    say = reader_of(request).say
    title = say(title_of(problem.code))
    faults = [say.message(fault.message) for fault in problem.faults if fault.message != problem.message]
    answer = page(
        request,
        "error.html",
        status=problem.status,
        title=title,
        detail=say.message(problem.message) if problem.message else "",
        faults=faults,
    )
    for name, value in problem.headers.items():
        answer.headers[name] = value
    return answer
