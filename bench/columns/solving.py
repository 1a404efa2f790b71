"""Net pay to invoice in columns: rows per second, and how many have no invoice at all."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import numpy as np

from engine.columns.solving import NONE, SOLVED, solve_rows
from engine.program.timeline import Dates
from simulator.portfolio.given import RANGES
from simulator.registry import Registry

ROOT = Path(__file__).resolve().parents[2]
DAY = date(2026, 3, 10)
ROWS = 65_536


def measure() -> None:
    program = Registry(ROOT / "rules").country("be").programs.program("job", "fixed_term", Dates(DAY, DAY, DAY))
    chance = np.random.default_rng(3)
    goals = chance.integers(2_000, 300_000, ROWS)
    columns = {
        "date": np.full(ROWS, DAY.toordinal(), np.int64),
        "payment_date": np.full(ROWS, DAY.toordinal(), np.int64),
        "worker.civil_status": chance.integers(0, 5, ROWS),
        "worker.children": chance.integers(0, 4, ROWS),
        "days": chance.integers(1, 20, ROWS) * 100,
    }
    began = time.perf_counter()
    found = solve_rows(program, "net_pay", goals, columns, {}, RANGES)
    seconds = time.perf_counter() - began
    solved, none = (int((found.state == state).sum()) for state in (SOLVED, NONE))
    print(
        f"net pay to invoice, {ROWS:,} fixed-term jobs of different households, 1 thread: {ROWS / seconds:,.0f} rows/s"
    )
    print(f"  {solved:,} solved, {none:,} proven to have none, {ROWS - solved - none:,} left to a single act's search")
