"""A figure's versions as rows of a sheet, and the edits that bring a changed sheet back into the pack.

One row per value, bracket or key, with the first day of its version before it; what is
said of a version (law, source …) stands on its first row. Going out and coming back
without a change gives no edit at all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Any, Final

from engine.language import codes
from engine.language.diagnostic import Diagnostic, Place, Refused
from engine.reading.folder import PackFiles
from engine.reading.models import Sourced
from engine.releases.canonical import spelled
from engine.releases.editing import Edit, where
from engine.releases.figure_edits import FIGURES
from engine.releases.splicing import Insert, Put, Remove, Splice

Grid = list[list[str]]
SAID: Final = tuple(Sourced.model_fields)
BRACKET: Final = ("up_to", "below", "rate", "amount", "value")
BESIDE: Final = ("otherwise", "each_further")
"""Keys of a table that stand beside its rows, not among them."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(slots=True)
class _Version:
    rows: list[dict[str, str]] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)
    ended: bool = False


@dataclass(frozen=True, slots=True)
class _Figure:
    """A figure as written: its file, its path, its columns."""

    file: str
    path: tuple[str, ...]
    values: Mapping[str, Any]
    columns: tuple[str, ...]

    @property
    def section(self) -> str:
        return self.path[0]


def exported(files: PackFiles, name: str) -> Grid:
    """The sheet of a parameter, group, scale or table: a row of titles, then its versions in date order."""
    figure = _figure(files, name)
    used = {key for version in figure.values.values() for row in _version(figure, version).rows for key in row}
    content = [column for column in figure.columns if column in used or figure.section != "scales"]
    grid: Grid = [["from", *content, "ended", *SAID]]
    for day in sorted(figure.values):
        version = _version(figure, figure.values[day])
        for number, row in enumerate(version.rows or [{}]):
            said = [version.said.get(key, "") for key in SAID] if number == 0 else [""] * len(SAID)
            ended = "true" if version.ended else ""
            grid.append([day, *(row.get(column, "") for column in content), ended, *said])
    return grid


def imported(files: PackFiles, name: str, grid: Grid) -> Edit:
    """The edit that a sheet asks for; without splices if it changes nothing. `Refused` if it cannot be taken over."""
    figure = _figure(files, name)
    versions = _read(figure, name, grid)
    missing = [day for day in figure.values if day not in versions]
    if missing:
        raise _refused(name, f"the version of {missing[0]} is missing", "a value is ended or corrected, never deleted")
    splices: list[Splice] = []
    for day in sorted(versions):
        path = (*figure.path, "values", day)
        if day not in figure.values:
            splices.append(Put(path, _written(figure, versions[day])))
        else:
            splices += _changes(figure, name, path, figure.values[day], versions[day])
    return Edit(figure.file, tuple(splices))


def _figure(files: PackFiles, name: str) -> _Figure:
    file, path = where(files, name, FIGURES)
    one = next(one for one in files.files if one.path == file)
    values = one.document.value((*path, "values"))
    section = str(path[0])
    columns: tuple[str, ...] = {"scales": BRACKET, "tables": ("key", "value")}.get(section, ("value",))
    if section == "parameters" and one.rules.parameters[name].fields is not None:
        columns = tuple(one.rules.parameters[name].fields or ())
    return _Figure(file, (section, name), values if isinstance(values, dict) else {}, columns)


def _version(figure: _Figure, record: Any) -> _Version:
    """A version as it is written in the pack, as rows."""
    if isinstance(record, str):
        return _Version([{"value": record}])
    if isinstance(record, list):
        return _Version([dict(row) for row in record])
    said = {key: record[key] for key in SAID if key in record}
    ended = record.get("ended") == "true"
    if figure.section == "scales":
        rows = [dict(row) for row in record.get("rows", [])]
    elif figure.section == "tables":
        beside = {key: record[key] for key in BESIDE if key in record}
        rows = [{"key": key, "value": text} for key, text in {**record.get("rows", {}), **beside}.items()]
    else:
        content = {key: text for key, text in record.items() if key not in (*SAID, "ended")}
        rows = [content] if content else []
    return _Version(rows, said, ended)


def _written(figure: _Figure, version: _Version) -> Any:
    """A version as the pack writes it."""
    if version.ended:
        return {"ended": "true", **version.said}
    if figure.section == "scales":
        return {"rows": version.rows, **version.said}
    if figure.section == "tables":
        rows = {row["key"]: row["value"] for row in version.rows}
        beside = {key: rows.pop(key) for key in BESIDE if key in rows}
        return {**({"rows": rows} if rows else {}), **beside, **version.said}
    content = version.rows[0]
    return content["value"] if set(content) == {"value"} and not version.said else {**content, **version.said}


# ---- what a sheet says -----------------------------------------------------------------


def _read(figure: _Figure, name: str, grid: Grid) -> dict[str, _Version]:
    titles = [title.strip() for title in grid[0]] if grid else []
    _refuse_titles(figure, name, titles)
    versions: dict[str, _Version] = {}
    day = ""
    for number, cells in enumerate(grid[1:], 2):
        row = {title: cell.strip() for title, cell in zip(titles, cells, strict=False) if title and cell.strip()}
        if row:
            day = _day(name, number, row.pop("from", day))
            _take(figure, name, number, row, versions.setdefault(day, _Version()))
    for day, version in versions.items():
        if not version.rows and not version.ended:
            raise _refused(name, f"the version of {day} has no value", "fill it in, or write `true` under `ended`")
        if version.rows and version.ended:
            raise _refused(name, f"the version of {day} has values and is ended", "leave one of the two empty")
        if figure.section == "parameters" and len(version.rows) > 1:
            raise _refused(name, f"there are {len(version.rows)} rows for {day}", "keep one row for each date")
    return versions


