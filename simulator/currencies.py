"""Amounts of several countries in one currency: dated yearly averages against the euro, kept with the common rules."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from engine.language import codes
from engine.program.exact import Rounding, round_fraction
from engine.program.pack import Pack
from engine.program.provenance import provenance
from engine.program.timeline import Dates
from simulator.facts import BadFact, read_fact, write_fact, write_number
from simulator.scenario import Scenario, refusal

EURO = "EUR"
CENT = Fraction(1, 100)


@dataclass(frozen=True, slots=True)
class Rate:
    """How many units of a currency are one euro, on some day."""

    currency: str
    for_one_euro: Fraction
    since: date | None = None
    confidence: str = "statutory"
    source: str = ""


def rate_on(pack: Pack, currency: str, day: date) -> Rate:
    """The rate of a currency; `Refused` where the common rules hold none."""
    if currency == EURO:
        return Rate(EURO, Fraction(1))
    found = provenance(pack, f"exchange_rate.{currency.lower()}", Dates(day, day, day))
    if found is None or not found.value:
        known = sorted(name.partition(".")[2].upper() for name in pack.definitions if name.startswith("exchange_rate."))
        raise refusal(
            codes.UNKNOWN_NAME,
            f"there is no exchange rate of {currency} on {day}",
            f"the currencies are: {', '.join([EURO, *known])}",
            "--currency",
        )
    return Rate(currency, Fraction(found.value), found.since, found.confidence, found.source)


@dataclass(frozen=True, slots=True)
class Exchange:
    """From a country's currency to the reader's."""

    own: Rate
    wanted: Rate

    def shown(self, amount: Fraction) -> Fraction:
        """An amount of the country in the reader's currency, rounded half away from zero to the cent."""
        return _rounded(amount / self.own.for_one_euro * self.wanted.for_one_euro, CENT)

    def given(self, amount: Fraction, quantum: Fraction) -> Fraction:
        """An amount of the reader in the country's currency, rounded half away from zero to its quantum."""
        return _rounded(amount / self.wanted.for_one_euro * self.own.for_one_euro, quantum)

    def data(self) -> dict[str, Any]:
        """How many units of the country's currency are one of the reader's, and how sure that is."""
        rate = self.own.for_one_euro / self.wanted.for_one_euro
        held = self.own if self.own.currency != EURO else self.wanted
        return {
            "from": self.wanted.currency,
            "to": self.own.currency,
            "rate": write_number(rate),
            "since": held.since.isoformat() if held.since is not None else None,
            "confidence": held.confidence,
            "source": held.source,
        }


def exchange_of(pack: Pack, currency: str, day: date) -> Exchange | None:
    """Between a country's currency and another on a day; None where they are one."""
    own = pack.header.currency or EURO
    return None if own == currency else Exchange(rate_on(pack, own, day), rate_on(pack, currency, day))


def given_in(pack: Pack, scenario: Scenario, exchange: Exchange) -> Scenario:
    """A scenario whose amounts were given in the reader's currency."""
    return replace(scenario, given={name: _given(pack, name, text, exchange) for name, text in scenario.given.items()})


def _given(pack: Pack, name: str, text: str, exchange: Exchange) -> str:
    """A fact in the country's currency, if it is an amount; what cannot be read is refused where it is used."""
    kind = _money_type(pack, name)
    if kind is None:
        return text
    try:
        return write_fact(pack, kind, exchange.given(read_fact(pack, kind, text), pack.quantum))
    except BadFact:
        return text


def _money_type(pack: Pack, name: str) -> str | None:
    """The type of what is given, if it is an amount of money."""
    if name not in pack.definitions and name not in pack.interface:
        return None
    kind = pack.type_of(name)
    return kind if kind.partition("/")[0] == "money" else None


def _rounded(amount: Fraction, multiple: Fraction) -> Fraction:
    return round_fraction(amount, Rounding("round", multiple))
