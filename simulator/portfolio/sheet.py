"""A batch of rows as it was read: cells as text where people wrote text, as numbers where the file holds numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Numbers = npt.NDArray[np.int64]
Truths = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Texts:
    """A column as its different texts; the code of an empty cell is -1, the text of an unreadable one None."""

    codes: Numbers
    distinct: Sequence[str | None]


@dataclass(slots=True)
class Sheet:
    """Rows of a file with their numbers there."""

    batch: pa.RecordBatch
    numbers: Numbers
    _texts: dict[str, Texts] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        return len(self.numbers)

    @property
    def names(self) -> list[str]:
        return list(self.batch.schema.names)

    def column(self, name: str) -> pa.Array:
        return self.batch.column(self.names.index(name))

    def texts(self, name: str) -> Texts:
        """The column as text; one that the file lacks is empty everywhere."""
        if name not in self._texts:
            self._texts[name] = texts_of(self.column(name)) if name in self.names else self._nothing()
        return self._texts[name]

    def text(self, name: str, row: int) -> str | None:
        texts = self.texts(name)
        code = int(texts.codes[row])
        return None if code < 0 else texts.distinct[code]

    def _nothing(self) -> Texts:
        return Texts(np.full(self.rows, -1, np.int64), ())


def texts_of(column: pa.Array) -> Texts:
    """The different texts of a column; blanks around them are not part of them."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        column, kind = column.cast(kind.value_type), kind.value_type
    if not (pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_string(kind)):
        column = column.cast(pa.string())
    encoded = pc.dictionary_encode(column)
    written = [_decoded(value) for value in encoded.dictionary.to_pylist()]
    codes = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    return _stripped(codes, written)


def _decoded(value: str | bytes) -> str | None:
    if isinstance(value, str):
        return value
    try:
        return value.decode()
    except UnicodeDecodeError:
        return None


def _stripped(codes: Numbers, written: list[str | None]) -> Texts:
    if all(text is None or (text and text == text.strip()) for text in written):
        return Texts(codes, written)
    places: dict[str | None, int] = {}
    moved = [
        -1 if text is not None and not text.strip() else places.setdefault(_trimmed(text), len(places))
        for text in written
    ]
    return Texts(np.array([*moved, -1], np.int64)[codes], list(places))


def _trimmed(text: str | None) -> str | None:
    return text.strip() if text is not None else None
