"""What cannot be right, or breaks a bound the pack declares: said beside the figures, never instead of them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from engine.program.folding import COMPARISONS
from simulator.guards import IMPOSSIBLE, broken
from simulator.running import Run


def alerts(run: Run) -> list[dict[str, Any]]:
    """Broken bounds of lines (`expect: ">= 0"`) and of what holds in every country."""
    return [*_bounds(run), *_guards(run)]


SEVERITIES = ("blocking", "warning", "info")


def by_severity(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What may not be done so first."""
    return sorted(found, key=lambda alert: SEVERITIES.index(alert["severity"]))


def _bounds(run: Run) -> list[dict[str, Any]]:
    found = []
    for name in run.program.names:
        definition = run.country.pack.definitions.get(name)
        expected = getattr(definition.model, "expect", None) if definition is not None else None
        if expected is None:
            continue
        word, _, limit = expected.partition(" ")
        if not COMPARISONS[word](run.values[name], Fraction(limit)):
            described = run.country.pack.described(name)
            label = described.label if described is not None and described.label else name
            found.append(_alert("bound", "warning", f"{label} should be {expected}", name))
    return found


def _guards(run: Run) -> list[dict[str, Any]]:
    return [_alert(IMPOSSIBLE, "blocking", message, line) for line, message in broken(run)]


def _alert(code: str, severity: str, message: str, line: str) -> dict[str, Any]:
    return {"code": code, "severity": severity, "message": message, "line": line, "law": None}
