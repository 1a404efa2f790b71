"""The service as whoever runs it sees it: start, stop, overload, and a journal that tells nobody's business."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from bareme.service.guards import depth_of
from bareme.service.limits import Limits
from bareme.service.problems import Problem
from bareme.service.workshop import Workshop
from tests.service.serving import SCENARIO, running

BAREME = Path(sys.executable).with_name("bareme")
MARKER = "Zoltan-Marker-4711"


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@contextmanager
def served(folder: Path, *arguments: str) -> Iterator[tuple[str, subprocess.Popen[str], float]]:
    """`bareme serve` as a process of its own, with an empty data folder; yields its address and how long it took."""
    port = free_port()
    environment = os.environ | {"BAREME_DATA": str(folder / "data")}
    environment.pop("BAREME_DATABASE_URL", None)
    began = time.monotonic()
    with (folder / "journal").open("w") as journal:
        command = [str(BAREME), "serve", "--port", str(port), *arguments]
        process = subprocess.Popen(command, env=environment, stderr=journal, stdout=journal, text=True)
        url = f"http://127.0.0.1:{port}"
        try:
            while True:
                try:
                    httpx.get(f"{url}/healthz", timeout=1)
                    break
                except httpx.TransportError:
                    assert process.poll() is None, (folder / "journal").read_text()
                    assert time.monotonic() - began < 20
                    time.sleep(0.02)
            yield url, process, time.monotonic() - began
        finally:
            process.kill()
            process.wait()


def test_it_answers_soon_with_nothing_set_up_and_stops_when_told(tmp_path: Path) -> None:
    with served(tmp_path) as (url, process, seconds):
        assert seconds < (3 if not os.environ.get("CI") else 6), "a machine that does nothing else starts it in one"
        assert httpx.post(f"{url}/v1/simulations", json=SCENARIO, timeout=20).status_code == 200
        assert (tmp_path / "data" / "bareme.sqlite3").is_file()
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) in (0, -signal.SIGTERM)
    assert '"event": "stopped"' in (tmp_path / "journal").read_text()


def test_a_request_under_way_is_answered_before_it_stops(tmp_path: Path) -> None:
    with served(tmp_path) as (url, process, _):
        year = {"country": "be", "acts": [{key: SCENARIO[key] for key in ("act", "date", "contract", "given")}] * 60}
        answered: list[int] = []
        asking = threading.Thread(
            target=lambda: answered.append(httpx.post(f"{url}/v1/years", json=year, timeout=30).status_code)
        )
        asking.start()
        time.sleep(0.15)
        process.send_signal(signal.SIGTERM)
        asking.join(30)
        process.wait(20)
    assert answered == [200]


def test_the_journal_holds_no_word_of_what_was_asked(tmp_path: Path) -> None:
    hostile: list[dict[str, Any]] = [
        {**SCENARIO, "given": {"invoice.excl_vat": MARKER}},
        {**SCENARIO, "given": {MARKER: "1"}},
        {**SCENARIO, "contract": MARKER},
        {**SCENARIO, "country": MARKER},
        {**SCENARIO, "parties": {"payer": MARKER}},
        {**SCENARIO, "options": {"release": MARKER}},
        {MARKER: MARKER},
    ]
    with served(tmp_path) as (url, _, _), httpx.Client(base_url=url, timeout=20) as client:
        for body in hostile:
            client.post("/v1/simulations", json=body, headers={"accept-language": MARKER, "user-agent": MARKER})
            client.post("/v1/links", json={"scenario": body})
            client.post("/v1/solve", json={"scenario": body, "target": {MARKER: MARKER}})
        client.get(f"/{MARKER}", params={"name": MARKER})
        client.get(f"/v1/countries/be/figures/{MARKER}")
        client.get(f"/v1/links/{MARKER}", headers={"cookie": MARKER})
        client.request(MARKER.upper().replace("-", ""), "/v1/limits")
        metrics = client.get("/metrics").text
        link = client.post("/v1/links", json={"scenario": SCENARIO}).json()
        client.get(f"/v1/links/{link['token']}")
    journal = (tmp_path / "journal").read_text()
    lines = [json.loads(line) for line in journal.splitlines() if line.startswith("{")]
    assert sum(line["event"] == "answered" for line in lines) > 20
    for secret in (MARKER, MARKER.lower(), MARKER.upper(), link["token"], link["revocation_key"]):
        assert secret not in journal
        assert secret not in metrics


def test_a_failure_is_noted_without_its_message_and_told_with_a_reference(
    rules: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with running(rules, f"sqlite:///{tmp_path / 'x.sqlite3'}") as service:

        def broken() -> None:
            raise ValueError(MARKER)

        service.context.links.database.engine.dispose()
        object.__setattr__(service.context.links, "releases", broken)
        answered = service.client.get("/v1/releases")
    assert answered.status_code == 500
    assert MARKER not in answered.text
    (record,) = [record for record in caplog.records if record.getMessage() == "failed"]
    assert record.__dict__["facts"]["failure"] == "ValueError"
    assert record.__dict__["facts"]["reference"] == answered.json()["reference"]
    assert MARKER not in repr(record.__dict__["facts"])


def test_overload_is_turned_away_politely(rules: Path, tmp_path: Path) -> None:
    limits = Limits(requests_in_flight=4, workers=1)
    year = {"country": "be", "acts": [{key: SCENARIO[key] for key in ("act", "date", "contract", "given")}] * 10}
    with running(rules, f"sqlite:///{tmp_path / 'x.sqlite3'}", limits) as service:

        async def ask() -> list[httpx.Response]:
            async with httpx.AsyncClient(base_url=service.url, timeout=30) as client:
                return list(await asyncio.gather(*(client.post("/v1/years", json=year) for _ in range(40))))

        answers = asyncio.run(ask())
        assert service.client.get("/healthz").status_code == 200
    assert {answer.status_code for answer in answers} == {200, 503}
    for answer in answers:
        if answer.status_code == 503:
            assert answer.headers["retry-after"] == "1"
            assert answer.json()["code"] == "busy"


def test_what_takes_too_long_is_given_up() -> None:
    async def ask() -> None:
        workshop = Workshop(Limits(seconds=0, workers=1))
        try:
            await workshop.do(time.sleep, 0.2)
        finally:
            workshop.close()

    with pytest.raises(Problem) as raised:
        asyncio.run(ask())
    assert (raised.value.status, raised.value.code) == (503, "too-long")
    assert raised.value.headers["Retry-After"]


@pytest.mark.parametrize(
    ("body", "depth"),
    [
        (b"{}", 1),
        (b"[[1]]", 2),
        (b'"[[["', 0),
        (b'{"a\\"[[": [0]}', 2),
        (b"]]]]", 0),
        (b"", 0),
        (b'["\\\\", [[1]]]', 3),
    ],
)
def test_depth_is_counted_outside_of_texts(body: bytes, depth: int) -> None:
    assert depth_of(body) == depth
