"""What is wrong with the shape of a request, as JSON pointers and in plain words."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi.exceptions import RequestValidationError
from starlette.requests import Request

from bareme.service.problems import Fault, Problem, pointer

CODE = "invalid-request"
WORDS: Mapping[str, str] = {
    "missing": "a field is missing",
    "extra_forbidden": "there is no such field here",
    "string_type": "a text in quotes is needed",
    "list_type": "a list is needed",
    "dict_type": "an object is needed",
    "model_type": "an object is needed",
    "model_attributes_type": "an object is needed",
    "bool_type": "true or false is needed",
    "int_type": "a whole number is needed",
    "int_parsing": "a whole number is needed",
    "int_from_float": "a whole number is needed",
    "json_invalid": "it is not JSON",
}


def invalid_request(failure: RequestValidationError, request: Request) -> Problem:
    """One problem with every fault of the request."""
    found = failure.errors()
    if request.method == "POST" and not _says_json(request):
        message = "send `Content-Type: application/json`"
        return Problem(415, "unsupported-media-type", message)
    faults = [_fault(error, request) for error in found[:50]]
    status = 400 if any(error["type"] == "json_invalid" for error in found) else 422
    return Problem(status, CODE, faults[0].message, faults)


def _says_json(request: Request) -> bool:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json"))


def _fault(error: Mapping[str, Any], request: Request) -> Fault:
    where: Sequence[object] = error["loc"]
    steps = [step for step in where[1:] if step != "[key]"]
    if error["type"] == "json_invalid":
        steps = []
    elif where and where[0] != "body":
        steps = [str(where[0]), *steps]
    return Fault(pointer(steps), CODE, _words(error), _mend(error, request))


def _words(error: Mapping[str, Any]) -> str:
    kind, context = str(error["type"]), error.get("ctx") or {}
    match kind:
        case "string_pattern_mismatch":
            return f"the spelling does not fit: {context['pattern']}"
        case "string_too_long":
            return f"at most {context['max_length']} characters"
        case "too_long":
            return f"at most {context['max_length']} entries"
        case "too_short":
            return f"at least {context['min_length']} entries"
        case "less_than_equal":
            return f"at most {context['le']}"
        case "greater_than_equal":
            return f"at least {context['ge']}"
        case "literal_error" | "enum":
            return f"it is none of: {context['expected']}"
    return WORDS.get(kind, "it has the wrong form")


def _mend(error: Mapping[str, Any], request: Request) -> str:
    if error["type"] == "string_type" and isinstance(error.get("input"), int | float):
        return 'write amounts as texts: "1000.50"'
    if error["type"] != "extra_forbidden":
        return ""
    fields = _fields_beside(error["loc"], request)
    if not fields:
        return ""
    close = difflib.get_close_matches(str(error["loc"][-1]), fields, 1)
    listed = ", ".join(fields)
    return f"did you mean `{close[0]}`? The fields are: {listed}" if close else f"the fields are: {listed}"


def _fields_beside(where: Sequence[object], request: Request) -> list[str]:
    """The fields of the object in which an unknown one stood."""
    field = getattr(request.scope.get("route"), "body_field", None)
    model = getattr(getattr(field, "field_info", None), "annotation", None)
    for step in where[1:-1]:
        if isinstance(step, int):
            continue
        known = getattr(model, "model_fields", {}).get(str(step))
        model = _model_of(known.annotation) if known is not None else None
    return list(getattr(model, "model_fields", {}))


def _model_of(annotation: Any) -> Any:
    if hasattr(annotation, "model_fields"):
        return annotation
    return next((_model_of(each) for each in getattr(annotation, "__args__", ()) if _model_of(each)), None)
