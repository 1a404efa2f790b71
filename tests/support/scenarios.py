"""Scenarios of a country made at random: any act and contract, on any covered day, with some facts given."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import strategies as st

from engine.checking.segments import coverage_of
from engine.program.pack import Definition, Pack
from engine.program.timeline import Dates
from engine.reading.models import Coverage
from simulator.facts import write_fact
from simulator.registry import Country
from simulator.scenario import Scenario

MOST = {"money": 600_000, "rate": 1_000_000, "number": 3_000_000, "days": 6_000, "hours": 30_000}
"""The largest amount worth drawing, in the smallest units of each type."""
SCALES = {"rate": 1_000_000, "number": 1_000_000, "days": 100, "hours": 100}


def acts_and_contracts(pack: Pack) -> list[tuple[str, str | None]]:
    """Every act with every contract type it can have, as far as some day is covered."""
    found: list[tuple[str, str | None]] = []
    for act, definition in pack.acts.items():
        contracts: list[str | None] = [None]
        if definition.model.contract == "required":
            contracts = [name for name, one in pack.contracts.items() if act in (one.model.acts or [act])]
        found += [(act, contract) for contract in contracts if coverage_of(pack, act, contract)]
    return found


@st.composite
def scenarios(draw: st.DrawFn, country: Country, act: str, contract: str | None) -> Scenario:
    """A scenario of the act: a covered day, an amount of its root, and some facts within what they may be."""
    on = draw(covered_days(country.pack, act, contract))
    begins = on - timedelta(days=draw(st.sampled_from([0, 0, 0, 1, 9, 60])))
    program = country.programs.program(act, contract, Dates(on, on, begins))
    given = {program.root: write_fact(country.pack, "money", draw(roots(country.pack)))}
    facts = sorted(name for name in program.givable if _is_asked(country.pack, name))
    for name in draw(st.lists(st.sampled_from(facts), max_size=6, unique=True)) if facts else ():
        given[name] = draw(_fact(country.pack, country.pack.definitions[name], on))
    if begins != on:
        given |= {"start": begins.isoformat(), "end": on.isoformat()}
    return Scenario(country.pack.name, act, on, contract, given)


def covered_days(pack: Pack, act: str, contract: str | None) -> st.SearchStrategy[date]:
    first = pack.contracts[contract].model.from_ if contract is not None else None
    rows: list[Coverage] = coverage_of(pack, act, contract)
    return st.sampled_from(rows).flatmap(
        lambda row: st.dates(max(row.from_, first) if first is not None else row.from_, row.to_date)
    )


def roots(pack: Pack) -> st.SearchStrategy[Fraction]:
    """Amounts to start from: mostly those of daily life, some very small, some very large."""
    cents = st.one_of(st.integers(0, 300_000), st.integers(0, 100), st.integers(0, 3_000_000))
    return cents.map(lambda number: number * pack.quantum)


def _is_asked(pack: Pack, name: str) -> bool:
    """Totals to date come from earlier acts: drawn alone they would contradict each other."""
    definition = pack.definitions.get(name)
    if definition is None or definition.kind != "input" or name in ("start", "end"):
        return False
    return definition.model.sum_of is None


def _fact(pack: Pack, definition: Definition, on: date) -> st.SearchStrategy[str]:
    """Facts of an input's type within its range, as text."""
    base = definition.model.type.partition("/")[0]
    if base == "bool":
        return st.sampled_from(["true", "false"])
    if base == "date":
        return st.dates(date(1940, 1, 1), on).map(date.isoformat)
    if base in pack.members:
        return st.sampled_from(pack.members[base])
    scale = pack.quantum.denominator if base == "money" else SCALES.get(base, 1)
    low, high = (Fraction(text.removesuffix("%")) for text in definition.model.range or ("0", "100000"))
    least, most = int(low * scale), min(int(high * scale), MOST.get(base, 12))
    return st.integers(least, max(most, least)).map(
        lambda number: write_fact(pack, definition.model.type, Fraction(number, scale))
    )
