"""What a case expects beside figures: duties with their days, alerts, what is left of limits, changes of treatment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.reading.models import Consequences as Expected
from simulator.consequences import consequences
from simulator.facts import write_fact
from simulator.running import Run

NONE = "none"
"""Expected of a duty, alert or change that must not arise."""


def consequence_faults(expected: Expected, run: Run | None, outcome: str) -> Iterator[tuple[str, str, str]]:
    """Name, what was expected and what was found, of every expectation that does not hold."""
    wanted = {
        "duty": expected.expect_obligations,
        "alert": expected.expect_alerts,
        "left": expected.expect_left,
        "change": expected.expect_reclassified,
    }
    if not any(wanted.values()):
        return
    found = _found(run) if run is not None else None
    for word, names in wanted.items():
        for name, text in names.items():
            came_to = outcome if found is None else found[word].get(name, NONE)
            if came_to != text:
                yield f"{word} {name}", text, came_to


def expectations(expected: Expected) -> int:
    """How many consequences a case speaks of."""
    return sum(
        len(names)
        for names in (
            expected.expect_obligations,
            expected.expect_alerts,
            expected.expect_left,
            expected.expect_reclassified,
        )
    )


def _found(run: Run) -> Mapping[str, Mapping[str, str]]:
    following, pack = consequences(run), run.country.pack
    return {
        "duty": {duty.said.code: str(duty.due) for duty in following.duties},
        "alert": {alarm.said.code: alarm.severity for alarm in following.alarms},
        "left": {left.said.code: write_fact(pack, left.type, left.left) for left in following.left},
        "change": {change.code: change.treated_as or "changed" for change in run.treatment.changes},
    }
