"""Payslips by chance, line by line against OpenFisca-France: `make openfisca`.

OpenFisca-France is run as published, then again with each known cause of difference removed from it in turn. A
difference that disappears has that cause; one that is left when all are removed has none, and the run fails.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from simulator.registry import Registry
from simulator.running import run
from tests.peers.payslips import Payslip, payslips

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SUMS = {"taxable": 3, "net_before_tax": 3, "employer_contributions.net": 5}
"""Sums of many rounded lines, in cents: less than half a cent for each."""
Cents = list[int | None]


@dataclass(slots=True)
class Line:
    """What the comparison of one line gave. Amounts are in cents."""

    name: str
    compared: int = 0
    equal: int = 0
    rounding: int = 0
    """A cent apart, or as many as `allowed`: each amount is rounded here, none is rounded there."""
    differ: int = 0
    largest: int = 0
    causes: Counter[str] = field(default_factory=Counter)
    left: list[int] = field(default_factory=list)
    """The places of the payslips on which no cause explains the difference."""

    @property
    def allowed(self) -> int:
        """The cents by which rounded terms may add up to another sum than the unrounded ones."""
        return SUMS.get(self.name, 1)

    def row(self) -> str:
        causes = ", ".join(f"{cause} {number}" for cause, number in self.causes.most_common())
        left = f"unexplained {len(self.left)}" if self.left else ""
        told = ", ".join(filter(None, (causes, left)))
        counts = f"{self.compared:>8} {self.equal:>6} {self.rounding:>6} {self.differ:>6} {self.largest / 100:>10.2f}"
        return f"{self.name:<50} {counts}  {told}".rstrip()


def rounded(amount: Fraction) -> int:
    """Cents, half up as the pack rounds."""
    return int((amount * 100 + Fraction(1, 2)).__floor__())


def own_lines(registry: Registry, slips: Sequence[Payslip], names: Sequence[str]) -> dict[str, Cents]:
    """Each line of each payslip in our own figures; none where the program of that day has no such line."""
    found: dict[str, Cents] = {name: [] for name in names}
    for slip in slips:
        values = run(registry, slip.scenario()).values
        for name in names:
            found[name].append(rounded(values[name]) if name in values else None)
    return found


def peer_lines(values: Mapping[str, Sequence[float]], mapping: Mapping[str, Sequence[str]]) -> dict[str, list[int]]:
    """The same lines from the variables of the peer."""
    found = {}
    for name, variables in mapping.items():
        terms = [[-value for value in values[v[1:]]] if v[0] == "-" else values[v] for v in variables]
        found[name] = [rounded(Fraction(sum(parts))) for parts in zip(*terms, strict=True)]
    return found


def ask(python: str, slips: Sequence[Payslip], mapping: Mapping[str, Sequence[str]], causes: Sequence[str]) -> Any:
    """What the peer answers, in its own environment."""
    variables = sorted({variable.lstrip("-") for terms in mapping.values() for variable in terms})
    asked = {"payslips": [slip.facts() for slip in slips], "variables": variables, "causes": list(causes)}
    program = [python, "-P", str(HERE / "openfisca_peer.py")]
    answer = subprocess.run(program, input=json.dumps(asked), stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(answer.stdout)


def compared(name: str, own: Cents, runs: Sequence[Sequence[int]], causes: Sequence[str]) -> Line:
    """One line over all payslips; a cause is the one whose removal closes the difference."""
    line = Line(name)
    for place, ours in enumerate(own):
        if ours is None:
            continue
        gaps = [abs(ours - theirs[place]) for theirs in runs]
        line.compared += 1
        line.largest = max(line.largest, gaps[0])
        if gaps[0] == 0:
            line.equal += 1
        elif gaps[0] <= line.allowed:
            line.rounding += 1
        else:
            line.differ += 1
        if gaps[-1] > line.allowed:
            line.left.append(place)
        elif gaps[0] > line.allowed:
            line.causes[causes[max(number for number, gap in enumerate(gaps) if gap > line.allowed)]] += 1
    return line


def main() -> int:
    parser = argparse.ArgumentParser(prog="make openfisca", description=__doc__)
    parser.add_argument("--python", default=".venv-openfisca/bin/python", help="a Python with openfisca-france")
    parser.add_argument("--payslips", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=5, help="payslips shown of each line that is not explained")
    arguments = parser.parse_args()
    began = time.perf_counter()
    mapping = yaml.safe_load((HERE / "openfisca_lines.yaml").read_text(encoding="utf-8"))
    causes = yaml.safe_load((HERE / "openfisca_causes.yaml").read_text(encoding="utf-8"))
    slips = payslips(arguments.payslips, arguments.seed)
    own = own_lines(Registry(ROOT / "rules"), slips, list(mapping))
    answer = ask(arguments.python, slips, mapping, list(causes))
    runs = [peer_lines(values, mapping) for values in answer["runs"]]
    print(f"{len(slips)} payslips with OpenFisca-France {answer['version']}")
    print(f"{'line':<50} {'compared':>8} {'equal':>6} {'round':>6} {'differ':>6} {'largest':>10}  causes")
    lines = [compared(name, own[name], [found[name] for found in runs], list(causes)) for name in mapping]
    for line in lines:
        print(line.row())
    for cause, why in causes.items():
        print(f"{cause}: {sum(line.causes[cause] for line in lines)} figures. {why}")
    for line in lines:
        for place in line.left[: arguments.show]:
            amounts = [own[line.name][place], *(found[line.name][place] for found in runs)]
            print(f"{line.name} {amounts}: {slips[place]}")
    left = sum(len(line.left) for line in lines)
    figures = sum(line.compared for line in lines)
    agree = sum(line.equal + line.rounding for line in lines)
    print(f"{figures} figures, {agree} agree as published, {left} unexplained, {time.perf_counter() - began:.0f} s")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
