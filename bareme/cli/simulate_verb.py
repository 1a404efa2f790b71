"""`bareme simulate`: one act; a readable cascade by default."""

from __future__ import annotations

import sys
from argparse import Namespace

from bareme.cli.asking import registry_of, scenario_of
from bareme.cli.gap import print_gap
from bareme.cli.output import print_json
from engine.language import codes
from simulator import running
from simulator.result import result
from simulator.running import NotReachable
from simulator.scenario import refusal


def run(arguments: Namespace) -> int:
    scenario = scenario_of(arguments)
    try:
        done = running.run(registry_of(arguments), scenario)
    except NotReachable as gap:
        print_gap(gap, as_json=arguments.json)
        return 1
    data = result(done)
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

        sys.stdout.write(cascade(data, done.country.pack, Language(arguments.lang)))
    return 0
