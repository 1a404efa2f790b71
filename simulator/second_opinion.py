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


def wanted_always() -> bool:
    """Whether every result is to be compared, not only test runs."""
    return os.environ.get(VARIABLE) == "always"


def opinion_on(runs: Iterable[Run], *, refuse: bool = False) -> Opinion:
    """What the second engine says of everything that was concluded for these runs; a disagreement may refuse them."""
    opinion = second_opinion(evaluation for run in runs for evaluation in evaluations(run))
    if refuse and opinion.verdict == "disagreed":
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
