"""`bareme compare`: contract types, splits, countries or dates side by side, with the differences in words."""

from __future__ import annotations

import sys
from argparse import Namespace
from dataclasses import replace
from datetime import date

from bareme.cli.asking import pair, plain_registry_of, registry_of, scenario_of
from bareme.cli.output import print_json
from engine.language import codes
from simulator.compare import (
    Column,
    by_contract,
    by_country,
    by_date,
    by_given,
    by_release,
    compare_columns,
    titled,
)
from simulator.facts import BadFact, read_date
from simulator.scenario import Scenario, refusal


def run(arguments: Namespace) -> int:
    scenarios = _scenarios(arguments, scenario_of(arguments))
    plain, changed = plain_registry_of(arguments), registry_of(arguments)
    has_change = bool(arguments.set or arguments.overlay)
    if len(scenarios) < 2 and not has_change:
        mend = (
            "add `--contracts a,b`, `--countries be,fr`, `--dates D,E`, `--releases X,Y`, `--each NAME=A,B` or `--set`"
        )
        raise refusal(codes.MISSING_FACT, "a comparison needs at least two columns", mend, "compare")
    columns = titled(plain, scenarios)
    if has_change:
        words = ", ".join([*arguments.set, *arguments.overlay])
        asked = [replace(one, title="as it is" if len(columns) == 1 else one.title) for one in columns]
        columns = [*asked, *(Column(_changed(one, columns, words), changed, one.scenario) for one in columns)]
    data = compare_columns(columns, arguments.currency.upper() if arguments.currency else None)
    if arguments.json:
        print_json(data)
        return 0
    from bareme.text.comparison import comparison
    from bareme.text.language import Language

    sys.stdout.write(comparison(data, Language(arguments.lang)))
    return 0


def _changed(column: Column, columns: list[Column], words: str) -> str:
    return words if len(columns) == 1 else f"{column.title}, {words}"


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
    if arguments.releases:
        found = [one for each in found for one in by_release(each, _listed(arguments.releases))]
    return found


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _days(text: str) -> list[date]:
    try:
        return [read_date(day) for day in _listed(text)]
    except BadFact as fault:
        raise refusal(codes.BAD_DATE, fault.message, fault.mend, "--dates") from None
