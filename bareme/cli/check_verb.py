"""`bareme check`: what is wrong in packs, where, and how to mend it."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from bareme.cli.asking import pack_codes, registry_of
from bareme.cli.output import diagnostic_data, print_json
from engine.checking.check import Checked, check_pack, in_source_order
from engine.checking.figures import Version
from engine.checking.provenance import strict
from engine.language.diagnostic import Diagnostic, Refused
from engine.language.excerpt import render
from engine.program.pack import Pack, assemble
from engine.reading.folder import HEADER, LAYERS, PackFiles, read_folder
from engine.releases.clock import today
from simulator.registry import Registry


@dataclass(frozen=True, slots=True)
class Reading:
    """A pack that was checked; `assumed` are its assumed figures, if they were asked for."""

    checked: Checked
    assumed: tuple[Version, ...] = field(default=())


def run(arguments: Namespace) -> int:
    read = dict(_readings(arguments))
    problems = list(dict.fromkeys(problem for one in read.values() for problem in one.checked.problems))
    form = "json" if arguments.json else arguments.output_format
    if form == "json":
        print_json(_data(problems, read))
    else:
        sys.stdout.write("".join(_written(problem, form) + "\n" for problem in problems))
        sys.stdout.write("".join(_assumed(code, one.assumed) for code, one in read.items()))
    errors = [problem for problem in problems if problem.severity == "error"]
    if form in ("full", "concise"):
        _print_counts(read, errors, proofs=form == "full")
    return 1 if errors else 0


def _readings(arguments: Namespace) -> Iterator[tuple[str, Reading]]:
    for code, registry in pack_codes(arguments.packs, registry_of(arguments)):
        named = "+".join((code, *(folder.name for folder in registry.layers)))
        yield named, check(registry, code, to_publish=arguments.strict)
        for header in sorted((registry.rules / code / LAYERS).glob(f"*/{HEADER}")) if not registry.layers else ():
            layered = registry.under((header.parent,))
            yield f"{code}+{header.parent.name}", check(layered, code, to_publish=arguments.strict)


def check(registry: Registry, code: str, *, to_publish: bool) -> Reading:
    """Everything there is to say of a pack; with `to_publish`, what publishing asks too."""
    parts: list[PackFiles] = []
    problems: list[Diagnostic] = []
    for folder in (*(registry.rules / name for name in dict.fromkeys(("common", code))), *registry.layers):
        try:
            parts.append(read_folder(folder))
        except Refused as refused:
            problems += refused.diagnostics
    if problems:
        return Reading(Checked(tuple(problems), None))
    return published(assemble(parts)) if to_publish else Reading(check_pack(assemble(parts)))


def published(pack: Pack) -> Reading:
    """What stands between a pack and its publication."""
    checked, held = check_pack(pack), strict(pack, today())
    return Reading(Checked(in_source_order((*checked.problems, *held.problems)), checked.proof), held.assumed)


def _print_counts(read: dict[str, Reading], errors: Sequence[Diagnostic], *, proofs: bool) -> None:
    for code, one in read.items():
        proof = one.checked.proof
        if proof is not None and proofs:
            sys.stderr.write(f"{code}: {proof.segments} segments, {proof.steps} steps, {proof.widest} bits\n")
    sys.stderr.write(f"{len(read)} packs checked, {len(errors)} errors\n")


def _assumed(code: str, found: tuple[Version, ...]) -> str:
    if not found:
        return ""
    lines = [f"  {version.name} from {version.since}: {version.said('source')}\n" for version in found]
    return f"{code}: {len(found)} assumed figures\n" + "".join(lines)


def _data(problems: Sequence[Diagnostic], read: dict[str, Reading]) -> dict[str, Any]:
    return {
        "schema": "bareme.check/1",
        "problems": [diagnostic_data(problem) for problem in problems],
        "assumed": [
            {"pack": code, "name": version.name, "from": version.since.isoformat(), "source": version.said("source")}
            for code, one in read.items()
            for version in one.assumed
        ],
    }


def _written(problem: Diagnostic, form: str) -> str:
    place = problem.place
    if form == "github":
        kind = "error" if problem.severity == "error" else "warning"
        return (
            f"::{kind} file={place.path},line={place.line},col={place.column},title={problem.code}::{problem.message}"
        )
    return render(problem) + "\n" if form == "full" else str(problem)
