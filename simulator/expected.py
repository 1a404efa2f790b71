"""What a case expects beside figures: duties with their days, alerts, their words, limits, changes, gaps, entries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from engine.reading.models import Consequences as Expected
from simulator.consequences import consequences
from simulator.facts import write_fact
from simulator.ledger import balances, ledger_lines
from simulator.running import Run

NONE = "none"
"""Expected of a duty, alert or change that must not arise."""

FOLLOWING = ("duty", "alert", "message of", "left")
"""What is found together, when one of them is asked for."""


def consequence_faults(expected: Expected, run: Run | None, outcome: str) -> Iterator[tuple[str, str, str]]:
    """Name, what was expected and what was found, of every expectation that does not hold."""
    wanted = _wanted(expected)
    if not any(wanted.values()):
        return
    found = _found(run, wanted) if run is not None else None
    for word, names in wanted.items():
        for name, text in names.items():
            came_to = outcome if found is None else found.get(word, {}).get(name, NONE)
            if came_to != text:
                yield f"{word} {name}", text, came_to


def expectations(expected: Expected) -> int:
    """How many consequences a case speaks of."""
    return sum(len(names) for names in _wanted(expected).values())


def _wanted(expected: Expected) -> dict[str, Mapping[str, str]]:
    return {
        "duty": expected.expect_obligations,
        "alert": expected.expect_alerts,
        "message of": expected.expect_messages,
        "left": expected.expect_left,
        "change": expected.expect_reclassified,
        "gap": expected.expect_incomplete,
        "balance of": expected.expect_balances,
    }


def _found(run: Run, wanted: Mapping[str, Mapping[str, str]]) -> Mapping[str, Mapping[str, str]]:
    pack = run.country.pack
    found: dict[str, Mapping[str, str]] = {
        "change": {change.code: change.treated_as or "changed" for change in run.treatment.changes},
        "gap": dict.fromkeys(run.gaps, "incomplete"),
    }
    if any(wanted[word] for word in FOLLOWING):
        following = consequences(run)
        found["duty"] = {duty.said.code: str(duty.due) for duty in following.duties}
        found["alert"] = {alarm.said.code: alarm.severity for alarm in following.alarms}
        found["message of"] = {alarm.said.code: alarm.message for alarm in following.alarms}
        found["left"] = {left.said.code: write_fact(pack, left.type, left.left) for left in following.left}
    if wanted["balance of"]:
        left = balances(ledger_lines(run))
        accounts = wanted["balance of"]
        found["balance of"] = {name: write_fact(pack, "money", left.get(name, Fraction(0))) for name in accounts}
    return found
