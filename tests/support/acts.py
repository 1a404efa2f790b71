"""Acts of a country by chance: any act, contract type, covered day, amount and a few facts."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from random import Random

from engine.checking.segments import coverage_of
from engine.program.pack import Definition, Pack
from engine.program.timeline import Dates
from simulator.facts import declared_range, read_fact, write_fact
from simulator.registry import Country
from simulator.scenario import Scenario
from tests.support.scenarios import MOST, SCALES

FACTS = 5


def chance_scenario(
    chance: Random, country: Country, act: str, contract: str | None, on: date | None = None
) -> Scenario:
    """A scenario of the act: a covered day, an amount of its root, and some facts within what they may be."""
    pack = country.pack
    on = on or _day(chance, pack, act, contract)
    begins = on - timedelta(days=chance.choice([0, 0, 0, 1, 9, 30]))
    program = country.programs.program(act, contract, Dates(on, on, begins))
    most = chance.choice([100, 300_000, 300_000, 3_000_000])
    given = {program.root: write_fact(pack, "money", chance.randint(0, most) * pack.quantum)}
    asked = sorted(name for name in program.givable if _is_asked(pack, name))
    for name in chance.sample(asked, min(len(asked), chance.randint(0, FACTS))):
        given[name] = _fact(chance, pack, pack.definitions[name])
    if begins != on:
        given |= {"start": begins.isoformat(), "end": on.isoformat()}
    return Scenario(pack.name, act, on, contract, given)


def covered(pack: Pack, act: str, contract: str | None) -> list[tuple[date, date]]:
    """The stretches of days on which the act can be computed under the contract."""
    since = pack.contracts[contract].model.from_ if contract is not None else None
    rows = coverage_of(pack, act, contract)
    return [(max(row.from_, since or row.from_), row.to_date) for row in rows]


def _day(chance: Random, pack: Pack, act: str, contract: str | None) -> date:
    first, last = chance.choice(covered(pack, act, contract))
    return first + timedelta(days=chance.randint(0, (last - first).days))


def _is_asked(pack: Pack, name: str) -> bool:
    """Totals to date come from earlier acts; days move with the act."""
    definition = pack.definitions.get(name)
    return (
        definition is not None
        and definition.kind == "input"
        and definition.model.sum_of is None
        and (definition.model.type != "date")
    )


def _fact(chance: Random, pack: Pack, definition: Definition) -> str:
    type_text = definition.model.type
    base = type_text.partition("/")[0]
    if base == "bool":
        return chance.choice(["true", "false"])
    if base in pack.members:
        return chance.choice(pack.members[base])
    scale = pack.quantum.denominator if base == "money" else SCALES.get(base, 1)
    low, high = (read_fact(pack, type_text, text) for text in declared_range(pack, definition.name) or ("0", "1000"))
    least, most = int(low * scale), min(int(high * scale), MOST.get(base, 12))
    return write_fact(pack, type_text, Fraction(chance.randint(least, max(least, most)), scale))
