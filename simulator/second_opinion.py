"""The second engine's opinion on runs: on every test run, and on every result if `BAREME_SECOND_ENGINE=always`."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

from engine.inference.second.opinion import Opinion, second_opinion
from engine.language import codes
from simulator.consequences import evaluations
from simulator.running import Run
from simulator.scenario import refusal

VARIABLE = "BAREME_SECOND_ENGINE"


def opinion_on(runs: Iterable[Run]) -> Opinion:
    """What the second engine says of everything that was concluded for these runs."""
    return second_opinion(evaluation for run in runs for evaluation in evaluations(run))


def opinion_if_wanted(run: Run) -> Opinion | None:
    """The opinion where the environment asks for one; a disagreement refuses the result."""
    if os.environ.get(VARIABLE) != "always":
        return None
    opinion = opinion_on([run])
    if opinion.verdict == "disagreed":
        raise refusal(
            codes.ENGINES_DISAGREE,
            f"the two inference engines disagree: {'; '.join(opinion.differences)}",
            "nothing may rest on this result; report it with the scenario",
        )
    return opinion


def opinion_data(opinion: Opinion) -> dict[str, Any]:
    return {
        "verdict": opinion.verdict,
        "compared": opinion.compared,
        "differences": list(opinion.differences),
        "reasons": list(opinion.silent),
    }
