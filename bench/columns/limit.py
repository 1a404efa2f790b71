"""The payslip of `bench/packs/yardstick` written by hand for NumPy: what columns are measured against.

As fast and as exact as a person would write it: whole cents and millionths in 64 bits,
blocks that stay in the cache, operations in place, totals only. `lines` reads the bases
and rates from the pack's own text, so that both compute the same lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from engine.program.pack import Pack

Numbers = npt.NDArray[np.int64]
CEILING, MINIMUM = 400_500, 182_303
EXIT = 3 * MINIMUM
LEAST, SLOPE, MOST = 200, 3_821, 4_021
MILLION = 1_000_000
BLOCK = 16_384
OUTPUTS = (
    "employee_contributions",
    "employer_contributions",
    "employer_reductions",
    "net_before_tax",
    "income_tax",
    "net_pay",
    "employer_cost",
)
NOT_DEDUCTIBLE = ("employee.csg_nonded", "employee.crds")


def lines(pack: Pack) -> list[tuple[str, str, int]]:
    """Name, base and rate in millionths of every contribution line of the yardstick."""
    found = []
    for name, definition in pack.definitions.items():
        if definition.kind == "line" and name.startswith(("employee.", "employer.")):
            base, _, rate = definition.model.formula.partition(" * ")
            found.append((name, base, int(Fraction(rate.removesuffix(" %")) * MILLION / 100)))
    return found


def steps(pack: Pack) -> tuple[Numbers, Numbers]:
    """Lower limits in cents and rates in thousandths of the withholding table."""
    (rows,) = pack.definitions["withholding.rate"].model.values.values()
    rows = rows if isinstance(rows, list) else rows.rows
    limits = [0, *(int(Fraction(row.below) * 100) for row in rows[:-1])]
    rates = [int(Fraction(row.value.removesuffix(" %")) * 10) for row in rows]
    return np.array(limits, np.int64), np.array(rates, np.int64)


class HandWritten:
    """The kernel; `run` works through blocks."""

    def __init__(self, pack: Pack) -> None:
        self.lines = lines(pack)
        self.limits, self.rates = steps(pack)

    def run(self, gross: Numbers, executive: npt.NDArray[np.bool_], block: int = BLOCK) -> list[Numbers]:
        results = [np.empty(len(gross), np.int64) for _ in OUTPUTS]
        for start in range(0, len(gross), block):
            part = slice(start, start + block)
            for result, column in zip(results, self._block(gross[part], executive[part]), strict=True):
                result[part] = column
        return results

    def _block(self, gross: Numbers, executive: npt.NDArray[np.bool_]) -> Sequence[Numbers]:
        first, four = np.minimum(gross, CEILING), np.minimum(gross, 4 * CEILING)
        second = np.minimum(np.maximum(gross - CEILING, 0), 7 * CEILING)
        bases = {
            "gross": gross,
            "base.first": first,
            "base.second": second,
            "base.four": four,
            "base.both": np.where(gross > CEILING, first + second, 0),
            "base.executive": four * executive,
            "base.social": (four * 9825 + 5000) // 10_000 + gross - four,
        }
        employee, employer, not_deductible = (np.zeros_like(gross) for _ in range(3))
        for name, base, rate in self.lines:
            amount = bases[base] * rate
            amount += MILLION // 2
            amount //= MILLION
            total = employee if name.startswith("employee.") else employer
            total += amount
            if name in NOT_DEDUCTIBLE:
                not_deductible += amount
        reduction = (gross * _coefficient(gross) + 5000) // 10_000
        net = gross - employee
        taxable = net + not_deductible
        rates = self.rates[np.searchsorted(self.limits, taxable, "right") - 1]
        tax = (taxable * rates + 500) // 1000
        return employee, employer, reduction, net, tax, net - tax, gross + employer - reduction


def _coefficient(gross: Numbers) -> Numbers:
    """Ten-thousandths; rows within a hair of a tie are decided by decimals."""
    base = np.maximum((EXIT / gross - 1) / 2, 0)
    root = np.sqrt(base)
    units = SLOPE * (base * root * np.sqrt(root))
    whole = np.floor(units + 0.5).astype(np.int64)
    for row in np.flatnonzero(np.abs(units - np.floor(units) - 0.5) < 1e-6):
        with localcontext() as context:
            context.prec = 50
            exact = (Decimal(EXIT) / int(gross[row]) - 1) / 2
            if exact > 0:
                power = exact * exact.sqrt() * exact.sqrt().sqrt()
                whole[row] = int((power * SLOPE).quantize(Decimal(1), ROUND_HALF_UP))
    reached: Numbers = np.minimum(LEAST + whole, MOST) * (gross < EXIT)
    return reached
