"""Words about dates as columns: read from a table where the days are few, else computed."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from engine.columns.arithmetic import Calculator
from engine.columns.column import Column, Ends, known, made
from engine.columns.dates import EARLIEST, LATEST, OF_ONE_DAY
from engine.columns.graph import Table
from engine.columns.rounding import rounded
from engine.intervals.bounds import date_bounds
from engine.program import calendar
from engine.program.exact import Rounding

FEW_DAYS = 1500


def date_column(calculator: Calculator, word: str, parts: list[Column]) -> Column:
    """A date word over whole days; its ends are those of the interval reading."""
    parts = [calculator.whole(part) for part in parts]
    if all(part.is_known for part in parts):
        return known(calendar.WORDS[word](*(part.live.low for part in parts)))
    ends = Ends(*date_bounds(word, *((part.live.low, part.live.high) for part in parts)))
    found = _written(calculator, word, parts)
    if found.node is None:
        return found
    return made(found.node, 1, found.live.within(ends), found.full)


def _written(calculator: Calculator, word: str, parts: list[Column]) -> Column:
    if word == "days_between":
        return calculator.added("subtract", parts[1], parts[0])
    if word == "weekdays_between":
        before = _of_one(calculator, "weekday_count", calculator.added("subtract", parts[0], known(1)))
        count = calculator.added("subtract", _of_one(calculator, "weekday_count", parts[1]), before)
        return calculator.combined("maximum", count, known(0), 1)
    if word == "age":
        return _completed(calculator, "birthday", parts, 10_000)
    if word == "months_between":
        return _completed(calculator, "month_and_day", parts, 32)
    return _of_one(calculator, word, parts[0])


def _completed(calculator: Calculator, word: str, parts: list[Column], unit: int) -> Column:
    first, last = (_of_one(calculator, word, part) for part in parts)
    passed = calculator.added("subtract", last, first)
    return rounded(calculator, Rounding("floor", Fraction(1)), calculator.by_factor(passed, Fraction(1, unit)))


def _of_one(calculator: Calculator, word: str, day: Column) -> Column:
    function = OF_ONE_DAY[word]
    low, high = max(day.live.low, EARLIEST), min(day.live.high, LATEST)
    if day.node is None:
        return known(int(function(np.array([low]))[0]))
    if high - low < FEW_DAYS:
        numbers = tuple(int(number) for number in function(np.arange(low, high + 1)))
        index = calculator.combined("subtract", day, known(low), 1)
        ends = Ends(min(numbers), max(numbers))
        if index.node is None:
            return known(numbers[index.live.low])
        return made(calculator.graph.make("take", Table(numbers), index.node), 1, ends, ends)
    held = calculator.clamped(Column(day.node, 1, Ends(low, high), day.full))
    if held.node is None:
        raise TypeError(day)
    ends = _ends(word, low, high)
    return made(calculator.graph.make("date", word, held.node), 1, ends, ends)


def _ends(word: str, low: int, high: int) -> Ends:
    if word in calendar.WORDS:
        return Ends(*date_bounds(word, (low, high)))
    first, last = (int(number) for number in OF_ONE_DAY[word](np.array([low, high])))
    return Ends(first, last)
