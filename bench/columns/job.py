"""The whole Belgian job in columns: rows per second from ten thousand to ten million rows, and the memory it takes."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt

from engine.columns.kernel import Kernel, Shape, kernel
from engine.columns.ranges import Ranges
from engine.program.timeline import Dates
from simulator.portfolio.given import declared
from simulator.registry import Registry

ROOT = Path(__file__).resolve().parents[2]
DAY = date(2026, 3, 10)
STATM = Path("/proc/self/statm")
BATCH = 131_072
SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
FACTS = ("worker.civil_status", "worker.children", "worker.spouse_income", "days", "expenses", "client.country")
CONTRACTS = ("fixed_term", "student", "artist_1bis", "flexi_job")


def job_kernel(contract: str) -> Kernel:
    program = Registry(ROOT / "rules").country("be").programs.program("job", contract, Dates(DAY, DAY, DAY))
    facts = frozenset(name for name in FACTS if name in program.givable)
    given = facts | frozenset(program.inputs)
    outputs = tuple(program.values)
    return kernel(program.restricted(outputs), Shape(outputs, given), Ranges(declared))


def columns_of(written: Kernel, rows: int, seed: int) -> dict[str, npt.NDArray[np.int64]]:
    chance = np.random.default_rng(seed)
    columns = {}
    for name in written.columns:
        low, high = written.limits[name]
        if name == "invoice.excl_vat":
            columns[name] = np.clip(np.exp(chance.normal(np.log(65_000), 0.8, rows)).astype(np.int64), low, high)
        elif name == "date":
            columns[name] = np.full(rows, DAY.toordinal(), np.int64)
        else:
            columns[name] = chance.integers(
                max(low, 0), min(high, {"days": 2300, "expenses": 5000}.get(name, 300_000)), rows, endpoint=True
            )
    return columns


def measure() -> None:
    print("the whole Belgian job, every interface figure, in batches of 131,072 rows")
    for contract in CONTRACTS:
        print(f"  {contract:<12} {_speed(contract) / 1e6:5.2f} M rows/s on all cores")
    print("  rows         seconds  M rows/s  peak above the loaded program")
    for rows in SIZES:
        found = _apart(rows)
        speed = rows / found["seconds"] / 1e6
        print(f"  {rows:>11,}  {found['seconds']:7.3f}  {speed:8.2f}  {found['megabytes']:5.0f} MB")


def _speed(contract: str, rows: int = 1_000_000) -> float:
    written = job_kernel(contract)
    columns = columns_of(written, rows, 1)
    written.run(columns, rows)
    began = time.perf_counter()
    written.run(columns, rows)
    return rows / (time.perf_counter() - began)


def _apart(rows: int) -> dict[str, float]:
    """A run in a process of its own: its time, and its peak above what it held before the first row."""
    run = subprocess.run(
        [sys.executable, "-m", "bench.columns.job", str(rows)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    found: dict[str, float] = json.loads(run.stdout)
    return found


def _held() -> float:
    """Megabytes that the process holds now; its highest so far where the system does not say."""
    if STATM.is_file():
        return int(STATM.read_text(encoding="ascii").split()[1]) * resource.getpagesize() / 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def stream(rows: int) -> dict[str, float]:
    """Batches made, computed and summed up one after the other, as they would be read and written."""
    written = job_kernel("fixed_term")
    loaded, spent, checks = _held(), 0.0, 0
    highest = loaded
    for number, start in enumerate(range(0, rows, BATCH)):
        count = min(BATCH, rows - start)
        columns = columns_of(written, count, number)
        began = time.perf_counter()
        results, _ = written.run(columns, count)
        spent += time.perf_counter() - began
        checks += int(results["net_pay"].sum())
        highest = max(highest, _held())
    return {"seconds": spent, "megabytes": highest - loaded, "sum": float(checks)}


if __name__ == "__main__":
    print(json.dumps(stream(int(sys.argv[1]))))
