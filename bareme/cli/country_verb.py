"""`bareme country`: open a country, and see how far each of them is."""

from __future__ import annotations

import sys
from argparse import Namespace

from bareme.cli.asking import registry_of
from bareme.cli.output import print_json
from engine.language import codes
from engine.releases.clock import today
from simulator.country_state import country_state, state_data
from simulator.opening.opening import NewCountry, open_country
from simulator.registry import Registry
from simulator.scenario import refusal


def run(arguments: Namespace) -> int:
    registry = registry_of(arguments)
    return _new(arguments, registry) if arguments.task == "new" else _status(arguments, registry)


def _new(arguments: Namespace, registry: Registry) -> int:
    new = _described(arguments)
    written = open_country(registry, new, arguments.origin, today())
    state = country_state(Registry(registry.rules), new.code)
    if arguments.json:
        print_json({**state_data(state), "files": [path.as_posix() for path in written]})
        return 0
    sys.stdout.writelines(f"{path.as_posix()}\n" for path in written)
    sys.stderr.write(
        f"{new.name} computes from now on, and nothing of it is known yet: {len(state.open)} figures are questions.\n"
        f"Next: `bareme country status {new.code}`, then docs/open-a-country.md.\n"
    )
    return 0


def _described(arguments: Namespace) -> NewCountry:
    """The country by its ISO code, as far as the options do not say otherwise."""
    from babel import Locale
    from babel.languages import get_official_languages
    from babel.numbers import get_currency_precision, get_territory_currencies

    code = arguments.code.lower()
    territory = code.upper()
    name = arguments.name or Locale("en").territories.get(territory)
    if len(code) != 2 or not code.isalpha() or name is None:
        mend = "two letters of ISO 3166, such as `pt`"
        raise refusal(codes.UNKNOWN_PACK, f"`{arguments.code}` is no country's code", mend, "country new")
    currencies = get_territory_currencies(territory)
    currency = arguments.currency or (currencies[0] if currencies else "EUR")
    places = get_currency_precision(currency)
    quantum = f"0.{'0' * (places - 1)}1" if places else "1"
    languages = get_official_languages(territory)
    return NewCountry(code, name, currency, quantum, languages[0] if languages else "en")


def _status(arguments: Namespace, registry: Registry) -> int:
    asked = [arguments.code] if arguments.code else list(registry.codes())
    states = [country_state(registry, code) for code in asked]
    if arguments.json:
        print_json({"schema": "bareme.countries-status/1", "countries": [state_data(one) for one in states]})
        return 0
    for one in states:
        sys.stdout.write(
            f"{one.code} {one.name}: {one.confirmed} of {one.figures} figures confirmed, "
            f"{len(one.open)} open; {one.cases} cases, {one.by_authority} by an authority, {one.failed} failed; "
            f"oldest check {one.oldest_check or 'never'}\n"
        )
        if arguments.code:
            sys.stdout.writelines(f"  {each.name} from {each.since}: {each.question}\n" for each in one.open)
    return 1 if any(one.failed or not one.cases for one in states) else 0
