"""Money day by day, and what each payee ends with, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bareme.text.language import Language


def days_text(days: Iterable[Mapping[str, Any]], language: Language) -> Iterator[str]:
    """Each day with what moved and what is at hand at its end."""
    for day in days:
        yield f"{language.day(day['day']):<22}  {amount(day['balance'], language):>14} at hand"
        for move in day["moved"]:
            side = "to" if move["amount"].startswith("-") else "from"
            yield f"{'':<22}  {amount(move['amount'], language):>14} {side} {payee(move['to'])}: {move['label']}"


def parties_text(parties: Iterable[Mapping[str, str]], language: Language) -> Iterator[str]:
    for party in parties:
        yield f"{payee(party['to']):<22}  {amount(party['amount'], language):>14}"


def amount(text: str, language: Language) -> str:
    return language.amount(text, len(text.partition(".")[2]))


def payee(name: str) -> str:
    return name.replace("_", " ")
