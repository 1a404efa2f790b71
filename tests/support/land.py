"""A country small enough to learn on, with rules of one's own put into it: what documents and pages are tried with."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from engine.checking.check import Checked, check_pack
from engine.language.diagnostic import Diagnostic, Refused
from engine.program.pack import assemble
from engine.reading.document import parse_document
from engine.reading.folder import read_folder
from simulator.registry import Registry
from simulator.running import Run, run
from simulator.scenario import Scenario

LAND = Path(__file__).parents[1] / "land"
RULES = "rules.yaml"
FILLED_IN = {"how": "model", "source": "worked out beside the rules"}


def land(folder: Path, rules: str | bytes = "", *, header: str = "", cases: str = "") -> Path:
    """A folder of packs: `common` as it is, and `xx` with these rules, header or cases."""
    shutil.copytree(LAND, folder, dirs_exist_ok=True)
    pack = folder / "xx"
    if rules:
        (pack / RULES).write_bytes(rules if isinstance(rules, bytes) else rules.encode())
    if header:
        (pack / "pack.yaml").write_text(header, encoding="utf-8")
    if cases:
        (pack / "tests").mkdir(exist_ok=True)
        (pack / "tests" / "cases.yaml").write_text(cases, encoding="utf-8")
    return folder


def checked(folder: Path) -> Checked:
    """All that `check` says of the country, its files unreadable or not."""
    parts = []
    problems: list[Diagnostic] = []
    for name in ("common", "xx"):
        try:
            parts.append(read_folder(folder / name))
        except Refused as refused:
            problems += refused.diagnostics
    return Checked(tuple(problems), None) if problems else check_pack(assemble(parts))


def computed(
    folder: Path, act: str, given: Mapping[str, str], day: str = "2026-03-10", contract: str | None = None
) -> Run:
    """One act of the country."""
    return run(Registry(folder), Scenario("xx", act, date.fromisoformat(day), contract, dict(given)))


def whole_cases(text: str) -> str:
    """The cases with what every case must say filled in."""
    data: Any = parse_document(text, "cases").data
    written = []
    for number, case in enumerate(data):
        head = {"name": f"case {number + 1}", **FILLED_IN}
        written.append({**head, **case})
    return "\n".join(f"- {_flow(case)}" for case in written) + "\n"


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f'"{name}": {_flow(one)}' for name, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return f'"{value}"'
