"""`bareme curve`: one figure over a range of another, with every threshold and every cliff."""

from __future__ import annotations

import sys
from argparse import Namespace
from datetime import date, datetime

from bareme.cli.asking import registry_of, scenario_of
from bareme.cli.output import print_json
from simulator.curve import curve
from simulator.registry import Country

USUAL_CONTRACT = "fixed_term"


def run(arguments: Namespace) -> int:
    registry = registry_of(arguments)
    if len(arguments.what) == 2:
        _fill(arguments, registry.country(arguments.what[0]))
    scenario = scenario_of(arguments)
    data = curve(registry, scenario, arguments.of, arguments.over, arguments.low, arguments.high)
    if arguments.json:
        print_json(data)
        return 0
    from bareme.text.curve import curve_text
    from bareme.text.language import Language

    sys.stdout.write(curve_text(data, Language(arguments.lang)))
    return 0


def _fill(arguments: Namespace, country: Country) -> None:
    """The day and the contract type that are taken where none is said, and told on standard error."""
    act = country.pack.acts.get(arguments.what[1])
    if arguments.date is None:
        last = max((row.to_date for row in country.pack.header.coverage), default=date.max)
        arguments.date = min(datetime.now().astimezone().date(), last).isoformat()
        sys.stderr.write(f"taken: --date {arguments.date}\n")
    if arguments.contract is None and act is not None and act.model.contract == "required":
        arguments.contract = USUAL_CONTRACT
        sys.stderr.write(f"taken: --contract {USUAL_CONTRACT}\n")
