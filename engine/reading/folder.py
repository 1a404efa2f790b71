"""Reading the folder of a pack: its header, its rules, and apart from them its worked cases."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from engine.language import codes
from engine.language.diagnostic import Diagnostic, Place, Refused
from engine.reading.complaints import diagnose
from engine.reading.document import Document, decode_document, read_document
from engine.reading.models import Case, Header, RuleFile, Sequence, WorkedCase

HEADER = "pack.yaml"
CASES = "tests"
LAYERS = "layers"
_APART = frozenset({CASES, "locales", LAYERS})
Read = Callable[[], Document]


@dataclass(frozen=True, slots=True)
class RuleDocument:
    """One file of rules, as written and as understood."""

    path: str
    """Below the pack's folder, with `/`."""
    document: Document
    rules: RuleFile


@dataclass(frozen=True, slots=True)
class CaseDocument:
    """One file of worked cases, as written and as understood."""

    path: str
    document: Document
    cases: tuple[Case | Sequence, ...]


@dataclass(frozen=True, slots=True)
class PackFiles:
    """All that is written in a pack, in the order of the files' names."""

    name: str
    folder: Path
    header: Header
    header_document: Document
    files: tuple[RuleDocument, ...]


def read_folder(folder: Path) -> PackFiles:
    """Reads a pack; raises `Refused` with what is wrong in all its files, in order."""
    if not (folder / HEADER).is_file():
        raise Refused([_no_header(folder)])
    problems: list[Diagnostic] = []
    readers = {
        path.relative_to(folder).as_posix(): partial(read_document, path) for path in _yaml_files(folder, problems)
    }
    return _understood(folder, readers, problems)


def read_kept(shown: Path, kept: Mapping[str, bytes]) -> PackFiles:
    """Reads a pack from the bytes of its files, by their paths below its folder; `shown` stands before them."""
    if HEADER not in kept:
        raise Refused([_no_header(shown)])
    readers = {
        path: partial(decode_document, kept[path], (shown / path).as_posix())
        for path in sorted(kept)
        if path.endswith(".yaml") and path.partition("/")[0] not in _APART
    }
    return _understood(shown, readers, [])


def _understood(folder: Path, readers: Mapping[str, Read], problems: list[Diagnostic]) -> PackFiles:
    header: tuple[Document, Header] | None = None
    files: list[RuleDocument] = []
    for path, reader in readers.items():
        if path == HEADER:
            header = _read_as(reader, _header, Header, problems)
            continue
        read = _read_as(reader, _rules, RuleFile, problems)
        if read is not None:
            files.append(RuleDocument(path, *read))
    if problems or header is None:
        raise Refused(problems)
    return PackFiles(header[1].pack, folder, header[1], header[0], tuple(files))


def read_cases(folder: Path) -> tuple[CaseDocument, ...]:
    """Reads the worked cases of a pack, which the way to a result never opens."""
    problems: list[Diagnostic] = []
    found: list[CaseDocument] = []
    for path in _yaml_files(folder / CASES, problems):
        read = _read_as(partial(read_document, path), understand_cases, list[WorkedCase], problems)
        if read is not None:
            found.append(CaseDocument(path.relative_to(folder).as_posix(), read[0], tuple(read[1])))
    if problems:
        raise Refused(problems)
    return tuple(found)


def validate(document: Document, understand: Any, shape: Any, problems: list[Diagnostic]) -> Any:
    """What a document says by the shape of its model, or None and its problems."""
    try:
        return understand(document.data)
    except ValidationError as error:
        problems += diagnose(error, document, shape)
        return None


def _read_as(read: Read, understand: Any, shape: Any, problems: list[Diagnostic]) -> tuple[Document, Any] | None:
    try:
        document = read()
    except Refused as refused:
        problems += refused.diagnostics
        return None
    understood = validate(document, understand, shape, problems)
    return None if understood is None else (document, understood)


def _header(data: Any) -> Header:
    return Header.model_validate(data, by_alias=True, by_name=False)


def _rules(data: Any) -> RuleFile:
    return RuleFile.model_validate(data, by_alias=True, by_name=False)


def understand_cases(data: Any) -> list[Case | Sequence]:
    """Worked cases from the data of a file; raises `ValidationError`."""
    return _case_adapter().validate_python(data, by_alias=True, by_name=False)


@cache
def _case_adapter() -> TypeAdapter[list[Case | Sequence]]:
    return TypeAdapter(list[WorkedCase])


def _yaml_files(folder: Path, problems: list[Diagnostic]) -> list[Path]:
    """Every `*.yaml` below the folder, cases, translations and hidden ones apart, by path."""
    found: list[Path] = []
    for where, folders, names in os.walk(folder):
        here = Path(where)
        folders[:] = [name for name in folders if not name.startswith(".") and not (here == folder and name in _APART)]
        for name in names:
            if name.startswith("."):
                continue
            if name.endswith(".yaml"):
                found.append(here / name)
            elif name.lower().endswith((".yml", ".yaml")):
                problems.append(_misnamed(here / name))
    return sorted(found, key=lambda path: path.relative_to(folder).as_posix())


def _misnamed(path: Path) -> Diagnostic:
    return Diagnostic(
        codes.FILE_NAME,
        Place(path.as_posix()),
        f"`{path.name}` would not be read: its name does not end in `.yaml`",
        f"rename it to `{path.stem}.yaml`",
    )


def _no_header(folder: Path) -> Diagnostic:
    if not folder.is_dir():
        return Diagnostic(
            codes.NO_PACK, Place(folder.as_posix()), "there is no such folder", "look at the name and the place"
        )
    return Diagnostic(
        codes.NO_HEADER,
        Place((folder / HEADER).as_posix()),
        "the folder has no `pack.yaml`, so it is not a pack",
        "write one with `pack`, `language`, `name`, `version`, `currency` and `coverage`",
    )


def reread(one: RuleDocument, document: Document) -> RuleDocument:
    """A file of rules as it reads in another version of its document."""
    problems: list[Diagnostic] = []
    rules = validate(document, _rules, RuleFile, problems)
    if rules is None:
        raise Refused(problems)
    return RuleDocument(one.path, document, rules)
