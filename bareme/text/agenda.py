"""Duties by deadline as text: what, to whom, why, how the day was found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bareme.text.language import Language


def agenda_text(data: Mapping[str, Any], language: Language) -> str:
    """The whole text of an agenda."""
    return "\n".join([*_changes(data), *_duties(data, language), *_alerts(data), *_left(data, language)]) + "\n"


def _changes(data: Mapping[str, Any]) -> Iterator[str]:
    for change in data["reclassified"]:
        act = change["act"]
        yield f"TREATED AS {change['treated_as']}: {act['act']} of {act['date']}. {change['reason']} ({change['law']})"


def _duties(data: Mapping[str, Any], language: Language) -> Iterator[str]:
    for duty in data["obligations"]:
        form = f" [{duty['form']}]" if duty["form"] else ""
        yield f"{when(duty['due'], language)}  {duty['what']} → {duty['to']}{form}"
        yield f"    for {', '.join(_act(act) for act in duty['acts'])}"
        yield f"    because {'; '.join(duty['because'])}"
        yield f"    day: {'; '.join(duty['due_found'])}"
        yield f"    law: {duty['law']}{unconfirmed(duty)}"
    if not data["obligations"]:
        yield "No duty follows."


def when(due: str, language: Language) -> str:
    """A deadline's day, and its hour where it has one."""
    day, _, hour = due.partition("T")
    return language.day(day) + (f", {hour}" if hour else "")


def unconfirmed(said: Mapping[str, Any]) -> str:
    """A mark for what is not read in the law itself or published."""
    return f" (unconfirmed: {said['source']})" if said["confidence"] == "assumed" else ""


def _act(act: Mapping[str, Any]) -> str:
    contract = f", {act['contract']}" if act["contract"] else ""
    return f"{act['act']}{contract} of {act['date']}"


def _alerts(data: Mapping[str, Any]) -> Iterator[str]:
    for alert in data["alerts"]:
        yield f"! {alert['severity']}: {alert['message']} ({_act(alert['act'])}; {alert['law']})"


def _left(data: Mapping[str, Any], language: Language) -> Iterator[str]:
    for left in data["left"]:
        yield left_line(left, language)


def left_line(left: Mapping[str, Any], language: Language) -> str:
    """`Student hours of the year: 300 of 650 used, 350 left`."""
    texts = (left["used"], left["limit"], left["left"])
    used, limit, rest = (language.value(text, left["type"], _places(text)) for text in texts)
    passed = " (exceeded)" if left["exceeded"] else ""
    return f"{left['label']}: {used} of {limit} used, {rest} left{passed}"


def why_text(told: Sequence[tuple[Mapping[str, Any], bool, Sequence[str]]], code: str) -> str:
    """Why a rule holds for some acts and not for others."""
    lines = []
    for act, holds, tests in told:
        lines.append(f"{_act(act)}: `{code}` {'holds, since' if holds else 'does not hold, since'}")
        lines += [f"    {test}" for test in tests]
    return "\n".join(lines) + "\n"


def _places(text: str) -> int:
    """An amount is written with the places of its currency, which it has."""
    return len(text.partition(".")[2])
