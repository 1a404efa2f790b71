"""Duties as a calendar file (RFC 5545) that calendar programs take in. Equal duties give equal bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from icalendar import Calendar, Event

PRODUCT = "-//bareme//obligations//EN"


def calendar_file(data: Mapping[str, Any]) -> bytes:
    """One event per duty: all day, or at its hour where hours count."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    for duty in data["obligations"]:
        calendar.add_component(_event(duty))
    return bytes(calendar.to_ical())


def _event(duty: Mapping[str, Any]) -> Event:
    first = duty["acts"][0]
    known_on = date.fromisoformat(max(act["date"] for act in duty["acts"]))
    event = Event()
    event.add("uid", _identity(duty))
    event.add("dtstamp", datetime.combine(known_on, time(), UTC))
    event.add("dtstart", datetime.fromisoformat(duty["due"]) if "T" in duty["due"] else date.fromisoformat(duty["due"]))
    event.add("summary", f"{duty['what']} → {duty['to']}")
    event.add("description", _description(duty))
    event.add("categories", [first["country"], duty["kind"]])
    event.add("transp", "TRANSPARENT")
    return event


def _description(duty: Mapping[str, Any]) -> str:
    lines = [f"Form: {duty['form']}"] if duty["form"] else []
    lines += [f"For {act['act']} of {act['date']}" for act in duty["acts"]]
    lines += [f"Because {'; '.join(duty['because'])}", f"Day: {'; '.join(duty['due_found'])}"]
    return "\n".join([*lines, *([f"Law: {duty['law']}"] if duty["law"] else [])])


def _identity(duty: Mapping[str, Any]) -> str:
    """The same duty for the same acts keeps its identity, so that a later file replaces the event."""
    acts = ";".join(f"{act['country']} {act['act']} {act['contract']} {act['date']}" for act in duty["acts"])
    return hashlib.sha256(f"{duty['code']} {duty['due']} {acts}".encode()).hexdigest()[:32] + "@bareme"
