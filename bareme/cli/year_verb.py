"""`bareme year`: a worker's acts of a year in date order, with cumulation."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from bareme.cli.asking import pinned, registry_of, scenario_file
from bareme.cli.gap import print_gap
from bareme.cli.output import print_json
from simulator.running import NotReachable
from simulator.year import read_acts, run_acts, year_data


def run(arguments: Namespace) -> int:
    path = Path(arguments.acts)
    scenarios = [pinned(arguments, one) for one in read_acts(scenario_file(path), str(path))]
    try:
        year = run_acts(registry_of(arguments), scenarios)
    except NotReachable as gap:
        print_gap(gap, as_json=arguments.json)
        return 1
    if arguments.json:
        print_json(year_data(year))
        return 0
    from bareme.text.language import Language
    from bareme.text.statement import statement

    language = Language(arguments.lang)
    sys.stdout.write(statement(year, language))
    if arguments.ledger:
        from bareme.text.ledger import balance_text
        from simulator.trial import trial_balance

        sys.stdout.write(balance_text(trial_balance(year.runs), language))
    return 0
