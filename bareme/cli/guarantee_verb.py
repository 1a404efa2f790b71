"""`bareme guarantee`: what the fund advances when pay precedes the client's payment, and what that costs."""

from __future__ import annotations

import sys
from argparse import Namespace

from bareme.cli.asking import day_of, registry_of, scenario_of
from bareme.cli.gap import print_gap
from bareme.cli.output import print_json
from simulator.guarantee import guarantee, guarantee_data
from simulator.running import NotReachable

NEVER = "never"


def run(arguments: Namespace) -> int:
    never = arguments.client_pays == NEVER
    pays = day_of(arguments.client_pays, "--client-pays") if arguments.client_pays and not never else None
    until = day_of(arguments.until, "--until") if arguments.until else None
    try:
        found = guarantee(registry_of(arguments), scenario_of(arguments), pays, never=never, until=until)
    except NotReachable as gap:
        print_gap(gap, as_json=arguments.json)
        return 1
    data = guarantee_data(found)
    if arguments.json:
        print_json(data)
        return 0
    from bareme.text.guarantee import guarantee_text
    from bareme.text.language import Language

    sys.stdout.write(guarantee_text(data, Language(arguments.lang)))
    return 0
