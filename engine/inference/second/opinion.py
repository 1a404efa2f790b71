"""The verdict of the second engine: `agreed`, `absent` or `disagreed`. A difference, or silence, raises the alarm."""

from __future__ import annotations

import atexit
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from engine.inference.evaluating import Evaluation
from engine.inference.second.client import NoAnswer, Worker, absence
from engine.inference.second.guards import NotAdmitted

Verdict = Literal["agreed", "absent", "disagreed"]
BATCH = 25
ALARM = logging.getLogger("bareme.second_engine")


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the second engine says of some evaluations."""

    verdict: Verdict
    compared: int
    differences: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    """Why some evaluations, or all, were not compared."""

    def __str__(self) -> str:
        if self.verdict == "agreed":
            return f"second engine: agreed on {self.compared} evaluations"
        if self.verdict == "disagreed":
            return f"second engine: DISAGREED: {'; '.join(self.differences[:5])}"
        return f"second engine: ABSENT ({'; '.join(self.silent[:3])}); {self.compared} evaluations compared"


@cache
def worker() -> Worker:
    """The worker of this process, started when first asked and ended with it."""
    made = Worker()
    atexit.register(made.stop)
    return made


def second_opinion(evaluations: Iterable[Evaluation], second: Worker | None = None) -> Opinion:
    """Have every evaluation made again by the second engine and compare what holds."""
    asked = list(evaluations)
    reason = absence()
    if reason is not None:
        ALARM.warning("the second engine is absent: %s", reason)
        return Opinion("absent", 0, (), (reason,))
    second = second or worker()
    compared = 0
    differences: list[str] = []
    silent: list[str] = []
    for batch in _batches(asked):
        for evaluation, found in zip(batch, _answers(second, batch, silent), strict=True):
            if found is None:
                continue
            compared += 1
            difference = _difference(evaluation, found)
            if difference:
                ALARM.critical("the inference engines disagree: %s", difference)
                differences.append(difference)
    verdict: Verdict = "disagreed" if differences else "absent" if silent else "agreed"
    return Opinion(verdict, compared, tuple(differences), tuple(dict.fromkeys(silent)))


def _batches(evaluations: Iterable[Evaluation]) -> Iterator[list[Evaluation]]:
    """Evaluations of one rule set together, a few at a time; those of no rules need no opinion."""
    by_rules: dict[int, list[Evaluation]] = {}
    for evaluation in evaluations:
        if evaluation.rules.rules:
            by_rules.setdefault(id(evaluation.rules), []).append(evaluation)
    for same in by_rules.values():
        for first in range(0, len(same), BATCH):
            yield same[first : first + BATCH]


def _answers(second: Worker, batch: list[Evaluation], silent: list[str]) -> list[tuple[str, ...] | None]:
    """What the second engine holds of each; a batch that brings it down is asked one by one. None: no answer."""
    try:
        answers: list[tuple[str, ...] | None] = [
            *second.evaluate(batch[0].rules, [evaluation.values for evaluation in batch])
        ]
    except (NoAnswer, NotAdmitted) as fault:
        ALARM.error("the second engine did not answer: %s", fault)
        if len(batch) > 1:
            return [answer for evaluation in batch for answer in _answers(second, [evaluation], silent)]
        silent.append(str(fault))
        return [None]
    return answers


def _difference(evaluation: Evaluation, found: tuple[str, ...]) -> str:
    only_first = sorted(evaluation.holds - set(found))
    only_second = sorted(set(found) - evaluation.holds)
    told = [f"only the first holds {name}" for name in only_first]
    told += [f"only the second holds {name}" for name in only_second]
    return ", ".join(told)
