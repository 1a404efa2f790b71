"""Counters and timings for monitoring, in the format of Prometheus; labels are routes, never what was asked."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

BUCKETS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


@dataclass
class Metrics:
    """The metrics of one application; with several workers set `PROMETHEUS_MULTIPROC_DIR`."""

    registry: CollectorRegistry = field(default_factory=CollectorRegistry)

    def __post_init__(self) -> None:
        self.requests = Counter(
            "bareme_requests_total", "Requests answered", ["method", "route", "status"], registry=self.registry
        )
        self.seconds = Histogram(
            "bareme_request_seconds", "Time to answer", ["route"], registry=self.registry, buckets=BUCKETS
        )
        self.in_flight = Gauge(
            "bareme_requests_in_flight", "Being answered", registry=self.registry, multiprocess_mode="livesum"
        )
        self.shed = Counter("bareme_requests_shed_total", "Turned away as busy", registry=self.registry)
        self.computed = Counter(
            "bareme_computations_total", "Acts computed", ["country", "outcome"], registry=self.registry
        )

    def text(self) -> bytes:
        """Everything, as monitoring reads it."""
        if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
            together = CollectorRegistry()
            MultiProcessCollector(together)  # type: ignore[no-untyped-call]
            return generate_latest(together)
        return generate_latest(self.registry)
