"""A job of several people: one order, and to each person a line of its invoice with the pay that comes of it.

Each line is a whole job of its own: own contract, own facts, own part in author's rights. VAT is rounded
on each line: Union law prescribes no method of rounding (Court of Justice, C-484/06).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from engine.language import codes
from simulator.facts import BadFact, read_number, write_number
from simulator.scenario import refusal

PEOPLE, PARTS, PROJECT, JOB = "people", "parts", "project", "job"
SHARED = "invoice.excl_vat"
KEYS = ("worker", "share", "contract", "given")


def has_people(data: Mapping[str, Any]) -> bool:
    """Whether this is a job that names the people who share it."""
    return data.get("act") == JOB and PEOPLE in data


def as_project(data: Mapping[str, Any], cent: Fraction, where: str = "job") -> dict[str, Any]:
    """The job as a project whose parts are its people's jobs; what cannot be shared to the cent goes to the last."""
    people = data[PEOPLE]
    if not isinstance(people, Sequence) or isinstance(people, str) or not people:
        raise refusal(codes.WRONG_SHAPE, "`people` is a list", "people: [{worker: Ana, share: 60 %}, …]", where)
    given = dict(data.get("given") or {})
    total = _number(given.pop(SHARED, None), where, f"a job of several people needs `{SHARED}`")
    amounts = _amounts(total, [_share(one, len(people), where) for one in people], cent, where)
    shared = {key: data[key] for key in ("date", "contract") if key in data}
    parts = [_part(one, shared, given, amount) for one, amount in zip(people, amounts, strict=True)]
    kept = {key: data[key] for key in ("country", "name", "options") if key in data}
    return {**kept, "act": PROJECT, PARTS: parts}


def _part(
    one: Mapping[str, Any], shared: Mapping[str, Any], given: Mapping[str, Any], amount: Fraction
) -> dict[str, Any]:
    own = {key: one[key] for key in ("worker", "contract") if key in one}
    facts = {**given, **(one.get("given") or {}), SHARED: write_number(amount)}
    return {"act": JOB, **shared, **own, "given": facts}


def _share(one: Any, count: int, where: str) -> Fraction:
    """The person's part of the job; equal parts where none is written."""
    if not isinstance(one, Mapping) or "worker" not in one:
        raise refusal(codes.MISSING_KEY, "a person of a job needs a `worker`", "{worker: Ana, share: 60 %}", where)
    for key in one:
        if key not in KEYS:
            mend = f"it has: {', '.join(KEYS)}"
            raise refusal(codes.UNKNOWN_KEY, f"a person of a job has no `{key}`", mend, where)
    return _number(one["share"], where, "") if "share" in one else Fraction(1, count)


def _amounts(total: Fraction, shares: list[Fraction], cent: Fraction, where: str) -> list[Fraction]:
    if sum(shares) != 1 or min(shares) < 0:
        found = write_number(sum(shares, Fraction(0)) * 100)
        raise refusal(codes.BAD_FACT, f"the shares of a job make {found} %", "let them make 100 %", where)
    amounts = [total * share // cent * cent for share in shares]
    return [*amounts[:-1], total - sum(amounts[:-1], Fraction(0))]


def _number(written: Any, where: str, missing: str) -> Fraction:
    if written is None:
        raise refusal(codes.MISSING_FACT, missing, f"given: {{{SHARED}: 1000}}", where)
    try:
        return read_number(str(written))
    except BadFact as fault:
        raise refusal(codes.BAD_FACT, fault.message, fault.mend, where) from None
