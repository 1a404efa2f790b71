"""How findings are written: for a terminal, for a list, for a machine, for a review on GitHub."""

from __future__ import annotations

from engine.language.diagnostic import Diagnostic
from engine.language.excerpt import render

_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def written(problem: Diagnostic, form: str) -> str:
    """One finding in the form `full`, `concise` or `github`."""
    if form == "github":
        return _annotation(problem)
    return render(problem) + "\n" if form == "full" else str(problem)


def _annotation(problem: Diagnostic) -> str:
    place = problem.place
    fields = {
        "file": place.path,
        "line": place.line,
        "endLine": max(place.end_line, place.line),
        "col": place.column,
        "endColumn": place.end_column or place.column,
        "title": problem.code,
    }
    if fields["endLine"] != fields["line"]:
        del fields["endColumn"]
    said = ",".join(f"{key}={str(value).translate(_PROPERTY)}" for key, value in fields.items())
    text = f"{problem.message}\nmend: {problem.mend}" if problem.mend else problem.message
    kind = "error" if problem.severity == "error" else "warning"
    return f"::{kind} {said}::{text.translate(_DATA)}"
