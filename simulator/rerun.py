"""Past acts under other rules: what was paid, what was owed, why they differ, and the entries that correct it.

`bareme.rerun/1`. Both sides are whole runs of the whole list, totals to date included, so
that a change in one act carries on into the later ones of the year.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from engine.language import codes
from simulator.differing import differing_rules
from simulator.facts import write_fact, write_number
from simulator.ledger import LedgerLine, balances, ledger_lines
from simulator.lines import amount, label
from simulator.registry import Registry
from simulator.running import Run
from simulator.scenario import Scenario, refusal
from simulator.year import run_acts

SCHEMA = "bareme.rerun/1"
DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Side:
    """One set of rules: the packs as they stand, a folder of packs, or a release."""

    name: str
    registry: Registry
    release: str | None = None

    def of(self, scenario: Scenario) -> Scenario:
        return replace(scenario, release=self.release, known_on=None)


def side(registry: Registry, name: str) -> Side:
    """The rules that a name means: `draft`, a folder, or a release such as `be@1.0.0`."""
    if name == DRAFT:
        return Side(name, registry)
    if "@" in name:
        return Side(name, registry, name)
    folder = Path(name)
    if (folder / "pack.yaml").is_file():
        folder = folder.parent
    if not folder.is_dir():
        raise refusal(codes.UNKNOWN_RELEASE, f"`{name}` is neither a release nor a folder", "be@1.0.0, draft", "rerun")
    return Side(name, Registry(folder))


@dataclass(frozen=True, slots=True)
class Twice:
    """One act under both sets of rules."""

    paid: Run
    owed: Run


def rerun(first: Side, second: Side, scenarios: Sequence[Scenario]) -> list[Twice]:
    """Every act of the list under both, in date order."""
    paid, owed = (run_acts(one.registry, [one.of(scenario) for scenario in scenarios]).runs for one in (first, second))
    return [Twice(before, after) for before, after in zip(paid, owed, strict=True)]


def correcting(one: Twice) -> list[LedgerLine]:
    """The entries that turn the books of what was paid into those of what was owed, account by account."""
    before, after = balances(ledger_lines(one.paid)), balances(ledger_lines(one.owed))
    found = []
    for account in sorted({*before, *after}):
        moved = after.get(account, Fraction(0)) - before.get(account, Fraction(0))
        if moved:
            zero = Fraction(0)
            found.append(LedgerLine(account, "correction", max(moved, zero), max(-moved, zero)))
    return found


def rerun_data(first: Side, second: Side, acts: Sequence[Twice]) -> dict[str, Any]:
    """Both runs held against each other, act by act, and the sums."""
    totals: dict[str, Fraction] = {}
    for one in acts:
        for name, moved in _differences(one).items():
            totals[name] = totals.get(name, Fraction(0)) + moved
    decimals = len(str(acts[0].paid.country.pack.quantum.denominator)) - 1 if acts else 2
    return {
        "schema": SCHEMA,
        "from": {"name": first.name, "bundle": _bundle(one.paid for one in acts)},
        "to": {"name": second.name, "bundle": _bundle(one.owed for one in acts)},
        "acts": [_act_data(one) for one in acts],
        "sums": {name: write_number(total, decimals) for name, total in sorted(totals.items()) if total},
    }


def _bundle(runs: Any) -> list[dict[str, str]]:
    first = next(iter(runs), None)
    return [dict(part) for part in first.country.bundle] if first is not None else []


def _differences(one: Twice) -> Mapping[str, Fraction]:
    """By how much more of each amount of money was owed than paid; only what differs."""
    names = [name for name in one.owed.program.values if name in one.paid.program.values]
    moved = {name: one.owed.values[name] - one.paid.values[name] for name in names if _is_money(one.owed, name)}
    return {name: by for name, by in moved.items() if by}


def _is_money(done: Run, name: str) -> bool:
    return done.program.type_of(name).partition("/")[0] == "money"


def _act_data(one: Twice) -> dict[str, Any]:
    differences = _differences(one)
    pack = one.owed.country.pack
    return {
        "act": one.owed.scenario.act,
        "contract": one.owed.program.contract,
        "date": one.owed.scenario.date.isoformat(),
        "figures": [
            {
                "name": name,
                "label": label(one.owed.program, name),
                "paid": amount(one.paid, name),
                "owed": amount(one.owed, name),
                "difference": write_fact(pack, one.owed.program.type_of(name), by),
            }
            for name, by in differences.items()
        ],
        "causes": [*differing_rules(one.paid, one.owed), *_carried(one)] if differences else [],
        "entries": [
            {
                "account": line.account,
                "label": _account(one, line.account),
                "debit": write_fact(pack, "money", line.debit),
                "credit": write_fact(pack, "money", line.credit),
            }
            for line in correcting(one)
        ],
    }


def _account(one: Twice, number: str) -> str:
    for done in (one.owed, one.paid):
        definition = done.country.pack.accounts.get(number)
        if definition is not None:
            return str(definition.model.label or number)
    return number


def _carried(one: Twice) -> list[dict[str, Any]]:
    """Totals to date that differ because an earlier act of the list does."""
    found = []
    for name in one.owed.program.names:
        definition = one.owed.country.pack.definitions.get(name)
        if definition is None or definition.kind != "input" or definition.model.sum_of is None:
            continue
        if name in one.paid.values and one.paid.values[name] != one.owed.values[name]:
            before, after = amount(one.paid, name), amount(one.owed, name)
            found.append(
                {"name": name, "label": label(one.owed.program, name), "law": None, "before": before, "after": after}
            )
    return found
