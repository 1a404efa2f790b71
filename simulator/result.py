"""The result of one act as data: `bareme.simulation/1`.

Amounts and rates are strings, keys have fixed meanings, readers ignore unknown
keys. Nothing here is formatted for a reader: that is the work of the surfaces.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from engine import VERSION
from engine.evaluation.explanation import Trace
from engine.program.provenance import Provenance
from simulator.alerts import alerts, by_severity
from simulator.consequences import Consequences, consequences
from simulator.consequences_data import alarm_data, duty_data, left_data
from simulator.dependence import under
from simulator.evidence import Evidence, section_of
from simulator.facts import write_fact, write_number
from simulator.ledger import balances, by_payee, ledger_lines
from simulator.mentions import is_mention, mentions
from simulator.mirror import mirror_data, own_mentions
from simulator.running import Run
from simulator.second_opinion import opinion_data, opinion_on, wanted_always
from simulator.treatment import change_data

SCHEMA = "bareme.simulation/1"


def result(run: Run, evidence: Evidence | None = None) -> dict[str, Any]:
    """The whole result object of a run."""
    if run.negates is not None:
        stored = mirror_data(result(run.negates), run.scenario.act, run.scenario.date)
        return {**stored, "mentions": own_mentions(run), **_brought(run, consequences(run), [])}
    evidence = evidence or Evidence(run)
    pack, program = run.country.pack, run.program
    following = consequences(run)
    opinion = opinion_on([run], refuse=True) if wanted_always() else None
    values = {name: amount(run, name) for name in program.values}
    return {
        "schema": SCHEMA,
        "language": int(pack.header.language),
        "engine": VERSION,
        "country": pack.name,
        "bundle": [dict(part) for part in run.country.bundle],
        "act": run.scenario.act,
        "contract": program.contract,
        "dates": {
            "work": run.dates.work.isoformat(),
            "payment": run.dates.payment.isoformat(),
            "law": run.dates.work.isoformat(),
            "known": run.country.known.isoformat() if run.country.known is not None else None,
        },
        "currency": pack.header.currency,
        "complete": not run.gaps,
        "gaps": [_gap(run, name) for name in run.gaps],
        "given": {name: amount(run, name) for name in run.scenario.given if name in run.values},
        "solved": {run.program.root: amount(run, run.program.root)} if run.solved else {},
        "values": values,
        "lines": [_line(run, evidence, name) for name in evidence.shown if not is_mention(run, name)],
        "mentions": mentions(run),
        "assumed": [*_assumed(run, evidence), *_assumed_by_rules(run, following)],
        "unused": [name for name in run.unused if name not in following.case.read | run.treatment.read],
        "unconfirmed": _unconfirmed(run, evidence),
        "reclassified": [change_data(change) for change in run.treatment.changes],
        **_brought(run, following, alerts(run)),
        **({"second_engine": opinion_data(opinion)} if opinion is not None else {}),
        "payees": _payees(run),
        "entries": [
            {
                "account": line.account,
                "label": line.label,
                "debit": money(run, line.debit),
                "credit": money(run, line.credit),
            }
            for line in ledger_lines(run)
        ],
    }


def _brought(run: Run, following: Consequences, others: list[dict[str, Any]]) -> dict[str, Any]:
    """What the act brings with it, and alerts from elsewhere."""
    return {
        "alerts": by_severity([*others, *(alarm_data(alarm) for alarm in following.alarms)]),
        "obligations": [duty_data(duty) for duty in following.duties],
        "left": [left_data(run.country.pack, left) for left in following.left],
    }


def _payees(run: Run) -> list[dict[str, str]]:
    """What each payee ends with, from the entries: who pays stands with a minus."""
    totals = by_payee(run, balances(ledger_lines(run)))
    return [{"to": payee, "amount": money(run, total)} for payee, total in totals.items() if payee and total]


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


def money(run: Run, value: Fraction) -> str:
    return write_fact(run.country.pack, "money", value)


def label(run: Run, name: str) -> str:
    described = run.country.pack.described(name)
    return (described.label if described is not None else None) or name


def _gap(run: Run, name: str) -> dict[str, Any]:
    gap = run.country.pack.gaps[name].model
    return {"name": name, "about": gap.label or name, "why": gap.why, "effect": gap.effect, "law": gap.law}


def _line(run: Run, evidence: Evidence, name: str) -> dict[str, Any]:
    pack = run.country.pack
    definition, shared = pack.definitions.get(name), pack.interface.get(name)
    model = definition.model if definition is not None else None
    payee = getattr(model, "to", None) or (shared.model.to if shared is not None else None)
    incomplete = [gap for gap in run.gaps if _rests_on_gap(run, name, gap)]
    return {
        "name": name,
        "label": label(run, name),
        "section": section_of(run, name),
        "to": payee,
        "contribution": getattr(model, "contribution", None),
        "amount": amount(run, name),
        "type": run.program.type_of(name),
        "formula": evidence.explained(name).text,
        "operands": [_operand(run, node) for node in evidence.operands(name)],
        "law": getattr(model, "law", None),
        "confidence": evidence.confidence(name),
        "decided_by": _decided_by(run, evidence, name),
        "status": _status(evidence, name),
        "until": evidence.provisional(name),
        "incomplete": incomplete,
    }


def _decided_by(run: Run, evidence: Evidence, name: str) -> str | None:
    """The layers that decided the line or a figure it reads; without one, the pack that defines it."""
    pack = run.country.pack
    definition = pack.definitions.get(name)
    layers = {part.name for part in pack.parts if part.header.layer_of is not None}
    if layers:
        figures = [pack.definitions.get(node.name) for node in evidence.operands(name) if node.word != "name"]
        deciding = {one.pack for one in (definition, *figures) if one is not None and one.pack in layers}
        if deciding:
            return ", ".join(sorted(deciding))
    return definition.pack if definition is not None else None


def _status(evidence: Evidence, name: str) -> str:
    """The weakest under a line: beyond the coverage, open until a later event, or final."""
    if evidence.is_estimate(name):
        return "estimate"
    return "provisional" if evidence.provisional(name) is not None else "exact"


def _operand(run: Run, node: Trace) -> dict[str, Any]:
    kind = {"name": "value"}.get(node.word, node.word)
    known = node.word == "name" or run.country.pack.definitions.get(node.name) is not None
    type_text = run.program.type_of(node.name) if node.name in run.values else run.country.pack.type_of(node.name)
    value = write_fact(run.country.pack, type_text, node.value) if known else write_number(node.value)
    return {"name": node.name, "kind": kind, "label": label(run, node.name), "value": value}


def _rests_on_gap(run: Run, name: str, gap: str) -> bool:
    """Whether a line is one the gap affects, or is computed from one."""
    affected = set(run.country.pack.gaps[gap].model.affects)
    return not affected or bool(affected & under(run.program, name))


def _assumed(run: Run, evidence: Evidence) -> list[dict[str, Any]]:
    reached = dict.fromkeys(fact for name in run.program.values for fact in sorted(evidence.facts(name)))
    found = []
    for name in reached:
        definition = run.country.pack.definitions[name]
        if name in run.given or name not in run.values:
            continue
        model = definition.model
        why = model.why or (f"no earlier act of this {model.window or 'period'}" if model.sum_of else "")
        found.append({"name": name, "label": label(run, name), "value": amount(run, name), "why": why})
    return found


def _assumed_by_rules(run: Run, following: Consequences) -> list[dict[str, Any]]:
    """Facts that only rules read and that nobody gave."""
    pack = run.country.pack
    found = []
    for name in sorted(following.case.assumed()):
        value, model = following.case.of_name(name), pack.definitions[name].model
        if value is not None and not model.sum_of:
            written = write_fact(pack, pack.type_of(name), value)
            found.append({"name": name, "label": label(run, name), "value": written, "why": model.why or ""})
    return found


def _unconfirmed(run: Run, evidence: Evidence) -> list[dict[str, Any]]:
    reached = sorted({figure for name in run.program.values for figure in evidence.figures(name)})
    sources = [evidence.source(figure) for figure in reached]
    figures = [_figure(source) for source in sources if source is not None and source.confidence == "assumed"]
    return [*figures, *(_working_rule(run, name) for name in evidence.working_rules())]


def _working_rule(run: Run, name: str) -> dict[str, Any]:
    """A line whose rule is assumed, in the shape of an assumed figure."""
    model = run.country.pack.definitions[name].model
    return {
        "parameter": name,
        "label": label(run, name),
        "value": "",
        "from": None,
        "confidence": "assumed",
        "source": model.note or "a working rule",
        "law": model.law or "",
    }


def _figure(source: Provenance) -> dict[str, Any]:
    return {
        "parameter": source.name,
        "label": source.label,
        "value": source.value,
        "from": source.since.isoformat() if source.since is not None else None,
        "confidence": source.confidence,
        "source": source.source,
        "law": source.law,
    }
