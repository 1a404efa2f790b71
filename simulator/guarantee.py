"""The wage guarantee as data: `bareme.guarantee/1`.

Pay leaves at the end of the work; the client pays later, or never. What the fund
advances, for how long, what that costs, and what each party ends with.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from engine.language import codes
from engine.program.exact import Rounding, round_fraction
from engine.program.scope import Scope
from simulator.consequences import case_of
from simulator.facts import write_number
from simulator.ledger import balances, by_payee, ledger_lines
from simulator.registry import Registry
from simulator.result import money
from simulator.running import Run, run
from simulator.scenario import Scenario, refusal
from simulator.settling import Movement, Standing, cost_of_advance, movements, standing

SCHEMA = "bareme.guarantee/1"
FUND, CLIENT, ENTITY, COOPERATIVE, TAX, BANK = "fund", "client", "entity", "co-operative", "tax_office", "bank"
HORIZON = timedelta(days=365)
"""How long an advance that nobody pays back is counted, if no day is said."""
COST = "guarantee.yearly_cost"
RECLAIMED = "guarantee.vat_reclaimed"


@dataclass(frozen=True, slots=True)
class Guarantee:
    """The act, the movements of money it brings, and the day the fund is out."""

    run: Run
    client_pays: date | None
    stands: tuple[Standing, ...]
    until: date
    cost: Fraction

    @property
    def peak(self) -> Fraction:
        return max((-row.balance for row in self.stands if row.balance < 0), default=Fraction(0))


def guarantee(
    registry: Registry, scenario: Scenario, client_pays: date | None, *, never: bool = False, until: date | None = None
) -> Guarantee:
    """The act paid at its end while the client pays on a day of his own, or never."""
    done = run(registry, scenario)
    if "net_pay" not in done.values and "rights.net" not in done.values:
        raise refusal(codes.BAD_FACT, f"a {scenario.act} pays nobody, so nothing is guaranteed", "ask of a job", "act")
    moves = list(movements(done, client_pays, never=never))
    stands = standing(moves)
    paid = next((move.day for move in moves if move.payee == CLIENT and move.amount > 0), None)
    end = until or paid or max((move.day for move in moves), default=scenario.date) + HORIZON
    rate = _known(done, COST)
    exact = cost_of_advance(stands, end, rate)
    cost = round_fraction(exact, Rounding("round", done.country.pack.quantum))
    return Guarantee(done, None if never else paid, tuple(stands), end, cost)


def _known(done: Run, name: str) -> Fraction:
    definition = done.country.pack.definitions.get(name)
    found = case_of(done).of_formula(name, Scope(definition.document, definition.path)) if definition else None
    if found is None:
        raise refusal(codes.NO_VALUE, f"the pack has no `{name}` on that day", "", name)
    return found


def ends_with(found: Guarantee) -> dict[str, Fraction]:
    """What each party ends with: the shares of the act, the cost with the fund, a claim that is lost with the fund.

    Where the client never pays nobody gives back what was paid for the work; the fund bears it. The fee and what
    was left in the budget were never received, and the VAT is got back where the law allows it.
    """
    done = found.run
    totals: dict[str, Fraction] = defaultdict(Fraction)
    totals.update({payee: amount for payee, amount in by_payee(done, balances(ledger_lines(done))).items() if payee})
    totals[FUND] -= found.cost
    totals[BANK] += found.cost
    if found.client_pays is None:
        _lose(done, totals)
    return dict(totals)


def _lose(done: Run, totals: dict[str, Fraction]) -> None:
    """The client's claim is written off: first what was never received, then the fund."""
    claim = -totals[CLIENT]
    totals[CLIENT] = Fraction(0)
    reclaimed = done.values.get("invoice.vat", Fraction(0)) if _known(done, RECLAIMED) else Fraction(0)
    for payee, most in ((TAX, reclaimed), (COOPERATIVE, totals[COOPERATIVE]), (ENTITY, totals[ENTITY])):
        borne = min(max(most, Fraction(0)), claim)
        totals[payee] -= borne
        claim -= borne
    totals[FUND] -= claim


def guarantee_data(found: Guarantee) -> dict[str, Any]:
    """The guarantee as data."""
    done = found.run
    advanced = [row for row in found.stands if row.balance < 0]
    return {
        "schema": SCHEMA,
        "country": done.country.pack.name,
        "act": done.scenario.act,
        "contract": done.program.contract,
        "date": done.scenario.date.isoformat(),
        "currency": done.country.pack.header.currency,
        "bundle": [dict(part) for part in done.country.bundle],
        "client_pays": found.client_pays.isoformat() if found.client_pays is not None else None,
        "advanced": {
            "most": money(done, found.peak),
            "from": advanced[0].day.isoformat() if advanced else None,
            "until": found.until.isoformat() if advanced else None,
            "days": (found.until - advanced[0].day).days if advanced else 0,
        },
        "cost": {"yearly_rate": write_number(_known(done, COST)), "amount": money(done, found.cost)},
        "days": [standing_data(done, row) for row in found.stands],
        "ends_with": [
            {"to": payee, "amount": money(done, amount)} for payee, amount in sorted(ends_with(found).items()) if amount
        ],
    }


def standing_data(done: Run, row: Standing) -> dict[str, Any]:
    return {
        "day": row.day.isoformat(),
        "balance": money(done, row.balance),
        "moved": [_movement_data(done, move) for move in row.moved],
    }


def _movement_data(done: Run, move: Movement) -> dict[str, Any]:
    model = done.country.pack.accounts[move.account].model
    return {
        "account": move.account,
        "label": model.label or move.account,
        "to": move.payee,
        "amount": money(done, move.amount),
    }
