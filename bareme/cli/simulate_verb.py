"""`bareme simulate`: one act; a readable cascade by default."""

from __future__ import annotations

import sys
from argparse import Namespace

from bareme.cli.asking import registry_of, scenario_of
from bareme.cli.gap import print_gap
from bareme.cli.output import print_json
from engine.language import codes
from simulator.running import NotReachable
from simulator.scenario import refusal
from simulator.simulation import simulate


def run(arguments: Namespace) -> int:
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

        sys.stdout.write(cascade(data, registry.country(scenario.country).pack, Language(arguments.lang)))
    return 0