def _take(figure: _Figure, name: str, number: int, row: dict[str, str], version: _Version) -> None:
    version.ended = version.ended or row.pop("ended", "") == "true"
    for key in SAID:
        text = row.pop(key, "")
        if text and version.said.setdefault(key, text) != text:
            raise _refused(name, f"row {number} gives another `{key}` than the rows above", "say it on one row", number)
    if row:
        _refuse_incomplete(figure, name, number, row)
        version.rows.append(row)


def _refuse_incomplete(figure: _Figure, name: str, number: int, row: Mapping[str, str]) -> None:
    needed = () if figure.section == "scales" else figure.columns
    lacking = [column for column in needed if column not in row]
    if lacking:
        raise _refused(name, f"row {number} has no `{lacking[0]}`", "fill in the cell, or empty the row", number)


def _refuse_titles(figure: _Figure, name: str, titles: Sequence[str]) -> None:
    known = ("from", *figure.columns, "ended", *SAID)
    for title in titles:
        if title and title not in known:
            close = get_close_matches(title, known, 1, 0.5)
            mend = f"did you mean `{close[0]}`?" if close else f"the columns are: {', '.join(known)}"
            raise _refused(name, f"the column `{title}` is not known", mend, 1)
        if titles.count(title) > 1 and title:
            raise _refused(name, f"the column `{title}` stands twice", "keep one", 1)
    if "from" not in titles:
        raise _refused(name, "there is no column `from`", "the first row holds the titles", 1)


def _day(name: str, number: int, text: str) -> str:
    try:
        if not _DAY.fullmatch(text):
            raise ValueError
        return date.fromisoformat(text).isoformat()
    except ValueError:
        what = f"`{text}` in row {number} is not a date" if text else f"row {number} has no date"
        raise _refused(name, what, "write year-month-day, such as 2027-01-01", number) from None


# ---- what a sheet changes ----------------------------------------------------------------


def _changes(figure: _Figure, name: str, path: tuple[str, ...], record: Any, version: _Version) -> list[Splice]:
    old = _version(figure, record)
    gone = [key for key in old.said if key not in version.said]
    if gone:
        raise _refused(name, f"the `{gone[0]}` of {path[-1]} was emptied", "correct it, or leave it as it is")
    said = {key: text for key, text in version.said.items() if old.said.get(key, "").strip() != text}
    if old.ended != version.ended or (said and not isinstance(record, dict)):
        return [Put(path, _written(figure, version))]
    return [*_content(figure, path, record, old, version), *(Put((*path, key), text) for key, text in said.items())]


def _content(
    figure: _Figure, path: tuple[str, ...], record: Any, old: _Version, version: _Version
) -> Sequence[Splice]:
    if figure.section == "scales":
        return _brackets(path if isinstance(record, list) else (*path, "rows"), old.rows, version.rows)
    if figure.section == "tables":
        return _keys(path, record, old, version)
    changed = _cells(old.rows[0] if old.rows else {}, version.rows[0] if version.rows else {})
    if not isinstance(record, dict):
        return [Put(path, text) for text in changed.values()]
    return [Put((*path, key), text) for key, text in changed.items()]


def _brackets(path: tuple[str, ...], old: list[dict[str, str]], new: list[dict[str, str]]) -> list[Splice]:
    """Rows in pairs from both ends; what is over in the middle is put in or taken out there."""
    head = 0
    while head < min(len(old), len(new)) and _same(old[head], new[head]):
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and _same(old[-1 - tail], new[-1 - tail]):
        tail += 1
    first, last, end = head, len(old) - tail, len(new) - tail
    pairs = min(last, end) - first
    splices: list[Splice] = []
    for index in range(first, first + pairs):
        splices += _bracket((*path, index), old[index], new[index])
    splices += [Insert(path, index, {**new[index]}) for index in range(first + pairs, end)]
    splices += [Remove(path, index) for index in reversed(range(first + pairs, last))]
    return splices


def _bracket(path: tuple[str | int, ...], old: dict[str, str], new: dict[str, str]) -> list[Splice]:
    if set(old) != set(new):
        return [Put(path, {**new})]
    return [Put((*path, key), text) for key, text in _cells(old, new).items()]


def _keys(path: tuple[str, ...], record: Mapping[str, Any], old: _Version, version: _Version) -> list[Splice]:
    before = {row["key"]: row["value"] for row in old.rows}
    after = {row["key"]: row["value"] for row in version.rows}
    if set(before) - set(after):
        rows = {key: text for key, text in after.items() if key not in BESIDE}
        lost = [key for key in BESIDE if key in before and key not in after]
        if lost:
            raise _refused(path[1], f"the row `{lost[0]}` of {path[-1]} is gone", "take it out in the file by hand")
        kept: list[Splice] = [Put((*path, "rows"), {**rows})]
        return kept + [Put((*path, key), after[key]) for key in BESIDE if after.get(key) != before.get(key)]
    inside = () if "rows" in record else ("rows",)
    if inside and any(key not in BESIDE for key in after):
        return [Put((*path, "rows"), {key: text for key, text in after.items() if key not in BESIDE})]
    changed = _cells(before, after).items()
    return [Put((*path, key) if key in BESIDE else (*path, "rows", key), text) for key, text in changed]


def _cells(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, str]:
    """Cells that mean something else than before; a number written otherwise is the same."""
    return {key: text for key, text in new.items() if key not in old or spelled(old[key]) != spelled(text)}


def _same(old: Mapping[str, str], new: Mapping[str, str]) -> bool:
    return set(old) == set(new) and not _cells(old, new)


def _refused(name: str, message: str, mend: str, row: int = 1) -> Refused:
    return Refused([Diagnostic(codes.BAD_SHEET, Place(f"sheet of {name}", row), message, mend)])
