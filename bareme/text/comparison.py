"""Columns side by side, then the differences from the first in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bareme.text.language import Language

MOST = 6
"""Figures named per column; the table holds them all."""
LABEL_WIDTH = 44


def comparison(data: Mapping[str, Any], language: Language) -> str:
    """The whole text of a comparison."""
    return "\n".join([*_table(data, language), *_words(data, language)]) + "\n"


def _table(data: Mapping[str, Any], language: Language) -> Iterator[str]:
    columns = data["columns"]
    widths = [max(14, min(len(column["title"]), 28)) for column in columns]
    titles = [column["title"][:width] for column, width in zip(columns, widths, strict=True)]
    yield _row("", titles, widths)
    for row in data["rows"]:
        if all(_is_nothing(amount) for amount in row["amounts"]):
            continue
        cells = [
            "" if amount is None else language.value(amount, row["type"], _places(amount)) for amount in row["amounts"]
        ]
        yield _row(row["label"], cells, widths)
    for column in columns:
        if column["exchange"]:
            yield _exchange(column, language)
        if column["refused"]:
            yield f"{column['title']}: no result. {column['refused']}"
        elif not column["complete"]:
            yield f"{column['title']}: INCOMPLETE, something that touches this case is not modelled."
        for alert in column["alerts"]:
            yield f"{column['title']}: ! {alert['message']}"


def _exchange(column: Mapping[str, Any], language: Language) -> str:
    """At which rate a column is shown."""
    held = column["exchange"]
    rate = language.amount(held["rate"], _places(held["rate"]))
    sure = ", assumed" if held["confidence"] == "assumed" else ""
    at = f"{rate} for one {held['from']} (average of {held['since'][:4]}{sure})"
    return f"{column['title']}: computed in {held['to']}, {at}."


def _places(amount: str) -> int:
    return len(amount.partition(".")[2])


def _is_nothing(amount: str | None) -> bool:
    return amount is None or amount.strip("-0.") == ""


def _row(label: str, cells: list[str], widths: list[int]) -> str:
    text = "  ".join(f"{cell:>{width}}" for cell, width in zip(cells, widths, strict=True))
    return f"{label[:LABEL_WIDTH]:<{LABEL_WIDTH}}  {text}".rstrip()


def _words(data: Mapping[str, Any], language: Language) -> Iterator[str]:
    for difference in data["differences"]:
        yield ""
        yield f"{difference['column']}, against {difference['against']}:"
        if not difference["figures"]:
            yield "  no figure differs."
        for figure in difference["figures"][:MOST]:
            yield f"  {_sentence(figure, language)}"
        rest = len(difference["figures"]) - MOST
        if rest > 0:
            yield f"  and {rest} more figures."
        for rule in difference["properties"]:
            yield f"  {rule['label']}: {rule['after'] or 'not said'} instead of {rule['before'] or 'not said'}"
        for rule in difference["rules"][:MOST]:
            yield f"  {_rule(rule)}"
        others = len(difference["rules"]) - MOST
        if others > 0:
            yield f"  and {others} more dated figures; `--json` names them all."


def _sentence(figure: Mapping[str, Any], language: Language) -> str:
    by = figure["difference"]
    word = "less" if by.startswith("-") else "more"
    amount = language.amount(by.removeprefix("-"), _places(by))
    return f"{figure['label']}: {amount} {word} ({figure['before']} → {figure['after']})"


def _rule(rule: Mapping[str, Any]) -> str:
    law = f" ({rule['law']})" if rule["law"] else ""
    if rule["before"] is None and rule["after"] is None:
        return f"{rule['label']} applies to one of the two only{law}"
    if rule["before"] is None:
        return f"{rule['label']} = {rule['after']} applies here only{law}"
    if rule["after"] is None:
        return f"{rule['label']} = {rule['before']} does not apply here{law}"
    return f"{rule['label']}: {rule['after']} instead of {rule['before']}{law}"
