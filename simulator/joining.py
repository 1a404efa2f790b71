"""Several results as one: amounts summed, everything said once."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from fractions import Fraction
from typing import Any

from simulator.facts import write_number

Result = dict[str, Any]
STATUSES = ("exact", "provisional", "estimate")
CONFIDENCES = ("assumed", "published", "statutory")


def join(results: list[Result], quantum: Fraction) -> Result:
    """The results of one act's pay periods as one result; each stays under `periods`."""
    if len(results) == 1:
        return results[0]
    whole = dict(results[-1])
    decimals = len(str(quantum.denominator)) - 1
    types = {line["name"]: line["type"] for one in results for line in one["lines"]}
    whole["values"] = {
        name: _total([one["values"][name] for one in results], types.get(name, "money"), decimals)
        for name in results[-1]["values"]
    }
    whole["lines"] = _lines(results, decimals)
    whole["complete"] = all(one["complete"] for one in results)
    for key, identity in (
        ("gaps", lambda item: item["name"]),
        ("assumed", lambda item: (item["name"], item["value"])),
        ("unconfirmed", lambda item: (item["parameter"], item["from"])),
        ("alerts", lambda item: (item["code"], item["message"])),
        ("obligations", lambda item: (item["code"], item["due"])),
        ("reclassified", lambda item: item["code"]),
        ("unused", lambda item: item),
    ):
        whole[key] = _once([item for one in results for item in one[key]], identity)
    whole["payees"] = _payees(results, decimals)
    whole["entries"] = [entry for one in results for entry in one["entries"]]
    whole["periods"] = results
    return whole


def _payees(results: list[Result], decimals: int) -> list[dict[str, str]]:
    """What each payee ends with over all the results."""
    totals: dict[str, Fraction] = {}
    for each in (each for one in results for each in one["payees"]):
        totals[each["to"]] = totals.get(each["to"], Fraction(0)) + Fraction(each["amount"])
    return [{"to": payee, "amount": write_number(total, decimals)} for payee, total in totals.items() if total]


def _total(texts: list[str], type_text: str, decimals: int) -> str:
    """The sum of amounts; of anything else the last."""
    if type_text.partition("/")[0] != "money":
        return texts[-1]
    return write_number(sum((Fraction(text) for text in texts), Fraction(0)), decimals)


def _lines(results: list[Result], decimals: int) -> list[dict[str, Any]]:
    by_name: dict[str, list[dict[str, Any]]] = {}
    for one in results:
        for line in one["lines"]:
            by_name.setdefault(line["name"], []).append(line)
    return [
        {
            **same[-1],
            "amount": _total([line["amount"] for line in same], same[-1]["type"], decimals),
            "status": max((line["status"] for line in same), key=STATUSES.index),
            "confidence": min((line["confidence"] for line in same), key=CONFIDENCES.index),
        }
        for same in by_name.values()
    ]


def _once(items: list[Any], identity: Callable[[Any], Hashable]) -> list[Any]:
    return list({identity(item): item for item in items}.values())
