"""What must hold of every act in every country: each function returns what does not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from simulator.ledger import balances, by_payee, ledger_lines
from simulator.running import Run

IDENTITIES = {
    "invoice.incl_vat": (
        "invoice.vat", "fee", "expenses", "employer_cost", "rights.gross", "rights.payer_contributions", "allowances",
        "budget.left",
    ),
    "employer_cost": (
        "gross", "employer_contributions", "-employer_reductions", "employer_provisions", "mutualised",
    ),
    "gross": ("employee_contributions", "income_tax", "net_pay", "-allowances", "-payroll_credits"),
    "rights.gross": ("rights.contributions", "rights.withholding_tax", "rights.net"),
}  # fmt: skip
"""A figure and the figures it is the sum of, to the quantum."""


def broken_identities(run: Run) -> list[str]:
    """Sums that do not come out, and a salary cost that is not gross × coefficient."""
    return [*_sums(run.values, run.program.values), *_coefficient(run)]


def _sums(values: Mapping[str, Fraction], shown: tuple[str, ...]) -> Iterator[str]:
    for whole, parts in IDENTITIES.items():
        if whole not in shown:
            continue
        # an act that pays nothing out of its budget shows no more than the budget: all of it is left
        rest = ("budget",) if "budget.left" in parts and "budget.left" not in shown else ()
        total = sum((_signed(values, part) for part in (*parts, *rest) if part.removeprefix("-") in shown), Fraction(0))
        if total != values[whole]:
            yield f"{whole} is {values[whole]}, its parts are {total}"


def _signed(values: Mapping[str, Fraction], name: str) -> Fraction:
    return -values[name[1:]] if name.startswith("-") else values[name]


def _coefficient(run: Run) -> Iterator[str]:
    if "employer_cost" not in run.program.values:
        return
    exact = run.values["gross"] * run.values["coefficient"]
    if abs(exact - run.values["employer_cost"]) * 2 > run.country.pack.quantum:
        yield f"employer_cost is {run.values['employer_cost']}, gross × coefficient is {exact}"


def impossible_pay(run: Run) -> list[str]:
    """A net pay below zero or above what it can come from, and amounts that are negative in a sale or a hire."""
    values = run.values
    found = []
    if "net_pay" in run.program.values:
        most = values["gross"] + values["allowances"] + values["payroll_credits"]
        if not 0 <= values["net_pay"] <= most:
            found.append(f"net_pay is {values['net_pay']}, it can be 0 to {most}")
    figures = ("gross", "fee", "invoice.vat", "employee_contributions", "income_tax", "employer_contributions")
    lowers = "discount.excl_vat" in run.program.values
    below = [name for name in figures if name in run.program.values and values[name] < 0 and not lowers]
    return found + [f"{name} is {values[name]}, below zero" for name in below]


def lost_money(run: Run) -> list[str]:
    """What the ledger does not share out: by account pairs, by payee, and against the figures of the act.

    Payees are summed from the accounts; the figures are those of the interface, so a wrong
    entry cannot be hidden by another line that balances it.
    """
    lines = ledger_lines(run)
    if sum((line.debit - line.credit for line in lines), Fraction(0)) != 0:
        return ["the entries do not balance"]
    if not SHARES_OUT.intersection(run.program.values):
        return []  # money that only moves on debts and claims recorded before
    owed = by_payee(run, balances(lines))
    return [
        f"{payee or 'nobody'} gets {owed.get(payee, Fraction(0))} by the ledger, {due} by the figures of the act"
        for payee, due in _due(run).items()
        if owed.get(payee, Fraction(0)) != due
    ] + _staff_cost(run, owed)


SHARES_OUT = frozenset({"fee", "gross", "purchase.cost"})
"""An act that shows one of these divides money between payees."""
DUE = {
    "tax_office": (
        "invoice.vat", "grant.vat", "income_tax", "rights.withholding_tax", "purchase.vat_due",
        "-purchase.vat_deductible", "-payroll_credits",
    ),
    "co-operative": ("fee", "cash.difference"),
    "fund": ("mutualised",),
    "client": ("-invoice.incl_vat", "-grant.received", "-cash.difference", "cash.payable"),
    "bank": ("-cash.payable",),
    "": (),
}  # fmt: skip
"""What each payee is due by the interface figures alone; money in hand stands with a minus, nothing is nobody's."""


def _due(run: Run) -> dict[str, Fraction]:
    shown = run.program.values

    def of(*names: str) -> Fraction:
        return sum((_signed(run.values, name) for name in names if name.removeprefix("-") in shown), Fraction(0))

    if "budget.left" in shown:
        entity = of("budget.left")
    elif "budget" in shown:
        entity = of("budget")
    else:
        entity = of("-employer_cost", "-allowances", "-purchase.cost")
    return {**{payee: of(*names) for payee, names in DUE.items()}, "entity": entity}


def _staff_cost(run: Run, owed: Mapping[str, Fraction]) -> list[str]:
    """Contributions and provisions may go to several payees, but no more and no less than what was charged."""
    shown, values = run.program.values, run.values
    own = {"worker": ("net_pay", "rights.net"), "supplier": ("expenses", "purchase.incl_vat")}
    surplus = sum((owed.get(payee, Fraction(0)) for payee in ("social_security", "insurer")), Fraction(0))
    found = []
    for payee, names in own.items():
        least = sum((values[name] for name in names if name in shown), Fraction(0))
        rest = owed.get(payee, Fraction(0)) - least
        surplus += rest
        if rest < 0 or rest > values.get("employer_provisions", Fraction(0)):
            found.append(f"{payee} gets {owed.get(payee)} by the ledger, {least} by the figures of the act")
    charged = ("employee_contributions", "employer_contributions", "-employer_reductions", "employer_provisions",
               "rights.contributions", "rights.payer_contributions")  # fmt: skip
    due = sum((_signed(values, name) for name in charged if name.removeprefix("-") in shown), Fraction(0))
    if surplus != due:
        found.append(f"contributions and provisions are {due}, the ledger passes on {surplus}")
    return found
