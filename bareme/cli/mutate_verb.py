"""`bareme mutate`: small faults planted in a pack, and which of them its worked cases notice."""

from __future__ import annotations

import sys
import time
from argparse import Namespace
from collections import Counter
from typing import Any

from bareme.cli.asking import pack_codes, registry_of
from bareme.cli.output import print_json
from simulator.cases import run_cases
from simulator.mutation import Verdict, equivalent_faults, judge, mutants
from simulator.registry import Registry

WORTH = ("published", "run", "hand")
"""Kills by these count; a snapshot of our own output proves nothing."""


def run(arguments: Namespace) -> int:
    data: dict[str, Any] = {"schema": "bareme.mutation/1", "packs": {}}
    enough = True
    for code, registry in pack_codes(arguments.packs, registry_of(arguments)):
        verdicts = _verdicts(arguments, code, registry)
        killed = sum(verdict.killed_by in (*WORTH, "refused") for verdict in verdicts)
        enough = enough and killed * 100 >= arguments.least * len(verdicts)
        data["packs"][code] = _data(verdicts)
        if not arguments.json:
            sys.stdout.write(_text(code, verdicts, killed))
    if arguments.json:
        print_json(data)
    return 0 if enough else 1


def _verdicts(arguments: Namespace, code: str, registry: Registry) -> list[Verdict]:
    started = time.monotonic()
    outcomes = list(run_cases(registry, code))
    equivalent = equivalent_faults(registry, code)
    every = [fault for fault in mutants(registry.country(code).pack) if fault.label not in equivalent]
    chosen = every[:: max(arguments.every, 1)]
    sys.stderr.write(f"{code}: {len(every)} faults, {len(equivalent)} more change no result and are listed as such\n")
    verdicts = []
    for number, verdict in enumerate(judge(registry, code, outcomes, chosen), 1):
        verdicts.append(verdict)
        if number % 200 == 0:
            sys.stderr.write(f"{code}: {number} of {len(chosen)} faults, {time.monotonic() - started:.0f} s\n")
    return verdicts


def _data(verdicts: list[Verdict]) -> dict[str, Any]:
    return {
        "faults": len(verdicts),
        "killed": dict(Counter(verdict.killed_by or "nobody" for verdict in verdicts)),
        "survivors": [
            {"fault": verdict.mutant.label, "kind": verdict.mutant.kind, "cases": verdict.reached}
            for verdict in verdicts
            if verdict.killed_by is None
        ],
    }


def _text(code: str, verdicts: list[Verdict], killed: int) -> str:
    counts = Counter(verdict.killed_by or "nobody" for verdict in verdicts)
    survivors = [verdict for verdict in verdicts if verdict.killed_by is None]
    lines = [f"    survived ({one.reached} cases reach it): {one.mutant.label}" for one in survivors]
    share = f"{100 * killed / len(verdicts):.1f} %" if verdicts else "no faults"
    told = ", ".join(f"{kind} {number}" for kind, number in sorted(counts.items()))
    lines.append(f"{code}: {len(verdicts)} faults, killed by {told}; {share} by cases that are worth something")
    return "\n".join(lines) + "\n"
