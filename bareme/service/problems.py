"""Every error of the service as an RFC 9457 problem: what is wrong, where in the request, how to mend it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from starlette.responses import Response

from bareme.text.catalogue import Translations
from engine.language import codes
from engine.language.diagnostic import Diagnostic, Refused

MEDIA_TYPE = "application/problem+json"

TITLES: Mapping[str, str] = {
    "body-too-deep": "The request is nested too deeply",
    "body-too-large": "The request is too large",
    "busy": "The service is busy",
    "internal": "Something went wrong here, not with you",
    "invalid-request": "The request cannot be read",
    "method-not-allowed": "This address does not do that",
    "rules-unusable": "The rules of this country cannot be used now",
    "not-acceptable": "None of the forms you accept can be given",
    "not-found": "There is nothing at this address",
    "not-yours": "This request comes from another site",
    "too-long": "This takes longer than a request may",
    "unsupported-media-type": "The request is not written as JSON",
}
"""Titles of the service's own problems; those of the packs and scenarios are the engine's codes."""

REQUEST_CODES: Sequence[str] = (
    codes.UNKNOWN_KEY,
    codes.MISSING_KEY,
    codes.WRONG_SHAPE,
    codes.BAD_DATE,
    codes.UNKNOWN_NAME,
    codes.OUTSIDE_COVERAGE,
    codes.NO_VALUE,
    codes.GAP,
    codes.UNKNOWN_RELEASE,
    codes.UNKNOWN_PACK,
    codes.UNKNOWN_ACT,
    codes.UNKNOWN_CONTRACT,
    codes.UNKNOWN_FACT,
    codes.BAD_FACT,
    codes.MISSING_FACT,
    codes.TOO_MANY_FACTS,
    codes.NOT_REACHABLE,
)
"""The engine's codes that a request can run into; the others are for those who edit packs."""

POINTERS: Mapping[str, str] = {
    codes.UNKNOWN_PACK: "/country",
    codes.UNKNOWN_ACT: "/act",
    codes.UNKNOWN_CONTRACT: "/contract",
    codes.OUTSIDE_COVERAGE: "/date",
    codes.BAD_DATE: "/date",
    codes.UNKNOWN_RELEASE: "/options/release",
}
WITH_PATHS = (codes.UNKNOWN_RELEASE, codes.UNKNOWN_PACK)
"""Their mends name folders of this machine, which are nobody's business."""
PLACES: Mapping[str, str] = {
    "--target": "/target",
    "--find": "/find",
    "--line": "/line",
    "solve": "/target",
    "date": "/date",
    "given": "/given",
    "start": "/given/start",
    "find": "/find",
    "--release": "/options/release",
    "--known-on": "/options/as_of",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: where in the request (a JSON pointer), why, and the mend."""

    pointer: str
    code: str
    message: str
    mend: str = ""


@dataclass(slots=True)
class Problem(Exception):
    """Ends a request with a problem body."""

    status: int
    code: str
    message: str = ""
    faults: Sequence[Fault] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)


def title_of(code: str) -> str:
    return TITLES.get(code) or codes.TITLES[code]


def refused_problem(refused: Refused, within: str = "", status: int = 422) -> Problem:
    """A refusal of the engine or the simulator, told about the request that caused it."""
    if any(diagnostic.place.path.endswith((".yaml", ".yml")) for diagnostic in refused.diagnostics):
        message = "the pack has problems; whoever keeps it has been told"
        return Problem(503, "rules-unusable", message, headers={"Retry-After": "600"})
    faults = [fault_of(diagnostic, within) for diagnostic in refused.diagnostics]
    return Problem(status, faults[0].code, faults[0].message, faults)


def fault_of(diagnostic: Diagnostic, within: str = "") -> Fault:
    mend = "" if diagnostic.code in WITH_PATHS else diagnostic.mend
    return Fault(within + pointer_of(diagnostic), diagnostic.code, diagnostic.message, mend)


def pointer_of(diagnostic: Diagnostic) -> str:
    """The JSON pointer of a place in a scenario."""
    place, _, name = diagnostic.place.path.partition("/")
    if name and place == "given":
        return f"/given/{escaped(name)}"
    return PLACES.get(diagnostic.place.path) or POINTERS.get(diagnostic.code, "")


def escaped(name: str) -> str:
    """One step of a JSON pointer (RFC 6901)."""
    return name.replace("~", "~0").replace("/", "~1")


def pointer(steps: Iterable[object]) -> str:
    return "".join(f"/{escaped(str(step))}" for step in steps)


def problem_body(problem: Problem, say: Translations, reference: str) -> dict[str, Any]:
    """The body: `type` is a page that explains the code, `errors` say where."""
    return {
        "type": f"/problems/{problem.code}",
        "title": say(title_of(problem.code)),
        "status": problem.status,
        "detail": say.message(problem.message) if problem.message else say(title_of(problem.code)),
        "code": problem.code,
        "reference": reference,
        "errors": [
            {
                "pointer": fault.pointer,
                "code": fault.code,
                "detail": say.message(fault.message),
                "mend": say.message(fault.mend) if fault.mend else "",
            }
            for fault in problem.faults
        ],
        **problem.more,
    }


def problem_response(problem: Problem, say: Translations, reference: str) -> Response:
    body = json.dumps(problem_body(problem, say, reference), ensure_ascii=False, sort_keys=True)
    return Response(
        body.encode("utf-8", errors="replace"),
        problem.status,
        {"Content-Language": say.language, "Cache-Control": "no-store", "Vary": "Accept-Language", **problem.headers},
        MEDIA_TYPE,
    )
