"""A second opinion on the structure of pack files, by `jsonschema` and the published schemas.

The models already report every structural problem in its place; that is the way
to a result. `check` asks here too, independently: a file that the models accept
and the schema refuses (or the other way round) shows that editors, which know
only the schema, would mislead their users. Nothing that only simulates imports
this module.
"""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match

from engine.language import codes
from engine.language.diagnostic import Diagnostic
from engine.reading.document import Document
from engine.reading.schemas import schema


def second_opinion(document: Document, name: str) -> list[Diagnostic]:
    """What the schema `pack`, `rules` or `cases` has against a file, in source order."""
    found = [_diagnostic(_inmost(error), document) for error in _validator(name).iter_errors(document.typed)]
    return sorted(set(found), key=lambda one: (one.place.line, one.place.column, one.message))


@cache
def _validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(schema(name))


def _inmost(error: ValidationError) -> ValidationError:
    """Of the branches that do not fit, what is wrong with the one that fits best."""
    return best_match([error]) or error


def _diagnostic(error: ValidationError, document: Document) -> Diagnostic:
    path = tuple(error.absolute_path)
    name = next((str(part) for part in reversed(path) if isinstance(part, str)), "the file")
    keyword = str(error.validator)
    if keyword == "additionalProperties" and isinstance(error.instance, dict):
        return _unknown(error, document, path)
    if keyword == "required" and isinstance(error.instance, dict):
        missing = next(key for key in _listed(error.validator_value) if key not in error.instance)
        message, mend = f"`{missing}` is missing in `{name}`", f"add a line `{missing}: …`"
        return document.diagnostic(codes.SCHEMA, path, message, mend, key=True)
    if keyword == "enum":
        known = [str(one) for one in _listed(error.validator_value)]
        near = get_close_matches(str(error.instance), known, n=1)
        mend = f"did you mean `{near[0]}`?" if near else f"write one of {', '.join(known)}"
        return document.diagnostic(codes.SCHEMA, path, f"`{error.instance}` is not known for `{name}`", mend)
    mend = "compare it with the example in docs/pack-language.md"
    return document.diagnostic(codes.SCHEMA, path, f"`{name}` does not have the form that the schema asks for", mend)


def _unknown(error: ValidationError, document: Document, path: tuple[Any, ...]) -> Diagnostic:
    shape = error.schema if isinstance(error.schema, dict) else {}
    known = list(shape.get("properties", {}))
    instance: Any = error.instance
    extra = next((key for key in instance if key not in known), "")
    near = get_close_matches(extra, known, n=1)
    mend = f"did you mean `{near[0]}`?" if near else "delete it, or look at its spelling"
    return document.diagnostic(codes.SCHEMA, (*path, extra), f"`{extra}` is not known here", mend, key=True)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
