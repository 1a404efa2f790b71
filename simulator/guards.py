"""What holds in every country, whatever its rules say: a figure that breaks it is withheld, never shown as a number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from simulator.ledger import balances, by_payee, ledger_lines
from simulator.running import Run

IMPOSSIBLE = "impossible"
WITHHELD = "cannot be right"
IDENTITIES: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    (
        "invoice.incl_vat",
        ("invoice.vat", "fee", "expenses", "employer_cost", "rights.gross", "rights.payer_contributions", "allowances",
         "budget.left"),
        (),
    ),
    (
        "employer_cost",
        ("gross", "employer_contributions", "employer_provisions", "mutualised"),
        ("employer_reductions",),
    ),
    ("gross", ("employee_contributions", "income_tax", "net_pay"), ("allowances", "payroll_credits")),
    ("rights.gross", ("rights.contributions", "rights.withholding_tax", "rights.net"), ()),
)  # fmt: skip
"""A figure, the figures it is the sum of, and those it is lessened by."""
NEVER_NEGATIVE = ("net_pay", "rights.net", "gross", "fee", "purchase.cost")


def broken(run: Run) -> Iterator[tuple[str, str]]:
    """Lines that cannot be right, each with the reason."""
    if run.negates is not None:
        return
    values = run.values
    yield from _signs(run)
    if "net_pay" in values and "gross" in values:
        most = sum(values.get(name, Fraction(0)) for name in ("gross", "allowances", "payroll_credits"))
        if values["net_pay"] > most:
            yield "net_pay", "Net pay above gross pay, allowances and credits"
    for name, parts, less in IDENTITIES:
        if name in values and _shares_out(values, name, (*parts, *less)):
            total = sum(values.get(part, Fraction(0)) for part in parts) - sum(values[part] for part in less)
            if values[name] != total:
                yield name, f"{name} is not what its parts sum to"
    yield from _books(run)


def _shares_out(values: Mapping[str, Fraction], name: str, parts: tuple[str, ...]) -> bool:
    """Whether the act has the parts; an invoice is shared out by every act that says what is left of it."""
    if name == "invoice.incl_vat":
        return "budget.left" in values
    return all(part in values for part in parts)


def _signs(run: Run) -> Iterator[tuple[str, str]]:
    discounts = run.values.get("invoice.excl_vat", Fraction(0)) < 0
    for name in NEVER_NEGATIVE:
        if run.values.get(name, Fraction(0)) < 0 and not discounts:
            yield name, f"{'Net pay' if name == 'net_pay' else name} below zero"


def _books(run: Run) -> Iterator[tuple[str, str]]:
    """The entries balance, and cost and income of one act leave nothing over."""
    accounts = balances(ledger_lines(run))
    if sum(accounts.values(), Fraction(0)):
        yield run.program.root, "The entries of the act do not balance"
    elif by_payee(run, accounts).get(""):
        yield run.program.root, "The act's cost and income are not shared out to the cent"


def withheld(data: dict[str, Any]) -> dict[str, Any]:
    """The result with the figures that cannot be right in words instead of as numbers."""
    names = {alert["line"] for alert in data["alerts"] if alert["code"] == IMPOSSIBLE}
    if not names:
        return data
    return {
        **data,
        "values": {name: WITHHELD if name in names else text for name, text in data["values"].items()},
        "lines": [_withheld_line(line) if line["name"] in names else line for line in data["lines"]],
    }


def _withheld_line(line: Mapping[str, Any]) -> dict[str, Any]:
    return {**line, "amount": WITHHELD, "status": IMPOSSIBLE}
