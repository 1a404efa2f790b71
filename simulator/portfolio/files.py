"""Files of acts read row by row number, and files of results written: Parquet and CSV."""

from __future__ import annotations

import csv
import difflib
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pv
import pyarrow.parquet as pq

from engine.language import codes
from simulator.portfolio.batch import Aside
from simulator.portfolio.faults import Fault
from simulator.portfolio.placing import ABOUT
from simulator.portfolio.sheet import Sheet
from simulator.registry import Registry
from simulator.scenario import refusal

BLOCK = 1 << 22
"""Bytes of a CSV file that are read at a time."""


@dataclass(slots=True)
class Source:
    """A file of acts. Lines of a CSV file that are no rows at all are kept in `broken` as they are met."""

    path: Path
    names: list[str]
    total: int | None
    """How many rows it has, where the file says so itself."""
    size: int
    broken: list[Aside] = field(default_factory=list)

    @property
    def is_csv(self) -> bool:
        return self.path.suffix.lower() == ".csv"

    def sheets(self, rows: int) -> Iterator[Sheet]:
        """The rows in batches of at most so many, numbered from 1."""
        self.broken.clear()
        yield from self._of_csv(rows) if self.is_csv else self._of_parquet(rows)

    def _of_parquet(self, rows: int) -> Iterator[Sheet]:
        start = 1
        with pq.ParquetFile(self.path) as file:
            for batch in file.iter_batches(rows):
                yield Sheet(batch, np.arange(start, start + batch.num_rows, dtype=np.int64))
                start += batch.num_rows

    def _of_csv(self, rows: int) -> Iterator[Sheet]:
        read, broken = 0, self.broken
        reader = _csv_reader(self.path, self.names, self._broken_line)
        try:
            for block in reader:
                for start in range(0, block.num_rows, rows):
                    batch = block.slice(start, rows)
                    numbers = _numbered(read, batch.num_rows, broken)
                    read += batch.num_rows
                    filled = _filled(batch)
                    if filled.all():
                        yield Sheet(batch, numbers)
                        continue
                    empty = Fault("", codes.MISSING_FACT, "the line is empty")
                    broken.extend(Aside(int(number), empty) for number in numbers[~filled])
                    yield Sheet(batch.filter(pa.array(filled)), numbers[filled])
        except pa.ArrowInvalid as fault:
            raise refusal(codes.WRONG_SHAPE, f"{self.path} cannot be read on: {fault}", "", str(self.path)) from None

    def _broken_line(self, line: pv.InvalidRow) -> str:
        message = f"the line has {line.actual_columns} cells, the header {line.expected_columns}"
        fault = Fault("", codes.WRONG_SHAPE, message, "a cell that holds a comma goes in double quotes")
        self.broken.append(Aside(line.number - 1, fault))
        return "skip"


def _numbered(read: int, rows: int, broken: list[Aside]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """The numbers of rows after `read` others, the broken lines counted where they stood."""
    skipped = sorted({aside.row for aside in broken if aside.fault.code == codes.WRONG_SHAPE})
    numbers = np.arange(read + 1, read + rows + 1, dtype=np.int64)
    for row in skipped:
        numbers[numbers >= row] += 1
    return numbers


def _filled(batch: pa.RecordBatch) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    filled = np.zeros(batch.num_rows, np.bool_)
    for column in batch.columns:
        filled |= pc.binary_length(column).to_numpy(zero_copy_only=False) > 0
    return filled


def _csv_reader(path: Path, names: list[str], broken: Callable[[pv.InvalidRow], str]) -> pv.CSVStreamingReader:
    return pv.open_csv(
        path,
        read_options=pv.ReadOptions(use_threads=False, block_size=BLOCK),
        parse_options=pv.ParseOptions(newlines_in_values=True, invalid_row_handler=broken, ignore_empty_lines=False),
        convert_options=pv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.binary()), null_values=[], strings_can_be_null=False
        ),
    )


def open_acts(path: Path, registry: Registry) -> Source:
    """The file with its columns checked: each is a part of an act, or a fact that some pack reads."""
    if not path.is_file():
        raise refusal(codes.MISSING_KEY, f"there is no file {path}", "", str(path))
    if path.suffix.lower() == ".csv":
        names, total = _csv_names(path), None
    else:
        try:
            schema, total = pq.read_schema(path), pq.read_metadata(path).num_rows
        except (pa.ArrowInvalid, OSError) as fault:
            raise refusal(
                codes.WRONG_SHAPE, f"{path} is no Parquet file: {fault}", "Parquet or CSV", str(path)
            ) from None
        names = list(schema.names)
    _check_names(path, names, registry)
    return Source(path, names, total, path.stat().st_size)


def _csv_names(path: Path) -> list[str]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            names = next(csv.reader(file), [])
    except (UnicodeDecodeError, csv.Error):
        raise refusal(codes.WRONG_SHAPE, f"the header of {path} is not UTF-8 text", "", str(path)) from None
    if not names:
        raise refusal(codes.WRONG_SHAPE, f"{path} is empty", "its first line names the columns", str(path))
    return names


def _check_names(path: Path, names: list[str], registry: Registry) -> None:
    known = {*ABOUT}
    for code in registry.codes():
        pack = registry.country(code).pack
        inputs = (name for name, definition in pack.definitions.items() if definition.kind == "input")
        known |= {*inputs, *pack.interface}
        known |= {name for act in pack.acts.values() for name in (act.model.root, *act.model.choices)}
    for name in names:
        if names.count(name) > 1:
            raise refusal(codes.DUPLICATE_NAME, f"the column `{name}` stands twice", "keep one", str(path))
        if name not in known:
            close = difflib.get_close_matches(name, sorted(known), 1, 0.5)
            mend = f"did you mean `{close[0]}`?" if close else "leave the column out"
            raise refusal(codes.UNKNOWN_FACT, f"no pack reads the column `{name}`", mend, str(path))
    for name in ("country", "act"):
        if name not in names:
            raise refusal(
                codes.MISSING_KEY, f"the file needs a column `{name}`", f"it has: {', '.join(names)}", str(path)
            )


def write_aside(path: Path, aside: Iterable[Aside]) -> None:
    """The rows set aside, one line per reason."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["row", "column", "code", "reason", "mend"])
        for one in aside:
            rows.writerow([one.row, one.fault.column, one.fault.code, one.fault.message, one.fault.mend])


def durable(path: Path) -> None:
    """See to it that a finished file, and its name, survive whatever happens next."""
    for place in (path, path.parent):
        handle = os.open(place, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
