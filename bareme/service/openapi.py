"""The OpenAPI description: what is said of the API as a whole, written into what the routes say of themselves."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from bareme.service.api.replies import ProblemReply
from engine import VERSION

TEXT = """
Payroll and tax rules of countries, computed to the cent and explained line by line.

* **Amounts, rates and dates are texts**; a number with a decimal point in quotes loses nothing on the way.
* **Unknown fields are refused** (422), so that no typing mistake passes silently.
* **Errors are RFC 9457 problems** (`application/problem+json`) with JSON pointers, in the language of
  `Accept-Language` (English, French, Dutch).
* **Every answer names its rules**: `bundle` in the body, `Bareme-Bundle` and `Bareme-Engine` in the headers.
* **Equal requests give equal bytes** under equal rules; the `ETag` is strong.
"""


def describe(application: FastAPI) -> None:
    """Replace FastAPI's description by ours, made once."""

    def description() -> dict[str, Any]:
        if application.openapi_schema is None:
            application.openapi_schema = _described(application)
        return application.openapi_schema

    application.openapi = description  # type: ignore[method-assign]


def _described(application: FastAPI) -> dict[str, Any]:
    schema: dict[str, Any] = get_openapi(
        title="bareme", version=VERSION, description=TEXT.strip(), routes=application.routes
    )
    problem = ProblemReply.model_json_schema(ref_template="#/components/schemas/{model}")
    definitions = problem.pop("$defs", {})
    components = schema.setdefault("components", {}).setdefault("schemas", {})
    components.update({"Problem": problem, **definitions})
    for name in ("HTTPValidationError", "ValidationError"):
        components.pop(name, None)
    _only_the_pattern(schema)
    for path in schema["paths"].values():
        for operation in path.values():
            _tidy(operation)
    return schema


def _only_the_pattern(schema: Any) -> None:
    """Where the keys of an object must fit a pattern, no other key is accepted: say so."""
    if isinstance(schema, dict):
        if "patternProperties" in schema:
            schema.setdefault("additionalProperties", False)
        for part in schema.values():
            _only_the_pattern(part)
    elif isinstance(schema, list):
        for part in schema:
            _only_the_pattern(part)


def _tidy(operation: dict[str, Any]) -> None:
    """Errors are problems and nothing else."""
    for status, reply in operation["responses"].items():
        content = reply.get("content", {})
        if status.startswith(("4", "5")) and "application/json" in content:
            reply["content"] = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
            reply.setdefault("description", "A problem")
