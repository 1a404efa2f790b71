"""Scales and tables in columns: the row of each amount by counting limits, then one read per figure of the row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce
from itertools import pairwise

from engine.columns.arithmetic import Calculator
from engine.columns.column import Column, Ends, TooWide, known, made
from engine.columns.graph import TRUTH, Node, Table
from engine.columns.rounding import rounded
from engine.program.exact import Rounding, lowest_common_multiple, round_fraction
from engine.program.form import Brackets, Lookup
from engine.program.meaning import NoValue, lookup_value

FEW = 6
"""Up to this many limits are counted one by one."""
CELLS = 8192
"""Most cells of the grid that finds the row among many limits."""
KEYS = 4096
NO_ROW = "the scale has no row for this amount"
NO_KEY = "the table has no row for this key"


@dataclass(frozen=True, slots=True)
class _Piece:
    """From `start` on (a whole number of the base): `amount + (base - lower) * rate`; no row if `missing`."""

    start: int
    amount: Fraction
    lower: Fraction
    rate: Fraction
    missing: bool = False


def _pieces(scale: Brackets, unit: int, live: Ends) -> list[_Piece]:
    """The rows that a base between these ends can fall in, in order."""
    pieces: list[_Piece] = []
    start = live.low
    zero = Fraction(0)
    if scale.marginal:
        pieces.append(_Piece(start, zero, zero, zero))
        start = 1
    for row in scale.rows:
        pieces.append(_Piece(start, row.amount, row.lower, row.rate))
        if row.upper is None:
            break
        limit = row.upper * unit
        whole = limit.numerator // limit.denominator
        start = max(start, whole + 1 if row.included or limit.denominator != 1 else whole)
    else:
        pieces.append(_Piece(start, zero, zero, zero, missing=True))
    kept = [
        piece
        for piece, following in zip(pieces, [*pieces[1:], None], strict=True)
        if piece.start <= live.high and (following is None or following.start > max(piece.start, live.low))
    ]
    return [replace(kept[0], start=live.low), *kept[1:]]


def bracket_column(calculator: Calculator, scale: Brackets, base: Column) -> Column:
    """A scale over a base that has no divisor of its own."""
    base = calculator.whole(base)
    pieces = _pieces(scale, base.scale, base.live)
    if len(pieces) == 1:
        return _one_piece(calculator, scale, base, pieces[0])
    index = _index(calculator, base, [piece.start for piece in pieces[1:]])
    if any(piece.missing for piece in pieces):
        table = Table(tuple(int(piece.missing) for piece in pieces), TRUTH)
        calculator.refuse(calculator.graph.make("take", table, index, kind=TRUTH), scale.name, NO_ROW)
    if scale.each is None:
        return _linear(calculator, base, index, pieces)
    return _each_rounded(calculator, scale.each, base, index, pieces)


def _one_piece(calculator: Calculator, scale: Brackets, base: Column, piece: _Piece) -> Column:
    if piece.missing:
        calculator.refuse(None, scale.name, NO_ROW)
        return known(0)
    part = calculator.by_factor(calculator.added("subtract", base, known(piece.lower)), piece.rate)
    if scale.each is not None:
        part = rounded(calculator, scale.each, part)
    return calculator.added("add", part, known(piece.amount))


def _index(calculator: Calculator, base: Column, starts: list[int]) -> Node:
    """The count of limits that each base has reached."""
    if base.node is None:
        raise TypeError(base)
    grid = None if len(starts) <= FEW else _grid(starts)
    if grid is None:
        masks = [calculator.graph.make("greater_equal", base.node, start, kind=TRUTH) for start in starts]
        return calculator.graph.make("tally", *masks)
    graph, (low, shift, counts, limits) = calculator.graph, grid
    inside = graph.make("minimum", graph.make("maximum", base.node, low), low + (len(counts) << shift) - 1)
    cell = graph.make("right_shift", graph.make("subtract", inside, low), shift)
    count = graph.make("take", Table(counts), cell)
    limit = graph.make("take", Table(limits), cell)
    reached = graph.make("greater_equal", base.node, limit, kind=TRUTH)
    return graph.make("add", count, graph.make("as_whole", reached))


def _grid(starts: list[int]) -> tuple[int, int, tuple[int, ...], tuple[int, ...]] | None:
    """Equal cells, a power of two wide, with at most one limit in each: limits reached at its start, and its own."""
    width = min(after - before for before, after in pairwise(starts))
    shift = width.bit_length() - 1
    low = starts[0]
    cells = ((starts[-1] - low) >> shift) + 1
    if cells > CELLS:
        return None
    counts, limits = [], []
    for cell in range(cells):
        first = low + (cell << shift)
        own = [start for start in starts if first <= start < first + (1 << shift)]
        counts.append(sum(start < first for start in starts))
        limits.append(own[0] if own else 2**62)
    return low, shift, tuple(counts), tuple(limits)


def _read(calculator: Calculator, index: Node, numbers: list[int], scale: int) -> Column:
    ends = Ends(min(numbers), max(numbers))
    if not ends.fits:
        raise TooWide("a table")
    if ends.low == ends.high:
        return known(Fraction(ends.low, scale))
    return made(calculator.graph.make("take", Table(tuple(numbers)), index), scale, ends, ends)


def _linear(calculator: Calculator, base: Column, index: Node, pieces: list[_Piece]) -> Column:
    rates = [piece.rate for piece in pieces]
    constants = [piece.amount - piece.lower * piece.rate for piece in pieces]
    scale = _scale_of([rate / base.scale for rate in rates] + constants)
    rate = _read(calculator, index, [int(rate * scale / base.scale) for rate in rates], 1)
    constant = _read(calculator, index, [int(number * scale) for number in constants], scale)
    product = replace(calculator.combined("multiply", replace(base, scale=1), rate, 1), scale=scale)
    result = calculator.combined("add", product, calculator.at_scale(constant, scale), scale)
    ends = _values_at_ends(base, pieces, None)
    if result.node is None:
        return result
    return replace(result, live=result.live.within(_outward(ends, scale)))


def _each_rounded(calculator: Calculator, each: Rounding, base: Column, index: Node, pieces: list[_Piece]) -> Column:
    """Each row's part rounded by itself: the rows before are summed in the amounts already."""
    shares = [replace(piece, amount=Fraction(0)) for piece in pieces]
    part = rounded(calculator, each, _linear(calculator, base, index, shares))
    amounts = [piece.amount for piece in pieces]
    scale = _scale_of(amounts)
    amount = _read(calculator, index, [int(number * scale) for number in amounts], scale)
    result = calculator.added("add", part, amount)
    ends = _values_at_ends(base, pieces, each)
    if result.node is None:
        return result
    return replace(result, live=result.live.within(_outward(ends, result.scale)))


