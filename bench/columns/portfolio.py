"""`bareme portfolio run` from process start: a synthetic portfolio with every worker's totals to date."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROWS = 200_000


def measure() -> None:
    program = str(Path(sys.executable).with_name("bareme"))
    with tempfile.TemporaryDirectory() as folder:
        acts, results = Path(folder) / "acts.parquet", Path(folder) / "results.parquet"
        synth = [
            program,
            "portfolio",
            "synth",
            "--rows",
            str(ROWS),
            "--seed",
            "1",
            "--countries",
            "be",
            "--out",
            str(acts),
        ]
        subprocess.run(synth, cwd=ROOT, check=True, capture_output=True)
        began = time.perf_counter()
        run = subprocess.run(
            [program, "portfolio", "run", str(acts), "--out", str(results)],
            cwd=ROOT,
            check=False,
            capture_output=True,
            text=True,
        )
        seconds = time.perf_counter() - began
        print(f"bareme portfolio run, {ROWS:,} synthetic acts, from process start: {seconds:.1f} s")
        for line in run.stderr.splitlines():
            print(f"  {line.replace(folder, '…')}")
