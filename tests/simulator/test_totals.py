"""Which earlier acts fall into the window of a total."""

from __future__ import annotations

from datetime import date

import pytest

from simulator.scenario import Scenario
from simulator.totals import in_window


@pytest.mark.parametrize(
    ("window", "before", "counts"),
    [
        ("24_months", "2024-05-11", True),
        ("24_months", "2024-05-10", False),
        ("36_months", "2023-05-11", True),
        ("36_months", "2023-05-10", False),
        ("60_months", "2021-05-11", True),
        ("60_months", "2021-05-10", False),
        ("calendar_year", "2026-01-01", True),
        ("calendar_year", "2025-12-31", False),
        ("month", "2026-05-01", True),
        ("month", "2026-04-30", False),
    ],
)
def test_a_window_ends_with_the_act(window: str, before: str, counts: bool) -> None:
    acts = (Scenario("xx", "pay", date.fromisoformat(day), None, {}) for day in (before, "2026-05-10"))
    assert in_window(window, *acts) is counts
