"""`bareme simulate`: one act; a readable cascade by default."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Mapping
from typing import Any

from bareme.cli.asking import project_of, registry_of, scenario_of
from bareme.cli.gap import print_gap
from bareme.cli.output import print_json
from engine.language import codes
from simulator.running import NotReachable
from simulator.scenario import refusal
from simulator.simulation import simulate


def run(arguments: Namespace) -> int:
    written = project_of(arguments)
    if written is not None:
        return _project(arguments, written)
    scenario, registry = scenario_of(arguments), registry_of(arguments)
    try:
        data = simulate(registry, scenario)
    except NotReachable as gap:
        print_gap(gap, as_json=arguments.json)
        return 1
    if arguments.show:
        shown = {**data["values"], **{line["name"]: line["amount"] for line in data["lines"]}}
        if arguments.show not in shown:
            raise refusal(
                codes.UNKNOWN_NAME, f"this act has no `{arguments.show}`", f"it has: {', '.join(shown)}", "--show"
            )
        sys.stdout.write(shown[arguments.show] + "\n")
    elif arguments.json:
        print_json(data)
    else:
        from bareme.text.cascade import cascade
        from bareme.text.language import Language

        pack, language = registry.of(scenario).pack, Language(arguments.lang)
        sys.stdout.write(cascade(data, pack, language))
        if arguments.ledger:
            from bareme.text.ledger import entries_text

            sys.stdout.write(entries_text(data, pack, language))
    return 0


def _project(arguments: Namespace, written: Mapping[str, Any]) -> int:
    """A project: its parts, its budget, its money day by day."""
    from simulator.project import read_project, run_project
    from simulator.project_result import project_data

    registry = registry_of(arguments)
    try:
        data = project_data(registry, run_project(registry, read_project(written, arguments.what[0])))
    except NotReachable as gap:
        print_gap(gap, as_json=arguments.json)
        return 1
    if arguments.json:
        print_json(data)
        return 0
    from bareme.text.language import Language
    from bareme.text.project import project_text

    sys.stdout.write(project_text(data, Language(arguments.lang)))
    return 0
