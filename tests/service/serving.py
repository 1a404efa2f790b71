"""A service that really listens: uvicorn on a free port of this machine, in a thread of the tests."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import uvicorn

from bareme.cli.serve_verb import listening_socket
from bareme.service.application import create_app
from bareme.service.context import Context
from bareme.service.limits import Limits
from bareme.service.settings import Settings

SCENARIO = {
    "country": "be",
    "act": "job",
    "date": "2026-03-10",
    "contract": "fixed_term",
    "given": {"invoice.excl_vat": "1000"},
}


@dataclass(frozen=True)
class Service:
    """A running service with a client that speaks to it."""

    url: str
    client: httpx.Client
    context: Context


@contextmanager
def running(rules: Path, database_url: str, limits: Limits | None = None) -> Iterator[Service]:
    application = create_app(Settings(rules, database_url, limits or Limits()))
    listening = listening_socket("127.0.0.1", 0)
    port = listening.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(application, log_config=None, access_log=False, lifespan="on"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    until = time.monotonic() + 10
    while not server.started:
        assert time.monotonic() < until, "the service does not start"
        time.sleep(0.01)
    url = f"http://127.0.0.1:{port}"
    with httpx.Client(base_url=url, timeout=30) as client:
        yield Service(url, client, application.state.context)
    server.should_exit = True
    thread.join(20)
    listening.close()
    assert not thread.is_alive(), "the service does not stop"
