"""A file of acts to a file of results: in parts, each kept when it is done, put in the order of the rows at the end."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pv
import pyarrow.parquet as pq
from pyarrow import ipc

from engine import VERSION
from engine.language import codes
from engine.language.diagnostic import Refused
from simulator.portfolio.batch import Aside, compute
from simulator.portfolio.files import Source, durable, open_acts, write_aside
from simulator.portfolio.groups import grouped, parts
from simulator.portfolio.parts import Cursor, Parts
from simulator.portfolio.results import ROW, Figure, figure_of, schema
from simulator.portfolio.sheet import Numbers, Sheet
from simulator.registry import Registry
from simulator.scenario import refusal

PART = 131_072
"""Rows of a part, and of a row group of the results."""
Tell = Callable[[str, int, int | None], None]
"""Told of progress: what is done, how many rows of it, of how many."""


@dataclass(frozen=True, slots=True)
class Summary:
    """How a run went."""

    rows: int
    computed: int
    aside: Path | None
    resumed: bool


@dataclass(frozen=True, slots=True)
class Job:
    """Everything a run depends on."""

    registry: Registry
    source: Source
    out: Path
    provisional: bool = False
    columns: tuple[str, ...] = ()
    part: int = PART

    @property
    def has_workers(self) -> bool:
        return "worker" in self.source.names

    @property
    def aside(self) -> Path:
        return self.out.with_name(f"{self.out.stem}.set_aside.csv")


@dataclass(frozen=True, slots=True)
class Scan:
    """What the file holds: its rows, the countries and acts in it."""

    rows: int
    kinds: tuple[tuple[str, str], ...]


def prepared(registry: Registry, acts: Path, out: Path, *, provisional: bool, columns: Sequence[str]) -> Job:
    """A job with its files and names checked."""
    if out.suffix.lower() not in (".parquet", ".csv"):
        raise refusal(codes.WRONG_SHAPE, f"{out} is neither Parquet nor CSV", "--out results.parquet", "--out")
    if not out.parent.is_dir():
        raise refusal(codes.MISSING_KEY, f"there is no folder {out.parent}", "", "--out")
    return Job(registry, open_acts(acts, registry), out, provisional, tuple(columns))


def run_job(job: Job, tell: Tell) -> Summary:
    """Compute what is not done yet, write the results in order, and clear the parts away."""
    scan = _scan(job, tell)
    figures = wanted(job, scan)
    kept = Parts(job.out.with_name(f"{job.out.name}.parts"))
    count = max(1, -(-scan.rows // job.part))
    resumed = kept.begin(
        {
            "schema": "bareme.portfolio/1",
            "engine": VERSION,
            "acts": _digest(job.source.path),
            "packs": [dict(part) for code in _countries(job, scan) for part in job.registry.country(code).bundle],
            "provisional": job.provisional,
            "columns": [figure.name for figure in figures],
            "part": job.part,
            "parts": count,
        }
    )
    if job.has_workers:
        _sort_by_worker(job, kept, count, tell, scan.rows)
    done = 0
    for number, sheet in _sheets(job, kept, count):
        name = f"part-{number:05}"
        if sheet is not None and not kept.has(name):
            found = compute(job.registry, sheet, figures, provisional=job.provisional)
            kept.write_aside(name, found.aside)
            kept.write(name, [found.results], found.results.schema)
        done += _rows_of(kept, name)
        tell("computed", done, scan.rows)
    aside = _assemble(job, kept, count, figures, scan.rows, tell)
    kept.end()
    set_aside = len({one.row for one in aside})
    return Summary(scan.rows, scan.rows - set_aside, job.aside if aside else None, resumed)


def wanted(job: Job, scan: Scan) -> tuple[Figure, ...]:
    """The figures of the results: those that were asked for, or all that the acts of the file have."""
    packs = [job.registry.country(code).pack for code in _countries(job, scan)]
    if not packs:
        return ()
    known = {*packs[0].interface, *(name for pack in packs for name in pack.definitions)}
    for name in job.columns:
        if name not in known:
            raise refusal(codes.UNKNOWN_NAME, f"no pack of the file computes `{name}`", "", "--columns")
    acts = [(pack, act) for pack in packs for country, act in scan.kinds if country == pack.name]
    values = [name for pack, act in acts if act in pack.acts for name in pack.acts[act].model.values]
    order = {name: place for place, name in enumerate(packs[0].interface)}
    names = job.columns or tuple(sorted(dict.fromkeys(values), key=lambda name: (order.get(name, len(order)), name)))
    return tuple(figure_of(packs, name) for name in names)


def _scan(job: Job, tell: Tell) -> Scan:
    rows, kinds = 0, set()
    for sheet in job.source.sheets(job.part):
        country, act = sheet.texts("country"), sheet.texts("act")
        pairs = {
            (int(country.codes[rows[0]]), int(act.codes[rows[0]]))
            for rows in parts(*grouped([country.codes, act.codes]))
        }
        kinds |= {
            ((country.distinct[one] or "").lower(), act.distinct[other] or "")
            for one, other in pairs
            if min(one, other) >= 0
        }
        rows += sheet.rows
        tell("read", rows, job.source.total)
    return Scan(rows + len(job.source.broken), tuple(sorted(kinds)))


def _countries(job: Job, scan: Scan) -> list[str]:
    known = job.registry.codes()
    found = []
    for code in dict.fromkeys(country for country, _ in scan.kinds):
        if code in known:
            try:
                job.registry.country(code)
            except Refused:
                continue
            found.append(code)
    return found


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# ---- the rows of each part ---------------------------------------------------------------


def _sheets(job: Job, kept: Parts, count: int) -> Iterator[tuple[int, Sheet | None]]:
    """Every part's rows; None where it is done."""
    if job.has_workers:
        for number in range(count):
            if kept.has(f"part-{number:05}"):
                yield number, None
                continue
            table = kept.read(f"rows-{number:05}")
            batch = table.combine_chunks().to_batches()
            yield number, _sheet_of(batch[0]) if batch else _sheet_of(pa.RecordBatch.from_pylist([], table.schema))
        return
    for number, sheet in enumerate(job.source.sheets(job.part)):
        yield number, None if kept.has(f"part-{number:05}") else sheet
    kept.write_aside("broken", job.source.broken)


