"""A scenario: one act under one contract on a date, with what is known and what is wanted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.language import codes
from engine.language.diagnostic import Diagnostic, Place, Refused
from simulator.facts import BadFact, read_date, written_facts

KEYS = ("country", "act", "date", "contract", "given", "find", "parties", "of", "options")


@dataclass(frozen=True, slots=True)
class Scenario:
    """What to compute. `given` holds facts as text; amounts have a decimal point."""

    country: str
    act: str
    date: dt.date
    contract: str | None = None
    given: Mapping[str, str] = field(default_factory=dict)
    find: str | None = None
    payment_date: dt.date | None = None
    provisional: bool = False
    release: str | None = None
    """The release to compute with, such as `be@1.0.0`; the packs as they stand if absent."""
    known_on: dt.date | None = None
    """Compute with the newest release that was published up to this day."""
    parties: Mapping[str, str] = field(default_factory=dict)
    """Who is on the other side, for totals kept apart: `payer`, `employer`, `entity`."""
    of: Scenario | None = None
    """The earlier act that this one takes back."""


def refusal(code: str, message: str, mend: str = "", where: str = "scenario") -> Refused:
    """A refusal that concerns what was asked, not a file."""
    return Refused([Diagnostic(code, Place(where), message, mend)])


def read_scenario(data: Mapping[str, Any], where: str = "scenario") -> Scenario:
    """A scenario from its JSON or YAML form; `Refused` names what is wrong in it."""
    for key in data:
        if key not in KEYS:
            raise refusal(codes.UNKNOWN_KEY, f"a scenario has no `{key}`", f"it has: {', '.join(KEYS)}", where)
    for key in ("country", "act"):
        if not isinstance(data.get(key), str):
            raise refusal(codes.MISSING_KEY, f"a scenario needs its `{key}`", "", where)
    given = data.get("given") or {}
    options = data.get("options") or {}
    if not isinstance(given, Mapping) or not isinstance(options, Mapping):
        raise refusal(codes.WRONG_SHAPE, "`given` and `options` are mappings", "`given: {gross: 1000}`", where)
    facts = written_facts(given)
    try:
        on = _date_of(data, facts)
        payment = read_date(facts.pop("payment_date")) if "payment_date" in facts else None
        if "payment_date" in options:
            payment = read_date(str(options["payment_date"]))
        known_on = read_date(str(options["known_on"])) if "known_on" in options else None
    except BadFact as fault:
        raise refusal(codes.BAD_DATE, fault.message, fault.mend, where) from None
    return Scenario(
        country=str(data["country"]).lower(),
        act=str(data["act"]),
        date=on,
        contract=str(data["contract"]) if data.get("contract") is not None else None,
        given=facts,
        find=str(data["find"]) if data.get("find") is not None else None,
        payment_date=payment,
        parties=written_facts(data.get("parties") or {}),
        of=_earlier(data, where),
        release=str(options["release"]) if "release" in options else None,
        known_on=known_on,
        provisional=str(options.get("provisional", "false")).lower() == "true",
    )


def _earlier(data: Mapping[str, Any], where: str) -> Scenario | None:
    earlier = data.get("of")
    if earlier is None:
        return None
    if not isinstance(earlier, Mapping):
        mend = "of: {act: sale_of_services, …}"
        raise refusal(codes.WRONG_SHAPE, "`of` is the scenario of an earlier act", mend, where)
    return read_scenario({"country": data["country"], **earlier}, f"{where}, of")


def _date_of(data: Mapping[str, Any], facts: Mapping[str, str]) -> dt.date:
    written = data.get("date") or facts.get("start")
    if written is None:
        raise BadFact("a scenario needs a date", "write `date: 2026-03-10`")
    return read_date(str(written))