def _values_at_ends(base: Column, pieces: list[_Piece], each: Rounding | None) -> list[Fraction]:
    """The values at both ends of every piece: within a piece the value only rises or only falls."""
    values = []
    for piece, following in zip(pieces, [*pieces[1:], None], strict=True):
        last = base.live.high if following is None else following.start - 1
        for number in (piece.start, last):
            part = (Fraction(number, base.scale) - piece.lower) * piece.rate
            values.append(piece.amount + (part if each is None else round_fraction(part, each)))
    return values


def _outward(values: list[Fraction], scale: int) -> Ends:
    low, high = min(values) * scale, max(values) * scale
    return Ends(low.numerator // low.denominator, -(-high.numerator // high.denominator))


def _scale_of(numbers: list[Fraction]) -> int:
    return reduce(lowest_common_multiple, (number.denominator for number in numbers), 1)


def lookup_column(calculator: Calculator, table: Lookup, key: Column) -> Column:
    """A table over whole keys; `TooWide` where its keys are too many to write out."""
    key = calculator.whole(key)
    if key.node is None or key.over is not None or key.scale != 1 or key.live.high - key.live.low >= KEYS:
        raise TooWide(table.name)
    values: list[Fraction] = []
    missing: list[int] = []
    for number in range(key.live.low, key.live.high + 1):
        try:
            values.append(lookup_value(table, Fraction(number)))
            missing.append(0)
        except NoValue:
            values.append(Fraction(0))
            missing.append(1)
    index = calculator.combined("subtract", key, known(key.live.low), 1) if key.live.low else key
    if index.node is None:
        raise TooWide(table.name)
    if any(missing):
        refused = calculator.graph.make("take", Table(tuple(missing), TRUTH), index.node, kind=TRUTH)
        calculator.refuse(refused, table.name, NO_KEY)
    scale = _scale_of(values)
    return _read(calculator, index.node, [int(value * scale) for value in values], scale)
