"""The words in which differences between packs are told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
KINDS: Final = {
    "header": "pack",
    "parameters": "figure",
    "scales": "scale",
    "tables": "table",
    "functions": "function",
    "inputs": "fact asked",
    "enums": "list of words",
    "lines": "line",
    "interface": "common line",
    "sections": "section of the payslip",
    "properties": "property",
    "contracts": "contract type",
    "acts": "act",
    "accounts": "account",
    "entries": "ledger entry",
    "not_modelled": "gap",
    "facts": "fact concluded",
    "obligations": "duty",
    "alerts": "alert",
    "quotas": "limit",
    "reclassifications": "change of treatment",
    "duty_kinds": "kind of duty",
    "none_of_its_kind": "absence",
    "assumed": "accepted assumption",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is not as it was. `until` is the last day; None on either side means without end."""

    pack: str
    section: str
    name: str
    label: str
    what: str = ""
    """What of it changed, where it is not its value: `law`, `bracket 2`, `formula`."""
    since: date | None = None
    until: date | None = None
    before: str | None = None
    after: str | None = None
    said: Mapping[str, str] = field(default_factory=dict)
    """What is newly said of where the value comes from."""

    @property
    def kind(self) -> str:
        return KINDS.get(self.section, self.section)

    def text(self) -> str:
        """`Belgium · Co-operative fee · from 1 July 2027: 6.5 % → 7 %`."""
        when = stretch(self.since, self.until)
        parts = [self.pack, self.label, *([when] if when else []), *([self.what] if self.what else [])]
        return f"{' · '.join(parts)}: {self._change()}" + self._sources()

    def _change(self) -> str:
        if self.before is None:
            return f"new: {self.after}" if self.since is None else f"none → {self.after}"
        return f"{self.before} → {self.after if self.after is not None else 'no longer'}"

    def _sources(self) -> str:
        return f" ({'; '.join(f'{key}: {value}' for key, value in self.said.items())})" if self.said else ""


def day(value: date) -> str:
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def stretch(since: date | None, until: date | None) -> str:
    """`from 1 July 2027 to 31 December 2027`, as far as there are ends."""
    first = f"from {day(since)}" if since is not None else ""
    last = f"to {day(until)}" if until is not None else ""
    return " ".join(part for part in (first, last) if part)


def eve(value: date | None) -> date | None:
    """The last day before a date."""
    return None if value is None else value - timedelta(days=1)


def told(value: Any) -> str:
    """Plain content in one line."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(told(item) for item in value)
    if isinstance(value, dict):
        return bracket(value) or "; ".join(f"{key}: {told(item)}" for key, item in value.items())
    return str(value)


def bracket(row: Mapping[str, Any]) -> str:
    """A row of a scale, of a choice or of an order of cutting in words; empty if it is none of them."""
    keys = set(row)
    if keys and keys <= {"up_to", "below", "rate", "amount", "value"} and keys != {"value"}:
        bound = f"up to {row['up_to']}" if "up_to" in row else f"below {row['below']}" if "below" in row else "above"
        parts = [
            f"= {row['value']}" if "value" in row else "",
            f"at {row['rate']}" if "rate" in row else "",
            f"over {row['amount']}" if "amount" in row else "",
        ]
        return " ".join(part for part in (bound, *parts) if part)
    if keys == {"when", "value"}:
        return f"if {row['when']} then {row['value']}"
    if keys == {"otherwise"}:
        return f"else {row['otherwise']}"
    if keys == {"as", "up_to"}:
        return f"{row['as']} up to {row['up_to']}"
    return ""
