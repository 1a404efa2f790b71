"""A trial balance over any list of acts: debit, credit and balance of each account, in the words of the country."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from simulator.facts import write_number
from simulator.ledger import ledger_lines
from simulator.running import Run


def trial_balance(runs: Iterable[Run]) -> dict[str, Any]:
    """Accounts in order of their numbers; the two sums are equal or the entries are at fault."""
    debited: dict[str, Fraction] = {}
    credited: dict[str, Fraction] = {}
    accounts: dict[str, Any] = {}
    decimals = 2
    for done in runs:
        decimals = len(str(done.country.pack.quantum.denominator)) - 1
        for line in ledger_lines(done):
            debited[line.account] = debited.get(line.account, Fraction(0)) + line.debit
            credited[line.account] = credited.get(line.account, Fraction(0)) + line.credit
            accounts.setdefault(line.account, done.country.pack.accounts[line.account].model)
    rows = [
        {
            "account": account,
            "label": accounts[account].label or account,
            "term": dict(accounts[account].term),
            "debit": write_number(debited[account], decimals),
            "credit": write_number(credited[account], decimals),
            "balance": write_number(debited[account] - credited[account], decimals),
        }
        for account in sorted(debited)
    ]
    totals = [sum(side.values(), Fraction(0)) for side in (debited, credited)]
    return {
        "accounts": rows,
        "debit": write_number(totals[0], decimals),
        "credit": write_number(totals[1], decimals),
        "balanced": totals[0] == totals[1],
    }