def _sheet_of(batch: pa.RecordBatch) -> Sheet:
    """Rows that were sorted by worker, their numbers in the first column."""
    return Sheet(batch.select(batch.schema.names[1:]), batch.column(0).to_numpy())


def _sort_by_worker(job: Job, kept: Parts, count: int, tell: Tell, rows: int) -> None:
    """All rows of a worker into one part, so that totals to date need no other part."""
    if kept.has_aside("broken"):
        return
    writers: list[tuple[Path, ipc.RecordBatchFileWriter]] = []
    read = 0
    for sheet in job.source.sheets(job.part):
        full = _numbered(sheet)
        if not writers:
            paths = [kept.path(f"rows-{number:05}") for number in range(count)]
            writers = [(path, ipc.new_file(path, full.schema)) for path in paths]
        where = _part_of(sheet, count, job.part)
        for number, (_, writer) in enumerate(writers):
            rows_of_part = np.flatnonzero(where == number)
            if len(rows_of_part):
                writer.write_batch(full.take(pa.array(rows_of_part)))
        read += sheet.rows
        tell("sorted by worker", read, rows)
    for path, writer in writers:
        writer.close()
        durable(path)
    if not writers:
        empty = pa.schema([pa.field(ROW, pa.int64()), *(pa.field(name, pa.binary()) for name in job.source.names)])
        kept.write("rows-00000", [], empty)
    kept.write_aside("broken", job.source.broken)


def _numbered(sheet: Sheet) -> pa.RecordBatch:
    fields = [pa.field(ROW, pa.int64()), *sheet.batch.schema]
    return pa.RecordBatch.from_arrays([pa.array(sheet.numbers), *sheet.batch.columns], schema=pa.schema(fields))


def _part_of(sheet: Sheet, count: int, part: int) -> Numbers:
    """The part of every row: by the worker's name, or by the row where nobody is named."""
    texts = sheet.texts("worker")
    hashed = np.array([zlib.crc32((text or "").encode()) % count for text in texts.distinct], np.int64)
    by_row = (sheet.numbers - 1) // part % count
    if not len(hashed):
        return by_row
    return np.where(texts.codes >= 0, hashed[texts.codes], by_row)


# ---- the results in order ----------------------------------------------------------------


def _rows_of(kept: Parts, name: str) -> int:
    if not kept.has(name):
        return 0
    with ipc.open_file(kept.path(name)) as reader:
        return sum(reader.get_batch(place).num_rows for place in range(reader.num_record_batches))


def _assemble(job: Job, kept: Parts, count: int, figures: Sequence[Figure], rows: int, tell: Tell) -> list[Aside]:
    names = [f"part-{number:05}" for number in range(count) if kept.has(f"part-{number:05}")]
    aside = sorted(
        [*kept.read_aside("broken"), *(one for name in names for one in kept.read_aside(name))],
        key=lambda one: (one.row, one.fault.column, one.fault.message),
    )
    rough = job.out.with_name(f"{job.out.name}.rough")
    shape = schema(figures)
    broken = sorted({one.row for one in kept.read_aside("broken")})
    with _writer(rough, job.out, shape) as write:
        cursors = [Cursor(kept.path(name)) for name in names]
        for start in range(0, rows, job.part):
            last = min(start + job.part, rows)
            found = [batch for cursor in cursors for batch in cursor.until(last)]
            found.append(_empty(shape, [row for row in broken if start < row <= last]))
            table = pa.Table.from_batches(found, shape)
            order = np.argsort(table.column(0).to_numpy(), kind="stable")
            write(table.take(pa.array(order)).combine_chunks())
            tell("written", last, rows)
    durable(rough)
    _put_aside(job, aside)
    rough.replace(job.out)
    durable(job.out)
    return aside


def _empty(shape: pa.Schema, rows: list[int]) -> pa.RecordBatch:
    """Lines that were no rows: only their numbers."""
    nothing = [pa.nulls(len(rows), field.type) for field in list(shape)[1:]]
    return pa.RecordBatch.from_arrays([pa.array(rows, pa.int64()), *nothing], schema=shape)


class _writer:  # noqa: N801 - used as a function
    """Writes tables as Parquet row groups or as lines of CSV."""

    def __init__(self, rough: Path, out: Path, shape: pa.Schema) -> None:
        is_csv = out.suffix.lower() == ".csv"
        self.writer = pv.CSVWriter(rough, shape) if is_csv else pq.ParquetWriter(rough, shape, compression="zstd")

    def __enter__(self) -> Callable[[pa.Table], None]:
        write: Callable[[pa.Table], None] = self.writer.write
        return write

    def __exit__(self, *_: object) -> None:
        self.writer.close()


def _put_aside(job: Job, aside: list[Aside]) -> None:
    if not aside:
        job.aside.unlink(missing_ok=True)
        return
    rough = job.aside.with_suffix(".rough")
    write_aside(rough, aside)
    durable(rough)
    rough.replace(job.aside)
    durable(job.aside)
