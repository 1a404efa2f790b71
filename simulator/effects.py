"""What the facts that nobody gave could still change: for each, the span of the asked figure, greatest effect first.

Every other fact, and the act's own starting figure, is held. A truth or a choice is tried
in each of its answers. A number is read as an interval over its declared range and
narrowed by branch and bound: `exact` says that the two ends are reached, otherwise they
enclose what is possible.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from engine.evaluation.scalar import compiled
from engine.intervals.extremes import extremes
from engine.intervals.solution import readings, slice_of
from engine.program.meaning import NoValue
from simulator.coverage import gaps_touching
from simulator.dependence import under
from simulator.facts import declared_range, read_fact, write_fact
from simulator.running import Run

USUAL = "net_pay"
UNTOLD = ("date", "text")
"""Types that have no range to try."""


@dataclass(frozen=True, slots=True)
class Effect:
    """A fact that was assumed, and the figure's span over all its answers."""

    name: str
    low: Fraction
    low_answer: Fraction
    high: Fraction
    high_answer: Fraction
    exact: bool

    def size(self, now: Fraction) -> Fraction:
        return max(self.high - now, now - self.low, Fraction(0))


def asked_figure(done: Run) -> str:
    """The figure that a reader of the act looks for: net pay, else the last amount of the act."""
    if USUAL in done.program.values:
        return USUAL
    money = [name for name in done.program.values if done.program.type_of(name).partition("/")[0] == "money"]
    return money[-1]


def effects(done: Run, of: str) -> list[Effect]:
    """Every fact that was not given and can move the figure, greatest effect first."""
    now = done.values[of]
    found = [effect for name in _open(done, of) if (effect := _effect(done, name, of)) is not None]
    moving = [effect for effect in found if effect.size(now)]
    return sorted(moving, key=lambda effect: (-effect.size(now), effect.name))


def _open(done: Run, of: str) -> Iterator[str]:
    """Inputs under the figure that were assumed; totals to date come from the worker's year, not from an answer."""
    below = under(done.program, of)
    for name in done.program.names:
        definition = done.country.pack.definitions.get(name)
        if definition is None or definition.kind != "input" or name in done.given or name not in below:
            continue
        model = definition.model
        counted = model.sum_of is not None or getattr(model, "chain_of", None) is not None
        if not counted and name in done.program.givable:
            yield name


def _effect(done: Run, name: str, of: str) -> Effect | None:
    type_text = done.program.type_of(name)
    if type_text in done.country.pack.members or type_text == "bool":
        return _by_answers(done, name, of)
    limits = declared_range(done.country.pack, name)
    if type_text in UNTOLD or limits is None:
        return None
    low, high = (read_fact(done.country.pack, type_text, text) for text in limits)
    return _by_range(done, name, of, low, high)


def _by_answers(done: Run, name: str, of: str) -> Effect | None:
    members = done.country.pack.members.get(done.program.type_of(name), ("false", "true"))
    found: list[tuple[Fraction, Fraction]] = []
    for answer in range(len(members)):
        values = _outcome(done, name, Fraction(answer))
        if values is not None:
            found.append((values[of], Fraction(answer)))
    if not found:
        return None
    low, high = min(found), max(found, key=lambda pair: pair[0])
    return Effect(name, *low, *high, exact=True)


def _outcome(done: Run, name: str, answer: Fraction) -> dict[str, Fraction] | None:
    """Every value under another answer; None where the law gives none, or a gap refuses the case."""
    try:
        values = compiled(done.program).values({**done.given, name: answer})
    except NoValue:
        return None
    gaps = (done.country.pack.gaps[gap].model for gap in gaps_touching(done.program, values))
    return None if any(gap.effect == "refuse" for gap in gaps) else values


def _by_range(done: Run, name: str, of: str, low: Fraction, high: Fraction) -> Effect | None:
    part = slice_of(done.program, name, of, done.values)
    if of not in part.scalar.program.step_of:
        return None
    unit, scale = part.scalar.scales[name], part.scalar.scales[of]
    found = extremes(*readings(part), -(-low * unit // 1), high * unit // 1)
    if found is None:
        return None
    least, greatest = found
    return Effect(
        name,
        Fraction(least.bound, scale),
        Fraction(least.unknown, unit),
        Fraction(greatest.bound, scale),
        Fraction(greatest.unknown, unit),
        least.exact and greatest.exact,
    )


def effects_data(done: Run, of: str) -> list[dict[str, Any]]:
    """The effects as data, for the results of single acts."""
    pack, program = done.country.pack, done.program
    figure = program.type_of(of)
    found = []
    for effect in effects(done, of):
        model, kind = pack.definitions[effect.name].model, program.type_of(effect.name)
        found.append(
            {
                "name": effect.name,
                "label": model.label or effect.name,
                "question": model.question,
                "assumed": write_fact(pack, kind, done.values[effect.name]),
                "of": of,
                "now": write_fact(pack, figure, done.values[of]),
                "low": {
                    "answer": write_fact(pack, kind, effect.low_answer),
                    "figure": write_fact(pack, figure, effect.low),
                },
                "high": {
                    "answer": write_fact(pack, kind, effect.high_answer),
                    "figure": write_fact(pack, figure, effect.high),
                },
                "exact": effect.exact,
            }
        )
    return found
