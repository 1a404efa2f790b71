"""Questions nobody has answered yet, in order of what an answer could change.

A fact that the figure's way did not read cannot change it and is not asked. For each
other assumed fact the act is run again under other likely answers, everything else
held, the act's own starting figure included. What is told is the span of the figure
over these answers, and which answer gives which end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from engine.language.diagnostic import Refused
from engine.program.program import Program
from simulator.catalogue import members, unit
from simulator.evidence import Evidence
from simulator.facts import BadFact, declared_range, in_range, read_fact, write_fact
from simulator.registry import Registry
from simulator.running import NotReachable, Run, run
from simulator.scenario import Scenario

SCHEMA = "bareme.questions/1"
LIKELY: Mapping[str, tuple[str, ...]] = {
    "bool": ("true", "false"),
    "count": ("0", "1", "2", "3"),
    "rate": ("0", "0.25", "0.5", "0.75", "1"),
    "days": ("1", "5", "10", "20"),
    "hours": ("4", "8", "38", "76", "152"),
    "money": ("0", "100", "500", "1000", "2000", "4000"),
    "number": ("0", "1", "2"),
}
"""Answers worth trying, by type; an enum's are its members."""
MOST_MEMBERS = 12


def questions(registry: Registry, scenario: Scenario, of: str = "net_pay") -> dict[str, Any]:
    """The unanswered questions that the figure's way reads, greatest possible effect first."""
    base = run(registry, scenario)
    of = _figure(base, of)
    held = _with_root(base)
    found = [_question(registry, held, base, name, of) for name in _open(base, of)]
    now = write_fact(base.country.pack, base.program.type_of(of), base.values[of])
    return {
        "schema": SCHEMA,
        "of": of,
        "now": now,
        "questions": sorted(found, key=lambda one: (-_span(one), one["label"])),
    }


def open_facts(registry: Registry, scenario: Scenario, of: str = "net_pay") -> list[str]:
    """The facts that were assumed on the way to a figure, without trying other answers."""
    base = run(registry, scenario)
    return list(_open(base, _figure(base, of)))


def _figure(base: Run, of: str) -> str:
    return of if of in base.values else base.program.values[-1]


def _with_root(base: Run) -> Scenario:
    """The scenario with the act's starting figure as it came out, so that only one thing changes at a time."""
    root = base.program.root
    if base.solved is None:
        return base.scenario
    given = {name: text for name, text in base.scenario.given.items() if name != base.solved}
    return replace(
        base.scenario,
        given={**given, root: write_fact(base.country.pack, base.program.type_of(root), base.values[root])},
    )


def _open(base: Run, of: str) -> Iterator[str]:
    """Facts that nobody gave and that the figure's way read; totals to date are the worker's year's."""
    pack = base.country.pack
    reached = Evidence(base).facts(of)
    for name in base.program.names:
        definition = pack.definitions.get(name)
        asked = definition is not None and definition.kind == "input" and definition.model.sum_of is None
        if asked and name in reached and name not in base.given:
            yield name


def _question(registry: Registry, held: Scenario, base: Run, name: str, of: str) -> dict[str, Any]:
    pack, program = base.country.pack, base.program
    model = pack.definitions[name].model
    type_text = program.type_of(name)
    outcomes = {answer: _outcome(registry, held, name, answer, of) for answer in _answers(program, base, name)}
    reached = {answer: value for answer, value in outcomes.items() if value is not None}
    reached[write_fact(pack, type_text, base.values[name])] = base.values[of]
    low = min(reached, key=lambda answer: reached[answer])
    high = max(reached, key=lambda answer: reached[answer])
    return {
        "name": name,
        "label": model.label or name,
        "question": model.question,
        "note": model.note,
        **unit(pack, type_text),
        "choices": members(pack, type_text),
        "assumed": write_fact(pack, type_text, base.values[name]),
        "why": model.why or "",
        "low": {"answer": low, "figure": write_fact(pack, program.type_of(of), reached[low])},
        "high": {"answer": high, "figure": write_fact(pack, program.type_of(of), reached[high])},
    }


def _answers(program: Program, base: Run, name: str) -> list[str]:
    """Likely answers within the declared range, the assumed one left out."""
    pack, type_text = program.pack, program.type_of(name)
    kind = type_text.partition("/")[0]
    if kind in pack.members and kind != "bool":
        words: tuple[str, ...] = pack.members[kind][:MOST_MEMBERS]
    else:
        words = LIKELY.get(kind, ())
        limits = declared_range(pack, name)
        if kind in ("rate", "count") and limits is not None:
            words = tuple(dict.fromkeys((*words, *(limit for limit in limits if kind == "rate"))))
    found = []
    for word in words:
        try:
            value = read_fact(pack, type_text, word)
            in_range(pack, name, type_text, value)
        except BadFact:
            continue
        if value != base.values[name]:
            found.append(word)
    return found


def _outcome(registry: Registry, held: Scenario, name: str, answer: str, of: str) -> Fraction | None:
    """The figure under another answer; None where that case is refused."""
    try:
        return run(registry, replace(held, given={**held.given, name: answer})).values.get(of)
    except (Refused, NotReachable):
        return None


def _span(question: Mapping[str, Any]) -> Fraction:
    return Fraction(question["high"]["figure"]) - Fraction(question["low"]["figure"])
