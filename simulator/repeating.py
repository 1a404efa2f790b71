"""One act again and again: instalments of a loan or a lease, a month's pay, at equal distances."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from engine.inference.deadlines import months_later
from engine.language import codes
from simulator.facts import read_date
from simulator.scenario import Scenario, refusal

EVERY = re.compile(r"(\d+) (day|week|month|year)s?")
MOST = 600
DAYS = ("start", "end")
"""Facts that move along with the act's day."""


def repeated(scenario: Scenario, written: Any, where: str) -> list[Scenario]:
    """The act and its repetitions; just the act if nothing is written."""
    if written is None:
        return [scenario]
    every, times = _read(written, where)
    return [_moved(scenario, every, number) for number in range(times)]


def _read(written: Any, where: str) -> tuple[tuple[int, str], int]:
    match = EVERY.fullmatch(str(written.get("every", "1 month"))) if isinstance(written, Mapping) else None
    times = str(written.get("times", "")) if isinstance(written, Mapping) else ""
    if match is None or not times.isdigit() or not 1 <= int(times) <= MOST:
        mend = f"repeat: {{every: 1 month, times: 12}}, at most {MOST} times"
        raise refusal(codes.WRONG_SHAPE, "`repeat` says every how long and how many times", mend, where)
    return (int(match[1]), match[2]), int(times)


def _moved(scenario: Scenario, every: tuple[int, str], number: int) -> Scenario:
    given = dict(scenario.given)
    for name in DAYS:
        if name in given:
            given[name] = _later(read_date(given[name]), every, number).isoformat()
    return replace(scenario, date=_later(scenario.date, every, number), given=given)


def _later(day: date, every: tuple[int, str], number: int) -> date:
    count, unit = every
    match unit:
        case "day":
            return day + timedelta(days=count * number)
        case "week":
            return day + timedelta(weeks=count * number)
        case "year":
            return months_later(day, 12 * count * number)
    return months_later(day, count * number)
