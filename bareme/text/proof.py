"""What was proven of a pack, in words and as data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from engine.checking.proof import Part, Proof, Remark, Where

Days = Sequence[tuple[date, date]]


def proof_text(code: str, proof: Proof) -> str:
    """For each act and contract type: what holds on which days, what it rests on, what is not proven."""
    lines: list[str] = []
    for part in proof.parts:
        lines.append(" · ".join([code, part.act, *([part.contract] if part.contract else [])]))
        lines += [f"  {line}" for line in _of_part(proof, part)]
    return "\n".join(lines) + "\n" if lines else ""


def _of_part(proof: Proof, part: Part) -> Iterator[str]:
    failed = proof.about(part, "missing", "divisor", "unrounded", "power", "wide")
    days = told(part.stretches)
    if part.refused:
        yield f"not proven: {_counted(part.refused, 'stretch', 'stretches')} cannot be computed at all"
    if days:
        begun = "proven: a result for every case" if not failed else "read, but not proven everywhere:"
        counts = f"{_counted(part.programs, 'stretch', 'stretches')} without change, {part.steps:,} lines"
        yield f"{begun} {days} ({counts})"
        yield f"numbers: whole, of at most {part.widest} bits, in `{part.widest_line}`"
    if part.divisors:
        yield "never divided by zero:"
        for divisor, steps in sorted(part.divisors.items()):
            yield f"  `{divisor}` in {', '.join(f'`{step}`' for step in sorted(steps))}"
    conditional = proof.about(part, "conditional")
    if conditional:
        yield "refused only where a condition leads there:"
        yield from (f"  {line}" for line in _conditions(conditional))
    for gap in dict.fromkeys(gap.name for gap in part.not_modelled):
        held = _joined([(one.first, one.last) for one in part.not_modelled if one.name == gap])
        yield f"not modelled, and said so: `{gap}` {told(held)}"
    if failed:
        yield "not proven:"
        for remark, places in failed.items():
            yield f"  `{remark.step}`: {remark.reason}, {told(_days(places))}"


def _conditions(found: Mapping[Remark, Sequence[Where]]) -> Iterator[str]:
    """One line for each guard, however many dated reasons stand behind it."""
    grouped: dict[tuple[str, str, str], list[Where]] = {}
    for remark, places in found.items():
        grouped.setdefault((remark.step, remark.guard, remark.name), []).extend(places)
    for (step, guard, name), places in grouped.items():
        yield f"`{name}` has no value {told(_days(places))}: `{step}` needs it if {guard}"


def _days(places: Sequence[Where]) -> Days:
    return _joined([(where.first, where.last) for where in places])


def _joined(days: Days) -> Days:
    """Stretches in date order, neighbours joined."""
    found: list[tuple[date, date]] = []
    for first, last in sorted(days):
        if found and (first - found[-1][1]).days <= 1:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return found


def told(days: Days) -> str:
    return ", ".join(f"from {first} to {last}" for first, last in days)


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def proof_data(code: str, proof: Proof) -> list[dict[str, Any]]:
    """The same as data, for one pack."""
    return [_part_data(code, proof, part) for part in proof.parts]


def _part_data(code: str, proof: Proof, part: Part) -> dict[str, Any]:
    return {
        "pack": code,
        "act": part.act,
        "contract": part.contract,
        "days": _days_data(part.stretches),
        "stretches": part.programs,
        "lines": part.steps,
        "widest": {"bits": part.widest, "line": part.widest_line},
        "divisors": [{"divisor": name, "lines": sorted(steps)} for name, steps in sorted(part.divisors.items())],
        "conditional": [
            {"line": one.step, "name": one.name, "reason": one.reason, "if": one.guard, "days": _days_data(_days(at))}
            for one, at in proof.about(part, "conditional").items()
        ],
        "not_modelled": [
            {"gap": gap.name, "from": gap.first.isoformat(), "to": gap.last.isoformat()} for gap in part.not_modelled
        ],
        "not_proven": [
            {"line": one.step, "kind": one.kind, "reason": one.reason, "days": _days_data(_days(at))}
            for one, at in proof.about(part, "missing", "divisor", "unrounded", "power", "wide").items()
        ],
    }


def _days_data(days: Days) -> list[dict[str, str]]:
    return [{"from": first.isoformat(), "to": last.isoformat()} for first, last in days]
