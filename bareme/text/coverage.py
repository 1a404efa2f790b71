"""What the worked cases of a pack reach and what they do not, with the reasons somebody gave."""

from __future__ import annotations

from collections.abc import Mapping

from simulator.reached import KINDS, Reach

PLURALS = {"value": "dated values", "row": "rows of scales and tables", "branch": "branches and dated formulas"}


def coverage_text(code: str, found: Reach, reasons: Mapping[str, str]) -> str:
    """Counts, then each place that no case reaches, with its reason if one is listed."""
    lines = []
    for kind in KINDS:
        missed = found.missed(kind)
        explained = sum(label in reasons for label in missed)
        lines.append(
            f"{code}: {len(found.reached[kind])} of {len(found.there[kind])} {PLURALS[kind]} are reached by a case"
            + (f", {explained} listed with the reason why not" if explained else "")
        )
        lines += [f"    not reached: {label}{_because(reasons.get(label))}" for label in missed]
    stale = sorted(reasons.keys() - {label for kind in KINDS for label in found.missed(kind)})
    lines += [f"    listed as not reached, but it is, or it is not there: {label}" for label in stale]
    return "\n".join(lines) + "\n"


def _because(reason: str | None) -> str:
    return f" ({reason})" if reason else ""
