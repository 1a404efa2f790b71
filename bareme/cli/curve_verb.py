"""`bareme curve`: one figure over a range of another, with every threshold and every cliff."""

from __future__ import annotations

import sys
from argparse import Namespace

from bareme.cli.asking import registry_of, scenario_of
from bareme.cli.output import print_json
from simulator.curve import curve


def run(arguments: Namespace) -> int:
    scenario = scenario_of(arguments)
    data = curve(registry_of(arguments), scenario, arguments.of, arguments.over, arguments.low, arguments.high)
    if arguments.json:
        print_json(data)
        return 0
    from bareme.text.curve import curve_text
    from bareme.text.language import Language

    sys.stdout.write(curve_text(data, Language(arguments.lang)))
    return 0
