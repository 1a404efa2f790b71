"""The split between author's rights and pay, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bareme.text.language import Language
from bareme.text.money_days import amount

SHOWN = 12


def split_text(data: Mapping[str, Any], language: Language) -> str:
    return "\n".join(_lines(data, language)) + "\n"


def _lines(data: Mapping[str, Any], language: Language) -> Iterator[str]:
    best = data["best"]
    both = amount(best["both_nets"], language)
    yield f"Best share of rights: {language.value(best['share'], 'rate', 2)}, both nets {both}."
    law = f" ({data['limit']['law']})" if data["limit"]["law"] else ""
    share = language.value(data["greatest_legal_share"], "rate", 2)
    pays = _value(best, "invoice.incl_vat", language)
    yield f"Up to {share} of the budget keeps to the limits{law}; the client pays {pays}."
    yield ""
    yield f"{'share':>12}  {'gross':>12}  {'net pay':>12}  {'rights net':>12}  {'both nets':>12}"
    rows = data["shares"]
    step = max(len(rows) // SHOWN, 1)
    for row in [row for number, row in enumerate(rows) if number % step == 0 or row == best]:
        cells = [_value(row, name, language) for name in ("gross", "net_pay", "rights.net")]
        mark = "  ← best" if row == best else "" if row["legal"] else "  beyond the limits"
        both = amount(row["both_nets"], language)
        share = language.value(row["share"], "rate", 2)
        yield f"{share:>12}  {cells[0]:>12}  {cells[1]:>12}  {cells[2]:>12}  {both:>12}{mark}"


def _value(row: Mapping[str, Any], name: str, language: Language) -> str:
    text = row["values"].get(name)
    return "" if text is None else amount(text, language)
