"""What every request of one application shares: packs, threads, store, metrics."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from starlette.requests import Request

from bareme.service.metrics import Metrics
from bareme.service.problems import Problem
from bareme.service.settings import Settings
from bareme.service.store import Database, Links
from bareme.service.workshop import Workshop
from engine.language.diagnostic import Refused
from simulator.registry import Country, Registry


def now_utc() -> datetime:
    return datetime.now(UTC)


@dataclass
class Context:
    """Kept in `application.state.context`."""

    settings: Settings
    registry: Registry
    workshop: Workshop
    metrics: Metrics
    database: Database
    links: Links
    now: Callable[[], datetime] = field(default=now_utc)
    """The clock, so that tests can hold it still. No result depends on it."""

    def country(self, code: str) -> Country:
        """The country of an address; a problem 404 if there is none."""
        if code not in self.registry.codes():
            raise Problem(404, "not-found", f"there is no country `{code}`")
        return self.registry.country(code)

    def countries(self) -> tuple[list[Country], list[str]]:
        """All countries that can be read, and the codes of those that cannot."""
        readable, unreadable = [], []
        for code in self.registry.codes():
            try:
                readable.append(self.registry.country(code))
            except Refused:
                unreadable.append(code)
        return readable, unreadable


def context_of(request: Request) -> Context:
    context: Any = request.app.state.context
    return context  # type: ignore[no-any-return]
