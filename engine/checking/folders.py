"""Checking packs as they stand in their folders: every file read, each by its model and by its schema."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from engine.checking.check import Checked, check_pack, in_source_order
from engine.language.diagnostic import Diagnostic, Refused
from engine.program.pack import Pack, assemble
from engine.reading.folder import PackFiles, read_cases, read_folder
from engine.reading.structure import second_opinion


@dataclass(frozen=True, slots=True)
class CheckedFolders:
    """What was found; `pack` is None where the files do not make one."""

    checked: Checked
    pack: Pack | None


def check_folders(folders: Iterable[Path]) -> CheckedFolders:
    """All that there is to say of the folders of one country: common, its own, its layers."""
    parts: list[PackFiles] = []
    unreadable: list[Diagnostic] = []
    beside: list[Diagnostic] = []
    for folder in folders:
        try:
            files = read_folder(folder)
        except Refused as refused:
            unreadable += refused.diagnostics
            continue
        parts.append(files)
        beside += [*_second_opinions(files), *_cases(folder)]
    if unreadable:
        return CheckedFolders(Checked(in_source_order((*unreadable, *beside)), None), None)
    pack = assemble(parts)
    checked = check_pack(pack)
    return CheckedFolders(Checked(in_source_order((*checked.problems, *beside)), checked.proof), pack)


def _second_opinions(files: PackFiles) -> Iterator[Diagnostic]:
    yield from second_opinion(files.header_document, "pack")
    for file in files.files:
        yield from second_opinion(file.document, "rules")


def _cases(folder: Path) -> Iterator[Diagnostic]:
    """What is wrong with the shape of the worked cases; whether they hold is for `test` to say.

    The schema is not asked about them: they are by far the most text, and the suite holds it to the models.
    """
    try:
        read_cases(folder)
    except Refused as refused:
        yield from refused.diagnostics
