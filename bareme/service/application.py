"""The application: the API and the pages behind one door."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match

from bareme.service import journal, pages
from bareme.service.api import routers
from bareme.service.context import Context
from bareme.service.guards import Door, language_of
from bareme.service.metrics import Metrics
from bareme.service.openapi import describe
from bareme.service.pages.rendering import problem_page
from bareme.service.problems import Problem, problem_response
from bareme.service.settings import Settings, settings
from bareme.service.store import Links, opened
from bareme.service.validation import invalid_request
from bareme.service.workshop import Workshop
from bareme.text.catalogue import PAGES, translations
from engine.language.diagnostic import Refused
from simulator.registry import Registry


def create_app(chosen: Settings | None = None) -> FastAPI:
    """The application; without settings, from the environment."""
    settled = chosen or settings()
    metrics = Metrics()
    application = FastAPI(
        title="bareme",
        lifespan=_lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/v1/openapi.json",
        redirect_slashes=False,
        strict_content_type=True,
    )
    database = opened(settled.database)
    application.state.context = Context(
        settled, Registry(settled.rules), Workshop(settled.limits), metrics, database, Links(database)
    )
    for router in routers:
        application.include_router(router)
    application.include_router(pages.files)
    for language in PAGES:
        for router in pages.routers:
            application.include_router(router, prefix=f"/{language}")
    application.include_router(pages.unnamed)
    application.add_exception_handler(Problem, _problem)
    application.add_exception_handler(Refused, _refused)
    application.add_exception_handler(RequestValidationError, _invalid)
    application.add_exception_handler(HTTPException, _http)
    application.add_middleware(GZipMiddleware, minimum_size=1024, compresslevel=1)
    application.add_middleware(Door, limits=settled.limits, metrics=metrics, told=_told)
    describe(application)
    return application


def _methods(request: Request) -> list[str]:
    """What all routes of an address together answer to."""
    matching = [route for route in request.app.routes if route.matches(request.scope)[0] != Match.NONE]
    return sorted({method for route in matching for method in getattr(route, "methods", None) or ()})


def serving() -> FastAPI:
    """The application of a serving process, which writes its journal to standard error."""
    journal.write_to_standard_error()
    sys.setswitchinterval(0.001)  # whoever computes gives way soon: what only answers must not wait for it
    return create_app()


@asynccontextmanager
async def _lifespan(application: FastAPI) -> AsyncIterator[None]:
    context: Context = application.state.context
    journal.note("started", rules=len(context.registry.codes()), database=context.database.engine.dialect.name)
    warming = asyncio.create_task(asyncio.to_thread(context.countries))
    yield
    await asyncio.gather(warming, return_exceptions=True)
    context.workshop.close()
    context.database.close()
    journal.note("stopped")


def _told(request: Request, problem: Problem) -> Response:
    if not request.url.path.startswith("/v1/") and "text/html" in request.headers.get("accept", ""):
        return problem_page(request, problem)
    say = translations(language_of(request.scope))
    return problem_response(problem, say, str(request.scope["state"]["reference"]))


async def _problem(request: Request, failure: Exception) -> Response:
    if not isinstance(failure, Problem):
        raise failure
    return _told(request, failure)


async def _refused(request: Request, failure: Exception) -> Response:
    """Packs that cannot be read now: the fault is here, not in the request."""
    journal.note_failure("packs refused", failure, reference=request.scope["state"]["reference"])
    return _told(request, Problem(500, "internal", "note the reference and tell whoever runs the service"))


async def _invalid(request: Request, failure: Exception) -> Response:
    if not isinstance(failure, RequestValidationError):
        raise failure
    return _told(request, invalid_request(failure, request))


async def _http(request: Request, failure: Exception) -> Response:
    if not isinstance(failure, HTTPException):
        raise failure
    headers: dict[str, Any] = dict(failure.headers or {})
    if failure.status_code == 405:
        allowed = ", ".join(_methods(request))
        headers["Allow"] = allowed
        message = f"this address answers to: {allowed}"
        return _told(request, Problem(405, "method-not-allowed", message, headers=headers))
    if failure.status_code == 404:
        return _told(request, Problem(404, "not-found", "no such address", headers=headers))
    return _told(request, Problem(failure.status_code, "invalid-request", headers=headers))
