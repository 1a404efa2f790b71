"""The way of the money in one act, step by step, from its result: what remains, what leaves, what comes on top.

It reads the figures that every country computes under the same names and adds nothing
of its own: each step starts where the one before it ended, and every figure that
remains is held against the steps above it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

SCHEMA = "bareme.cascade/1"
CHAIN: tuple[tuple[str, str], ...] = (
    ("rest", "invoice.incl_vat"),
    ("less", "invoice.vat"),
    ("rest", "invoice.excl_vat"),
    ("less", "fee"),
    ("less", "expenses"),
    ("rest", "budget"),
    ("less", "budget.left"),
    ("less", "rights.payer_contributions"),
    ("less", "rights.contributions"),
    ("less", "rights.withholding_tax"),
    ("yours", "rights.net"),
    ("aside", "allowances"),
    ("rest", "employer_cost"),
    ("less", "employer_contributions"),
    ("more", "employer_reductions"),
    ("less", "employer_provisions"),
    ("less", "mutualised"),
    ("rest", "gross"),
    ("less", "employee_contributions"),
    ("rest", "net_before_tax"),
    ("less", "income_tax"),
    ("more", "payroll_credits"),
    ("more", "allowances"),
    ("rest", "net_pay"),
)
"""`less` leaves, `more` comes on top, `yours` is the worker's already, `aside` is paid out further down."""
STARTS = ("invoice.incl_vat", "employer_cost", "gross")
PAYS = ("employer_cost", "gross")


def cascade(result: Mapping[str, Any]) -> dict[str, Any]:
    """The steps of a result, the whole they start from, and what the worker receives now and later."""
    values = {name: Decimal(text) for name, text in result["values"].items() if _is_amount(text)}
    start = next((name for name in STARTS if values.get(name)), None)
    now = values.get("net_pay", Decimal(0)) + values.get("rights.net", Decimal(0))
    owed = {each["to"]: Decimal(each["amount"]) for each in result.get("payees", [])}
    later = max(owed.get("worker", Decimal(0)) - now, Decimal(0)) if start is not None else Decimal(0)
    steps = list(_steps(values, start, later)) if start is not None else []
    return {
        "schema": SCHEMA,
        "whole": str(values[start]) if start is not None else None,
        "received": str(now),
        "later": str(later),
        "foots": all(step["foots"] for step in steps),
        "steps": steps,
    }


def _is_amount(text: str) -> bool:
    return bool(text) and text.lstrip("-").replace(".", "", 1).isdigit()


def _steps(values: Mapping[str, Decimal], start: str, later: Decimal) -> Iterator[dict[str, Any]]:
    names = [name for _, name in CHAIN]
    position = values[start]
    pays = any(values.get(name) for name in PAYS)
    for kind, name in CHAIN[names.index(start) :]:
        if name not in values or (kind != "rest" and not values[name] and name in ("allowances", "payroll_credits")):
            continue
        if kind != "rest" and name.startswith("rights.") and not values.get("rights.gross"):
            continue
        if not pays and names.index(name) >= names.index("employer_cost"):
            continue
        amount = values[name]
        if kind == "rest":
            yield _step("rest", name, amount, Decimal(0), amount, foots=amount == position)
            position = amount
        elif name == "employer_provisions" and 0 < later <= amount:
            yield _step("later", name, later, position - later, position)
            yield _step("less", name, amount - later, position - amount, position - later)
            position -= amount
        else:
            after = position + amount if kind == "more" else position - amount
            yield _step(kind, name, amount, min(position, after), max(position, after))
            position = after
    if pays and values.get("rights.net"):
        total = values.get("net_pay", Decimal(0)) + values["rights.net"]
        yield _step("more", "rights.net", values["rights.net"], total - values["rights.net"], total)
        yield _step("rest", "received", total, Decimal(0), total)


def _step(kind: str, name: str, amount: Decimal, low: Decimal, high: Decimal, *, foots: bool = True) -> dict[str, Any]:
    """A step and the stretch of the whole that it takes."""
    return {
        "kind": kind,
        "name": name,
        "amount": str(amount),
        "from": str(low),
        "to": str(high),
        "foots": foots,
    }
