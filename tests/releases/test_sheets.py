"""Spreadsheets: out and back is identity, what changed is spliced in, nothing in a cell is ever run."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from bareme.text.spreadsheets import guarded, read_csv, read_xlsx, unguarded, write_csv, write_xlsx
from engine.language import codes
from engine.language.diagnostic import Refused
from engine.reading.folder import PackFiles, read_folder
from engine.releases.editing import edited
from engine.releases.figure_edits import FIGURES
from engine.releases.sheets import Grid, exported, imported
from engine.releases.splicing import Put
from tests.releases.campaign import RULES
from tests.releases.packs import write_small

BELGIUM = read_folder(RULES / "be")
NAMES = [name for one in BELGIUM.files for section in FIGURES for name in getattr(one.rules, section)]
STARTS = "=+-@\t\r'＝＋－＠"


@pytest.fixture
def files(tmp_path: Path) -> PackFiles:
    return read_folder(write_small(tmp_path) / "xx")


@pytest.fixture
def common(files: PackFiles) -> PackFiles:
    return read_folder(files.folder.parent / "common")


def through(grid: Grid, form: str) -> Grid:
    if form == "csv":
        return read_csv(write_csv(grid), "sheet.csv")
    return read_xlsx(write_xlsx(grid, "sheet"), "sheet.xlsx")


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_every_figure_of_belgium_comes_back_as_it_went(form: str) -> None:
    assert len(NAMES) > 100
    for name in NAMES:
        assert imported(BELGIUM, name, through(exported(BELGIUM, name), form)).splices == (), name


def test_csv_comes_back_sign_for_sign() -> None:
    for name in NAMES:
        grid = exported(BELGIUM, name)
        assert read_csv(write_csv(grid), "sheet.csv") == grid, name


def test_the_sheet_of_a_scale(files: PackFiles) -> None:
    assert exported(files, "tariff")[:4] == [
        ["from", "up_to", "rate", "ended", "law", "source", "confidence", "checked_on", "note"],
        ["2018-01-01", "9000", "20 %", "", "", "Official gazette, 2017", "statutory", "", ""],
        ["2018-01-01", "", "40 %", "", "", "", "", "", ""],
        ["2025-01-01", "10000", "20 %", "", "", "Official gazette, 30 December 2024", "statutory", "", ""],
    ]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_next_years_brackets_come_in_by_spreadsheet(files: PackFiles, common: PackFiles, form: str) -> None:
    grid = exported(files, "tariff")
    grid.append(["2027-01-01", "10400", "20 %", "", "", "Gazette", "statutory", "", ""])
    grid.append(["", "50000", "40 %", "", "", "", "", "", ""])
    grid.append(["", "", "45.5 %", "", "", "", "", "", ""])
    grid[3][1] = "10001"
    result = edited(files, imported(files, "tariff", through(grid, form)), [common])
    text = next(one.document.text for one in result.after.files if one.path == "tax.yaml")
    assert "rounded to ten" in text
    assert '          - {up_to: "10001", rate: 20 %}\n' in text
    new = text[text.index("      2027-01-01:") : text.index("      2018-01-01:\n        rows: [")]
    assert new.splitlines() == [
        "      2027-01-01:",
        "        rows:",
        '          - {up_to: "10400", rate: 20 %}',
        '          - {up_to: "50000", rate: 40 %}',
        "          - {rate: 45.5 %}",
        '        source: "Gazette"',
        "        confidence: statutory",
    ]
    assert imported(result.after, "tariff", through(grid, form)).splices == ()


@pytest.mark.parametrize(
    ("name", "row", "column", "cell", "line"),
    [
        ("fee.rate", 1, "value", "7 %", "      2018-01-01: 7 %"),
        ("fee.rate", 1, "source", "Minutes", "      2018-01-01: {value: 6.5 %, source: Minutes}"),
        ("surcharge", 2, "value", "3 %", "{north: 1 %, south: 3 %}"),
        ("relief", 2, "slope", "6 %", '{maximum: "60", slope: 6 %, source: "Official gazette, 2025"'),
        ("relief", 1, "note", "Seen again", "confidence: statutory, note: Seen again}"),
    ],
)
def test_a_changed_cell_changes_one_place(
    files: PackFiles, common: PackFiles, name: str, row: int, column: str, cell: str, line: str
) -> None:
    grid = exported(files, name)
    grid[row][grid[0].index(column)] = cell
    result = edited(files, imported(files, name, grid), [common])
    old, new = (
        next(one.document.text for one in side.files if one.path == result.edit.file).splitlines()
        for side in (result.before, result.after)
    )
    changed = [(a, b) for a, b in zip(old, new, strict=True) if a != b]
    assert len(changed) == 1
    assert line in changed[0][1]


def test_random_sheets_come_in_as_they_read(files: PackFiles, common: PackFiles) -> None:
    """Whatever rows a scale is given, the pack then exports just these."""
    for seed in range(60):
        rng = Random(seed)
        grid = exported(files, "tariff")
        for day in sorted({row[0] for row in grid[1:]}):
            if rng.random() < 0.7:
                first = next(row for row in grid[1:] if row[0] == day)
                bounds = sorted(rng.sample(range(1, 99), rng.randrange(0, 5)))
                rows = [[day, f"{bound}000", f"{rng.randrange(50)} %", *first[3:]] for bound in bounds]
                rows.append([day, "", f"{rng.randrange(50, 60)} %", *first[3:]])
                rows[1:] = [[*row[:3], *[""] * 6] for row in rows[1:]]
                place = grid.index(first)
                grid = [row for row in grid if row[0] != day]
                grid[place:place] = rows
        result = edited(files, imported(files, "tariff", grid), [common])
        assert exported(result.after, "tariff") == grid


def test_a_sheet_with_semicolons_may_have_decimal_commas(files: PackFiles) -> None:
    raw = b"from;value\r\n2018-01-01;6,5 %\r\n2027-01-01;7,25 %\r\n"
    (splice,) = imported(files, "fee.rate", read_csv(raw, "x.csv")).splices
    assert splice == Put(("parameters", "fee.rate", "values", "2027-01-01"), "7.25 %")


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([], "no column `from`"),
        ([["from", "valeu"]], "`valeu` is not known"),
        ([["from", "value", "value"]], "stands twice"),
        ([["from", "value"], ["1/1/2018", "1 %"]], "`1/1/2018` in row 2 is not a date"),
        ([["from", "value"], ["2018-02-30", "1 %"]], "is not a date"),
        ([["from", "value"], ["", "1 %"]], "row 2 has no date"),
        ([["from", "value"], ["2019-01-01", "1 %"]], "the version of 2018-01-01 is missing"),
        ([["from", "value"], ["2018-01-01", "1 %"], ["2018-01-01", "2 %"]], "2 rows for 2018-01-01"),
        ([["from", "value", "ended"], ["2018-01-01", "1 %", "true"]], "has values and is ended"),
        ([["from", "value"], ["2018-01-01", ""]], "has no value"),
        ([["from", "value", "source"], ["2018-01-01", "6 %", "a"], ["2018-01-01", "", "b"]], "another `source`"),
    ],
)
def test_a_sheet_that_cannot_be_taken_over(files: PackFiles, rows: Grid, message: str) -> None:
    with pytest.raises(Refused) as refused:
        imported(files, "fee.rate", rows)
    problem = refused.value.diagnostics[0]
    assert (problem.code, message in problem.message, bool(problem.mend)) == (codes.BAD_SHEET, True, True), problem


def test_a_source_is_never_emptied_by_a_sheet(files: PackFiles) -> None:
    grid = exported(files, "tariff")
    grid[1][grid[0].index("source")] = ""
    with pytest.raises(Refused, match="the `source` of 2018-01-01 was emptied"):
        imported(files, "tariff", grid)


# ---- nothing in a cell is run ------------------------------------------------------------


def hostile() -> list[str]:
    rng = Random(1)
    payloads = ["cmd|' /C calc'!A0", 'HYPERLINK("http://x")', "1+1", "SUM(A1:A2)", " x", "", "'", "=", "'='", "7 %"]
    found = [f"{start}{payload}" for start in STARTS for payload in payloads]
    found += ["".join(rng.choice(STARTS + ' a1,;"') for _ in range(rng.randrange(1, 9))) for _ in range(60)]
    return [text for text in found if text.strip() and text not in ("\r", "\t")]


def test_a_hundred_hostile_cells_are_text_in_csv() -> None:
    cells = hostile()
    assert len(cells) >= 100
    for cell in cells:
        grid = [["from", "source"], ["x", cell]]
        _, row = csv.reader(io.StringIO(write_csv(grid).decode("utf-8-sig"), newline=""))
        assert row[1][:1] not in "=+-@\t\r" or row[1].lstrip("-").replace(".", "", 1).isdigit(), cell
        assert read_csv(write_csv(grid), "x.csv") == grid


def test_a_hundred_hostile_cells_are_text_in_xlsx() -> None:
    cells = [cell for cell in hostile() if "\r" not in cell and "\t" not in cell]
    assert len(cells) >= 100
    raw = write_xlsx([["titles", "x"], *[[f"row {number}", cell] for number, cell in enumerate(cells)]], "t")
    sheet: Any = load_workbook(io.BytesIO(raw)).active
    assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row} <= {"s", "n"}
    assert [row[1] for row in read_xlsx(raw, "x.xlsx")[1:]] == cells


@pytest.mark.parametrize("number", ["-5", "-5.25", "0", "1000000"])
def test_a_number_is_left_a_number(number: str) -> None:
    assert guarded(number) == number


@pytest.mark.parametrize("text", ["=x", "'=x", "''=x", "'t Werk", "-x", "- 5", "x=1", ""])
def test_the_guard_comes_off_again(text: str) -> None:
    assert unguarded(guarded(text)) == text


def workbook(cell: Any = "7 %", sheets: int = 1) -> bytes:
    book = Workbook()
    sheet: Any = book.active
    sheet.append(["from", "value"])
    sheet.append([date(2018, 1, 1), cell])
    for number in range(1, sheets):
        book.create_sheet(f"more {number}")
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def packed(extra: dict[str, bytes]) -> bytes:
    held = io.BytesIO(workbook())
    with zipfile.ZipFile(held, "a", zipfile.ZIP_DEFLATED) as package:
        for name, content in extra.items():
            package.writestr(name, content)
    return held.getvalue()


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (workbook("=1+1"), "cell B2 holds a formula"),
        (workbook(sheets=2), "2 sheets"),
        (packed({"xl/vbaProject.bin": b"x"}), "macros"),
        (packed({"xl/externalLinks/externalLink1.xml": b"<x/>"}), "macros or links"),
        (packed({"xl/embeddings/oleObject1.bin": b"x"}), "macros or links"),
        (packed({"xl/bomb.xml": b"0" * (65 * 1024 * 1024)}), "unpacks to far more"),
        (packed({"xl/x.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'}), "declares entities"),
        (packed({f"xl/{number}": b"" for number in range(600)}), "unpacks to far more"),
        (b"PK\x03\x04 no zip", "no workbook"),
        (b"", "no workbook"),
        (b"x" * (6 * 1024 * 1024), "larger than 5 MiB"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_workbook_that_could_do_harm_is_refused(raw: bytes, message: str) -> None:
    with pytest.raises(Refused) as refused:
        read_xlsx(raw, "x.xlsx")
    assert message in refused.value.diagnostics[0].message
    assert refused.value.diagnostics[0].mend


def test_numbers_and_dates_of_a_workbook_are_read_exactly() -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet.append(["from", "value", "rate"])
    sheet.append([date(2018, 1, 1), 0.1, 0.2675])
    sheet.append([date(2019, 1, 1), 1234567.89, 0.07])
    sheet["C2"].number_format = sheet["C3"].number_format = "0.00%"
    held = io.BytesIO()
    book.save(held)
    rows = [["2018-01-01", "0.1", "26.75 %"], ["2019-01-01", "1234567.89", "7 %"]]
    assert read_xlsx(held.getvalue(), "x")[1:] == rows


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b'from,value\r\n2018-01-01,"x', "no CSV"),
        (b"from,value\r\n\xff", "not UTF-8"),
        (b"from,value\r\n" * 6000, "larger than"),
        (b"x" * (6 * 1024 * 1024), "larger than 5 MiB"),
    ],
)
def test_a_csv_that_is_none_is_refused(raw: bytes, message: str) -> None:
    with pytest.raises(Refused) as refused:
        read_csv(raw, "x.csv")
    assert message in refused.value.diagnostics[0].message
