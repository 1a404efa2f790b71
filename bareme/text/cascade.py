"""The result of an act as a cascade: from what the client pays to what the worker gets, in columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from bareme.text.agenda import left_line, when
from bareme.text.language import Language
from engine.program.pack import Pack

MARKS = {"exact": "●", "provisional": "◐", "estimate": "○", "impossible": "✗"}
CHOICE_WIDTH = 16
REMAINS = (
    "invoice.incl_vat",
    "invoice.excl_vat",
    "budget",
    "employer_cost",
    "gross",
    "net_before_tax",
    "net_pay",
    "rights.net",
)
"""Lines that say what remains: they stand on a line of their own weight."""


def cascade(result: Mapping[str, Any], pack: Pack, language: Language) -> str:
    """The whole text of a result."""
    return (
        "\n".join([*_heading(result, pack, language), *_table(result, pack, language), *_notes(result, language)])
        + "\n"
    )


def _heading(result: Mapping[str, Any], pack: Pack, language: Language) -> Iterator[str]:
    contract = result["contract"]
    parts = [pack.header.name, _named(pack, result["act"], language)]
    if contract is not None:
        parts.append(_named(pack, contract, language))
    parts.append(language.day(result["dates"]["work"]))
    yield " · ".join(parts)
    bundle = ", ".join(f"{part['pack']} {part['version']} ({part['sha256'][:12]})" for part in result["bundle"])
    yield f"Rules: {bundle}. Amounts in {result['currency']}."
    solved = result["solved"]
    for name, value in solved.items():
        yield f"Solved: {name} = {value} is the smallest that gives what was asked."
    for change in result["reclassified"]:
        yield f"TREATED AS {change['treated_as']}: {change['reason']} ({change['law']})"
    if not result["complete"]:
        yield "INCOMPLETE: something that touches this case is not modelled, see below."


def _named(pack: Pack, name: str, language: Language) -> str:
    definition = pack.definitions.get(name)
    if definition is None:
        return name
    term = definition.model.term.get(language.code.partition("-")[0])
    label = definition.model.label or name
    return f"{label} ({term})" if term else str(label)


def _table(result: Mapping[str, Any], pack: Pack, language: Language) -> Iterator[str]:
    decimals = len(str(pack.quantum.denominator)) - 1
    shown = _shown(result)
    amounts = [_amount(line, pack, decimals, language) for line in shown]
    width = max((len(text) for text in amounts), default=0)
    labels = [_label(line, pack, language) for line in shown]
    label_width = min(max((len(text) for text in labels), default=0), 62)
    whole = _whole(result)
    section: str | None = None
    risk: str | None = None
    for line, amount, label in zip(shown, amounts, labels, strict=True):
        if line["section"] != section:
            section, risk = line["section"], None
            yield ""
            yield _section(pack, section, language)
        if line["contribution"] not in (None, risk):
            risk = line["contribution"]
            yield f"{'':>{width}}      for {risk}"
        name = f"= {label}" if line["name"] in REMAINS else f"  {label}"
        payee = f"→ {line['to'].replace('_', ' ')}" if line["to"] else ""
        mark = MARKS[line["status"]] + ("?" if line["confidence"] == "assumed" else " ")
        row = f"{amount:>{width}} {mark} {name:<{label_width + 2}}  {payee:<18}"
        yield f"{row} {_share(line, whole, language):>7}".rstrip()
    hidden = len(result["lines"]) - len(shown)
    yield ""
    if hidden:
        yield f"{hidden} lines of zero are not shown."
    legend = [f"{mark} {status}" for status, mark in MARKS.items()]
    yield "  ".join([*legend, "? rests on an unconfirmed figure"])


def _amount(line: Mapping[str, Any], pack: Pack, decimals: int, language: Language) -> str:
    """The amount as the reader writes it; a choice by its label; what cannot be right stays in words."""
    if line["status"] == "impossible":
        return str(line["amount"])
    if line["type"] in pack.members:
        return _choice(pack, line["amount"], language)
    return language.value(line["amount"], line["type"], decimals)


def _choice(pack: Pack, word: str, language: Language) -> str:
    """A word of an enum, short enough for a column."""
    definition = pack.definitions.get(word)
    if definition is None:
        return word
    term = definition.model.term.get(language.code.partition("-")[0])
    text = str(term or definition.model.label or word)
    return text if len(text) <= CHOICE_WIDTH else word.replace("_", " ")


def _shown(result: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The lines worth a row: not those of zero, and nothing of rights where pay is all there is."""
    values = result["values"]
    only_pay = "net_pay" in values and values.get("rights.gross", "0").strip("-0.") == ""
    return [
        line for line in result["lines"] if not _is_nothing(line) and not (only_pay and line["section"] == "rights")
    ]


