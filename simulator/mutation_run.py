"""The faults of a pack shared out over processes; each reads the pack, runs its cases once and judges its share."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from simulator.cases import run_cases
from simulator.listed import EQUIVALENT, listed
from simulator.mutation import mutants
from simulator.noticing import judge
from simulator.registry import Registry

NOTE_EVERY = 60.0
"""Seconds between two words on how far it is."""


@dataclass(frozen=True, slots=True)
class Tried:
    """One fault and what became of it. `killed_by` is the kind of case that noticed; None if none did."""

    label: str
    kind: str
    killed_by: str | None
    case: str
    reached: int


@dataclass(frozen=True, slots=True)
class Campaign:
    """The faults tried, how many there are, and which listed reasons belong to no fault any more."""

    tried: tuple[Tried, ...]
    there: int
    equivalent: int
    stale: tuple[str, ...]


def try_faults(registry: Registry, code: str, every: int, workers: int, containing: str = "") -> Campaign:
    """Every N-th fault whose label contains a text, over so many processes; in their order."""
    equivalent = listed(registry.rules, code, EQUIVALENT)
    labels = [fault.label for fault in mutants(registry.country(code).pack)]
    chosen = chosen_faults(labels, set(equivalent), every, containing)
    stale = tuple(sorted(set(equivalent) - set(labels)))
    shares = [chosen[start::workers] for start in range(workers)]
    if workers == 1:
        found = [list(_judged(registry, code, shares[0], _aloud(code, len(chosen))))]
    else:
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            tasks = [pool.submit(_share, registry.rules, registry.layers, code, share) for share in shares]
            found = [task.result() for task in tasks]
    by_place = {place: tried for share in found for place, tried in share}
    tried = tuple(by_place[place] for place in chosen)
    return Campaign(tried, len(labels), len(equivalent) - len(stale), stale)


def chosen_faults(labels: list[str], equivalent: set[str], every: int, containing: str) -> list[int]:
    """Places of the faults to try, those listed as changing nothing left out."""
    open_ones = [place for place, label in enumerate(labels) if label not in equivalent and containing in label]
    return open_ones[:: max(every, 1)]


def worth_using(workers: int | None) -> int:
    """How many processes to use when nobody says."""
    return workers if workers is not None else max(1, min(os.cpu_count() or 1, 8))


def _share(rules: Path, layers: tuple[Path, ...], code: str, places: list[int]) -> list[tuple[int, Tried]]:
    return list(_judged(Registry(rules, layers), code, places, _silently))


def _silently(done: int) -> None:
    """A process among several says nothing on its own."""


def _judged(
    registry: Registry, code: str, places: list[int], tell: Callable[[int], None]
) -> Iterator[tuple[int, Tried]]:
    outcomes = list(run_cases(registry, code))
    faults = list(mutants(registry.country(code).pack))
    verdicts = judge(registry, code, outcomes, [faults[place] for place in places])
    for number, (place, verdict) in enumerate(zip(places, verdicts, strict=True), 1):
        fault = verdict.mutant
        yield place, Tried(fault.label, fault.kind, verdict.killed_by, verdict.case, verdict.reached)
        tell(number)


def _aloud(code: str, total: int) -> Callable[[int], None]:
    """Say now and then how far it is."""
    said = [time.monotonic()]

    def tell(done: int) -> None:
        if time.monotonic() - said[0] >= NOTE_EVERY:
            said[0] = time.monotonic()
            sys.stderr.write(f"{code}: {done} of {total} faults\n")

    return tell
