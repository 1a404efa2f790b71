"""`bareme check`: what is wrong in packs, where, and how to mend it."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from bareme.cli.asking import pack_codes, registry_of
from bareme.cli.findings import written
from bareme.cli.output import diagnostic_data, print_json
from engine.checking.check import Checked, in_source_order
from engine.checking.figures import Version
from engine.checking.folders import CheckedFolders, check_folders
from engine.checking.provenance import strict
from engine.language.diagnostic import Diagnostic
from engine.reading.folder import HEADER, LAYERS
from engine.releases.clock import today
from simulator.registry import Registry


@dataclass(frozen=True, slots=True)
class Reading:
    """A pack that was checked; `assumed` are its assumed figures, if they were asked for."""

    checked: Checked
    assumed: tuple[Version, ...] = field(default=())


def run(arguments: Namespace) -> int:
    if arguments.explain is not None:
        return _explain(arguments.explain)
    if arguments.watch:
        return _watch(arguments)
    return _once(arguments)


def _once(arguments: Namespace) -> int:
    read = dict(_readings(arguments))
    problems = list(dict.fromkeys(problem for one in read.values() for problem in one.checked.problems))
    form = "json" if arguments.json else arguments.output_format
    if form == "json":
        print_json(_data(problems, read, proofs=arguments.explain_proof))
    else:
        sys.stdout.write("".join(written(problem, form) + "\n" for problem in problems))
        sys.stdout.write("".join(_assumed(code, one.assumed) for code, one in read.items()))
        if arguments.explain_proof:
            sys.stdout.write("".join(_proof(code, one) for code, one in read.items()))
    errors = [problem for problem in problems if problem.severity == "error"]
    if form in ("full", "concise"):
        _print_counts(read, errors, proofs=form == "full")
    sys.stdout.flush()
    return 1 if errors else 0


def _watch(arguments: Namespace) -> int:
    """Check again whenever a file changes, until it is stopped."""
    from bareme.cli.watching import changes

    code = 0
    try:
        for changed in changes(_folders(arguments)):
            for path in changed if len(changed) < 4 else ():
                sys.stderr.write(f"changed: {path}\n")
            code = _once(arguments)
            sys.stderr.write("watching; stop with Ctrl-C\n")
    except KeyboardInterrupt:
        sys.stderr.write("\n")
    return code


def _folders(arguments: Namespace) -> list[Path]:
    named = [Path(name) for name in arguments.packs if Path(name).is_dir()]
    return [registry_of(arguments).rules, *named]


def _explain(code: str) -> int:
    """The page of a code."""
    from engine.language.pages import codes_with_pages, text_of
    from engine.language.scope import suggestion

    text = text_of(code.upper())
    if text:
        sys.stdout.write(text)
        return 0
    near = suggestion(code.upper(), codes_with_pages())
    sys.stderr.write(f"there is no code `{code}`" + (f"; did you mean `{near}`?\n" if near else "\n"))
    return 2


def _readings(arguments: Namespace) -> Iterator[tuple[str, Reading]]:
    """Each pack and each pack with a layer; several packs share out the processors."""
    asked = list(_asked(arguments))
    cores = os.cpu_count() or 1
    if len(asked) == 1 or cores == 1:
        for name, registry, code in asked:
            yield name, check(registry, code, to_publish=arguments.strict)
        return
    with ProcessPoolExecutor(min(cores, len(asked)), mp_context=get_context("spawn")) as pool:
        found = [pool.submit(check, registry, code, to_publish=arguments.strict) for _, registry, code in asked]
        for (name, _, _), one in zip(asked, found, strict=True):
            yield name, one.result()


def _asked(arguments: Namespace) -> Iterator[tuple[str, Registry, str]]:
    for code, registry in pack_codes(arguments.packs, registry_of(arguments)):
        yield "+".join((code, *(folder.name for folder in registry.layers))), registry, code
        for header in sorted((registry.rules / code / LAYERS).glob(f"*/{HEADER}")) if not registry.layers else ():
            yield f"{code}+{header.parent.name}", registry.under((header.parent,)), code


def check(registry: Registry, code: str, *, to_publish: bool) -> Reading:
    """Everything there is to say of a pack; with `to_publish`, what publishing asks too."""
    folders = (*(registry.rules / name for name in dict.fromkeys(("common", code))), *registry.layers)
    found = check_folders(folders)
    return published(found) if to_publish else Reading(found.checked)


def published(found: CheckedFolders) -> Reading:
    """What stands between a pack and its publication."""
    if found.pack is None:
        return Reading(found.checked)
    checked, held = found.checked, strict(found.pack, today())
    return Reading(Checked(in_source_order((*checked.problems, *held.problems)), checked.proof), held.assumed)


def _print_counts(read: dict[str, Reading], errors: Sequence[Diagnostic], *, proofs: bool) -> None:
    for code, one in read.items():
        proof = one.checked.proof
        if proof is not None and proofs:
            sys.stderr.write(f"{code}: {proof.segments} segments, {proof.steps} steps, {proof.widest} bits\n")
    sys.stderr.write(f"{len(read)} packs checked, {len(errors)} errors\n")


def _proof(code: str, one: Reading) -> str:
    from bareme.text.proof import proof_text

    if one.checked.proof is None:
        return f"{code}: nothing is proven while names, types or files are wrong\n"
    return proof_text(code, one.checked.proof)


def _assumed(code: str, found: tuple[Version, ...]) -> str:
    if not found:
        return ""
    lines = [f"  {version.name} from {version.since}: {version.said('source')}\n" for version in found]
    return f"{code}: {len(found)} assumed figures\n" + "".join(lines)


def _data(problems: Sequence[Diagnostic], read: dict[str, Reading], *, proofs: bool) -> dict[str, Any]:
    data: dict[str, Any] = {
        "schema": "bareme.check/1",
        "problems": [diagnostic_data(problem) for problem in problems],
        "assumed": [
            {"pack": code, "name": version.name, "from": version.since.isoformat(), "source": version.said("source")}
            for code, one in read.items()
            for version in one.assumed
        ],
    }
    if proofs:
        from bareme.text.proof import proof_data

        data["proof"] = [
            part
            for code, one in read.items()
            if one.checked.proof is not None
            for part in proof_data(code, one.checked.proof)
        ]
    return data
