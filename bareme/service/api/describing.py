"""What the OpenAPI description says of errors, headers and examples, in one place."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from bareme.service.problems import MEDIA_TYPE

PROBLEM = {"$ref": "#/components/schemas/Problem"}
WORDS = {
    400: "The body is not JSON, or is nested too deeply",
    403: "The key does not fit",
    404: "There is nothing under this name",
    406: "None of the accepted forms can be given",
    413: "The body is too large",
    415: "The body is not declared as JSON",
    422: "The request cannot be computed; `errors` says where and how to mend it",
    503: "Too much is asked at once, or it took too long; try again after `Retry-After`",
}


def problem_replies(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problems a route may answer, for its description."""
    return {
        status: {"description": WORDS[status], "content": {MEDIA_TYPE: {"schema": PROBLEM}}}
        for status in sorted({*statuses, 503})
    }


def good(model: type[BaseModel], description: str, status: int = 200) -> dict[int | str, dict[str, Any]]:
    """The answer of a route that succeeds, with the headers every answer has."""
    headers = {
        "ETag": {"description": "Strong: the hash of the body", "schema": {"type": "string"}},
        "Bareme-Bundle": {
            "description": "The packs it rests on, with versions and hashes",
            "schema": {"type": "string"},
        },
        "Bareme-Engine": {"description": "The engine's version", "schema": {"type": "string"}},
    }
    return {status: {"model": model, "description": description, "headers": headers}}


NOT_MODIFIED: dict[int | str, dict[str, Any]] = {304: {"description": "As in the `If-None-Match` that was sent"}}
COMPUTED = problem_replies(400, 413, 415, 422)
FOUND = problem_replies(404, 422)
