"""Totals to date: what earlier acts of the worker add to the one that comes next, exactly as the pack declares them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from engine.program.pack import Pack
from simulator.running import Run
from simulator.scenario import Scenario


def totals_to_date(pack: Pack, scenario: Scenario, earlier: Iterable[Run]) -> dict[str, Fraction]:
    """The value of every input declared as a `sum_of`, over the earlier acts in its window and of its kin."""
    runs = list(earlier)
    totals: dict[str, Fraction] = {}
    for definition in pack.definitions.values():
        if definition.kind != "input" or definition.model.sum_of is None:
            continue
        model = definition.model
        amounts = (amount_of(run, model.sum_of) for run in counted(model, scenario, runs))
        totals[definition.name] = sum(amounts, Fraction(0))
    return totals


def counted(model: Any, scenario: Scenario, earlier: Iterable[Run]) -> list[Run]:
    """The earlier acts in the window of a total and of its kin."""
    return [run for run in earlier if _counts(model, run.scenario, scenario)]


def amount_of(run: Run, name: str) -> Fraction:
    """What an earlier act adds: the value it computed or was given under that name, else nothing."""
    return run.values.get(name, Fraction(0))


def _counts(model: Any, earlier: Scenario, now: Scenario) -> bool:
    if model.window is not None and not in_window(model.window, earlier, now):
        return False
    return all(kin(per, earlier) == kin(per, now) for per in model.per)


def kin(per: str, scenario: Scenario) -> str | None:
    """Who a total is kept for. One list of acts is one worker's; an act may name another payer, employer or entity."""
    if per == "contract":
        return scenario.contract
    return scenario.parties.get(per)


def in_window(window: str, earlier: Scenario, now: Scenario) -> bool:
    """Whether an earlier act falls into the window that ends with `now`."""
    before, day = earlier.date, now.date
    match window:
        case "act":
            return False
        case "day":
            return before == day
        case "week":
            return before.isocalendar()[:2] == day.isocalendar()[:2]
        case "month":
            return (before.year, before.month) == (day.year, day.month)
        case "quarter":
            return (before.year, (before.month + 2) // 3) == (day.year, (day.month + 2) // 3)
        case "calendar_year":
            return before.year == day.year
        case "contract":
            return earlier.contract == now.contract
        case _:
            return months_back(day, sliding_months(window)) < before <= day


def sliding_months(window: str) -> int:
    """The length of a window that ends with the act: `24_months` is 24, all other windows 0."""
    number, _, unit = window.partition("_")
    return int(number) if unit == "months" else 0


def months_back(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, 28))


def worker_facts(acts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts of the worker that hold for every act of a list."""
    return dict(acts.get("worker") or {})
