"""Small packs from text, and runs of them: what a test about the language needs."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path

from engine.evaluation.reference import reference_values
from engine.evaluation.scalar import compiled
from engine.program.pack import Pack, assemble, refuse_if_problems
from engine.program.program import Program, compile_program
from engine.program.timeline import Dates
from engine.reading.folder import read_folder

HEADER = """\
pack: {name}
language: 1
country: BE
name: A small country
version: 1.0.0
currency: EUR
quantum: "{quantum}"
coverage: [{{from: 2018-01-01, to: 2026-12-31}}]
"""
ONE_ACT = """\
acts:
  work:
    label: Work
    root: {root}
    contract: {contract}
    choices: [{choices}]
    values: [{values}]
interface:
  {root}: {{type: money, range: ["0", "100000"]}}
"""


def write_pack(folder: Path, files: Mapping[str, str], quantum: str = "0.01") -> Path:
    """A pack's folder with these files under it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pack.yaml").write_text(HEADER.format(name=folder.name, quantum=quantum), encoding="utf-8")
    for name, text in files.items():
        (folder / name).write_text(textwrap.dedent(text), encoding="utf-8")
    return folder


def pack_of(
    folder: Path, text: str, values: str = "result", *, choices: str = "", contract: str = "none", quantum: str = "0.01"
) -> Pack:
    """A pack of one act `work` that starts from `gross` and shows `values`, with the rules of `text`."""
    act = ONE_ACT.format(root="gross", contract=contract, choices=choices, values=values)
    files = read_folder(write_pack(folder, {"act.yaml": act, "rules.yaml": text}, quantum))
    return refuse_if_problems(assemble([files]))


def dates(work: str, payment: str | None = None, start: str | None = None) -> Dates:
    on = date.fromisoformat(work)
    return Dates(on, date.fromisoformat(payment) if payment else on, date.fromisoformat(start) if start else on)


def program_on(pack: Pack, when: str | Dates = "2024-06-15", contract: str | None = None) -> Program:
    return compile_program(pack, "work", contract, dates(when) if isinstance(when, str) else when)


def exact(text: str | int) -> Fraction:
    """A number as people write it, exactly."""
    return Fraction(text)


def all_exact(*texts: str | int) -> tuple[Fraction, ...]:
    return tuple(exact(text) for text in texts)


def values_of(program: Program, **given: str | int) -> dict[str, Fraction]:
    """Every value of the program, by the compiled reading, held to the reference on the way.

    A `__` in a name stands for a dot.
    """
    facts = {name.replace("__", "."): exact(value) for name, value in given.items()}
    found = compiled(program).values(facts)
    assert found == reference_values(program, facts)
    return found


def value(pack: Pack, when: str | Dates = "2024-06-15", name: str = "result", /, **given: str | int) -> Fraction:
    """One value of the act `work` for a gross of 1000 unless another is given."""
    return values_of(program_on(pack, when), **{"gross": "1000", **given})[name]
