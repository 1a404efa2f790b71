"""A curve in words: its points as a table, the cliffs with their law, the thresholds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bareme.text.language import Language


def curve_text(data: Mapping[str, Any], language: Language) -> str:
    """The whole text of a curve."""
    parts = (_heading(data), _points(data, language), _cliffs(data), _thresholds(data, language))
    return "\n".join(line for part in parts for line in part) + "\n"


def _heading(data: Mapping[str, Any]) -> Iterator[str]:
    bundle = ", ".join(f"{part['pack']} {part['version']} ({part['sha256'][:12]})" for part in data["bundle"])
    yield f"{data['of']['label']} for {data['over']['label']}, {data['from']} to {data['to']} {data['currency']}"
    yield f"{data['act']} {data['contract'] or ''} {data['date']}. Rules: {bundle}."
    if not data["complete"]:
        yield "NOT COMPLETE: the search was cut, there may be more thresholds and cliffs."
    yield ""


def _points(data: Mapping[str, Any], language: Language) -> Iterator[str]:
    shown = [point for point in data["points"] if point["why"] in ("end", "spaced", "cliff")]
    decimals = _decimals(data)
    for point in shown:
        value = "no result" if point["of"] is None else language.value(point["of"], data["of"]["type"], decimals)
        mark = "  ← cliff" if point["why"] == "cliff" else ""
        yield f"{language.value(point['over'], data['over']['type'], decimals):>14}  {value:>14}{mark}"
    yield ""


def _decimals(data: Mapping[str, Any]) -> int:
    return len(str(data["unit"]).partition(".")[2])


def _cliffs(data: Mapping[str, Any]) -> Iterator[str]:
    cliffs = data["cliffs"]
    sure = "" if data["complete"] else " found"
    yield f"{len(cliffs)} cliffs{sure}: steps at which it falls by more than roundings explain."
    for cliff in cliffs:
        last, first = cliff["last"], cliff["first"]
        yield f"  from {last['over']} to {first['over']}: {last['of']} falls to {first['of']} (by {cliff['drop']})"
        for cause in cliff["causes"]:
            law = f"; {cause['law']}" if cause["law"] else ""
            yield f"    {cause['label']}: {cause['before']} to {cause['after']}{law}"
    yield ""


def _thresholds(data: Mapping[str, Any], language: Language) -> Iterator[str]:
    yield f"{len(data['thresholds'])} thresholds: the last amount before another rule holds."
    for threshold in data["thresholds"]:
        labels = dict.fromkeys(line["label"] for line in threshold["lines"])
        at = language.value(threshold["at"], data["over"]["type"], _decimals(data))
        yield f"{at:>14}  {', '.join(labels)}"
