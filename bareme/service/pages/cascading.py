"""A result as the rows of a cascade: words, payees, certainty, and where each bar begins and ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bareme.service.pages.reader import CountryWords, Reader
from simulator.cascade import cascade

EXACT, PROVISIONAL, ESTIMATE = "exact", "provisional", "estimate"
ORDER = (EXACT, PROVISIONAL, ESTIMATE)


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of the whole, in percent with three places, and the edge that leads to the next."""

    start: str
    width: str
    edge_in: str
    edge_out: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the cascade."""

    kind: str
    name: str
    line: str
    amount: str
    share: str
    to: str
    certainty: str
    until: str
    nil: bool
    last: bool
    bar: Bar
    opens: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """All rows, with what is said above them."""

    rows: tuple[Row, ...]
    whole: str | None
    received: str
    later: str
    foots: bool
    certainty: str


def picture(result: Mapping[str, Any]) -> Picture:
    """The cascade of a result, ready to be drawn."""
    found = cascade(result)
    lines = {line["name"]: line for line in result["lines"]}
    whole = Decimal(found["whole"]) if found["whole"] is not None else Decimal(0)
    steps = found["steps"]
    rows = []
    position = whole
    for index, step in enumerate(steps):
        line = lines.get(step["name"])
        arriving, position = position, _after(step, position)
        rows.append(
            Row(
                kind=step["kind"],
                name=step["name"],
                line=step["name"] if line is not None else "",
                amount=step["amount"],
                share=found["whole"] or "",
                to=_payee(step, line),
                certainty=certainty(line) if line is not None else EXACT,
                until=(line or {}).get("until") or "",
                nil=not Decimal(step["amount"]),
                last=index == len(steps) - 1,
                bar=_bar(step, whole, arriving, position),
                opens=line is not None,
            )
        )
    shown = [row.certainty for row in rows]
    return Picture(
        tuple(rows),
        found["whole"],
        found["received"],
        found["later"],
        found["foots"],
        max(shown, key=ORDER.index, default=EXACT),
    )


def certainty(line: Mapping[str, Any]) -> str:
    """What a reader is told of a line: the weakest of its status and of what it rests on."""
    if line["status"] in ("estimate", "impossible") or line["confidence"] == "assumed" or line.get("incomplete"):
        return ESTIMATE
    return PROVISIONAL if line["status"] == "provisional" else EXACT


def _after(step: Mapping[str, Any], before: Decimal) -> Decimal:
    amount = Decimal(step["amount"])
    if step["kind"] == "rest":
        return amount
    return before + amount if step["kind"] == "more" else before - amount


def _payee(step: Mapping[str, Any], line: Mapping[str, Any] | None) -> str:
    if step["kind"] == "later":
        return "later"
    if step["kind"] in ("yours", "aside"):
        return "worker"
    if step["kind"] == "rest":
        return "worker" if step["name"] in ("net_pay", "received") else ""
    return str((line or {}).get("to") or "")


def _bar(step: Mapping[str, Any], whole: Decimal, arriving: Decimal, leaving: Decimal) -> Bar:
    low, high = Decimal(step["from"]), Decimal(step["to"])
    return Bar(_part(low, whole), _part(high - low, whole), _part(arriving, whole), _part(leaving, whole))


def _part(amount: Decimal, whole: Decimal) -> str:
    """A place on the axis in percent, kept on the sheet."""
    if not whole:
        return "0"
    part = min(max(amount / whole * 100, Decimal(0)), Decimal(100))
    return f"{part:.3f}"


PAYEES = ("worker", "later", "social_security", "tax_office", "co-operative", "insurer", "supplier", "fund", "entity")


def ledger(result: Mapping[str, Any], shown: Picture) -> list[tuple[str, str]]:
    """What each payee gets, the reader first; the sum is what the client pays."""
    owed = {each["to"]: Decimal(each["amount"]) for each in result.get("payees", []) if each["to"] != "client"}
    later = Decimal(shown.later)
    if "worker" in owed and later:
        owed["worker"] -= later
        owed["later"] = later
    ordered = [name for name in PAYEES if owed.get(name)] + sorted(name for name in owed if name not in PAYEES)
    return [(name, str(owed[name])) for name in ordered]


def payee_name(name: str, reader: Reader) -> str:
    """A payee in the reader's words."""
    say = reader.say
    words = {
        "worker": say("You"),
        "later": say("You, later"),
        "social_security": say("Social security"),
        "tax_office": say("Tax office"),
        "co-operative": say("Co-operative"),
        "insurer": say("Insurer"),
        "supplier": say("Suppliers"),
        "fund": say("Shared pool"),
        "entity": say("Your budget"),
        "client": say("Client"),
    }
    return words.get(name, name)


def short_name(name: str, words: CountryWords, reader: Reader) -> str:
    """The plain word of a figure, short enough for a chart."""
    say = reader.say
    short = {
        "invoice.incl_vat": say("Client pays"),
        "invoice.excl_vat": say("You invoice"),
        "invoice.vat": say("VAT"),
        "fee": say("Fee"),
        "expenses": say("Expenses"),
        "budget": say("Budget for your pay"),
        "budget.left": say("Left in the budget"),
        "employer_cost": say("Salary cost"),
        "employer_contributions": say("Employer’s share"),
        "employer_reductions": say("State reductions"),
        "employer_provisions": say("Provisions"),
        "mutualised": say("Shared pool"),
        "gross": say("Gross pay"),
        "employee_contributions": say("Your contributions"),
        "income_tax": say("Withholding tax"),
        "allowances": say("Allowances"),
        "payroll_credits": say("State credits"),
        "net_pay": say("Net pay"),
        "rights.withholding_tax": say("Tax on rights"),
        "rights.contributions": say("Contributions"),
        "rights.net": say("Net rights"),
        "received": say("You receive"),
    }
    return short.get(name) or words.plain(name)


def short_words(row: Row, words: CountryWords, reader: Reader) -> str:
    return reader.say("Paid to you later") if row.kind == "later" else short_name(row.name, words, reader)


def row_words(row: Row, words: CountryWords, reader: Reader) -> str:
    """The label of a row: the pack's word, but for the steps that are only ours."""
    if row.kind == "later":
        return reader.say("Holiday pay and premiums, paid to you later")
    if row.name == "received":
        return reader.say("You receive")
    return words.plain(row.name)
