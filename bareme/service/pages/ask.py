"""What a reader asks on S1, from the form's texts to a scenario; what cannot be read is asked back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from pydantic import ValidationError

from bareme.service.bodies import ScenarioBody
from bareme.service.context import Context
from bareme.service.pages.reader import Reader
from bareme.text.numbers import NoNumber, Unclear, read_number
from engine.language import codes
from engine.language.diagnostic import Refused
from simulator.catalogue import inputs_data
from simulator.registry import Country
from simulator.running import program_for
from simulator.scenario import read_scenario

ACT = "job"
FIGURES: Mapping[str, str] = {
    "excl": "invoice.excl_vat",
    "incl": "invoice.incl_vat",
    "gross": "gross",
    "net": "net_pay",
}
DOORS: Mapping[str, tuple[str, ...]] = {
    "job": ("excl", "incl"),
    "project": ("incl", "excl"),
    "income": ("net", "gross"),
}
"""What the amount may be behind each door, the usual one first."""
OWN_FIELDS = ("days", "expenses", "rights.share", "start", "end", "allowances")
"""Facts with a field of their own on the page, so not among the open questions."""


@dataclass(frozen=True, slots=True)
class FieldFault:
    """What is wrong with one field, and readings to choose from."""

    field: str
    message: str
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Ask:
    """The fields of S1 as written."""

    door: str = "job"
    amount: str = ""
    unit: str = "excl"
    country: str = "be"
    contract: str = "fixed_term"
    date: str = ""
    days: str = ""
    expenses: str = ""
    rights: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def figure(self) -> str:
        """Which figure of the act the amount is: a unit that does not belong to the door gives way to the door."""
        allowed = DOORS[self.door]
        return FIGURES[self.unit if self.unit in allowed else allowed[0]]


@dataclass(frozen=True, slots=True)
class Reading:
    """The scenario that was understood, or what must be asked back."""

    ask: Ask
    body: ScenarioBody | None
    faults: tuple[FieldFault, ...] = ()
    inputs: Mapping[str, Any] = field(default_factory=dict)


def default_day(country: Country, today: date) -> str:
    """Today, or the last day that the pack covers."""
    last = max((row.to_date for row in country.pack.header.coverage if row.acts and ACT in row.acts), default=today)
    return min(today, last).isoformat()


def ask_from(form: Mapping[str, str], context: Context) -> Ask:
    """The fields of a form, each with its default; a button may have chosen some of them."""
    form = {**form, **dict(parse_qsl(form.get("choice", ""), max_num_fields=8))}
    codes = context.registry.codes()
    country = form.get("country", "")
    if country not in codes:
        country = "be" if "be" in codes else (codes[0] if codes else "be")
    door = form.get("door", "job")
    facts = {name[2:]: value.strip() for name, value in form.items() if name.startswith("f:") and value.strip()}
    door = door if door in DOORS else "job"
    unit = form.get("unit", "")
    return Ask(
        door=door,
        amount=form.get("amount", "").strip()[:60],
        unit=unit if unit in FIGURES else DOORS[door][0],
        country=country,
        contract=form.get("contract", "fixed_term"),
        date=form.get("date", "").strip(),
        days=form.get("days", "").strip()[:20],
        expenses=form.get("expenses", "").strip()[:60],
        rights=form.get("rights", "").strip()[:20],
        facts=facts,
    )


def ask_of(body: ScenarioBody, reader: Reader) -> Ask:
    """The fields that give this scenario again."""
    given = dict(body.given)
    unit = next((unit for unit, figure in FIGURES.items() if figure in given), "excl")
    amount = given.pop(FIGURES[unit], "")
    rights = given.pop("rights.share", "")
    return Ask(
        door=next(name for name, units in DOORS.items() if unit in units),
        amount=reader.money(amount) if amount else "",
        unit=unit,
        country=body.country,
        contract=body.contract or "",
        date=body.date or "",
        days=reader.number(given.pop("days", "")) if "days" in given else "",
        expenses=reader.money(given.pop("expenses", "")) if "expenses" in given else "",
        rights=_percent_text(rights, reader) if rights else "",
        facts=given,
    )


def _percent_text(rate: str, reader: Reader) -> str:
    return reader.value(rate, "rate").replace(" %", "")


def read_ask(ask: Ask, context: Context, reader: Reader) -> Reading:
    """The scenario of the fields; every field that cannot be read is named with the reason."""
    say, faults = reader.say, []
    country = context.country(ask.country)
    ask = ask if ask.date else replace(ask, date=default_day(country, context.now().date()))
    inputs = _inputs(country, ask)
    if isinstance(inputs, FieldFault):
        return Reading(ask, None, (replace(inputs, message=say.message(inputs.message)),))
    given: dict[str, str] = {}
    for field_name, figure, written in (
        ("amount", ask.figure, ask.amount),
        ("days", "days", ask.days),
        ("expenses", "expenses", ask.expenses),
    ):
        if not written:
            continue
        found = read_number(written)
        if isinstance(found, str):
            given[figure] = found
        else:
            faults.append(_asked_back(field_name, found, reader))
    if ask.rights:
        rate = read_rate(ask.rights)
        if rate is None:
            faults.append(FieldFault("rights", say("Write a percentage between 0 and 100.")))
        elif rate != "0":
            given["rights.share"] = rate
    known = {each["name"]: each for each in inputs["inputs"]}
    for name, written in ask.facts.items():
        fact = read_fact_field(known.get(name), written, reader)
        if isinstance(fact, FieldFault):
            faults.append(_under(fact, f"f:{name}"))
        elif fact:
            given[name] = fact
    if faults or not ask.amount:
        return Reading(ask, None, tuple(faults), inputs)
    plain = {"country": ask.country, "act": ACT, "date": ask.date, "contract": ask.contract, "given": given}
    try:
        return Reading(ask, ScenarioBody.model_validate(plain), (), inputs)
    except ValidationError:
        return Reading(ask, None, (FieldFault("amount", say("This cannot be read.")),), inputs)


def _inputs(country: Country, ask: Ask) -> Mapping[str, Any] | FieldFault:
    try:
        scenario = read_scenario(
            {"country": ask.country, "act": ACT, "date": ask.date, "contract": ask.contract, "given": {}}
        )
        return inputs_data(country, program_for(country, scenario)[1])
    except Refused as refused:
        first = refused.diagnostics[0]
        place = {codes.UNKNOWN_CONTRACT: "contract", codes.UNKNOWN_ACT: "contract"}.get(first.code, "date")
        return FieldFault(place, first.message)


def _under(fault: FieldFault, field_name: str) -> FieldFault:
    """The fault of an answer as the fault of its field, its choices too."""
    choices = tuple((f"{quote(field_name)}{sent}", shown) for sent, shown in fault.choices)
    return replace(fault, field=field_name, choices=choices)


def _asked_back(field_name: str, found: Unclear | NoNumber, reader: Reader) -> FieldFault:
    say = reader.say
    if isinstance(found, NoNumber):
        return FieldFault(field_name, say("“%(written)s” is not a number.") % {"written": found.written[:40]})
    message = say("“%(written)s” can be read in two ways. Which is it?") % {"written": found.written}
    readings = ((found.whole, found.whole), (f"{found.decimal}0", found.decimal))
    choices = tuple((urlencode({field_name: sent}), reader.number(shown)) for sent, shown in readings)
    return FieldFault(field_name, message, choices)


def read_rate(written: str) -> str | None:
    """A percentage as an exact ratio; None if it is none between 0 and 100."""
    found = read_number(written.replace("%", ""))
    if not isinstance(found, str) or found.startswith("-"):
        return None
    whole, _, decimals = found.partition(".")
    if int(whole) > 100 or (int(whole) == 100 and decimals.strip("0")):
        return None
    digits = whole.rjust(3, "0")
    ratio = f"{digits[:-2].lstrip('0') or '0'}.{digits[-2:]}{decimals}".rstrip("0").rstrip(".")
    return ratio or "0"


def read_fact_field(known: Mapping[str, Any] | None, written: str, reader: Reader) -> str | FieldFault:
    """An answer to an open question, by its type; empty where the question is no longer there."""
    say = reader.say
    if known is None:
        return ""
    kind = known["type"]
    if known["choices"] is not None:
        words = [choice["name"] for choice in known["choices"]]
        return written if written in words else FieldFault("", say("Choose one of the answers."))
    if kind == "bool":
        return written if written in ("true", "false") else FieldFault("", say("Choose yes or no."))
    if kind in ("date", "text"):
        return written
    if kind == "rate":
        rate = read_rate(written)
        return rate if rate is not None else FieldFault("", say("Write a percentage between 0 and 100."))
    found = read_number(written)
    return found if isinstance(found, str) else _asked_back("", found, reader)