def _is_nothing(line: Mapping[str, Any]) -> bool:
    amount = line["amount"]
    return line["name"] not in REMAINS and amount.strip("-0.") == ""


def _label(line: Mapping[str, Any], pack: Pack, language: Language) -> str:
    term = language.term(pack, line["name"])
    return f"{line['label']} ({term})" if term else str(line["label"])


def _section(pack: Pack, section: str | None, language: Language) -> str:
    definition = pack.sections.get(section or "")
    if definition is None:
        return "OTHER"
    term = definition.model.term.get(language.code.partition("-")[0])
    return str(term or definition.model.label or section).upper()


def _whole(result: Mapping[str, Any]) -> Decimal | None:
    """What shares are counted of: what the client pays, else the salary cost."""
    impossible = {line["name"] for line in result["lines"] if line["status"] == "impossible"}
    values = {name: text for name, text in result["values"].items() if name not in impossible}
    for name in ("invoice.incl_vat", "employer_cost"):
        if name in values and Decimal(values[name]):
            return Decimal(values[name])
    return None


def _share(line: Mapping[str, Any], whole: Decimal | None, language: Language) -> str:
    if whole is None or line["status"] == "impossible" or line["type"].partition("/")[0] != "money":
        return ""
    return language.percentage(Decimal(line["amount"]) / whole)


def _mentions(result: Mapping[str, Any], language: Language) -> Iterator[str]:
    """What the invoice must say, in the reader's language where the law has words in it."""
    if result.get("mentions"):
        yield "The invoice must say:"
        for mention in result["mentions"]:
            law = f"  [{mention['law']}]" if mention["law"] else ""
            yield f"  {mention['term'].get(language.code.partition('-')[0], mention['text'])}{law}"


def _questions(result: Mapping[str, Any], language: Language) -> Iterator[str]:
    """The three facts nobody gave that could move the asked figure most."""
    open_ones = result.get("questions") or []
    if open_ones:
        yield f"Not said, and what it could still change ({len(open_ones)} in all):"
    for one in open_ones[:3]:
        low, high = (language.amount(one[side]["figure"], _places(one[side]["figure"])) for side in ("low", "high"))
        sure = "" if one["exact"] else " at most"
        yield f"  {one['label']}: {one['of']} from {low} to {high}{sure}  [{one['name']}={one['assumed']} was taken]"


def _places(text: str) -> int:
    return len(text.partition(".")[2])


def _notes(result: Mapping[str, Any], language: Language) -> Iterator[str]:
    yield from _mentions(result, language)
    for alert in result["alerts"]:
        yield f"! {alert['severity']}: {alert['message']}"
    for left in result["left"]:
        yield left_line(left, language)
    if result["obligations"]:
        yield f"To be done ({len(result['obligations'])}); `bareme obligations` says why and by which law:"
        for duty in result["obligations"]:
            yield f"  {when(duty['due'], language)}  {duty['what']} → {duty['to']}"
    for gap in result["gaps"]:
        yield f"Not modelled: {gap['about']}. {gap['why']}"
    if result["unconfirmed"]:
        yield f"Unconfirmed figures ({len(result['unconfirmed'])}):"
        for figure in result["unconfirmed"]:
            value = f" = {figure['value']}" if figure["value"] else ""
            since = f" from {language.day(figure['from'])}" if figure["from"] else ""
            yield f"  {figure['label']}{value}{since}: {figure['source'] or 'no source yet'}  [{figure['parameter']}]"
    yield from _questions(result, language)
    if result["assumed"]:
        yield f"Assumed for you ({len(result['assumed'])}), change any with --given NAME=VALUE:"
        for fact in result["assumed"]:
            yield f"  {fact['name']}={fact['value']}  {fact['why']}"
    if result["unused"]:
        yield f"Given but not read by this act: {', '.join(result['unused'])}"
