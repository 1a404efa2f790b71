"""How the command prints: data as sorted JSON on standard output, refusals as diagnostics on standard error."""

from __future__ import annotations

import json
import sys
from typing import Any

from engine.language import codes
from engine.language.diagnostic import Diagnostic, Refused
from engine.language.excerpt import render


def print_json(data: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(data, sort_keys=True, ensure_ascii=False, indent=1) + "\n")


def diagnostic_data(diagnostic: Diagnostic) -> dict[str, Any]:
    place = diagnostic.place
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity,
        "path": place.path,
        "line": place.line,
        "column": place.column,
        "end_line": max(place.end_line, place.line),
        "end_column": place.end_column or place.column,
        "message": diagnostic.message,
        "mend": diagnostic.mend,
        "excerpt": diagnostic.excerpt,
    }


def print_refusal(refused: Refused, *, as_json: bool) -> None:
    """What was refused and how to mend it; with `--json` as an object on standard output."""
    if as_json:
        print_json({"schema": "bareme.refusal/1", "problems": [diagnostic_data(d) for d in refused.diagnostics]})
    for diagnostic in refused.diagnostics:
        sys.stderr.write(render(diagnostic) + "\n")


def by_governance(refused: Refused) -> bool:
    """Whether it is the rules of publishing that refuse, not what the files or the options say."""
    return {diagnostic.code for diagnostic in refused.diagnostics} <= {codes.RELEASE_EXISTS, codes.READ_ONLY}
