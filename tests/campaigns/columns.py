"""A million acts in columns against the scalar reading and the reference: `make columns-campaign`."""

from __future__ import annotations

import argparse
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path
from random import Random

from engine.checking.segments import coverage_of
from engine.columns.column import TooWide
from engine.language.diagnostic import Refused
from engine.program.program import Program
from engine.program.timeline import Dates
from simulator.registry import Country, Registry
from tests.support.columns import Tally, compare, drawn, written_kernel
from tests.support.scenarios import acts_and_contracts

ROOT = Path(__file__).resolve().parents[2]
TOGETHER = 500


def _program(chance: Random, country: Country, act: str, contract: str | None) -> Program:
    """The program of an act on a covered day."""
    row = chance.choice(coverage_of(country.pack, act, contract))
    since = country.pack.contracts[contract].model.from_ if contract is not None else None
    first = max(row.from_, since) if since is not None else row.from_
    day = date.fromordinal(chance.randint(first.toordinal(), max(row.to_date, first).toordinal()))
    return country.programs.program(act, contract, Dates(day, day, day))


def campaign(registry: Registry, code: str, rows: int, seed: int, of_reference: int | None = None) -> Tally:
    """So many acts of all kinds and years; `of_reference` rows of each program are also computed by the reference."""
    chance, tally = Random(seed), Tally()
    country = registry.country(code)
    kinds = acts_and_contracts(country.pack)
    each = min(TOGETHER, max(1, -(-rows // len(kinds))))
    while tally.rows < rows:
        for act, contract in kinds:
            program = _program(chance, country, act, contract)
            outputs = dict.fromkeys([*program.values, *(gap.condition for gap in program.gaps if gap.condition)])
            try:
                written = written_kernel(program, tuple(outputs))
            except TooWide:
                tally.differs(f"{act} {contract} on {program.segment.work.since}: there is no kernel")
                return tally
            columns = drawn(written, program, chance, each)
            tally.add(compare(program, written, columns, each, reference=of_reference))
    return tally


def _share(arguments: tuple[str, str, int, int, int | None]) -> Tally:
    rules, code, rows, seed, of_reference = arguments
    return campaign(Registry(Path(rules)), code, rows, seed, of_reference)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--acts", type=int, default=1_000_000)
    parser.add_argument("--country", default="", help="be,fr; all there are if absent")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--reference", type=int, help="rows of each batch also by the reference; all if absent")
    arguments = parser.parse_args()
    share = 20_000
    shares = [min(share, arguments.acts - start) for start in range(0, arguments.acts, share)]
    began, total = time.monotonic(), Tally()
    sys.stdout.write(f"seed {arguments.seed}, {arguments.processes} processes\n")
    rules = ROOT / "rules"
    countries = arguments.country.split(",") if arguments.country else Registry(rules).codes()
    work = [
        (str(rules), countries[n % len(countries)], rows, arguments.seed + n, arguments.reference)
        for n, rows in enumerate(shares)
    ]
    try:
        with ProcessPoolExecutor(arguments.processes) as executor:
            for tally in executor.map(_share, work):
                total.add(tally)
                told = f"{total.rows:>9,} acts, {total.cells:>12,} figures, {total.differences} differ"
                sys.stdout.write(f"{told}, {time.monotonic() - began:.0f} s\n")
                sys.stdout.flush()
    except Refused as refused:
        sys.stdout.write(f"{refused}\n")
        return 2
    sys.stdout.write(
        f"{', '.join(countries)}: {total.rows:,} acts, {total.cells:,} figures, {total.differences} differ from the "
        f"scalar reading or the reference\n{total.no_value:,} acts have no value in any reading, {total.beyond:,} were "
        "left to the scalar reading\n"
    )
    for words in total.told or []:
        sys.stdout.write(f"  {words}\n")
    return 1 if total.differences else 0


if __name__ == "__main__":
    sys.exit(main())
