"""What a run has already done, kept beside the results so that a killed run goes on where it stopped.

A part is written under another name, made durable and only then given its own: a part
that is there is whole. The manifest says what the parts are parts of; parts of anything
else are thrown away.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import ipc

from simulator.portfolio.batch import Aside
from simulator.portfolio.faults import Fault
from simulator.portfolio.files import durable

CHUNK = 2048
"""Rows that are read back together when parts are put in order."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The folder of parts of one run."""

    folder: Path

    def begin(self, manifest: dict[str, Any]) -> bool:
        """Make the folder ready; True where an earlier run of the same thing left parts in it."""
        written = self.folder / "manifest.json"
        text = json.dumps(manifest, sort_keys=True)
        if written.is_file() and written.read_text(encoding="utf-8") == text:
            return True
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        _write_text(written, text)
        return False

    def end(self) -> None:
        shutil.rmtree(self.folder)

    # ---- tables ------------------------------------------------------------------------

    def has(self, name: str) -> bool:
        return (self.folder / f"{name}.arrow").is_file()

    def write(self, name: str, batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> None:
        path = self.folder / f"{name}.arrow"
        rough = path.with_suffix(".rough")
        with ipc.new_file(rough, schema) as writer:
            for batch in batches:
                writer.write(batch, max_chunksize=CHUNK) if isinstance(batch, pa.Table) else _in_chunks(writer, batch)
        durable(rough)
        rough.replace(path)
        durable(path)

    def read(self, name: str) -> pa.Table:
        with ipc.open_file(self.folder / f"{name}.arrow") as reader:
            return reader.read_all()

    def path(self, name: str) -> Path:
        return self.folder / f"{name}.arrow"

    # ---- rows set aside ----------------------------------------------------------------

    def write_aside(self, name: str, aside: Iterable[Aside]) -> None:
        rows = [{"row": one.row, **asdict(one.fault)} for one in aside]
        _write_text(self.folder / f"{name}.json", json.dumps(rows, ensure_ascii=False))

    def read_aside(self, name: str) -> Iterator[Aside]:
        for row in json.loads((self.folder / f"{name}.json").read_text(encoding="utf-8")):
            number = row.pop("row")
            yield Aside(number, Fault(**row))

    def has_aside(self, name: str) -> bool:
        return (self.folder / f"{name}.json").is_file()


def _in_chunks(writer: ipc.RecordBatchFileWriter, batch: pa.RecordBatch) -> None:
    for start in range(0, batch.num_rows, CHUNK):
        writer.write_batch(batch.slice(start, CHUNK))


def _write_text(path: Path, text: str) -> None:
    rough = path.with_suffix(".rough")
    rough.write_text(text, encoding="utf-8")
    durable(rough)
    rough.replace(path)
    durable(path)


class Cursor:
    """The rows of a part in order, taken as far as a row number."""

    def __init__(self, path: Path) -> None:
        self.file = pa.OSFile(str(path))
        self.reader = ipc.open_file(self.file)
        self.next = 0
        self.left: pa.RecordBatch | None = None

    def until(self, row: int) -> Iterator[pa.RecordBatch]:
        """Everything up to and with a row number."""
        while True:
            if self.left is None or not self.left.num_rows:
                if self.next >= self.reader.num_record_batches:
                    return
                self.left = self.reader.get_batch(self.next)
                self.next += 1
            numbers = self.left.column(0).to_numpy()
            count = int(numbers.searchsorted(row, "right"))
            if count:
                yield self.left.slice(0, count)
            self.left = self.left.slice(count)
            if self.left.num_rows:
                return
