"""The thirty-line payslip: the pack against the hand-written limit, side by side in one run."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np

from bench.columns.limit import MINIMUM, OUTPUTS, HandWritten, Numbers
from engine.columns.kernel import Shape, kernel
from engine.columns.ranges import Ranges
from engine.program.timeline import Dates
from simulator.portfolio.given import declared
from simulator.registry import Registry

PACKS = Path(__file__).resolve().parents[1] / "packs"
DAY = date(2026, 3, 10)
ROWS = 1_000_000
TIMES = 11


def population(rows: int) -> tuple[Numbers, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    chance = np.random.default_rng(1)
    gross = np.exp(chance.normal(np.log(270_000), 0.55, rows)).astype(np.int64)
    return np.clip(gross, MINIMUM, 99_999_999), chance.random(rows) < 0.2


def measure() -> None:
    country = Registry(PACKS).country("yardstick")
    program = country.programs.program("payslip", "employee", Dates(DAY, DAY, DAY))
    began = time.perf_counter()
    written = kernel(program, Shape(OUTPUTS, frozenset(["gross", "executive"])), Ranges(declared))
    compiling = time.perf_counter() - began
    hand = HandWritten(country.pack)
    gross, executive = population(ROWS)
    columns = {"gross": gross, "executive": executive.astype(np.int64)}
    results, refused = written.run(columns, ROWS, threads=1)
    same = all(
        np.array_equal(results[name], one) for name, one in zip(OUTPUTS, hand.run(gross, executive), strict=True)
    )
    ours, theirs, ours_on_all = _alternately(
        lambda: written.run(columns, ROWS, threads=1),
        lambda: hand.run(gross, executive),
        lambda: written.run(columns, ROWS),
    )
    print(f"payslip of 30 lines, {ROWS:,} rows, median of {TIMES}, runs alternate")
    print(f"  by hand, 1 thread        {ROWS / theirs / 1e6:6.2f} M rows/s")
    print(
        f"  from the pack, 1 thread  {ROWS / ours / 1e6:6.2f} M rows/s, {theirs / ours:.0%} of the hand-written limit"
    )
    print(f"  from the pack, all cores {ROWS / ours_on_all / 1e6:6.2f} M rows/s")
    print(f"  written and compiled in {compiling * 1000:.0f} ms; every cent the same: {same and not refused.any()}")


def _alternately(*runs: Callable[[], object]) -> list[float]:
    """Median seconds of each, taken in turn so that other work on the machine falls on all."""
    seconds: list[list[float]] = [[] for _ in runs]
    for _ in range(TIMES):
        for run, taken in zip(runs, seconds, strict=True):
            began = time.perf_counter()
            run()
            taken.append(time.perf_counter() - began)
    return [statistics.median(taken) for taken in seconds]
