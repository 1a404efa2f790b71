"""What people do to figures: a value from a date, a correction, an end, a better source."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.language.formula_error import FormulaError
from engine.language.walking import names_in
from engine.program.pack import parsed
from engine.reading.composing import Data
from engine.reading.folder import PackFiles
from engine.reading.models import Parameter, Sourced
from engine.reading.walking import Path
from engine.releases.canonical import spelled
from engine.releases.editing import Edit, impossible, where
from engine.releases.splicing import Insert, Put, Splice

FIGURES = ("parameters", "scales", "tables")
DESCRIBED = (*FIGURES, "lines", "contracts", "obligations", "alerts", "quotas", "not_modelled", "inputs", "functions")
"""Sections whose definitions have a label and a law to correct."""
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_PERCENTAGE = re.compile(rf"({_NUMBER.pattern})\s*%")
_CONTENT = {"parameters": "value", "scales": "rows", "tables": "rows"}


def set_value(
    files: PackFiles, name: str, figures: Mapping[str, str], since: date, said: Mapping[str, str]
) -> Edit:
    """A value from a day on: a new dated one, or a correction of the one that begins on that day.

    `figures` has one value under an empty name, or one for each figure of a group; `said` is
    its source, law, confidence and the like.
    """
    owner, wanted = _owner(files, name, figures)
    file, path = where(files, owner, ("parameters",))
    model, values = _parameter(files, file, owner), _values(files, file, path)
    day = since.isoformat()
    written = {key: _as_written(text) for key, text in wanted.items()}
    for text in written.values():
        _refuse_unreadable(text)
    said = _said(model, written, said, name)
    there = values.get(day)
    if there is None:
        return Edit(file, (Put((*path, "values", day), _new(model, written, said, owner)),))
    return Edit(file, tuple(_corrected((*path, "values", day), there, written, said)))


def end_value(files: PackFiles, name: str, since: date, said: Mapping[str, str]) -> Edit:
    """Nothing holds any more from a day on."""
    file, path = where(files, name, FIGURES)
    values = _values(files, file, path)
    day = since.isoformat()
    if day in values:
        raise impossible(f"`{name}` has a value that begins on {day}", "end it on a later day, or correct it", name)
    if not any(one < day for one in values):
        raise impossible(f"`{name}` has no value before {day} that could end", "look at its dates", name)
    return Edit(file, (Put((*path, "values", day), {"ended": "true", **said}),))


def set_said(files: PackFiles, name: str, said: Mapping[str, str], since: date | None = None) -> Edit:
    """Corrects what is said of a definition, or of one of its dated values: law, source, confidence, label, note."""
    file, path = where(files, name, DESCRIBED)
    if since is None:
        return Edit(file, tuple(Put((*path, key), text) for key, text in said.items()))
    values = _values(files, file, path)
    day = since.isoformat()
    if day not in values:
        days = ", ".join(sorted(values)) or "none"
        raise impossible(f"`{name}` has no value that begins on {day}", f"its dates: {days}", name)
    key = _CONTENT[str(path[0])]
    return Edit(file, tuple(_corrected((*path, "values", day), values[day], {}, said, key)))


def add_version(files: PackFiles, name: str, since: date, version: Data) -> Edit:
    """A whole scale or table from a day on."""
    file, path = where(files, name, FIGURES)
    day = since.isoformat()
    if day in _values(files, file, path):
        raise impossible(f"`{name}` has a version that begins on {day}", "correct its rows instead", name)
    return Edit(file, (Put((*path, "values", day), version),))


def add_bracket(files: PackFiles, name: str, since: date, index: int, bracket: Mapping[str, str]) -> Edit:
    """One more bracket in the version of a scale that begins on a day, before the one at `index`."""
    file, path = where(files, name, ("scales",))
    version = _values(files, file, path).get(since.isoformat())
    if version is None:
        raise impossible(f"`{name}` has no version that begins on {since}", "add the version first", name)
    rows = (*path, "values", since.isoformat(), *(() if isinstance(version, list) else ("rows",)))
    return Edit(file, (Insert(rows, index, dict(bracket)),))


def add_contract(files: PackFiles, name: str, contract: Mapping[str, Any], like: str | None = None) -> Edit:
    """One more contract type, in the file that holds them (that of `like` if there are several)."""
    holding = [one for one in files.files if one.rules.contracts and (like is None or like in one.rules.contracts)]
    if not holding:
        raise impossible(f"`{files.name}` has no contract type {like or ''} beside which to put it", "", name)
    if any(name in one.rules.contracts for one in files.files):
        raise impossible(f"there is a contract type `{name}` already", "give it another name", name)
    return Edit(holding[0].path, (Put(("contracts", name), dict(contract)),))


def _owner(files: PackFiles, name: str, figures: Mapping[str, str]) -> tuple[str, Mapping[str, str]]:
    """The parameter that holds a name, and its figures by field: `group.field` is one of a group."""
    groups = {owner: model for one in files.files for owner, model in one.rules.parameters.items() if model.fields}
    if name in groups:
        return name, figures
    owner, _, field = name.rpartition(".")
    if owner in groups and field in (groups[owner].fields or {}):
        return owner, dict.fromkeys((field,), figures.get("", ""))
    return name, figures


def _parameter(files: PackFiles, file: str, name: str) -> Parameter:
    return next(one.rules.parameters[name] for one in files.files if one.path == file)


def _values(files: PackFiles, file: str, path: Path) -> dict[str, Any]:
    document = next(one.document for one in files.files if one.path == file)
    values = document.value((*path, "values"))
    return values if isinstance(values, dict) else {}


def _as_written(text: str) -> str:
    """A number keeps its digits (`3050.10`), a percentage gets its space, a formula its one spelling."""
    percentage = _PERCENTAGE.fullmatch(text)
    if percentage is not None:
        return f"{percentage[1]} %"
    return text if _NUMBER.fullmatch(text) else spelled(text)


def _refuse_unreadable(text: str) -> None:
    try:
        parsed(text)
    except FormulaError as error:
        raise impossible(f"`{text}` cannot be read: {error.message}", error.mend, "value") from None


def _said(model: Parameter, written: Mapping[str, str], said: Mapping[str, str], name: str) -> dict[str, str]:
    """What is said of a new value; one that was read somewhere must say where."""
    derived = all(any(names_in(parsed(text))) for text in written.values())
    if "source" not in said and not derived:
        raise impossible(
            f"a new value of `{name}` needs its source", 'add --source "document or page it was read in"', name
        )
    found = dict(said)
    if "source" in said and "confidence" not in said and model.confidence != "published":
        found["confidence"] = "published"
    return {key: found[key] for key in Sourced.model_fields if key in found}


def _new(model: Parameter, written: Mapping[str, str], said: Mapping[str, str], name: str) -> Data:
    if model.fields is None:
        if set(written) != {""}:
            raise impossible(f"`{name}` is one figure, not a group", f"bareme set … {name} VALUE", name)
        return {"value": written[""], **said} if said else written[""]
    missing = [field for field in model.fields if field not in written]
    unknown = [field for field in written if field not in model.fields]
    if missing or unknown:
        form = " ".join(f"{field}=…" for field in model.fields)
        what = f"`{unknown[0]}` is none of them" if unknown else f"`{missing[0]}` is missing"
        raise impossible(f"the figures of `{name}` change together: {what}", f"give all: {form}", name)
    return {**written, **said}


def _corrected(
    path: Path, there: Data, written: Mapping[str, str], said: Mapping[str, str], key: str = "value"
) -> list[Splice]:
    """Splices of the version at a path that is there already."""
    if isinstance(there, dict) and "ended" in there:
        raise impossible(f"it ends on {path[-1]}", "take that line out by hand first", str(path[1]))
    if not isinstance(there, dict):
        content = written.get("", there)
        return [Put(path, {key: content, **said} if said else content)]
    return [
        *(Put((*path, field or "value"), text) for field, text in written.items()),
        *(Put((*path, word), text) for word, text in said.items()),
    ]
