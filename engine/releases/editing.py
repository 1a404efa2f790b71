"""Edits of a pack in the words of those who keep it: a value from a date, its end, its source, a row, a contract type.

An edit is worked out on the files as they were read, proven by reading the result,
and only then written, all at once, if the file still is what was read.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from engine.checking.formulas import formula_problems
from engine.checking.shapes import shape_problems
from engine.language import codes
from engine.language.diagnostic import Diagnostic, Place, Refused
from engine.program.pack import assemble
from engine.reading.folder import PackFiles, reread
from engine.reading.walking import Path as Steps
from engine.releases.splicing import Splice, spliced


@dataclass(frozen=True, slots=True)
class Edit:
    """Splices of one file of a pack."""

    file: str
    splices: tuple[Splice, ...]


@dataclass(frozen=True, slots=True)
class Edited:
    """A pack after an edit that holds; nothing is written yet."""

    before: PackFiles
    after: PackFiles
    edit: Edit

    @property
    def path(self) -> Path:
        return self.before.folder / self.edit.file

    @property
    def place(self) -> Place:
        """The first line that is not as it was."""
        old, new = (_text(files, self.edit.file).splitlines() for files in (self.before, self.after))
        line = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
        return Place(self.path.as_posix(), line + 1)


def edited(files: PackFiles, edit: Edit, below: Sequence[PackFiles] = ()) -> Edited:
    """The pack after an edit; `Refused` if it would not read, or `check` would find something new in it.

    `below` are the packs it builds on, without which its names mean nothing.
    """
    one = next(one for one in files.files if one.path == edit.file)
    document = spliced(one.document, edit.splices)
    after = replace(
        files, files=tuple(reread(old, document) if old.path == edit.file else old for old in files.files)
    )
    fresh = _problems((*below, after)) - _problems((*below, files))
    if fresh:
        raise Refused([_nothing_written(problem) for problem in sorted(fresh, key=lambda found: found.place)])
    return Edited(files, after, edit)


def write(result: Edited) -> None:
    """Writes the edited file in one step; `Refused` if somebody else changed it meanwhile."""
    old = _text(result.before, result.edit.file).encode()
    path = result.path
    if path.read_bytes() != old:
        raise Refused(
            [
                Diagnostic(
                    codes.EDIT_NOT_POSSIBLE,
                    Place(path.as_posix()),
                    "the file was changed by somebody else since it was read",
                    "do the edit again; nothing was written",
                )
            ]
        )
    descriptor, name = tempfile.mkstemp(prefix=".", suffix=".new", dir=path.parent)
    with os.fdopen(descriptor, "wb") as file:
        file.write(_text(result.after, result.edit.file).encode())
        file.flush()
        os.fsync(file.fileno())
    Path(name).chmod(path.stat().st_mode & 0o777)
    Path(name).replace(path)


def where(files: PackFiles, name: str, sections: Sequence[str]) -> tuple[str, Steps]:
    """The file of a definition and its path in it; `Refused` with what is close if there is none."""
    known: list[str] = []
    for one in files.files:
        for section in sections:
            definitions: Mapping[str, object] = getattr(one.rules, section)
            if name in definitions:
                return one.path, (section, name)
            known += definitions
    close = get_close_matches(name, known, 1, 0.5)
    mend = f"did you mean `{close[0]}`?" if close else f"the names there are: `bareme sources {files.name}`"
    raise impossible(f"`{files.name}` has no `{name}` of its own", mend, name)


def impossible(message: str, mend: str, name: str) -> Refused:
    return Refused([Diagnostic(codes.EDIT_NOT_POSSIBLE, Place(name), message, mend)])


def day_key(day: date) -> str:
    return day.isoformat()


def _problems(parts: Sequence[PackFiles]) -> set[Diagnostic]:
    """What names, types and shapes are at fault, apart from the places, which an edit may move."""
    pack = assemble(parts)
    found = (*pack.problems, *formula_problems(pack), *shape_problems(pack))
    return {replace(problem, place=Place(problem.place.path), excerpt="") for problem in found}


def _nothing_written(problem: Diagnostic) -> Diagnostic:
    mend = f"{problem.mend}; nothing was written" if problem.mend else "nothing was written"
    return replace(problem, mend=mend)


def _text(files: PackFiles, file: str) -> str:
    return next(one.document.text for one in files.files if one.path == file)
