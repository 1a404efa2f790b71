"""Duties, alerts and limits as data, the way `bareme.simulation/1` carries them."""

from __future__ import annotations

from typing import Any

from engine.program.pack import Pack
from simulator.consequences import Alarm, Duty, Left, Said
from simulator.facts import write_fact


def duty_data(duty: Duty) -> dict[str, Any]:
    return {
        **_said(duty.said),
        "what": duty.said.label,
        "to": duty.to,
        "form": duty.form,
        "due": str(duty.due),
        "due_found": list(duty.due.how),
        "once": duty.once,
    }


def alarm_data(alarm: Alarm) -> dict[str, Any]:
    return {**_said(alarm.said), "severity": alarm.severity, "message": alarm.message}


def left_data(pack: Pack, left: Left) -> dict[str, Any]:
    used, limit, rest = (write_fact(pack, left.type, value) for value in (left.used, left.limit, left.left))
    return {
        **_said(left.said),
        "used": used,
        "limit": limit,
        "left": rest,
        "type": left.type,
        "window": left.window,
        "exceeded": left.used > left.limit,
    }


def _said(said: Said) -> dict[str, Any]:
    return {
        "code": said.code,
        "kind": said.kind,
        "label": said.label,
        "law": said.law,
        "source": said.source,
        "confidence": said.confidence,
        "because": list(said.because),
    }
