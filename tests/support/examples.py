"""Trying the examples of a diagnostic's page: a folder of packs is written as they say, and checked or asked."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from bareme.cli import main
from engine.checking.folders import check_folders
from engine.checking.provenance import strict
from engine.language.diagnostic import Diagnostic, Refused
from engine.language.pages import Example
from engine.reading.document import parse_document
from engine.reading.structure import second_opinion
from simulator.registry import Registry
from simulator.running import run
from simulator.scenario import read_scenario
from tests.support.land import land
from tests.support.marks import Mark, read_marks

FILES = {
    "": "rules.yaml",
    "escaped": "rules.yaml",
    "strict": "rules.yaml",
    "pack.yaml": "pack.yaml",
    "cases": "tests/cases.yaml",
}
TODAY = date(2026, 3, 10)
_REMARK = re.compile(r"^# (.+)$", re.MULTILINE)


@dataclass(slots=True)
class Tried:
    """What came of an example: findings, or for a command what it printed; and what its remarks expect."""

    found: list[Diagnostic] = field(default_factory=list)
    printed: str = ""
    marks: list[Mark] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    """Messages expected without a place in a file."""


def try_examples(examples: tuple[Example, ...], folder: Path) -> Tried:
    """Write every file that the examples show, then do what the last of them asks for."""
    tried = Tried()
    land(folder)
    for example in examples:
        kind = example.info.removeprefix("yaml").strip()
        if kind in FILES:
            marked = read_marks(example.text)
            tried.marks += marked.marks
            path = folder / "xx" / FILES[kind]
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(_bytes(marked.text, escaped=kind == "escaped"))
        elif kind in {"folder", "scenario", "command"}:
            tried.told += _REMARK.findall(example.text)
        if kind == "folder":
            _write_folder(folder, example.text)
    _ask(examples[-1], folder, tried)
    return tried


def try_rules(text: str, folder: Path) -> Tried:
    """One document of rules, checked in the country of the examples."""
    return try_examples((Example("yaml", text),), folder)


def _ask(last: Example, folder: Path, tried: Tried) -> None:
    kind = last.info.removeprefix("yaml").strip()
    if kind == "scenario":
        try:
            run(Registry(folder), read_scenario(_data(last.text), "scenario"))
        except Refused as refused:
            tried.found = refused.diagnostics
    elif kind == "command":
        for line in _REMARK.sub("", last.text).strip().splitlines():
            tried.printed += _command(line.replace("{folder}", str(folder)), folder)
    elif kind == "strict":
        pack = check_folders([folder / "common", folder / "xx"]).pack
        tried.found = list(strict(pack, TODAY).problems) if pack is not None else []
    elif kind == "schema":
        marked = read_marks(last.text)
        tried.marks += marked.marks
        tried.found = second_opinion(parse_document(marked.text, "rules.yaml"), "rules")
    else:
        tried.found = list(check_folders([folder / "common", folder / "xx"]).checked.problems)


def _data(text: str) -> dict[str, Any]:
    data = parse_document(text, "example").data
    assert isinstance(data, dict)
    return data


def _command(line: str, folder: Path) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        try:
            code = main([*shlex.split(line), "--rules", str(folder)])
        except SystemExit as ended:
            code = int(str(ended.code))
    return f"{out.getvalue()}\nexit {code}"


def _bytes(text: str, *, escaped: bool) -> bytes:
    if not escaped:
        return text.encode()
    plain = re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), text).encode()
    return re.sub(rb"\\x([0-9a-f]{2})", lambda match: bytes([int(match[1], 16)]), plain)


def _write_folder(folder: Path, text: str) -> None:
    for name, content in _data(text).items():
        path = folder / name
        if content == "absent":
            for one in sorted(path.rglob("*"), reverse=True) if path.is_dir() else [path]:
                one.unlink()
            if path.is_dir():
                path.rmdir()
        elif content.startswith("-> "):
            path.symlink_to(content.removeprefix("-> "))
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
