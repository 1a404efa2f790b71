"""Pay in every month that a country covers, under every contract type: `make months-campaign COUNTRY=be`.

Each act is held to what must hold of every act: conservation per payee, balanced entries, the guards,
no net below zero, and a credit note that leaves nothing.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random

from engine.language.diagnostic import Refused
from simulator.registry import Registry
from simulator.running import run
from tests.campaigns.acts import NOT_MODELLED, problems_of, told
from tests.support.acts import chance_scenario, covered
from tests.support.scenarios import acts_and_contracts

ROOT = Path(__file__).resolve().parents[2]
PAID = ("job", "hire")


@dataclass(slots=True)
class Months:
    """What was run of one act and contract type."""

    months: Counter[tuple[str, str]] = field(default_factory=Counter)
    acts: Counter[tuple[str, str]] = field(default_factory=Counter)
    not_modelled: Counter[tuple[str, str]] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)


def first_days(stretches: list[tuple[date, date]]) -> Iterator[tuple[date, date]]:
    """The first and last covered day of every calendar month of some stretches."""
    for first, last in stretches:
        begins = first
        while begins <= last:
            following = (begins.replace(day=1) + timedelta(days=31)).replace(day=1)
            yield begins, min(following - timedelta(days=1), last)
            begins = following


def campaign(registry: Registry, code: str, each: int, seed: int, step: int = 1) -> Months:
    """`each` acts by chance in every `step`-th month, for pay under every contract type."""
    country, chance, found = registry.country(code), Random(seed), Months()
    for act, contract in acts_and_contracts(country.pack):
        if act not in PAID:
            continue
        kind = (act, contract or "")
        for first, last in list(first_days(covered(country.pack, act, contract)))[::step]:
            found.months[kind] += 1
            for _ in range(each):
                on = first + timedelta(days=chance.randint(0, (last - first).days))
                scenario = chance_scenario(chance, country, act, contract, on)
                try:
                    done = run(registry, scenario)
                except Refused as refused:
                    found.not_modelled[kind] += 1
                    if any(problem.code != NOT_MODELLED for problem in refused.diagnostics):
                        found.problems.append(f"{told(scenario)}: refused, {refused}")
                    continue
                found.acts[kind] += 1
                found.problems += [f"{told(scenario)}: {problem}" for problem in problems_of(done)]
    return found


def main() -> int:
    parser = argparse.ArgumentParser(prog="make months-campaign", description=__doc__)
    parser.add_argument("--country", default="be")
    parser.add_argument("--each", type=int, default=20, help="acts by chance in every month")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    began = time.perf_counter()
    found = campaign(Registry(ROOT / "rules"), arguments.country, arguments.each, arguments.seed)
    for kind, months in found.months.items():
        refused = found.not_modelled[kind]
        print(f"{kind[0]:<5} {kind[1]:<20} {months:>5} months {found.acts[kind]:>7} acts {refused:>6} not modelled")
    print(
        f"{sum(found.acts.values())} acts run in {sum(found.months.values())} months of "
        f"{len(found.months)} acts and contract types, {sum(found.not_modelled.values())} refused as not modelled, "
        f"{len(found.problems)} problems, {time.perf_counter() - began:.0f} s"
    )
    for problem in found.problems[:20]:
        print(problem)
    return 1 if found.problems else 0


if __name__ == "__main__":
    sys.exit(main())
