"""Very many acts by chance, each held to what must hold of every act: `make acts-campaign`.

Conservation per payee from the ledger, balanced entries, no net above what it comes from,
no net below zero, and a credit note that leaves nothing of the act that it takes back.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

from engine.language.diagnostic import Refused
from simulator.guards import broken
from simulator.ledger import balances, ledger_lines
from simulator.mirror import mirrored
from simulator.registry import Registry
from simulator.running import Run, run
from simulator.scenario import Scenario
from tests.support.acts import chance_scenario
from tests.support.invariants import broken_identities, impossible_pay, lost_money
from tests.support.scenarios import acts_and_contracts

ROOT = Path(__file__).resolve().parents[2]
NOT_MODELLED = "BAR503"


@dataclass(slots=True)
class Figures:
    """What a campaign found."""

    acts: Counter[str] = field(default_factory=Counter)
    not_modelled: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def run(self) -> int:
        return sum(self.acts.values())

    def told(self) -> str:
        return f"{self.run} acts run, {self.not_modelled} refused as not modelled, {len(self.problems)} problems"


def campaign(registry: Registry, code: str, wanted: int, seed: int) -> Figures:
    """`wanted` acts that were run, spread evenly over the acts and contract types of a country."""
    chance, figures = Random(seed), Figures()
    country = registry.country(code)
    kinds = acts_and_contracts(country.pack)
    while figures.run < wanted:
        act, contract = kinds[figures.run % len(kinds)]
        scenario = chance_scenario(chance, country, act, contract)
        try:
            done = run(registry, scenario)
        except Refused as refused:
            if any(problem.code != NOT_MODELLED for problem in refused.diagnostics):
                figures.problems.append(f"{told(scenario)}: refused, {refused}")
            figures.not_modelled += 1
            continue
        figures.acts[act] += 1
        figures.problems += [f"{told(scenario)}: {problem}" for problem in problems_of(done)]
    return figures


def problems_of(done: Run) -> list[str]:
    """Everything that does not hold of one act."""
    found = [*broken_identities(done), *impossible_pay(done), *lost_money(done)]
    found += [f"{line}: {message}" for line, message in broken(done)]
    return found + left_by_credit_note(done)


def left_by_credit_note(done: Run) -> list[str]:
    """What remains in any account or figure once the act is taken back line by line."""
    back = mirrored(done, replace(done.scenario, act="credit_note"))
    books = balances([*ledger_lines(done), *ledger_lines(back)])
    left = [f"account {account} keeps {balance} after the credit note" for account, balance in books.items() if balance]
    money = [name for name in done.values if done.program.type_of(name).partition("/")[0] == "money"]
    kept = {name: done.values[name] + back.values[name] for name in money}
    return left + [f"{name} keeps {amount}" for name, amount in kept.items() if amount]


def told(scenario: Scenario) -> str:
    return f"{scenario.act} {scenario.contract or ''} {scenario.date} {dict(scenario.given)}"


def main() -> int:
    parser = argparse.ArgumentParser(prog="make acts-campaign", description=__doc__)
    parser.add_argument("--acts", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--country", default="", help="be,fr; all there are if absent")
    arguments = parser.parse_args()
    began, registry = time.perf_counter(), Registry(ROOT / "rules")
    countries = arguments.country.split(",") if arguments.country else registry.codes()
    whole = Figures()
    for code in countries:
        found = campaign(registry, code, arguments.acts // len(countries), arguments.seed)
        print(f"{code}: {found.told()}")
        whole.acts += found.acts
        whole.not_modelled += found.not_modelled
        whole.problems += found.problems
    for act, number in sorted(whole.acts.items()):
        print(f"{act:<24} {number:>8}")
    print(f"{whole.told()}, {time.perf_counter() - began:.0f} s")
    for problem in whole.problems[:20]:
        print(problem)
    return 1 if whole.problems else 0


if __name__ == "__main__":
    sys.exit(main())
