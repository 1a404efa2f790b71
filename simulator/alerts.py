"""What cannot be right, or breaks a bound the pack declares: said beside the figures, never instead of them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from engine.program.folding import COMPARISONS
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
    values = run.values
    if "net_pay" not in values:
        return []
    found = []
    most = sum(values.get(name, Fraction(0)) for name in ("gross", "allowances", "payroll_credits"))
    if values["net_pay"] > most:
        found.append(_alert("impossible", "blocking", "Net pay above gross pay, allowances and credits", "net_pay"))
    if values["net_pay"] < 0:
        found.append(_alert("impossible", "blocking", "Net pay below zero", "net_pay"))
    return found


def _alert(code: str, severity: str, message: str, line: str) -> dict[str, Any]:
    return {"code": code, "severity": severity, "message": message, "line": line, "law": None}
