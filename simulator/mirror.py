"""A credit note: the stored lines of an earlier act, each with the other sign.

Nothing is computed again. What the act stored on its own day, by the rules of that day,
is taken back to the cent: figures, entries, and what the totals to date counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from engine.evaluation.scalar import compiled
from engine.language import codes
from engine.program.pack import Pack
from engine.program.timeline import Dates
from simulator.facts import BadFact, read_number, write_number
from simulator.mentions import mentions
from simulator.running import Run
from simulator.scenario import Scenario, refusal

PROPERTY = "act.mirrors"
DATED_FIGURES = ("money",)


def is_mirror(pack: Pack, act: str) -> bool:
    """Whether the act takes an earlier one back, instead of computing figures of its own."""
    definition = pack.acts.get(act)
    return definition is not None and definition.model.properties.get(PROPERTY) == "true"


def corrected(scenario: Scenario) -> Scenario:
    """The act that a credit note takes back; `Refused` if it names none."""
    if scenario.of is None:
        raise refusal(
            codes.MISSING_FACT,
            f"a {scenario.act} needs the act that it takes back",
            "say it under `of`: the scenario of that act, or its number in the list",
            "of",
        )
    return scenario.of


def mirrored(run: Run, scenario: Scenario) -> Run:
    """The run of the credit note: every amount of money of the earlier run negated, as it was stored."""
    values = {name: -value if _is_money(run, name) else value for name, value in run.values.items()}
    noted = replace(scenario, contract=run.scenario.contract)
    return replace(run, scenario=noted, asked=scenario, values=values, negates=run)


def _is_money(run: Run, name: str) -> bool:
    return run.program.type_of(name).partition("/")[0] in DATED_FIGURES


def own_mentions(run: Run) -> list[dict[str, Any]]:
    """What the credit note itself must say, by the rules of its own day."""
    act, day = run.scenario.act, run.scenario.date
    program = run.country.programs.program(act, None, Dates(day, day, day))
    ordinal = Fraction(day.toordinal())
    given = {program.root: Fraction(0), "date": ordinal, "payment_date": ordinal}
    values = compiled(program).values(given)
    return mentions(replace(run, program=program, values=values, negates=None))


def mirror_data(original: Mapping[str, Any], act: str, on: date) -> dict[str, Any]:
    """The result of a credit note from the stored result of the act that it takes back."""
    stored = dict(original)
    return {
        **stored,
        "act": act,
        "corrects": {"act": stored["act"], "date": stored["dates"]["work"], "bundle": stored["bundle"]},
        "dates": {**stored["dates"], "work": on.isoformat(), "payment": on.isoformat()},
        "values": {name: _negated_value(stored, name, text) for name, text in stored["values"].items()},
        "lines": [_negated_line(line) for line in stored["lines"]],
        "entries": [
            {**entry, "debit": entry["credit"], "credit": entry["debit"]} for entry in reversed(stored["entries"])
        ],
        "payees": [{**payee, "amount": _negated(payee["amount"])} for payee in stored["payees"]],
        "given": {},
        "solved": {},
        "alerts": [],
        "obligations": [],
        "left": [],
        "reclassified": [],
        "mentions": [],
    }


def _negated_value(stored: Mapping[str, Any], name: str, text: str) -> str:
    kinds = {line["name"]: line["type"] for line in stored["lines"]}
    is_money = kinds.get(name, "money").partition("/")[0] == "money"
    return _negated(text) if is_money else text


def _negated_line(line: Mapping[str, Any]) -> dict[str, Any]:
    if str(line["type"]).partition("/")[0] != "money":
        return dict(line)
    return {**line, "amount": _negated(line["amount"]), "formula": "-(the line of the act taken back)", "operands": []}


def _negated(text: str) -> str:
    try:
        value = read_number(text)
    except BadFact:
        return text
    return write_number(-value if value else Fraction(0), len(text.partition(".")[2]))
