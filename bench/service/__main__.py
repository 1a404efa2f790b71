"""Prints the figures of the service (`make load`). Open loop: requests leave on time, whatever the answers do."""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import httpx

from bareme.service.application import create_app
from bareme.service.settings import Settings
from bareme.service.store import Links

ROOT = Path(__file__).resolve().parents[2]
SCENARIO: dict[str, Any] = {
    "country": "be",
    "act": "job",
    "date": "2026-03-10",
    "contract": "fixed_term",
    "given": {"invoice.excl_vat": "1000"},
}


def scenario(number: int) -> dict[str, Any]:
    """Another amount each time, so that nothing is answered from memory."""
    return {**SCENARIO, "given": {"invoice.excl_vat": f"{500 + number % 4000}.{number % 100:02}"}}


async def in_process(times: int) -> None:
    """`POST /v1/simulations` through the whole application, without a network."""
    with tempfile.TemporaryDirectory() as folder:
        application = create_app(Settings(ROOT / "rules", f"sqlite:///{folder}/bareme.sqlite3"))
        assert isinstance(application.state.context.links, Links)
        transport = httpx.ASGITransport(application)
        async with httpx.AsyncClient(transport=transport, base_url="http://bench") as client:
            for number in range(10):
                await client.post("/v1/simulations", json=scenario(number))
            taken = []
            for number in range(times):
                began = time.perf_counter()
                answered = await client.post("/v1/simulations", json=scenario(number))
                taken.append(time.perf_counter() - began)
                assert answered.status_code == 200
    print(f"in process: {told(taken)} over {times} simulations")


def told(taken: list[float]) -> str:
    cuts = statistics.quantiles(taken, n=100)
    return f"median {cuts[49] * 1000:.1f} ms, p95 {cuts[94] * 1000:.1f} ms, p99 {cuts[98] * 1000:.1f} ms"


async def load(url: str, rate: int, seconds: int) -> tuple[list[float], Counter[str]]:
    """`rate` requests a second for some seconds; times of the answered, and how many had which status."""
    taken: list[float] = []
    statuses: Counter[str] = Counter()
    limits = httpx.Limits(max_connections=400, max_keepalive_connections=400)
    async with httpx.AsyncClient(base_url=url, timeout=20, limits=limits) as client:

        async def ask(number: int) -> None:
            began = time.perf_counter()
            try:
                answered = await client.post("/v1/simulations", json=scenario(number))
            except httpx.TransportError as failure:
                statuses[type(failure).__name__] += 1
                return
            statuses[str(answered.status_code)] += 1
            if answered.status_code == 200:
                taken.append(time.perf_counter() - began)
            elif "retry-after" not in answered.headers:
                statuses["without Retry-After"] += 1

        began = time.perf_counter()
        asking = []
        for number in range(rate * seconds):
            await asyncio.sleep(max(began + number / rate - time.perf_counter(), 0))
            asking.append(asyncio.create_task(ask(number)))
        await asyncio.gather(*asking)
    return taken, statuses


def address_in(journal: Path) -> str:
    """Where the service says it listens. Its journal goes to a file: a pipe that nobody reads would stop it."""
    while True:
        for part in journal.read_text().split():
            if part.startswith("http://"):
                return part.rstrip("/")
        time.sleep(0.01)


def memory_of(process: int) -> float:
    """Resident memory in MB."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1000
    return 0.0


def over_loopback(rate: int, seconds: int) -> None:
    """`bareme serve` as its own process: the steady load, then five times as much."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"BAREME_DATA": folder}
        command = [str(Path(sys.executable).with_name("bareme")), "serve", "--port", "0"]
        began = time.monotonic()
        journal = Path(folder) / "journal"
        with journal.open("w") as written, subprocess.Popen(command, env=environment, stderr=written) as process:
            url = address_in(journal)
            while True:
                try:
                    httpx.get(f"{url}/healthz", timeout=1)
                    break
                except httpx.TransportError:
                    time.sleep(0.02)
            print(f"start to first answer: {time.monotonic() - began:.2f} s")
            asyncio.run(load(url, 10, 2))
            before = memory_of(process.pid)
            taken, statuses = asyncio.run(load(url, rate, seconds))
            print(f"{rate}/s for {seconds} s: {told(taken)}, {dict(statuses)}")
            taken, statuses = asyncio.run(load(url, rate * 5, max(seconds // 4, 5)))
            after = memory_of(process.pid)
            answered = told(taken) if len(taken) > 1 else "nothing"
            print(f"{rate * 5}/s for {max(seconds // 4, 5)} s: answered {answered}, {dict(statuses)}")
            print(f"memory: {before:.0f} MB before, {after:.0f} MB after")
            process.terminate()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=int, default=50)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--times", type=int, default=300)
    arguments = parser.parse_args()
    asyncio.run(in_process(arguments.times))
    over_loopback(arguments.rate, arguments.seconds)


main()
