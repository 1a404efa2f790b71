"""The results of a batch: one column per wanted figure, empty where a row was set aside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

import numpy as np
import pyarrow as pa

from engine.program.pack import Pack
from simulator.facts import write_fact
from simulator.portfolio.sheet import Numbers, Truths

FINE = 12
"""Decimal places of rates and plain numbers."""
LARGEST = 2**63 - 1
ROW, GAPS = "row", "incomplete"


@dataclass(frozen=True, slots=True)
class Figure:
    """A wanted figure: its name, its type as written, and how many decimals it is told with."""

    name: str
    type: str
    places: int
    members: tuple[str, ...] = ()

    @property
    def base(self) -> str:
        return self.type.partition("/")[0]

    @property
    def field(self) -> pa.Field:
        if self.members:
            return pa.field(self.name, pa.string())
        if self.base in ("bool", "date"):
            return pa.field(self.name, pa.bool_() if self.base == "bool" else pa.date32())
        if self.base == "count":
            return pa.field(self.name, pa.int64())
        return pa.field(self.name, pa.decimal128(38 if self.places == FINE else 18, self.places))


def figure_of(packs: Sequence[Pack], name: str) -> Figure:
    """A figure as the packs type it; money has the decimals of the finest currency."""
    pack = next(pack for pack in packs if name in pack.definitions or name in pack.interface)
    type_text = pack.type_of(name)
    base = type_text.partition("/")[0]
    if base == "money":
        return Figure(name, type_text, max(2, *(len(str(pack.quantum.denominator)) - 1 for pack in packs)))
    members = pack.members.get(base, ())
    whole = bool(members) or base in ("bool", "date", "count", "text")
    return Figure(name, type_text, 0 if whole else FINE, members)


@dataclass(slots=True)
class Results:
    """Whole numbers per figure at the figure's own scale, with the rows that have one."""

    figures: tuple[Figure, ...]
    rows: int
    numbers: dict[str, Numbers] = field(default_factory=dict)
    present: dict[str, Truths] = field(default_factory=dict)
    gaps: dict[str, Truths] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for figure in self.figures:
            self.numbers[figure.name] = np.zeros(self.rows, np.int64)
            self.present[figure.name] = np.zeros(self.rows, np.bool_)

    def put(self, figure: Figure, rows: Numbers, numbers: Numbers, scale: int) -> Numbers:
        """Keep the numbers of some rows; those too large for the file are given back."""
        unit = 10**figure.places
        if unit % scale == 0:
            factor = unit // scale
            fits = np.abs(numbers) <= LARGEST // factor
            moved = numbers * factor if factor != 1 else numbers
        else:
            exact = numbers.astype(object) * unit // scale
            fits = np.array([abs(number) <= LARGEST for number in exact.tolist()], np.bool_)
            moved = np.where(fits, exact, 0).astype(np.int64)
        self.numbers[figure.name][rows[fits]] = moved[fits]
        self.present[figure.name][rows[fits]] = True
        large: Numbers = rows[~fits]
        return large

    def put_value(self, figure: Figure, row: int, value: Fraction) -> bool:
        number = value * 10**figure.places
        whole = number.numerator // number.denominator
        if abs(whole) > LARGEST:
            return False
        self.numbers[figure.name][row], self.present[figure.name][row] = whole, True
        return True

    def mark(self, gap: str, rows: Numbers) -> None:
        """These rows rest on a gap that makes them incomplete."""
        self.gaps.setdefault(gap, np.zeros(self.rows, np.bool_))[rows] = True

    def clear(self, rows: Iterable[int]) -> None:
        """Take back whatever was kept of rows that are set aside."""
        places = np.fromiter(rows, np.int64)
        for present in (*self.present.values(), *self.gaps.values()):
            present[places] = False

    def batch(self, numbers: Numbers) -> pa.RecordBatch:
        """The results as an Arrow batch; `numbers` are the rows' numbers in the file."""
        columns = [pa.array(numbers, pa.int64())]
        columns += [_array(figure, self.numbers[figure.name], self.present[figure.name]) for figure in self.figures]
        columns.append(pa.array(self._gap_texts(), pa.string()))
        return pa.RecordBatch.from_arrays(columns, schema=schema(self.figures))

    def _gap_texts(self) -> list[str | None]:
        texts: list[str | None] = [None] * self.rows
        for name in sorted(self.gaps):
            for row in np.flatnonzero(self.gaps[name]).tolist():
                told = texts[row]
                texts[row] = name if told is None else f"{told} {name}"
        return texts


def schema(figures: Sequence[Figure]) -> pa.Schema:
    return pa.schema([pa.field(ROW, pa.int64()), *(figure.field for figure in figures), pa.field(GAPS, pa.string())])


def _array(figure: Figure, numbers: Numbers, present: Truths) -> pa.Array:
    absent = ~present
    if figure.members:
        texts = pa.array([*figure.members])
        return texts.take(pa.array(numbers, pa.int64(), mask=absent))
    if figure.base == "bool":
        return pa.array(numbers != 0, pa.bool_(), mask=absent)
    if figure.base == "date":
        epoch = date(1970, 1, 1).toordinal()
        return pa.array((numbers - epoch).astype(np.int32), pa.int32(), mask=absent).cast(pa.date32())
    if figure.base == "count":
        return pa.array(numbers, pa.int64(), mask=absent)
    pairs = np.empty((len(numbers), 2), np.int64)
    pairs[:, 0], pairs[:, 1] = numbers, numbers >> 63
    valid = pa.array(present).buffers()[1]
    return pa.Array.from_buffers(figure.field.type, len(numbers), [valid, pa.py_buffer(pairs)])


def told(pack: Pack, figure: Figure, number: int) -> str:
    """One figure as text, as a single act writes it."""
    return write_fact(pack, figure.type, Fraction(number, 10**figure.places))
