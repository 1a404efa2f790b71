"""Rows of text as CSV and XLSX, out and back, so that no program runs anything that stands in a cell."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

from engine.language import codes
from engine.language.diagnostic import Diagnostic, Place, Refused

Grid = list[list[str]]
FILE_BYTES: Final = 5 * 1024 * 1024
UNPACKED_BYTES: Final = 64 * 1024 * 1024
ROWS, COLUMNS = 5_000, 60
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_PERCENT = re.compile(r"(-?\d+(?:\.\d+)?) ?%")
_LOCAL = re.compile(r"(-?\d+),(\d+)( ?%)?")
_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "'", "＝", "＋", "－", "＠")
"""With these at its start a cell may be taken for a formula; an apostrophe before it says that it is text."""
_ACTIVE = ("vbaproject", "externallinks/", "macrosheets/", "dialogsheets/", "activex", "embeddings/", "connections.xml")


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_STARTS) and not _NUMBER.fullmatch(text) else text


def unguarded(text: str) -> str:
    """The text that was guarded."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_STARTS) else text


# ---- CSV -------------------------------------------------------------------------------


def write_csv(grid: Grid) -> bytes:
    """CSV as RFC 4180 has it, with the mark by which spreadsheets know UTF-8."""
    held = io.StringIO()
    csv.writer(held, lineterminator="\r\n").writerows([guarded(cell) for cell in row] for row in grid)
    return held.getvalue().encode("utf-8-sig")


def read_csv(raw: bytes, shown: str) -> Grid:
    """A CSV file with commas, semicolons or tabs; with semicolons, `6,5 %` is six and a half."""
    if len(raw) > FILE_BYTES:
        raise _refused(shown, f"the file is larger than {FILE_BYTES // 1024 // 1024} MiB", "keep to the one table")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _refused(shown, "the file is not UTF-8", "save it as `CSV UTF-8`") from None
    title = text.partition("\n")[0]
    separator = max((",", ";", "\t"), key=title.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        raise _refused(shown, f"the file is no CSV: {error}", "save it from the spreadsheet again") from None
    _refuse_size(shown, rows)
    local = separator == ";"
    return [[_delocalised(unguarded(cell)) if local else unguarded(cell) for cell in row] for row in rows]


def _delocalised(cell: str) -> str:
    match = _LOCAL.fullmatch(cell.strip())
    return f"{match[1]}.{match[2]}{match[3] or ''}" if match else cell


# ---- XLSX ------------------------------------------------------------------------------


def write_xlsx(grid: Grid, title: str) -> bytes:
    """One sheet: numbers and percentages as such where that is exact, everything else as text."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = title[:31]
    sheet.freeze_panes = "B2"
    for number, row in enumerate(grid, 1):
        for column, text in enumerate(row, 1):
            _fill(sheet.cell(number, column), text, is_title=number == 1)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def _fill(cell: Any, text: str, *, is_title: bool) -> None:
    percent = _PERCENT.fullmatch(text)
    if percent is not None and _is_exact(ratio := Decimal(percent[1]) / 100):
        cell.value = float(ratio)
        places = len(percent[1].partition(".")[2])
        cell.number_format = f"0.{'0' * places}%" if places else "0%"
    elif _NUMBER.fullmatch(text) and _is_exact(Decimal(text)):
        cell.value = float(text) if "." in text else int(text)
    elif text:
        cell.value = text
        cell.data_type = "s"
        cell.number_format = "@"
        cell.quotePrefix = text.startswith(_STARTS)
    if is_title:
        cell.font = Font(bold=True)


def _is_exact(number: Decimal) -> bool:
    """Whether the binary number of the spreadsheet is written back as the same decimal."""
    return len(number.as_tuple().digits) <= 15 and Decimal(repr(float(number))) == number


def read_xlsx(raw: bytes, shown: str) -> Grid:
    """The one sheet of a workbook; formulas, macros and links to elsewhere are refused."""
    _refuse_package(raw, shown)
    try:
        book = load_workbook(io.BytesIO(raw), data_only=False, keep_links=False)
    except Exception as error:  # noqa: BLE001 — openpyxl raises whatever a damaged file makes it meet
        raise _refused(shown, f"the workbook cannot be read ({type(error).__name__})", "save it again") from None
    if len(book.worksheets) != 1:
        raise _refused(shown, f"the workbook has {len(book.worksheets)} sheets", "keep the one with the table")
    sheet: Any = book.worksheets[0]
    if sheet.max_row > ROWS or sheet.max_column > COLUMNS:
        raise _refused(shown, f"the sheet is larger than {ROWS} rows by {COLUMNS} columns", "keep to the one table")
    grid = [[_text(cell, shown) for cell in row] for row in sheet.iter_rows()]
    return [row for row in grid if any(row)]


def _text(cell: Any, shown: str) -> str:
    held = cell.value
    if cell.data_type in ("f", "e"):
        what = "holds a formula" if cell.data_type == "f" else f"holds the error {held}"
        mend = "copy the column and paste its values"
        raise _refused(shown, f"cell {cell.coordinate} {what}", mend, cell.row)
    if held is None:
        return ""
    if isinstance(held, bool):
        return "true" if held else "false"
    if isinstance(held, datetime | date):
        return held.strftime("%Y-%m-%d")
    if isinstance(held, int | float):
        number = Decimal(repr(held))
        return f"{_plain(number * 100)} %" if "%" in cell.number_format else _plain(number)
    return unguarded(str(held)) if not cell.quotePrefix else str(held)


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _refuse_package(raw: bytes, shown: str) -> None:
    if len(raw) > FILE_BYTES:
        raise _refused(shown, f"the file is larger than {FILE_BYTES // 1024 // 1024} MiB", "keep to the one table")
    try:
        package = zipfile.ZipFile(io.BytesIO(raw))
        parts = package.infolist()
    except zipfile.BadZipFile:
        raise _refused(shown, "the file is no workbook", "save it as Excel workbook (.xlsx)") from None
    if len(parts) > 500 or sum(part.file_size for part in parts) > UNPACKED_BYTES:
        raise _refused(shown, "the workbook unpacks to far more than a table", "keep to the one table")
    for part in parts:
        if any(word in part.filename.lower() for word in _ACTIVE):
            raise _refused(shown, "the workbook holds macros or links to elsewhere", "save it as .xlsx without them")
    for name, chunk in _heads(package, parts):
        if b"<!DOCTYPE" in chunk or b"<!ENTITY" in chunk:
            raise _refused(shown, f"{name} declares entities", "save it from the spreadsheet again")


def _heads(package: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> Iterator[tuple[str, bytes]]:
    """The beginning of each part, where a declaration must stand."""
    try:
        for part in parts:
            with package.open(part) as file:
                yield part.filename, file.read(4096)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError):
        yield "a part", b"<!ENTITY"


def read_table(path: Path, *, xlsx: bool) -> Grid:
    """A file of a table."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise _refused(str(path), f"the file cannot be opened: {error.strerror}", "look at its name") from None
    return read_xlsx(raw, str(path)) if xlsx else read_csv(raw, str(path))


def _refuse_size(shown: str, rows: Grid) -> None:
    if len(rows) > ROWS or any(len(row) > COLUMNS for row in rows):
        raise _refused(shown, f"the table is larger than {ROWS} rows by {COLUMNS} columns", "keep to the one table")


def _refused(shown: str, message: str, mend: str, row: int = 1) -> Refused:
    return Refused([Diagnostic(codes.BAD_SHEET, Place(shown, row), message, mend)])
