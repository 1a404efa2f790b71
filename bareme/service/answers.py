"""Answers as JSON: sorted keys, equal bytes for equal content, a strong ETag, the rules they rest on in the headers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from engine import VERSION


def as_bytes(data: Any) -> bytes:
    return json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def answer(
    request: Request,
    data: Any,
    *,
    status: int = 200,
    bundle: Iterable[Mapping[str, str]] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The data as JSON; 304 where a GET already holds it."""
    body = as_bytes(data)
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    known = {"ETag": tag, **rules_headers(bundle), **(headers or {})}
    if request.method == "GET":
        known.setdefault("Cache-Control", "no-cache")
        if tag in [each.strip() for each in request.headers.get("if-none-match", "").split(",")]:
            return Response(None, 304, known)
    else:
        known.setdefault("Cache-Control", "no-store")
    return Response(body, status, known, "application/json")


def rules_headers(bundle: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Which rules and which engine made the answer."""
    parts = [f"{part['pack']}@{part['version']};sha256={part['sha256']}" for part in bundle]
    return {"Bareme-Bundle": ", ".join(parts), "Bareme-Engine": VERSION} if parts else {"Bareme-Engine": VERSION}
