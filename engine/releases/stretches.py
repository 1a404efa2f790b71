"""Two dated things laid over each other: the stretches of days on which they differ."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.releases.wording import eve

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days from `since` to `until` (both may be open) on which what held before is not what holds after."""

    since: date | None
    until: date | None
    before: Any
    after: Any


def is_dated(value: Any) -> bool:
    """Whether something is written with dates as its keys."""
    return isinstance(value, dict) and bool(value) and all(_DAY.fullmatch(key) for key in value)


def stretches(before: Any, after: Any, by: Callable[[Any], Any] = lambda held: held) -> Iterator[Stretch]:
    """Where two things differ, `by` what counts of them; neighbouring days of one difference are one stretch."""
    old, new = _by_day(before), _by_day(after)
    days = sorted({*old, *new})
    open_: Stretch | None = None
    for index, start in enumerate(days):
        until = eve(days[index + 1]) if index + 1 < len(days) else None
        held = _held(old, start), _held(new, start)
        differs = by(held[0]) != by(held[1])
        if open_ is not None and differs and (by(open_.before), by(open_.after)) == (by(held[0]), by(held[1])):
            open_ = Stretch(open_.since, until, open_.before, open_.after)
            continue
        if open_ is not None:
            yield open_
        open_ = Stretch(start if start != date.min else None, until, *held) if differs else None
    if open_ is not None:
        yield open_


def _by_day(value: Any) -> Mapping[date, Any]:
    if is_dated(value):
        return {date.fromisoformat(day): held for day, held in value.items()}
    return {} if value is None or value == {} else {date.min: value}


def _held(versions: Mapping[date, Any], day: date) -> Any:
    start = max((one for one in versions if one <= day), default=None)
    return None if start is None else versions[start]
