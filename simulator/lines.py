"""The lines of a result: each amount with its formula, what it was computed from, its law and how sure it is."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from engine.evaluation.explanation import Trace
from engine.program.program import Program
from simulator.dependence import under
from simulator.evidence import Evidence, section_of, shown
from simulator.facts import write_fact, write_number
from simulator.grounds import Grounds
from simulator.mentions import is_mention
from simulator.running import Run


def lines(run: Run, evidence: Evidence) -> list[dict[str, Any]]:
    """Every line that the act shows, in the order of the payslip."""
    grounds, pack = evidence.grounds, run.country.pack
    return [
        {
            **said,
            "amount": amount(run, name),
            "operands": [
                {**words, "value": _written(run, node)}
                for words, node in zip(_operands(grounds, name), evidence.operands(name), strict=True)
            ],
            "incomplete": [gap for gap in run.gaps if _rests_on_gap(run, name, pack.gaps[gap].model.affects)],
        }
        for name, said in _told(grounds).items()
    ]


@lru_cache(512)
def _told(grounds: Grounds) -> Mapping[str, dict[str, Any]]:
    """What each line says whatever its amount is, with places for what depends on it."""
    return {name: _line(grounds, name) for name in shown(grounds.program) if not is_mention(grounds.program, name)}


def _line(grounds: Grounds, name: str) -> dict[str, Any]:
    program, pack = grounds.program, grounds.program.pack
    definition, interface = pack.definitions.get(name), pack.interface.get(name)
    model = definition.model if definition is not None else None
    return {
        "name": name,
        "label": label(program, name),
        "section": section_of(program, name),
        "to": getattr(model, "to", None) or (interface.model.to if interface is not None else None),
        "contribution": getattr(model, "contribution", None),
        "amount": "",
        "type": program.type_of(name),
        "formula": program.step_of[name].text if name in grounds.used else "",
        "operands": [],
        "law": getattr(model, "law", None),
        "confidence": grounds.confidence(name),
        "decided_by": _decided_by(grounds, name),
        "status": _status(grounds, name),
        "until": grounds.provisional(name),
        "incomplete": [],
    }


def _decided_by(grounds: Grounds, name: str) -> str | None:
    """The layers that decided the line or a figure it reads; without one, the pack that defines it."""
    pack = grounds.program.pack
    definition = pack.definitions.get(name)
    layers = {part.name for part in pack.parts if part.header.layer_of is not None}
    if layers:
        figures = [pack.definitions.get(other) for word, other in grounds.used.get(name, ()) if word != "name"]
        deciding = {one.pack for one in (definition, *figures) if one is not None and one.pack in layers}
        if deciding:
            return ", ".join(sorted(deciding))
    return definition.pack if definition is not None else None


def _status(grounds: Grounds, name: str) -> str:
    """The weakest under a line: beyond the coverage, open until a later event, or final."""
    if grounds.is_estimate(name):
        return "estimate"
    return "provisional" if grounds.provisional(name) is not None else "exact"


@lru_cache(8192)
def _operands(grounds: Grounds, name: str) -> list[dict[str, str]]:
    """What a line used, without the values."""
    kinds = {"name": "value"}
    used = grounds.used.get(name, ())
    return [{"name": each, "kind": kinds.get(word, word), "label": label(grounds.program, each)} for word, each in used]


def _written(run: Run, node: Trace) -> str:
    """The value of something that was used."""
    pack = run.country.pack
    if node.word != "name" and node.name not in pack.definitions:
        return write_number(node.value)
    type_text = run.program.type_of(node.name) if node.name in run.values else pack.type_of(node.name)
    return write_fact(pack, type_text, node.value)


def _rests_on_gap(run: Run, name: str, affected: list[str]) -> bool:
    """Whether a line is one the gap affects, or is computed from one."""
    return not affected or not under(run.program, name).isdisjoint(affected)


def amount(run: Run, name: str) -> str:
    """A value of the run as text, by its type; a number that is rounded shows the places it is rounded to."""
    type_text = run.program.type_of(name)
    written = write_fact(run.country.pack, type_text, run.values[name])
    step = run.program.step_of.get(name)
    if step is None or step.rounding is None or type_text.partition("/")[0] != "number" or written.endswith("…"):
        return written
    places = len(write_number(step.rounding.multiple).partition(".")[2])
    whole, _, digits = written.partition(".")
    return f"{whole}.{digits.ljust(places, '0')}" if places else whole


def label(program: Program, name: str) -> str:
    described = program.pack.described(name)
    return (described.label if described is not None else None) or name
