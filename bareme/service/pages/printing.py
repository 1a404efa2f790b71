"""The sheet as PDF, set by Typst: tagged, the same bytes for the same result, every assumption and hash on it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst

from bareme.service.context import Context
from bareme.service.pages.reader import Reader
from bareme.service.pages.sheet import sheet_view

SHEET = Path(__file__).parent / "print" / "sheet.typ"


def pdf(context: Context, found: Mapping[str, Any], reader: Reader, scenario: str, link: str) -> bytes:
    """The PDF of a result."""
    return typst.compile(
        str(SHEET), sys_inputs={"data": json.dumps(data(context, found, reader, scenario, link))}, format="pdf"
    )


def data(context: Context, found: Mapping[str, Any], reader: Reader, scenario: str, link: str) -> dict[str, Any]:
    """Every text of the sheet, already in the reader's words: the template only sets them."""
    view = sheet_view(context, found, reader, scenario, None)
    say, words = reader.say, view["words"]
    return {
        "language": reader.code,
        "title": f"{view['country']} · {view['act']}" + (f" · {view['contract'].text}" if view["contract"] else ""),
        "day": reader.day(found["dates"]["work"]),
        "sentence": f"{view['asked']} {say('You receive')}",
        "received": f"{view['received']} {view['currency']}",
        "words": {
            "amount": view["currency"],
            "line": say("Line"),
            "to": say("Goes to"),
            "share": say("Share"),
            "certainty": say("Certainty"),
            "assumed": say("Assumed for you"),
            "gaps": say("Not modelled"),
            "unconfirmed": say("Unconfirmed figures"),
            "payees": say("Where the money goes"),
            "all": say("Every line of the calculation"),
            "duties": say("What must be declared"),
            "given": say("Given"),
            "rules": say("Rules"),
            "law": say("Law"),
        },
        "given": [f"{words.plain(name)} = {words.value(name, text)}" for name, text in found["given"].items()],
        "rows": [
            {
                "amount": row["amount"],
                "label": str(row["label"]),
                "to": row["to"],
                "share": row["share"],
                "certainty": say(row["row"].certainty),
                "strong": row["row"].kind == "rest",
                "yours": row["row"].last,
            }
            for row in view["rows"]
        ],
        "payees": [[label, amount] for _, label, amount in view["ledger"]],
        "assumed": [
            [one["plain"], one["value"], _text(one["why"])] for one in (*view["assumed"], *view["assumed_still"])
        ],
        "gaps": [[_text(about), _text(why), law or ""] for about, why, law in view["gaps"]],
        "unconfirmed": [
            [_text(one["label"]), one["value"], one["since"], one["source"]] for one in view["unconfirmed"]
        ],
        "sections": [
            {
                "label": _text(section["label"]),
                "lines": [[line["amount"], _text(line["label"]), line["to"], line["law"]] for line in section["lines"]],
            }
            for section in view["sections"]
        ],
        "duties": [[duty["day"], _text(duty["what"]), _text(duty["to"]), duty["law"]] for duty in view["duties"]],
        "bundle": [f"{part['pack']}@{part['version']} {part['sha256']}" for part in found["bundle"]],
        "engine": found["engine"],
        "link": link,
    }


def _text(marked: Any) -> str:
    return str(marked.striptags()) if hasattr(marked, "striptags") else str(marked)
