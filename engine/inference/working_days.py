"""Working days of a country: Monday to Friday, public holidays apart."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from importlib.metadata import version
from typing import Protocol

from engine.remembered import remembered

SATURDAY = 5


class WorkingDays(Protocol):
    def why_closed(self, day: date) -> str | None:
        """Why nobody works that day; None for a working day."""

    def is_working(self, day: date) -> bool: ...


@dataclass(frozen=True)
class CountryCalendar:
    """The public holidays of a country, by `holidays`, with those of a region where they are its own."""

    country: str | None
    region: str | None = None
    _years: dict[int, dict[date, str]] = field(default_factory=dict, compare=False, repr=False)

    def why_closed(self, day: date) -> str | None:
        if day.weekday() >= SATURDAY:
            return "a Saturday" if day.weekday() == SATURDAY else "a Sunday"
        name = self._holidays(day.year).get(day)
        return f"a public holiday ({name})" if name is not None else None

    def is_working(self, day: date) -> bool:
        return self.why_closed(day) is None

    def _holidays(self, year: int) -> dict[date, str]:
        if year not in self._years:
            self._years[year] = _holidays(self.country, self.region, year)
        return self._years[year]


def _holidays(country: str | None, region: str | None, year: int) -> dict[date, str]:
    key = json.dumps([version("holidays"), country, region, year])
    found = json.loads(remembered("holidays", key, lambda: json.dumps(_looked_up(country, region, year))))
    return {date.fromisoformat(day): name for day, name in found.items()}


def _looked_up(country: str | None, region: str | None, year: int) -> dict[str, str]:
    import holidays  # noqa: PLC0415 - it loads the calendars of all countries

    for subdivision in dict.fromkeys((region.upper() if region is not None else None, None)):
        try:
            found = holidays.country_holidays(country or "", subdiv=subdivision, years=[year], language="en_US")
        except NotImplementedError:
            continue  # a region of our own, or a country without a calendar
        return {day.isoformat(): name for day, name in found.items()}
    return {}


@lru_cache(maxsize=64)
def calendar_of(country: str | None, region: str | None = None) -> CountryCalendar:
    return CountryCalendar(country, region)
