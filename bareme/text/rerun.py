"""Past acts under other rules, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bareme.text.language import Language
from bareme.text.money_days import amount

MOST_CAUSES = 8


def rerun_text(data: Mapping[str, Any], language: Language) -> str:
    return "\n".join(_lines(data, language)) + "\n"


def _lines(data: Mapping[str, Any], language: Language) -> Iterator[str]:
    yield f"From {_named(data['from'])}\nto   {_named(data['to'])}"
    for act in data["acts"]:
        yield ""
        contract = f", {act['contract']}" if act["contract"] else ""
        yield f"{language.day(act['date'])}  {act['act']}{contract}"
        if not act["figures"]:
            yield "  nothing differs."
        for figure in act["figures"]:
            paid, owed = (amount(figure[side], language) for side in ("paid", "owed"))
            by = _signed(figure["difference"], language)
            yield f"  {figure['label']:<44}  paid {paid:>12}  owed {owed:>12}  {by}"
        for cause in act["causes"][:MOST_CAUSES]:
            law = f" ({cause['law']})" if cause["law"] else ""
            yield f"  because {cause['label']}: {cause['after']} instead of {cause['before']}{law}"
        if len(act["causes"]) > MOST_CAUSES:
            yield f"  and {len(act['causes']) - MOST_CAUSES} more; `--json` names them all"
        for entry in act["entries"]:
            side = "debit" if entry["debit"].strip("0.") else "credit"
            yield f"  {side:<6} {entry['account']:<6} {entry['label']:<40} {amount(entry[side], language):>12}"
    if data["sums"]:
        yield ""
        yield "In all, owed less paid:"
        for name, text in data["sums"].items():
            yield f"  {name:<32} {_signed(text, language):>14}"


def _named(side: Mapping[str, Any]) -> str:
    bundle = ", ".join(f"{part['pack']} {part['version']} ({part['sha256'][:12]})" for part in side["bundle"])
    return f"{side['name']}: {bundle}"


def _signed(text: str, language: Language) -> str:
    return ("" if text.startswith("-") else "+") + amount(text, language)
