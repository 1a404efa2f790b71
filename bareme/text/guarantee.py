"""The wage guarantee in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bareme.text.language import Language
from bareme.text.money_days import amount, days_text, parties_text


def guarantee_text(data: Mapping[str, Any], language: Language) -> str:
    return "\n".join(_lines(data, language)) + "\n"


def _lines(data: Mapping[str, Any], language: Language) -> Iterator[str]:
    advanced, cost = data["advanced"], data["cost"]
    pays = data["client_pays"]
    yield f"The client pays on {language.day(pays)}." if pays else "The client never pays."
    if advanced["days"]:
        most, since = amount(advanced["most"], language), language.day(advanced["from"])
        yield f"The fund advances up to {most} {data['currency']} from {since}, for {advanced['days']} days."
        yield f"Cost: {amount(cost['amount'], language)} at {language.value(cost['yearly_rate'], 'rate', 2)} a year."
    else:
        yield "Nothing has to be advanced: the client pays first."
    yield ""
    yield from days_text(data["days"], language)
    yield ""
    yield "What each party ends with:"
    yield from parties_text(data["ends_with"], language)
