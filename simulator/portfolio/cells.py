"""Cells as the whole numbers that the engine computes with, or the reason why they cannot be read."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from engine.columns.dates import FIRST
from engine.evaluation.scalar import input_scale
from engine.language import codes
from engine.program.pack import Pack
from simulator.facts import BadFact, declared_range, in_range, read_fact
from simulator.portfolio.faults import Fault, Faults
from simulator.portfolio.sheet import Numbers, Sheet, Texts, Truths

MANY = 2000
"""From this many different texts on, plain decimals are read all at once."""
LARGEST = 2**62
NOT_TEXT = "the cell is not readable as text (UTF-8)"


@dataclass(frozen=True, slots=True)
class Cells:
    """One fact of every row at the scale of its type. `beyond` marks amounts that 64 bits cannot hold."""

    numbers: Numbers
    given: Truths
    beyond: Truths

    @property
    def is_empty(self) -> bool:
        return not bool(self.given.any())


def read_cells(pack: Pack, name: str, type_text: str, sheet: Sheet, rows: Numbers, faults: Faults) -> Cells:
    """The cells of the named rows; the others count as empty."""
    cells = empty_cells(sheet.rows)
    if name not in sheet.names:
        return cells
    numbers, given, beyond = cells.numbers, cells.given, cells.beyond
    scale = input_scale(type_text, pack.quantum)
    direct, known = _direct(sheet.column(name), type_text.partition("/")[0], scale)
    wanted = np.zeros(sheet.rows, np.bool_)
    wanted[rows] = True
    taken = wanted & known
    numbers[taken], given[taken] = direct[taken], True
    left = np.flatnonzero(wanted & ~known & _filled(sheet, name))
    if len(left):
        _read_texts(pack, name, type_text, sheet.texts(name), left, (numbers, given, beyond), faults)
    _hold_to_range(pack, name, type_text, sheet, cells, faults)
    return cells


def empty_cells(rows: int) -> Cells:
    return Cells(np.zeros(rows, np.int64), np.zeros(rows, np.bool_), np.zeros(rows, np.bool_))


def _filled(sheet: Sheet, name: str) -> Truths:
    valid: Truths = sheet.column(name).is_valid().to_numpy(zero_copy_only=False)
    return valid


def _direct(column: pa.Array, base: str, scale: int) -> tuple[Numbers, Truths]:
    """Numbers that the file holds as such, at the scale; False where a cell must be read as text."""
    kind, rows = column.type, len(column)
    nothing = (np.zeros(rows, np.int64), np.zeros(rows, np.bool_))
    valid = column.is_valid().to_numpy(zero_copy_only=False)
    if base == "date" and pa.types.is_date32(kind):
        return column.cast(pa.int32()).fill_null(0).to_numpy().astype(np.int64) + FIRST, valid
    if base == "bool" and pa.types.is_boolean(kind):
        return column.fill_null(False).to_numpy(zero_copy_only=False).astype(np.int64), valid
    if base not in ("money", "rate", "number", "days", "hours", "count"):
        return nothing
    if pa.types.is_signed_integer(kind):
        whole = column.fill_null(0).to_numpy().astype(np.int64)
        fits = np.abs(whole) < LARGEST // scale
        return np.where(fits, whole, 0) * scale, valid & fits
    if pa.types.is_decimal128(kind) and kind.scale >= 0:
        return _of_decimals(column, kind.scale, scale, valid)
    return nothing


def _of_decimals(column: pa.Array, places: int, scale: int, valid: Truths) -> tuple[Numbers, Truths]:
    pairs = np.frombuffer(column.buffers()[1], np.int64).reshape(-1, 2)[column.offset : column.offset + len(column)]
    low, high = pairs[:, 0], pairs[:, 1]
    unit = 10**places
    fits = valid & (high == low >> 63) & (np.abs(low) < LARGEST // scale)
    moved = np.where(fits, low, 0) * scale
    whole = moved // unit
    return whole, fits & (whole * unit == moved)


def _read_texts(
    pack: Pack,
    name: str,
    type_text: str,
    texts: Texts,
    rows: Numbers,
    into: tuple[Numbers, Truths, Truths],
    faults: Faults,
) -> None:
    """Read each different text once and give its number to the rows that hold it."""
    size = len(texts.distinct) + 1
    values, state = np.zeros(size, np.int64), np.zeros(size, np.int8)
    reasons: dict[int, Fault] = {}
    used = np.unique(texts.codes[rows])
    used = used[used >= 0]
    plain = _plain_decimals(pack, type_text, texts, values, state) if len(used) > MANY else set()
    scale = input_scale(type_text, pack.quantum)
    for code in used.tolist():
        if code in plain:
            continue
        text = texts.distinct[code]
        try:
            number = read_fact(pack, type_text, _readable(text)) * scale
        except BadFact as bad:
            reasons[code], state[code] = Fault(name, codes.BAD_FACT, bad.message, bad.mend), 3
            continue
        state[code] = 1 if abs(number) < LARGEST else 2
        values[code] = int(number) if state[code] == 1 else 0
    numbers, given, beyond = into
    found = texts.codes[rows]
    numbers[rows] = values[found]
    given[rows] = (state[found] == 1) | (state[found] == 2)
    beyond[rows] = state[found] == 2
    for row in rows[state[found] == 3].tolist():
        faults.add([row], reasons[int(texts.codes[row])])


def _readable(text: str | None) -> str:
    if text is None:
        raise BadFact(NOT_TEXT, "save the file as UTF-8")
    return text


def _plain_decimals(
    pack: Pack, type_text: str, texts: Texts, values: Numbers, state: np.ndarray[tuple[int], np.dtype[np.int8]]
) -> set[int]:
    """Read the plain decimals among many texts; the codes of those that were read."""
    scale = input_scale(type_text, pack.quantum)
    places = len(str(scale)) - 1
    base = type_text.partition("/")[0]
    if scale != 10**places or base in ("bool", "date") or base in pack.members:
        return set()
    array = pa.array(texts.distinct, pa.string())
    pattern = rf"^-?\d{{1,12}}(\.\d{{1,{places}}})?$" if places else r"^-?\d{1,12}$"
    fits = pc.match_substring_regex(array, pattern).fill_null(False)
    codes_read = np.flatnonzero(fits.to_numpy(zero_copy_only=False))
    decimals = array.filter(fits).cast(pa.decimal128(12 + places, places))
    pairs = np.frombuffer(decimals.buffers()[1], np.int64).reshape(-1, 2)[: len(decimals)]
    values[codes_read], state[codes_read] = pairs[:, 0], 1
    return set(codes_read.tolist())


def _hold_to_range(pack: Pack, name: str, type_text: str, sheet: Sheet, cells: Cells, faults: Faults) -> None:
    limits = declared_range(pack, name)
    if limits is None:
        return
    scale = input_scale(type_text, pack.quantum)
    low, high = (int(read_fact(pack, type_text, text) * scale) for text in limits)
    outside = cells.given & ((cells.numbers < low) | (cells.numbers > high) | cells.beyond)
    for row in np.flatnonzero(outside).tolist():
        number = Fraction(int(cells.numbers[row]), scale)
        if cells.beyond[row]:
            number = read_fact(pack, type_text, sheet.text(name, row) or "")
        try:
            in_range(pack, name, type_text, number)
        except BadFact as bad:
            faults.add([row], Fault(name, codes.BAD_FACT, bad.message, bad.mend))
