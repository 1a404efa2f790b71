"""Entries and trial balances in words, each account by its name in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bareme.text.language import Language
from engine.program.pack import Pack

WIDTH = 46


def entries_text(result: Mapping[str, Any], pack: Pack, language: Language) -> str:
    """The entries of one act, debit and credit."""
    rows = ["", f"{'ENTRIES':<{WIDTH + 10}}  {'debit':>14}  {'credit':>14}"]
    for entry in result["entries"]:
        model = pack.accounts[entry["account"]].model
        name = _name(model.label, model.term, entry["account"], language)
        rows.append(_row(entry["account"], name, entry["debit"], entry["credit"], language))
    return "\n".join(rows) + "\n"


def balance_text(data: Mapping[str, Any], language: Language) -> str:
    """A trial balance: accounts by number, the two sums last."""
    return "\n".join(_balance(data, language)) + "\n"


def _balance(data: Mapping[str, Any], language: Language) -> Iterator[str]:
    yield ""
    yield f"{'TRIAL BALANCE':<{WIDTH + 10}}  {'debit':>14}  {'credit':>14}"
    for row in data["accounts"]:
        name = _name(row["label"], row["term"], row["account"], language)
        yield _row(row["account"], name, row["debit"], row["credit"], language)
    yield _row("", "sum", data["debit"], data["credit"], language)
    if not data["balanced"]:
        yield "THE TWO SUMS DIFFER: the entries are at fault."


def _name(label: str | None, term: Mapping[str, str], number: str, language: Language) -> str:
    return term.get(language.code.partition("-")[0]) or label or number


def _row(number: str, name: str, debit: str, credit: str, language: Language) -> str:
    cells = [language.amount(text, _places(text)) if text.strip("-0.") else "" for text in (debit, credit)]
    return f"{number:<8}  {name[:WIDTH]:<{WIDTH}}  {cells[0]:>14}  {cells[1]:>14}".rstrip()


def _places(text: str) -> int:
    return len(text.partition(".")[2])
