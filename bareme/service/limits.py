"""What one request may ask for: stated at `/v1/limits`, enforced at the door."""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes, times in seconds."""

    body_bytes: int = 65_536
    body_depth: int = 12
    facts: int = 100
    fact_characters: int = 200
    acts_per_year: int = 60
    columns_per_comparison: int = 4
    seconds: int = 10
    requests_in_flight: int = 24
    workers: int = 2
    link_days: int = 365

    def data(self) -> dict[str, int]:
        return asdict(self)
