"""Which dated version holds on a day, and from when to when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Generic, TypeVar

CLOCKS = ("work", "payment", "contract_start")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Dates:
    """The three dates of an act that law can follow."""

    work: date
    payment: date
    contract_start: date

    def on(self, clock: str) -> date:
        day: date = getattr(self, clock)
        return day


@dataclass(frozen=True, slots=True)
class Held(Generic[T]):
    """A version with the first day it holds and the first day it no longer does."""

    value: T
    since: date
    until: date | None


def held_on(versions: Mapping[date, T], day: date) -> Held[T] | None:
    """The version of `versions` that holds on `day`; None before the first."""
    since: date | None = None
    until: date | None = None
    for start in versions:
        if start <= day:
            if since is None or start > since:
                since = start
        elif until is None or start < until:
            until = start
    return None if since is None else Held(versions[since], since, until)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days from `since` up to but not including `until`; None is without end."""

    since: date = date.min
    until: date | None = None

    def holds(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)

    def narrowed(self, since: date, until: date | None) -> Stretch:
        ends = [end for end in (self.until, until) if end is not None]
        return Stretch(max(self.since, since), min(ends) if ends else None)

    @property
    def last(self) -> date | None:
        return None if self.until is None else self.until - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Segment:
    """The stretch of each clock within which nothing that was read changes."""

    work: Stretch = Stretch()
    payment: Stretch = Stretch()
    contract_start: Stretch = Stretch()

    def holds(self, dates: Dates) -> bool:
        return (
            self.work.holds(dates.work)
            and self.payment.holds(dates.payment)
            and self.contract_start.holds(dates.contract_start)
        )

    def narrowed(self, clock: str, since: date, until: date | None) -> Segment:
        stretch: Stretch = getattr(self, clock)
        return replace(self, **{clock: stretch.narrowed(since, until)})

    def within(self, other: Segment) -> Segment:
        """The part of this segment that also lies in the other."""
        if other == ANYTIME:
            return self
        return Segment(
            self.work.narrowed(other.work.since, other.work.until),
            self.payment.narrowed(other.payment.since, other.payment.until),
            self.contract_start.narrowed(other.contract_start.since, other.contract_start.until),
        )


ANYTIME = Segment()


def next_start(versions: Iterable[date], day: date) -> date | None:
    """The first of `versions` after `day`."""
    return min((start for start in versions if start > day), default=None)
