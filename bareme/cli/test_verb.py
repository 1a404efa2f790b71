"""`bareme test`: the packs' own worked cases. None executed is a failure."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections import Counter
from pathlib import Path
from typing import Any

from bareme.cli.asking import pack_codes, registry_of
from bareme.cli.output import print_json
from bareme.text.coverage import coverage_text
from engine.language.diagnostic import Refused
from engine.language.excerpt import render
from simulator.cases import Outcome, run_cases
from simulator.listed import UNREACHED, listed
from simulator.reached import reach
from simulator.registry import Registry
from simulator.second_opinion import opinion_data, opinion_on

AUTHORITIES = ("published", "run")
"""Only these count as agreement with an authority."""


def run(arguments: Namespace) -> int:
    registry = registry_of(arguments)
    outcomes: dict[str, list[Outcome]] = {}
    registry_for: dict[str, Registry] = {}
    faults = 0
    for code, rules in pack_codes(arguments.packs, registry):
        registry_for[code] = rules
        try:
            outcomes[code] = list(run_cases(rules, code))
        except Refused as refused:
            faults += len(refused.diagnostics)
            sys.stderr.write("\n".join(render(diagnostic) for diagnostic in refused.diagnostics) + "\n")
    every = [outcome for found in outcomes.values() for outcome in found]
    failed = [outcome for outcome in every if not outcome.passed]
    opinion = opinion_on(one for outcome in every for one in outcome.runs)
    if arguments.json:
        print_json({**_data(outcomes), "second_engine": opinion_data(opinion)})
    else:
        sys.stdout.write(_text(outcomes))
        sys.stdout.write(f"{opinion}\n")
        if arguments.coverage:
            faults += sum(_cover(registry_for[code], code, found) for code, found in outcomes.items())
        sys.stdout.write(f"{len(every) - len(failed)} passed, {len(failed) + faults} failed, 0 skipped\n")
    if arguments.junit:
        from bareme.text.junit import junit

        Path(arguments.junit).write_text(junit(outcomes), encoding="utf-8")
    return 1 if failed or faults or not every or opinion.verdict == "disagreed" else 0


def _cover(registry: Registry, code: str, found: list[Outcome]) -> int:
    """Print what the cases reach; how many places are neither reached nor listed with a reason."""
    reached = reach(registry.country(code).pack, found)
    reasons = listed(registry.rules, code, UNREACHED)
    sys.stdout.write(coverage_text(code, reached, reasons))
    return len(reached.unaccounted(reasons))


def _text(outcomes: dict[str, list[Outcome]]) -> str:
    lines: list[str] = []
    for code, found in outcomes.items():
        for outcome in found:
            if not outcome.passed:
                lines.append(f"{outcome.place}: {outcome.name} ({outcome.how})")
                lines += [f"    {_told(difference)}" for difference in outcome.differences]
        lines.append(f"{code}: {_counted(found)}")
    return "\n".join(lines) + "\n"


def _told(difference: Any) -> str:
    room = f" within {difference.tolerance}" if difference.tolerance else ""
    return f"{difference.name}: expected {difference.expected}{room}, found {difference.found}"


def _counted(found: list[Outcome]) -> str:
    by_how = Counter(outcome.how for outcome in found)
    held = Counter(outcome.how for outcome in found if outcome.passed)
    parts = [f"{how} {held[how]} of {number}" for how, number in sorted(by_how.items())]
    expectations = sum(outcome.checked for outcome in found)
    agreed = sum(held[how] for how in AUTHORITIES)
    return (
        f"{len(found)} cases, {expectations} expectations ({', '.join(parts) or 'none'}); "
        f"{agreed} agree with an authority"
    )


def _data(outcomes: dict[str, list[Outcome]]) -> dict[str, Any]:
    return {
        "schema": "bareme.test/1",
        "packs": {
            code: [
                {
                    "name": outcome.name,
                    "how": outcome.how,
                    "place": str(outcome.place),
                    "passed": outcome.passed,
                    "checked": outcome.checked,
                    "differences": [
                        {"name": d.name, "expected": d.expected, "found": d.found} for d in outcome.differences
                    ],
                }
                for outcome in found
            ]
            for code, found in outcomes.items()
        },
    }
