"""The door of the service: every request is bounded, counted, noted and answered with the same headers.

Written as plain ASGI so that a body is refused before it is read in full.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bareme.service import journal
from bareme.service.limits import Limits
from bareme.service.metrics import Metrics
from bareme.service.problems import Problem
from bareme.text.catalogue import negotiated

ALWAYS_ANSWERED = ("/healthz", "/readyz", "/metrics")
CONTENT_SECURITY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": CONTENT_SECURITY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "geolocation=(), camera=(), microphone=()",
}


Told = Callable[[Request, Problem], Response]
"""How a problem is told to whoever asked: as JSON to programs, as a page to people."""


class BodyTooLarge(Exception):
    """More bytes came than a request may have."""


@dataclass(slots=True)
class _Answer:
    """What is known of an answer when it has begun."""

    status: int = 0


class Door:
    """Wraps the application: limits, security headers, a reference per request, one line in the journal."""

    def __init__(self, app: ASGIApp, limits: Limits, metrics: Metrics, told: Told) -> None:
        self.app, self.limits, self.metrics, self.told = app, limits, metrics, told
        self.in_flight = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        reference = secrets.token_hex(6)
        scope.setdefault("state", {})["reference"] = reference
        answer = _Answer()
        began = time.perf_counter()
        self.in_flight += 1
        self.metrics.in_flight.inc()
        try:
            await self._answer(scope, receive, _with_headers(send, reference, answer), reference, answer)
        finally:
            self.in_flight -= 1
            self.metrics.in_flight.dec()
            self._note(scope, answer, time.perf_counter() - began, reference)

    async def _answer(self, scope: Scope, receive: Receive, send: Send, reference: str, answer: _Answer) -> None:
        problem = self._refused_unread(scope)
        if problem is None:
            try:
                body = await _read_body(scope, receive, self.limits.body_bytes)
                problem = self._refused(scope, body)
                if problem is None:
                    await self.app(scope, _replay(body, receive), send)
                    return
            except BodyTooLarge:
                problem = _too_large(self.limits.body_bytes)
            except Exception as failure:
                journal.note_failure("failed", failure, reference=reference, route=route_of(scope))
                if answer.status:
                    raise
                problem = Problem(500, "internal", "note the reference and tell whoever runs the service")
        await self.told(Request(scope), problem)(scope, receive, send)

    def _refused_unread(self, scope: Scope) -> Problem | None:
        if self.in_flight > self.limits.requests_in_flight and scope["path"] not in ALWAYS_ANSWERED:
            self.metrics.shed.inc()
            message = "more is asked of the service than it can do at once: try again in a second"
            return Problem(503, "busy", message, headers={"Retry-After": "1"})
        length = _header(scope["headers"], b"content-length")
        if length is not None and (not length.isdigit() or int(length) > self.limits.body_bytes):
            return _too_large(self.limits.body_bytes)
        return None

    def _refused(self, scope: Scope, body: bytes) -> Problem | None:
        written_as_json = b"json" in (_header(scope["headers"], b"content-type") or b"")
        if written_as_json and depth_of(body) > self.limits.body_depth:
            message = f"a body may be nested at most {self.limits.body_depth} deep"
            return Problem(400, "body-too-deep", message)
        return None

    def _note(self, scope: Scope, answer: _Answer, seconds: float, reference: str) -> None:
        route = route_of(scope)
        self.metrics.requests.labels(method_of(scope), route, str(answer.status)).inc()
        self.metrics.seconds.labels(route).observe(seconds)
        if scope["path"] not in ALWAYS_ANSWERED:
            journal.note(
                "answered",
                method=method_of(scope),
                route=route,
                status=answer.status,
                milliseconds=round(seconds * 1000, 1),
                reference=reference,
            )


def route_of(scope: Scope) -> str:
    """The pattern of the address that answered; never the address itself."""
    route = scope.get("route")
    return str(getattr(route, "path", "none"))


def method_of(scope: Scope) -> str:
    """The method, if it is one of the usual: any word may be sent as a method."""
    method = str(scope["method"])
    return method if method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS") else "OTHER"


def language_of(scope: Scope) -> str:
    accepted = _header(scope["headers"], b"accept-language")
    return negotiated(accepted.decode("latin-1") if accepted is not None else None)


def depth_of(body: bytes) -> int:
    """How deep brackets nest in a JSON text, without reading it as JSON."""
    depth = deepest = 0
    quoted = escaped = False
    for sign in body:
        if quoted:
            if escaped:
                escaped = False
            elif sign == 0x5C:
                escaped = True
            elif sign == 0x22:
                quoted = False
        elif sign == 0x22:
            quoted = True
        elif sign in (0x5B, 0x7B):
            depth += 1
            deepest = max(deepest, depth)
        elif sign in (0x5D, 0x7D):
            depth -= 1
    return deepest


def _too_large(limit: int) -> Problem:
    return Problem(413, "body-too-large", f"a body of at most {limit} bytes is read")


def _header(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> bytes | None:
    return next((value for key, value in headers if key == name), None)


async def _read_body(scope: Scope, receive: Receive, limit: int) -> bytes:
    if scope["method"] in ("GET", "HEAD", "OPTIONS"):
        return b""
    parts: list[bytes] = []
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            break
        part = message.get("body", b"")
        size += len(part)
        if size > limit:
            raise BodyTooLarge
        parts.append(part)
        more = message.get("more_body", False)
    return b"".join(parts)


def _replay(body: bytes, receive: Receive) -> Receive:
    """A `receive` that gives the body once, then whatever else happens on the line."""
    given = False

    async def replay() -> Message:
        nonlocal given
        if not given:
            given = True
            return {"type": "http.request", "body": body, "more_body": False}
        return await receive()

    return replay


def _with_headers(send: Send, reference: str, answer: _Answer) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            answer.status = message["status"]
            known = {name.lower() for name, _ in message["headers"]}
            added = [(name.encode(), value.encode()) for name, value in HEADERS.items() if name.encode() not in known]
            message["headers"] = [*message["headers"], *added, (b"bareme-reference", reference.encode())]
        await send(message)

    return sending
