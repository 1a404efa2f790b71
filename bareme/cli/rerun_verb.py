"""`bareme rerun`: past acts under other rules, with the differences, their causes and the correcting entries."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from bareme.cli.asking import registry_of, scenario_file
from bareme.cli.gap import print_gap
from bareme.cli.output import print_json
from simulator.rerun import rerun, rerun_data, side
from simulator.running import NotReachable
from simulator.year import read_acts


def run(arguments: Namespace) -> int:
    path = Path(arguments.acts)
    scenarios = read_acts(scenario_file(path), str(path))
    registry = registry_of(arguments)
    before, after = side(registry, arguments.before), side(registry, arguments.after)
    try:
        data = rerun_data(before, after, rerun(before, after, scenarios))
    except NotReachable as gap:
        print_gap(gap, as_json=arguments.json)
        return 1
    if arguments.json:
        print_json(data)
        return 0
    from bareme.text.language import Language
    from bareme.text.rerun import rerun_text

    sys.stdout.write(rerun_text(data, Language(arguments.lang)))
    return 0
