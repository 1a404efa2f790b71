"""Killed at any moment and started again, a run ends with the same bytes."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from simulator.portfolio.batch import compute
from simulator.portfolio.job import prepared, run_job
from simulator.portfolio.progress import line
from simulator.portfolio.synthetic import batches
from simulator.registry import Registry

ROOT = Path(__file__).resolve().parents[2]
REGISTRY = Registry(ROOT / "rules")
PROGRAM = """
import sys
from dataclasses import replace
from pathlib import Path
from simulator.portfolio.job import prepared, run_job
from simulator.registry import Registry
acts, out = Path(sys.argv[1]), Path(sys.argv[2])
job = prepared(Registry(Path("rules")), acts, out, provisional=False, columns=("net_pay", "gross"))
run_job(replace(job, part=40), lambda *_: None)
"""
KILLS = 10


def started(acts: Path, out: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", PROGRAM, str(acts), str(out)], cwd=ROOT, stderr=subprocess.DEVNULL)


@pytest.fixture(scope="module")
def acts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("acts") / "acts.parquet"
    pq.write_table(pa.Table.from_batches(list(batches(REGISTRY, ["be"], 400, seed=5))), path)
    return path


@pytest.mark.timeout(300)
def test_killed_ten_times_the_results_are_the_same_bytes(acts: Path, tmp_path: Path) -> None:
    whole, out = tmp_path / "whole.parquet", tmp_path / "out.parquet"
    began = time.monotonic()
    assert started(acts, whole).wait() == 0
    seconds = time.monotonic() - began
    chance = random.Random(7)
    killed = 0
    for _ in range(KILLS):
        run = started(acts, out)
        try:
            run.wait(seconds * chance.uniform(0.1, 1.0))
        except subprocess.TimeoutExpired:
            run.send_signal(signal.SIGKILL)
            run.wait()
            killed += 1
    assert killed >= KILLS // 3
    assert started(acts, out).wait() == 0
    assert out.read_bytes() == whole.read_bytes()
    assert not out.with_name("out.parquet.parts").exists()
    assert not list(tmp_path.glob("*.rough"))


def test_finished_parts_are_not_computed_again(acts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    job = prepared(REGISTRY, acts, tmp_path / "out.parquet", provisional=False, columns=("net_pay",))
    job = replace(job, part=100)

    class Stopped(Exception):
        pass

    def stop(word: str, rows: int, _: int | None) -> None:
        if word == "computed" and rows > 150:
            raise Stopped

    with pytest.raises(Stopped):
        run_job(job, stop)
    parts = tmp_path / "out.parquet.parts"
    done = sorted(path.name for path in parts.glob("part-*.arrow"))
    assert len(done) == 2
    computed: list[int] = []

    def counting(*arguments: object, **named: object) -> object:
        computed.append(1)
        return compute(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr("simulator.portfolio.job.compute", counting)
    assert run_job(job, lambda *_: None).resumed
    assert len(computed) == 2


def test_parts_of_another_file_are_not_taken_for_ones_own(acts: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.parquet"
    job = prepared(REGISTRY, acts, out, provisional=False, columns=("net_pay",))
    run_job(job, lambda *_: None)
    expected = out.read_bytes()
    other = tmp_path / "out.parquet.parts"
    other.mkdir()
    (other / "manifest.json").write_text("{}", encoding="utf-8")
    shutil.copy(acts, other / "part-00000.arrow")
    assert not run_job(job, lambda *_: None).resumed
    assert out.read_bytes() == expected


def test_the_line_of_progress_says_how_far_how_fast_and_how_long() -> None:
    told = line("computed", 250, 1000, 250, 0.5)
    assert told == "[======                  ] 250 rows computed, 500 rows/s, 0:02 left"
    assert line("read", 5, None, 0, 0.0) == "5 rows read"
