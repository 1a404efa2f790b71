"""A settled project as data: `bareme.project/1`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

from simulator.facts import write_number
from simulator.guarantee import standing_data
from simulator.ledger import balances, by_payee, ledger_lines
from simulator.lines import amount
from simulator.project import Settled, affordable, budget_change
from simulator.registry import Registry
from simulator.result import money, result
from simulator.running import Run, run
from simulator.trial import trial_balance

SCHEMA = "bareme.project/1"
EARNED = ("invoice.excl_vat", "fee", "expenses", "budget")
SPENT = ("purchase.cost", "employer_cost", "allowances", "rights.gross")
GOT = ("net_pay", "rights.net")


def project_data(registry: Registry, settled: Settled) -> dict[str, Any]:
    """Every part's result, the budget, the money day by day, the settlement, and what may still be paid to whom."""
    runs = [one.run for one in settled.done]
    left = settled.entity()
    pack = runs[0].country.pack
    decimals = len(str(pack.quantum.denominator)) - 1
    return {
        "schema": SCHEMA,
        "name": settled.project.name,
        "country": pack.name,
        "currency": pack.header.currency,
        "bundle": [dict(part) for part in runs[0].country.bundle],
        "complete": all(not done.gaps for done in runs),
        "parts": [_part_data(one.part.name, one.run) for one in settled.done],
        "budget": {
            "granted": write_number(settled.project.granted, decimals),
            **{name: write_number(total, decimals) for name, total in _sums(runs, (*EARNED, *SPENT)).items()},
            "left": write_number(left, decimals),
        },
        "people": _people(settled, decimals),
        "financing": _financing(settled, decimals),
        "days": [standing_data(runs[0], row) for row in settled.stands],
        "settlement": _settlement(runs, decimals),
        "may_still_be_paid": list(_payable(registry, settled, left)),
        "trial_balance": trial_balance(runs),
        "results": [result(done) for done in runs],
    }


def _part_data(name: str, done: Run) -> dict[str, Any]:
    return {
        "name": name,
        "worker": done.scenario.parties.get("worker"),
        "act": done.scenario.act,
        "contract": done.program.contract,
        "date": done.scenario.date.isoformat(),
        "values": {each: amount(done, each) for each in done.program.values},
        "budget_change": money(done, budget_change(done)),
    }


def _sums(runs: list[Run], names: tuple[str, ...]) -> dict[str, Fraction]:
    return {
        name: sum((done.values[name] for done in runs if name in done.program.values), Fraction(0)) for name in names
    }


def _people(settled: Settled, decimals: int) -> list[dict[str, str]]:
    """What each person gets over all acts."""
    totals: dict[str, Fraction] = defaultdict(Fraction)
    for one in settled.done:
        for name in GOT:
            if name in one.run.program.values and one.run.values[name]:
                totals[one.run.scenario.parties.get("worker") or one.part.name] += one.run.values[name]
    return [{"name": name, "gets": write_number(total, decimals)} for name, total in totals.items()]


def _financing(settled: Settled, decimals: int) -> dict[str, Any]:
    """The most money that is missing on any day, and from when until when some is missing."""
    short = [row for row in settled.stands if row.balance < 0]
    worst = min(short, key=lambda row: row.balance, default=None)
    after = [row.day for row in settled.stands if short and row.day > short[-1].day]
    return {
        "most": write_number(-worst.balance if worst is not None else Fraction(0), decimals),
        "on": worst.day.isoformat() if worst is not None else None,
        "from": short[0].day.isoformat() if short else None,
        "until": after[0].isoformat() if after else None,
        "at_the_end": write_number(settled.stands[-1].balance if settled.stands else Fraction(0), decimals),
    }


def _settlement(runs: list[Run], decimals: int) -> list[dict[str, str]]:
    totals: dict[str, Fraction] = defaultdict(Fraction)
    for done in runs:
        for payee, total in by_payee(done, balances(ledger_lines(done))).items():
            totals[payee] += total
    return [
        {"to": payee, "amount": write_number(total, decimals)}
        for payee, total in sorted(totals.items())
        if payee and total
    ]


def _payable(registry: Registry, settled: Settled, left: Fraction) -> Iterator[dict[str, Any]]:
    """For each person hired, the last act once more: the greatest gross and net that what is left could pay."""
    last: dict[str, Run] = {}
    for one in settled.done:
        if one.run.program.root == "gross" and "employer_cost" in one.run.program.values:
            last[one.run.scenario.parties.get("worker") or one.part.name] = one.run
    for name, done in last.items():
        asked = done.asked or done.scenario
        given = {key: text for key, text in asked.given.items() if key != done.program.root}
        if left <= 0:
            yield {"name": name, "gross": write_number(Fraction(0), 2), "net_pay": write_number(Fraction(0), 2)}
            continue
        once_more = run(registry, affordable(registry, replace(asked, given=given), left))
        yield {"name": name, "gross": amount(once_more, "gross"), "net_pay": amount(once_more, "net_pay")}
