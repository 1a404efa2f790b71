"""`bareme check`: what is wrong in packs, where, and how to mend it."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence

from bareme.cli.asking import pack_codes, registry_of
from bareme.cli.output import diagnostic_data, print_json
from engine.checking.check import Checked, check_pack
from engine.language.diagnostic import Diagnostic, Refused
from engine.language.excerpt import render
from engine.program.pack import assemble
from engine.reading.folder import read_folder
from simulator.registry import Registry


def run(arguments: Namespace) -> int:
    checked = {code: _checked(registry, code) for code, registry in pack_codes(arguments.packs, registry_of(arguments))}
    problems = list(dict.fromkeys(problem for one in checked.values() for problem in one.problems))
    _print(problems, arguments.output_format if not arguments.json else "json")
    if arguments.output_format == "full" and not arguments.json:
        for code, one in checked.items():
            if one.proof is not None:
                proof = one.proof
                sys.stderr.write(f"{code}: {proof.segments} segments, {proof.steps} steps, {proof.widest} bits\n")
    errors = [problem for problem in problems if problem.severity == "error"]
    if arguments.output_format in ("full", "concise") and not arguments.json:
        sys.stderr.write(f"{len(checked)} packs checked, {len(errors)} errors\n")
    return 1 if errors else 0


def _checked(registry: Registry, code: str) -> Checked:
    parts = []
    problems: list[Diagnostic] = []
    for name in dict.fromkeys(("common", code)):
        try:
            parts.append(read_folder(registry.rules / name))
        except Refused as refused:
            problems += refused.diagnostics
    if problems:
        return Checked(tuple(problems), None)
    return check_pack(assemble(parts))


def _print(problems: Sequence[Diagnostic], form: str) -> None:
    if form == "json":
        print_json({"schema": "bareme.check/1", "problems": [diagnostic_data(problem) for problem in problems]})
        return
    for problem in problems:
        sys.stdout.write(_written(problem, form) + "\n")


def _written(problem: Diagnostic, form: str) -> str:
    place = problem.place
    if form == "github":
        kind = "error" if problem.severity == "error" else "warning"
        return (
            f"::{kind} file={place.path},line={place.line},col={place.column},title={problem.code}::{problem.message}"
        )
    return render(problem) + "\n" if form == "full" else str(problem)
