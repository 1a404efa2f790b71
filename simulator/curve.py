"""One figure of an act over a range of another, as data: `bareme.curve/1`.

The points are exact: the ends of the range, every threshold with one unit on either
side, both sides of every cliff, and evenly spaced points between for drawing.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from engine.evaluation.scalar import compiled
from engine.intervals.cliffs import Cliff, Landscape, Threshold, landscape
from engine.language import codes
from engine.program.meaning import NoValue
from engine.program.program import Program
from simulator.facts import BadFact, read_fact, write_fact
from simulator.law import law_of
from simulator.registry import Registry
from simulator.running import facts, no_value, program_for
from simulator.scenario import Scenario, refusal

SCHEMA = "bareme.curve/1"
SPACED = 40
"""Evenly spaced points between the ends."""


def curve(
    registry: Registry, scenario: Scenario, of: str = "net_pay", over: str | None = None, low: str = "0", high: str = ""
) -> dict[str, Any]:
    """The curve of `of` for every `over` from `low` to `high` (both as written), with every threshold and cliff."""
    country = registry.of(scenario)
    _, program, _ = program_for(country, scenario)
    over = over or program.root
    _refuse_unknown(program, of, over)
    first, last = (_end(program, over, text, option) for text, option in ((low, "--from"), (high, "--to")))
    if last <= first:
        raise refusal(codes.BAD_FACT, f"the range from {low} to {high} is empty", "", "--to")
    given, _ = facts(country, program, scenario)
    others = {name: value for name, value in given.items() if name in program.givable and name != over}
    try:
        found = landscape(program, over, of, others, first, last)
    except NoValue as none:
        raise no_value(none) from None
    values = _values(program, over, of, others, _places(found, first, last))
    return {
        "schema": SCHEMA,
        "country": country.pack.name,
        "bundle": [dict(part) for part in country.bundle],
        "act": scenario.act,
        "contract": program.contract,
        "date": scenario.date.isoformat(),
        "currency": country.pack.header.currency,
        "of": _named(program, of),
        "over": _named(program, over),
        "from": write_fact(program.pack, program.type_of(over), first),
        "to": write_fact(program.pack, program.type_of(over), last),
        "unit": write_fact(program.pack, program.type_of(over), found.unit),
        "complete": found.complete,
        "points": [_point(program, over, of, place, values[place], found, (first, last)) for place in sorted(values)],
        "thresholds": [_threshold(program, over, threshold) for threshold in found.thresholds],
        "cliffs": [_cliff(program, over, of, cliff, found.unit) for cliff in found.cliffs],
    }


def _refuse_unknown(program: Program, of: str, over: str) -> None:
    if of not in program.step_of:
        known = ", ".join(program.values)
        raise refusal(codes.UNKNOWN_NAME, f"this act computes no `{of}`", f"it has: {known}", "--of")
    if over not in program.givable:
        mend = f"run over `{program.root}`, or over an input of the act"
        raise refusal(codes.BAD_FACT, f"`{over}` is computed, it cannot be run through", mend, "--over")


def _end(program: Program, over: str, text: str, option: str) -> Fraction:
    if not text:
        raise refusal(codes.MISSING_FACT, "a curve needs both ends of its range", "--from 0 --to 5000", option)
    try:
        return read_fact(program.pack, program.type_of(over), text)
    except BadFact as fault:
        raise refusal(codes.BAD_FACT, f"{option}: {fault.message}", fault.mend, option) from None


def _places(found: Landscape, first: Fraction, last: Fraction) -> list[Fraction]:
    unit = found.unit
    places = {first, last}
    for at in [*(threshold.at for threshold in found.thresholds), *(cliff.at for cliff in found.cliffs)]:
        places |= {at - unit, at, at + unit, at + 2 * unit}
    steps = (last - first) / unit
    places |= {first + (steps * number // SPACED) * unit for number in range(SPACED)}
    return sorted(place for place in places if first <= place <= last)


def _values(
    program: Program, over: str, of: str, others: dict[str, Fraction], places: list[Fraction]
) -> dict[Fraction, Fraction | None]:
    whole = compiled(program)
    found: dict[Fraction, Fraction | None] = {}
    for place in places:
        try:
            found[place] = whole.values({**others, over: place})[of]
        except NoValue:
            found[place] = None
    return found


def _point(
    program: Program,
    over: str,
    of: str,
    place: Fraction,
    value: Fraction | None,
    found: Landscape,
    ends: tuple[Fraction, Fraction],
) -> dict[str, Any]:
    return {
        "over": write_fact(program.pack, program.type_of(over), place),
        "of": None if value is None else write_fact(program.pack, program.type_of(of), value),
        "why": _why(place, found, ends),
    }


def _why(place: Fraction, found: Landscape, ends: tuple[Fraction, Fraction]) -> str:
    if any(place in (cliff.at, cliff.at + found.unit) for cliff in found.cliffs):
        return "cliff"
    if any(abs(place - threshold.at) <= 2 * found.unit for threshold in found.thresholds):
        return "threshold"
    return "end" if place in ends else "spaced"


def _named(program: Program, name: str) -> dict[str, Any]:
    described = program.pack.described(name)
    return {
        "name": name,
        "label": (described.label if described is not None else None) or name,
        "type": program.type_of(name),
        "law": law_of(program, name),
    }


def _threshold(program: Program, over: str, threshold: Threshold) -> dict[str, Any]:
    return {
        "at": write_fact(program.pack, program.type_of(over), threshold.at),
        "lines": [_named(program, name) for name in threshold.lines],
    }


def _cliff(program: Program, over: str, of: str, cliff: Cliff, unit: Fraction) -> dict[str, Any]:
    pack, over_type, of_type = program.pack, program.type_of(over), program.type_of(of)
    return {
        "last": {"over": write_fact(pack, over_type, cliff.at), "of": write_fact(pack, of_type, cliff.before)},
        "first": {"over": write_fact(pack, over_type, cliff.at + unit), "of": write_fact(pack, of_type, cliff.after)},
        "drop": write_fact(pack, of_type, cliff.before - cliff.after),
        "explained": write_fact(pack, of_type, cliff.explained),
        "causes": [
            {
                **_named(program, jump.name),
                "before": write_fact(pack, program.type_of(jump.name), jump.before),
                "after": write_fact(pack, program.type_of(jump.name), jump.after),
            }
            for jump in cliff.causes
        ],
    }
