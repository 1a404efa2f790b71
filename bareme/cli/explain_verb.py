"""`bareme explain`: the tree behind one figure, with law and sources."""

from __future__ import annotations

import sys
from argparse import Namespace

from bareme.cli.asking import registry_of, scenario_of
from bareme.cli.gap import print_gap
from bareme.cli.output import print_json
from engine.language import codes
from simulator import running
from simulator.evidence import Evidence
from simulator.explaining import explanation
from simulator.scenario import refusal


def run(arguments: Namespace) -> int:
    try:
        done = running.run(registry_of(arguments), scenario_of(arguments))
    except running.NotReachable as gap:
        print_gap(gap, as_json=arguments.json)
        return 1
    if arguments.line not in done.values:
        known = ", ".join(done.program.values)
        raise refusal(codes.UNKNOWN_NAME, f"this act has no `{arguments.line}`", f"it has: {known}", "--line")
    data = explanation(Evidence(done), arguments.line)
    if arguments.json:
        print_json(data)
        return 0
    from bareme.text.language import Language
    from bareme.text.tree import tree

    sys.stdout.write(tree(data, done.country.pack, Language(arguments.lang), arguments.depth))
    return 0
