"""The entries an act makes: every amount moves from one account to another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from simulator.running import Run


@dataclass(frozen=True, slots=True)
class LedgerLine:
    account: str
    label: str
    debit: Fraction
    credit: Fraction


def ledger_lines(run: Run) -> list[LedgerLine]:
    """Two lines per entry, debit first; an amount of zero makes none, a negative one moves back."""
    lines: list[LedgerLine] = []
    for posting in run.program.postings:
        if posting.condition is not None and not run.values[posting.condition]:
            continue
        amount = run.values[posting.amount]
        debit, credit = (posting.debit, posting.credit) if amount >= 0 else (posting.credit, posting.debit)
        if amount:
            lines.append(LedgerLine(debit, posting.label, abs(amount), Fraction(0)))
            lines.append(LedgerLine(credit, posting.label, Fraction(0), abs(amount)))
    return lines


def balances(lines: Iterable[LedgerLine]) -> dict[str, Fraction]:
    """Debit less credit of each account."""
    totals: dict[str, Fraction] = defaultdict(Fraction)
    for line in lines:
        totals[line.account] += line.debit - line.credit
    return dict(totals)


def by_payee(run: Run, accounts: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """What each payee is owed (positive) or owes; the accounts of costs and income stand under ``""``."""
    totals: dict[str, Fraction] = defaultdict(Fraction)
    for account, balance in accounts.items():
        definition = run.country.pack.accounts.get(account)
        payee = definition.model.payee if definition is not None else None
        totals[payee or ""] -= balance
    return dict(totals)
