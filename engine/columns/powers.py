"""Broken powers in columns: 64-bit floats with a guard band, rows inside the band decided with integers."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import numpy.typing as npt

from engine.columns.arithmetic import Calculator
from engine.columns.column import Column, Ends, TooWide, known, made
from engine.columns.graph import Argument
from engine.columns.wholes import is_wide
from engine.program.exact import Rounding, integer_root, round_fraction, round_power

Numbers = npt.NDArray[np.int64]
Reals = npt.NDArray[np.float64]
Part = tuple[Numbers | int, int, Numbers | int]
"""A column's numbers, its scale and its divisor."""
ERROR = Fraction(1, 2**43)
"""Far more than the relative error of the few operations on floats that a power takes."""
FINE = 10**12


def power_column(calculator: Calculator, parts: list[Column], exponent: Fraction, rounding: Rounding) -> Column:
    """`constant + factor * base ^ exponent`, rounded: `parts` are the constant, the factor and the base."""
    constant, factor, base = (calculator.whole(part) for part in parts)
    if constant.is_known and factor.is_known and base.is_known and base.value >= 0:
        return known(round_power(constant.value, factor.value, base.value, exponent, rounding))
    if base.live.low < 0:
        negative = calculator.compared("<", base, known(0))
        calculator.refuse(negative.node, "", "a broken power of a negative amount")
    low, high = (_power_of(end, exponent) for end in _values(base))
    powers = (low[0], high[1]) if exponent > 0 else (high[0], low[1])
    products = [end * power for end in _values(factor) for power in powers]
    constants = _values(constant)
    step = rounding.multiple
    sums = (constants[0] + min(products), constants[1] + max(products))
    ends = [round_fraction(end, rounding) for end in sums]
    live = Ends(int(ends[0] / step), int(ends[1] / step))
    if not live.fits or any(is_wide(part) for part in (constant, factor, base)):
        raise TooWide("a broken power")
    size = (max(map(abs, constants)) + max(map(abs, products))) / step
    arguments: list[Argument] = []
    for part in (constant, factor, base):
        over = known(1) if part.over is None else part.over
        arguments += [part.number, part.scale, over.number]
    band = float(size * ERROR + Fraction(1, 10**9))
    shape = (exponent, rounding, band, live.low, live.high)
    node = calculator.graph.make("power", *arguments, shape)
    return calculator.by_factor(made(node, 1, live, live), step)


def _values(column: Column) -> tuple[Fraction, Fraction]:
    over = (1, 1) if column.over is None else (column.over.live.low, column.over.live.high)
    low, high = column.live.low, column.live.high
    return (
        Fraction(low, column.scale * (over[1] if low >= 0 else over[0])),
        Fraction(high, column.scale * (over[0] if high >= 0 else over[1])),
    )


def _power_of(base: Fraction, exponent: Fraction) -> tuple[Fraction, Fraction]:
    """Fractions below and above a broken power."""
    power = max(base, Fraction(0) if exponent > 0 else Fraction(1, FINE)) ** exponent.numerator
    root = integer_root(power.numerator * FINE**exponent.denominator // power.denominator, exponent.denominator)
    return Fraction(root, FINE), Fraction(root + 1, FINE)


def power(constant: Part, factor: Part, base: Part, shape: tuple[Fraction, Rounding, float, int, int]) -> Numbers:
    """The count of multiples that each row rounds to."""
    exponent, rounding, band, low, high = shape
    bases = np.maximum(_real(base), 0.0)
    units = (_real(constant) + _real(factor) * _real_power(bases, exponent)) / float(rounding.multiple)
    units = np.clip(np.atleast_1d(np.asarray(units)), low - 1.0, high + 1.0)
    mode = rounding.mode
    if mode in ("floor", "ceil", "truncate"):
        counts = {"floor": np.floor, "ceil": np.ceil, "truncate": np.trunc}[mode](units)
        near = np.abs(units - np.rint(units)) <= band
    else:
        counts = np.floor(units + 0.5)
        near = np.abs(units - np.floor(units) - 0.5) <= band
    whole = np.clip(counts, low, high).astype(np.int64)
    rows = np.flatnonzero(near)
    if len(rows):
        whole[rows] = _decided(constant, factor, base, rows, exponent, rounding)
    return whole


def _real(part: Part) -> Reals | float:
    number, scale, over = part
    divided: Reals | float = number / scale if np.ndim(over) == 0 and over == 1 else number / scale / over
    return divided


def _real_power(bases: Reals, exponent: Fraction) -> Reals:
    if exponent.denominator not in (2, 4, 8) or exponent < 0:
        with np.errstate(divide="ignore"):
            return np.power(bases, float(exponent))
    whole, rest = divmod(exponent.numerator, exponent.denominator)
    result = bases**whole if whole else np.ones_like(bases)
    root, unit = bases, exponent.denominator
    while unit > 1:
        root, unit = np.sqrt(root), unit // 2
        if rest & unit:
            result = result * root
    return result


def _decided(
    constant: Part, factor: Part, base: Part, rows: npt.NDArray[np.intp], exponent: Fraction, rounding: Rounding
) -> Numbers:
    """The rows too near to a tie, each different one decided once with integers."""
    columns = [
        np.broadcast_to(np.asarray(entry), rows.shape) if np.ndim(entry) == 0 else np.asarray(entry)[rows]
        for number, _, over in (constant, factor, base)
        for entry in (number, over)
    ]
    different, places = np.unique(np.stack(columns), axis=1, return_inverse=True)
    scales = (int(constant[1]), int(factor[1]), int(base[1]))
    decided = []
    for numbers in different.T.tolist():
        values = [Fraction(numbers[2 * i], scales[i] * numbers[2 * i + 1]) for i in range(3)]
        result = round_power(values[0], values[1], max(values[2], Fraction(0)), exponent, rounding)
        decided.append(int(result / rounding.multiple))
    return np.array(decided, np.int64)[places.reshape(-1)]
