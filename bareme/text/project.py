"""A project in words: its parts, the budget, the people, the money day by day, the settlement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bareme.text.language import Language
from bareme.text.ledger import balance_text
from bareme.text.money_days import amount, days_text, parties_text

BUDGET = {
    "granted": "Granted in advance",
    "invoice.excl_vat": "Invoiced and granted, excluding VAT",
    "fee": "Co-operative fee",
    "expenses": "Expenses",
    "purchase.cost": "Purchases",
    "employer_cost": "Salary cost",
    "allowances": "Tax-free allowances",
    "rights.gross": "Author's rights",
    "left": "Left in the entity's budget",
}


def project_text(data: Mapping[str, Any], language: Language) -> str:
    return "\n".join(_lines(data, language)) + "\n" + balance_text(data["trial_balance"], language)


def _lines(data: Mapping[str, Any], language: Language) -> Iterator[str]:
    bundle = ", ".join(f"{part['pack']} {part['version']} ({part['sha256'][:12]})" for part in data["bundle"])
    yield f"{data['name']}. Rules: {bundle}. Amounts in {data['currency']}."
    if not data["complete"]:
        yield "INCOMPLETE: something that touches an act is not modelled; `--json` says what."
    yield ""
    for part in data["parts"]:
        change = amount(part["budget_change"], language)
        contract = f", {part['contract']}" if part["contract"] else ""
        yield f"{language.day(part['date']):<20}  {part['name'] + ': ' + part['act'] + contract:<48}  {change:>12}"
    yield ""
    yield "Budget"
    for name, label in BUDGET.items():
        if data["budget"][name].strip("-0."):
            yield f"  {label:<44}  {amount(data['budget'][name], language):>14}"
    yield ""
    yield from _people(data, language)
    yield from _financing(data["financing"], language)
    yield from days_text(data["days"], language)
    yield ""
    yield "What each party ends with:"
    yield from parties_text(data["settlement"], language)


def _people(data: Mapping[str, Any], language: Language) -> Iterator[str]:
    for person in data["people"]:
        yield f"{person['name']} gets {amount(person['gets'], language)} net."
    for person in data["may_still_be_paid"]:
        gross, net = amount(person["gross"], language), amount(person["net_pay"], language)
        yield f"What is left could still pay {person['name']} {gross} gross, {net} net."
    yield ""


def _financing(financing: Mapping[str, Any], language: Language) -> Iterator[str]:
    if financing["on"] is None:
        yield "No money has to be advanced on any day."
    else:
        until = f" until {language.day(financing['until'])}" if financing["until"] else ", to the end"
        yield (
            f"Money is missing from {language.day(financing['from'])}{until}: at most "
            f"{amount(financing['most'], language)}, on {language.day(financing['on'])}."
        )
