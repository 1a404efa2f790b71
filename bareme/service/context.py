"""What every request of one application shares: packs, threads, store, metrics."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from starlette.requests import Request

from bareme.service.metrics import Metrics
from bareme.service.problems import Fault, Problem
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

    def agreed(self, code: str, release: str | None, as_of: str | None) -> None:
        """Refuse a release or a day of knowledge that the packs at hand are not."""
        if release is None and as_of is None:
            return
        country = self.country(code)
        names = {f"{part['pack']}@{part['version']}": part["sha256"] for part in country.bundle}
        if release is not None and release not in names and release not in names.values():
            known = ", ".join(name for name in names if name.startswith(code))
            raise _refused_option("release", f"no release `{release}` is known here", _named(known))
        if as_of is not None and date.fromisoformat(as_of) < self.now().date():
            first = self.now().date().isoformat()
            raise _refused_option(
                "as_of", f"nothing was known here on {as_of}", f"the oldest rules here are of {first}"
            )


def _named(known: str) -> str:
    return f"leave `release` out, or name one of: {known}"


def _refused_option(name: str, message: str, mend: str) -> Problem:
    return Problem(422, "invalid-request", message, [Fault(f"/options/{name}", "invalid-request", message, mend)])


def context_of(request: Request) -> Context:
    context: Any = request.app.state.context
    return context  # type: ignore[no-any-return]
