"""German wage tax of the pack against a second model over pay, classes and years: `make german-tax-campaign`."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from engine.evaluation.scalar import compiled
from engine.program.timeline import Dates
from simulator.registry import Registry
from simulator.running import run
from simulator.scenario import Scenario
from tests.reference_models import german_wage_tax as law

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("income_tax.wage_tax", "income_tax.solidarity", "income_tax.church_tax")
DAYS = tuple(
    map(
        date.fromisoformat,
        (
            "2023-01-31",
            "2023-06-30",
            "2023-07-31",
            "2024-01-31",
            "2024-11-30",
            "2024-12-31",
            "2025-06-30",
            "2026-03-31",
        ),
    )
)
"""The last day of a month under each chart from 2023 on."""
CARDS: tuple[tuple[dict[str, str], law.Card], ...] = (
    ({}, law.Card(1)),
    ({"worker.children": "2", "worker.church_member": "true"},
     law.Card(1, child_counter=Decimal(1), childless=False, children=2, church_rate=Decimal("0.09"))),
    ({"worker.children": "3", "tax_card.child_allowances": "1.5", "entity.region": "sachsen",
      "worker.church_member": "true"},
     law.Card(1, child_counter=Decimal("1.5"), childless=False, children=3, saxony=True, east=True,
              church_rate=Decimal("0.09"))),
    ({"worker.is_parent": "true", "tax_card.factor": "0.907", "entity.region": "bayern",
      "worker.church_member": "true"},
     law.Card(1, factor=Decimal("0.907"), childless=False, church_rate=Decimal("0.08"))),
)  # fmt: skip
"""Facts of a case, and the same as the model takes them; the class is set case by case."""


@dataclass
class Found:
    """How many figures were compared, by year, and which differ."""

    compared: Counter[str] = field(default_factory=Counter)
    differ: list[str] = field(default_factory=list)


def amounts(step: int, offset: int = 0) -> Iterator[Decimal]:
    """Monthly pay from 0 to 20,000, every so many cents."""
    return (Decimal(cents) / 100 for cents in range(offset, 2_000_001, step))


def campaign(registry: Registry, step: int, offset: int = 0, days: tuple[date, ...] = DAYS) -> Found:
    """Every class and card on every day for every amount of the grid."""
    found = Found()
    country = registry.country("de")
    for day in days:
        first = day.replace(day=1)
        program = compiled(country.programs.program("hire", "open_ended", Dates(day, day, first)))
        for tax_class in range(1, 7):
            for facts, card in CARDS:
                # one act is run in full for its facts and defaults; the other amounts go through the compiled program
                asked = {**facts, "gross": "2500", "start": first.isoformat(), "end": day.isoformat()}
                asked |= {"worker.tax_class": f"class_{tax_class}"}
                if "worker.children" in facts and "tax_card.child_allowances" not in facts:
                    asked |= {"tax_card.child_allowances": str(card.child_counter)}
                done = run(registry, Scenario("de", "hire", day, "open_ended", asked))
                own = replace(card, tax_class=tax_class)
                for pay in amounts(step, offset):
                    values = program.values({**done.given, "gross": Fraction(pay)})
                    _compare(found, values, day, pay, own)
    return found


def _compare(found: Found, values: dict[str, Fraction], day: date, pay: Decimal, card: law.Card) -> None:
    if pay <= _minijob_limit(day):
        return  # taxed flat by the employer
    expected = law.withheld(day, "month", pay, card)
    for name, due in zip(NAMES, (expected.wage_tax, expected.solidarity, expected.church_tax), strict=True):
        found.compared[f"{day.year} class {card.tax_class}"] += 1
        if values[name] != Fraction(due):
            found.differ.append(f"{day} class {card.tax_class} {pay}: {name} is {float(values[name])}, meant is {due}")


def _minijob_limit(day: date) -> int:
    return {2023: 520, 2024: 538, 2025: 556, 2026: 603}[day.year]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--step", type=int, default=1_000, help="cents between two amounts")
    parser.add_argument("--offset", type=int, default=0, help="cents of the first amount")
    arguments = parser.parse_args()
    began = time.monotonic()
    found = campaign(Registry(ROOT / "rules"), arguments.step, arguments.offset)
    for group, number in sorted(found.compared.items()):
        sys.stdout.write(f"{group}: {number:>9,} figures\n")
    for difference in found.differ[:20]:
        sys.stdout.write(f"  {difference}\n")
    total = sum(found.compared.values())
    sys.stdout.write(f"{total:,} figures compared, {len(found.differ)} differ, {time.monotonic() - began:.0f} s\n")
    return 1 if found.differ else 0


if __name__ == "__main__":
    raise SystemExit(main())
