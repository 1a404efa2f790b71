"""When the debts and claims of an act are paid: money in and out, day by day.

Each account of the chart says in the words of deadlines when its balance is settled;
accounts that say nothing (the entity's budget, the funds) are not paid out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from engine.inference.deadlines import BadDeadline, found_for, read_deadline
from engine.inference.working_days import calendar_of
from engine.language import codes
from engine.program.scope import Scope
from simulator.consequences import case_of
from simulator.ledger import balances, ledger_lines
from simulator.running import Run
from simulator.scenario import refusal


@dataclass(frozen=True, slots=True)
class Movement:
    """Money on a day: in if positive, out if negative, and whom it comes from or goes to."""

    day: date
    account: str
    payee: str
    amount: Fraction


def movements(run: Run, client_pays: date | None = None, *, never: bool = False) -> Iterator[Movement]:
    """The settlement of every balance of an act; `client_pays` overrides the client's day, `never` leaves it unpaid."""
    for account, balance in balances(ledger_lines(run)).items():
        model = run.country.pack.accounts[account].model
        if not balance or model.settled is None:
            continue
        payee = model.payee or ""
        from_client = payee == "client" and balance > 0
        if from_client and never:
            continue
        day = client_pays if from_client and client_pays is not None else settled_on(run, account)
        yield Movement(day, account, payee, balance)


def settled_on(run: Run, account: str) -> date:
    """The day on which the balance of an account is paid."""
    definition = run.country.pack.accounts[account]
    try:
        deadline = read_deadline(definition.model.settled or "")
        scope = Scope(definition.document, (*definition.path, "settled"))
        anchor = case_of(run).of_formula(deadline.anchor, scope)
        if anchor is None:
            raise refusal(
                codes.NO_VALUE, f"`{deadline.anchor}` is not known, so neither is the day of payment", "", account
            )
        calendar = calendar_of(run.country.pack.header.country)
        return found_for(deadline, date.fromordinal(int(anchor)), calendar).day
    except BadDeadline as bad:
        raise refusal(codes.BAD_DUE, bad.message, bad.mend, account) from None


@dataclass(frozen=True, slots=True)
class Standing:
    """The money at hand at the end of a day on which some moved."""

    day: date
    moved: tuple[Movement, ...]
    balance: Fraction


def standing(moves: Iterable[Movement]) -> list[Standing]:
    """The balance after each day with movements, from nothing."""
    days: dict[date, list[Movement]] = {}
    for move in sorted(moves, key=lambda one: (one.day, one.account)):
        days.setdefault(move.day, []).append(move)
    found: list[Standing] = []
    total = Fraction(0)
    for day, moved in days.items():
        total += sum((move.amount for move in moved), Fraction(0))
        found.append(Standing(day, tuple(moved), total))
    return found


def cost_of_advance(stands: Iterable[Standing], until: date, rate: Fraction) -> Fraction:
    """Simple interest on what is advanced, day by day over 365, up to a day."""
    total = Fraction(0)
    rows = list(stands)
    for row, following in zip(rows, [*rows[1:], None], strict=True):
        end = min(following.day if following is not None else until, until)
        if row.balance < 0 and end > row.day:
            total += -row.balance * rate * (end - row.day).days / 365
    return total
