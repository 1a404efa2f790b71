"""Pay periods: an act of pay that lasts over several months is paid month by month, each by the law of its month."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from engine.language import codes
from engine.program import calendar
from simulator.facts import read_date, read_fact, write_fact
from simulator.registry import Country
from simulator.scenario import Scenario, refusal

SHARED = ("days", "hours")
"""Facts that are spread over the months like the pay itself."""
WHOLE = {"contract.first_day": "start", "contract.last_day": "end"}
"""What each month knows of the whole contract, for the rules that ask when it began and ends."""


def pay_periods(country: Country, scenario: Scenario) -> list[Scenario]:
    """One scenario per month that a hire touches, its pay shared by weekdays; others stay whole.

    An act that is invoiced is paid at its end in one go, whatever it lasts.
    """
    pack = country.pack
    act = pack.acts.get(scenario.act)
    if act is None or (act.model.root in pack.definitions and pack.definitions[act.model.root].kind == "input"):
        return [scenario]
    if "start" not in scenario.given or "end" not in scenario.given:
        return [scenario]
    months = list(_months(read_date(scenario.given["start"]), read_date(scenario.given["end"])))
    if len(months) < 2:
        return [scenario]
    root = act.model.root
    if root not in scenario.given:
        raise refusal(
            codes.MISSING_FACT,
            f"a {scenario.act} over {len(months)} months is paid month by month, by `{root}`",
            f"give `{root}` for the whole time, or ask for one month at a time",
            "given",
        )
    weights = [calendar.weekdays_between(first.toordinal(), last.toordinal()) for first, last in months]
    spread = {
        name: _spread(country, name, scenario.given[name], weights)
        for name in (root, *SHARED)
        if name in scenario.given
    }
    return [
        replace(
            scenario,
            date=last,
            given={
                **{name: scenario.given[edge] for name, edge in WHOLE.items() if name in pack.definitions},
                **scenario.given,
                "start": first.isoformat(),
                "end": last.isoformat(),
                **{name: parts[index] for name, parts in spread.items()},
            },
        )
        for index, (first, last) in enumerate(months)
    ]


def _months(start: date, end: date) -> Iterator[tuple[date, date]]:
    while start <= end:
        last = date.fromordinal(calendar.last_of_month(start.toordinal()))
        yield start, min(last, end)
        start = last + timedelta(days=1)


def _spread(country: Country, name: str, written: str, weights: list[int]) -> list[str]:
    """Parts of an amount in proportion to the weekdays, to its smallest unit; the last takes what is left."""
    pack = country.pack
    type_text = pack.type_of(name)
    whole, total = read_fact(pack, type_text, written), sum(weights) or 1
    unit = pack.quantum if type_text.partition("/")[0] == "money" else Fraction(1, 100)
    parts = [whole * weight / total // unit * unit for weight in weights[:-1]]
    return [write_fact(pack, type_text, part) for part in (*parts, whole - sum(parts))]
