"""Runs the examples of the lesson pages in the country made up for learning, and writes what they really print.

`<!-- file: PATH -->` before a fenced block puts it into the pack of that country, for good;
`<!-- bad: PATH -->` puts it there until the next block has run; `<!-- change: PATH -->` makes
the change that the block shows; `<!-- changed: PATH -->` shows what a command changed. A
`console` block holds `bareme …` commands after `$ ` and what they print. A table of `formula`
and `gives` holds formulas with their values. Each thing of `ten-things.md` begins with the
country as `pack-language.md` leaves it. `python docs/tools/lesson.py` writes the real output,
with `--check` it only compares.
"""

from __future__ import annotations

import contextlib
import difflib
import io
import os
import re
import shlex
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bareme.cli import main as bareme

ROOT = Path(__file__).resolve().parents[2]
LAND = ROOT / "tests" / "land"
LESSON = ROOT / "docs" / "pack-language.md"
THINGS = ROOT / "docs" / "ten-things.md"
BLOCK = re.compile(
    r"(?:<!-- (?P<verb>file|bad|changed|change): (?P<path>\S+) -->\n)?"
    r"```(?P<language>\w+)\n(?P<body>.*?)```\n",
    re.DOTALL,
)
ROW = re.compile(r"^\| `(?P<formula>[^`]+)` \| `(?P<gives>[^`]+)` \|$", re.MULTILINE)
TABLE = re.compile(r"^\| formula \| gives \|\n\|---\|---\|\n(?P<rows>(?:\|.*\|\n)+)", re.MULTILINE)
GIVEN = {"gross": "1000", "days": "20", "children": "2"}
DAY = "2026-03-10"
TODAY = "1795478400"
"""24 November 2026, as seconds: pages do not change with the day on which they are checked."""


def ran(command: str, folder: Path) -> str:
    """What a `bareme` command prints when it is run beside the packs."""
    words = shlex.split(command)
    if words[0] != "bareme":
        raise ValueError(command)
    said, out = io.StringIO(), io.StringIO()
    here, day = Path.cwd(), os.environ.get("SOURCE_DATE_EPOCH")
    os.chdir(folder)
    os.environ["SOURCE_DATE_EPOCH"] = TODAY
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(said):
            code = bareme([*words[1:], "--rules", "."])
    finally:
        os.chdir(here)
        del os.environ["SOURCE_DATE_EPOCH"]
        if day is not None:
            os.environ["SOURCE_DATE_EPOCH"] = day
    lines = (out.getvalue() + (said.getvalue() if code == 2 else "")).rstrip().splitlines()
    return "".join(f"{line.rstrip()}\n" for line in lines)


@dataclass
class Lesson:
    """A folder with the country as far as the page has built it."""

    folder: Path
    passing: list[Path] = field(default_factory=list)
    """Files that are there only until the next block has run."""

    def filled(self, block: re.Match[str]) -> str:
        """A block as it should stand; what it writes or changes is done."""
        body = block["body"]
        path = self.folder / "xx" / (block["path"] or "")
        match block["verb"]:
            case "file" | "bad":
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(body, encoding="utf-8")
                if block["verb"] == "bad":
                    self.passing.append(path)
                return block[0]
            case "change":
                path.write_text(changed(path.read_text(encoding="utf-8"), body), encoding="utf-8")
                return block[0]
            case "changed":
                body = self.difference(path)
        if block["language"] == "console":
            commands = re.findall(r"^\$ (.+)$", body, re.MULTILINE)
            body = "".join(f"$ {command}\n{ran(command, self.folder)}" for command in commands)
        for written in self.passing:
            written.unlink()
        self.passing.clear()
        start = block.start("body") - block.start()
        return block[0][:start] + body + "```\n"

    def difference(self, path: Path) -> str:
        """What changed in a file since the thing began."""
        before = self.folder / "before" / path.relative_to(self.folder)
        old, new = (one.read_text(encoding="utf-8").splitlines() for one in (before, path))
        lines = list(difflib.unified_diff(old, new, n=1, lineterm=""))[2:]
        return "".join(f"{line}\n" for line in lines if not line.startswith("@@"))


def changed(text: str, change: str) -> str:
    """A text after the change that a `diff` block shows; its lines must stand there exactly once."""
    lines = change.splitlines()
    old = "".join(f"{line[1:]}\n" for line in lines if not line.startswith("+"))
    new = "".join(f"{line[1:]}\n" for line in lines if not line.startswith("-"))
    if text.count(old) != 1:
        raise ValueError(f"these lines do not stand there once:\n{old}")
    return text.replace(old, new)


def begun(folder: Path) -> Path:
    """The country as it comes, in a folder of its own."""
    shutil.copytree(LAND, folder)
    return folder


def learnt(folder: Path) -> Path:
    """The country as the lesson leaves it, and once more beside it, to be compared with."""
    lesson = Lesson(begun(folder))
    for block in BLOCK.finditer(LESSON.read_text(encoding="utf-8")):
        if block["verb"] == "file":
            lesson.filled(block)
    shutil.copytree(folder, folder / "before")
    return folder


def value_of(formula: str) -> str:
    """What a formula gives, as a line of its own in the country as it comes."""
    with tempfile.TemporaryDirectory() as name:
        folder = begun(Path(name) / "land")
        (folder / "xx" / "formula.yaml").write_text(f"lines:\n  tax:\n    formula: {formula}\n", encoding="utf-8")
        given = " ".join(f"--given {fact}={value}" for fact, value in GIVEN.items())
        shown = ran(f"bareme simulate xx pay --date {DAY} {given} --show tax", folder).strip()
    return re.sub(r"\.?0+$", "", shown) if "." in shown else shown


def _row(row: re.Match[str]) -> str:
    return f"| `{row['formula']}` | `{value_of(row['formula'])}` |"


def lesson_with_real_output(text: str) -> str:
    """The lesson, its blocks and tables holding what really comes out."""
    with tempfile.TemporaryDirectory() as name:
        text = BLOCK.sub(Lesson(begun(Path(name) / "land")).filled, text)
    return TABLE.sub(lambda table: table[0].replace(table["rows"], ROW.sub(_row, table["rows"])), text)


def things_with_real_output(text: str) -> str:
    """The ten things, each in a country of its own."""
    parts = re.split(r"^(?=## )", text, flags=re.MULTILINE)
    return "".join(map(_thing, parts))


def _thing(text: str) -> str:
    with tempfile.TemporaryDirectory() as name:
        return BLOCK.sub(Lesson(learnt(Path(name) / "land")).filled, text)


PAGES: dict[Path, Callable[[str], str]] = {LESSON: lesson_with_real_output, THINGS: things_with_real_output}


def main() -> int:
    """Write the pages, or say whether they are true."""
    stale = False
    for page, with_real_output in PAGES.items():
        shown = page.read_text(encoding="utf-8")
        real = with_real_output(shown)
        if shown == real:
            continue
        stale = True
        if "--check" in sys.argv[1:]:
            sys.stderr.writelines(difflib.unified_diff(shown.splitlines(True), real.splitlines(True), page.name))
        else:
            page.write_text(real, encoding="utf-8")
    return 1 if stale and "--check" in sys.argv[1:] else 0


if __name__ == "__main__":
    sys.exit(main())
