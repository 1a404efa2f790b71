"""How to split a budget between author's rights and pay: the best share that the law's limits allow, and why.

The limit is proven: the solver finds every share at which nothing lies outside the limits.
Between thresholds the sum of both nets moves steadily, so the best share is at one of them.
A share that leaves no pay is an assignment of rights, not a job, and is not proposed.
`bareme.split/1`.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from engine.evaluation.scalar import compiled
from engine.intervals.cliffs import landscape
from engine.intervals.solution import Gap
from engine.language import codes
from engine.program.meaning import NoValue
from engine.program.program import Program
from simulator.facts import write_fact, write_number
from simulator.law import law_of
from simulator.registry import Registry
from simulator.running import facts, program_for, run, solve_for
from simulator.scenario import Scenario, refusal

SCHEMA = "bareme.split/1"
SHARE, OUTSIDE = "rights.share", "rights.outside_limits"
PAY = "gross"
NETS = ("net_pay", "rights.net")
FIGURES = ("gross", "net_pay", "rights.gross", "rights.net", "invoice.incl_vat")
SPACED = 50
Others = dict[str, Fraction]
Legal = tuple[tuple[Fraction, Fraction], ...]
Row = tuple[Fraction, Fraction, bool, dict[str, Fraction]]
"""A share, both nets together, whether it is legal, and every value of the run."""


def split(registry: Registry, scenario: Scenario) -> dict[str, Any]:
    """The shares worth looking at with both nets, the greatest legal share, and the best one."""
    country = registry.of(scenario)
    _, program, _ = program_for(country, scenario)
    if SHARE not in program.givable:
        raise refusal(codes.BAD_FACT, f"a {scenario.act} is not split between rights and pay", "ask of a job", "act")
    given, _ = facts(country, program, scenario)
    if program.root not in given:
        done = run(registry, replace(scenario, given={**scenario.given, SHARE: "0"}))
        given = {**given, program.root: done.values[program.root]}
    others = {name: value for name, value in given.items() if name in program.givable and name != SHARE}
    legal = _legal(program, others)
    rows = [_row(program, others, share, legal) for share in _candidates(program, others, legal)]
    allowed = [row for row in rows if row[2] and row[3].get(PAY, Fraction(0)) > 0]
    best = max(allowed, key=lambda row: (row[1], -row[0]), default=rows[0])
    return {
        "schema": SCHEMA,
        "country": country.pack.name,
        "contract": program.contract,
        "date": scenario.date.isoformat(),
        "currency": country.pack.header.currency,
        "bundle": [dict(part) for part in country.bundle],
        "greatest_legal_share": write_number(max((row[0] for row in allowed), default=Fraction(0))),
        "legal": [{"from": write_number(low), "to": write_number(high)} for low, high in legal],
        "limit": {"line": OUTSIDE, "law": law_of(program, OUTSIDE)},
        "best": _told(program, best),
        "shares": [_told(program, row) for row in rows],
    }


def _legal(program: Program, others: Others) -> Legal:
    found = solve_for(program, SHARE, OUTSIDE, Fraction(0), others)
    if isinstance(found, Gap):
        return ((Fraction(0), Fraction(0)),)
    return found.runs


def _candidates(program: Program, others: Others, legal: Legal) -> list[Fraction]:
    zero, one = Fraction(0), Fraction(1)
    unit = Fraction(1, compiled(program).scales[SHARE])
    places = {zero, one, *(end for run_of in legal for end in run_of)}
    for net in NETS:
        for threshold in landscape(program, SHARE, net, others, zero, one).thresholds:
            places |= {threshold.at, threshold.at + unit}
    places |= {Fraction(number, SPACED) for number in range(SPACED + 1)}
    return sorted(place for place in places if zero <= place <= one)


def _row(program: Program, others: Others, share: Fraction, legal: Legal) -> Row:
    try:
        values = compiled(program).values({**others, SHARE: share})
    except NoValue:
        return share, Fraction(-1), False, {}
    total = sum((values[net] for net in NETS), Fraction(0))
    return share, total, any(low <= share <= high for low, high in legal), values


def _told(program: Program, row: Row) -> dict[str, Any]:
    share, total, is_legal, values = row
    return {
        "share": write_number(share),
        "both_nets": write_fact(program.pack, "money", total),
        "legal": is_legal,
        "values": {name: _text(program, name, values) for name in FIGURES if name in values},
    }


def _text(program: Program, name: str, values: Others) -> str:
    return write_fact(program.pack, program.type_of(name), values[name])
