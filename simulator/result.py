"""The result of one act as data: `bareme.simulation/1`.

Amounts and rates are strings, keys have fixed meanings, readers ignore unknown
keys. Nothing here is formatted for a reader: that is the work of the surfaces.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from engine import VERSION
from engine.program.provenance import Provenance
from simulator.alerts import alerts, by_severity
from simulator.consequences import Consequences, consequences
from simulator.consequences_data import alarm_data, duty_data, left_data
from simulator.evidence import Evidence
from simulator.facts import write_fact
from simulator.ledger import balances, by_payee, ledger_lines
from simulator.lines import amount, label, lines
from simulator.mentions import mentions
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
        "lines": lines(run, evidence),
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


def money(run: Run, value: Fraction) -> str:
    return write_fact(run.country.pack, "money", value)


def _gap(run: Run, name: str) -> dict[str, Any]:
    gap = run.country.pack.gaps[name].model
    return {"name": name, "about": gap.label or name, "why": gap.why, "effect": gap.effect, "law": gap.law}


def _assumed(run: Run, evidence: Evidence) -> list[dict[str, Any]]:
    found = []
    for name in evidence.grounds.every_fact:
        definition = run.country.pack.definitions[name]
        if name in run.given or name not in run.values:
            continue
        model = definition.model
        why = model.why or (f"no earlier act of this {model.window or 'period'}" if model.sum_of else "")
        found.append({"name": name, "label": label(run.program, name), "value": amount(run, name), "why": why})
    return found


def _assumed_by_rules(run: Run, following: Consequences) -> list[dict[str, Any]]:
    """Facts that only rules read and that nobody gave."""
    pack = run.country.pack
    found = []
    for name in sorted(following.case.assumed()):
        value, model = following.case.of_name(name), pack.definitions[name].model
        if value is not None and not model.sum_of:
            written = write_fact(pack, pack.type_of(name), value)
            told = {"name": name, "label": label(run.program, name), "value": written, "why": model.why or ""}
            found.append(told)
    return found


def _unconfirmed(run: Run, evidence: Evidence) -> list[dict[str, Any]]:
    figures = [_figure(source) for source in evidence.grounds.assumed_figures]
    return [*figures, *(_working_rule(run, name) for name in evidence.grounds.working_rules)]


def _working_rule(run: Run, name: str) -> dict[str, Any]:
    """A line whose rule is assumed, in the shape of an assumed figure."""
    model = run.country.pack.definitions[name].model
    return {
        "parameter": name,
        "label": label(run.program, name),
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
