"""`bareme compare`: contract types, splits, countries or dates side by side, with the differences in words."""

from __future__ import annotations

import sys
from argparse import Namespace
from datetime import date

from bareme.cli.asking import pair, registry_of, scenario_of
from bareme.cli.output import print_json
from engine.language import codes
from simulator.compare import by_contract, by_country, by_date, by_given, compare
from simulator.facts import BadFact, read_date
from simulator.scenario import Scenario, refusal


def run(arguments: Namespace) -> int:
    scenarios = _scenarios(arguments, scenario_of(arguments))
    registry = registry_of(arguments)
    data = compare(registry, scenarios)
    if arguments.json:
        print_json(data)
        return 0
    from bareme.text.comparison import comparison
    from bareme.text.language import Language

    sys.stdout.write(comparison(data, Language(arguments.lang)))
    return 0


def _scenarios(arguments: Namespace, scenario: Scenario) -> list[Scenario]:
    """One scenario per column, for what the options say varies."""
    found = [scenario]
    if arguments.countries:
        found = [one for each in found for one in by_country(each, _listed(arguments.countries))]
    if arguments.contracts:
        found = [one for each in found for one in by_contract(each, _listed(arguments.contracts))]
    if arguments.dates:
        found = [one for each in found for one in by_date(each, _days(arguments.dates))]
    if arguments.each:
        name, values = pair(arguments.each, "--each")
        found = [one for each in found for one in by_given(each, name, _listed(values))]
    if len(found) < 2:
        mend = "add `--contracts a,b`, `--countries be,fr`, `--dates D,E` or `--each NAME=A,B`"
        raise refusal(codes.MISSING_FACT, "a comparison needs at least two columns", mend, "compare")
    return found


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _days(text: str) -> list[date]:
    try:
        return [read_date(day) for day in _listed(text)]
    except BadFact as fault:
        raise refusal(codes.BAD_DATE, fault.message, fault.mend, "--dates") from None
