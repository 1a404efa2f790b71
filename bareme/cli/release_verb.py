"""`bareme release`: freeze a pack under its version, once everything that publishing asks holds."""

from __future__ import annotations

import sys
from argparse import Namespace

from bareme.cli.asking import one_pack, registry_of
from bareme.cli.check_verb import check
from bareme.cli.output import print_json
from bareme.cli.releases_verb import release_data
from engine.language.excerpt import render
from engine.releases.clock import today
from engine.releases.freeze import freeze
from simulator.cases import run_cases


def run(arguments: Namespace) -> int:
    """Exit 1 where checks or worked cases fail, 3 where the version is taken."""
    code, registry = one_pack(arguments.pack, registry_of(arguments))
    problems = [one for one in check(registry, code, to_publish=True).checked.problems if one.severity == "error"]
    if problems:
        sys.stderr.write("".join(render(one) + "\n" for one in problems))
        sys.stderr.write(f"not published: {len(problems)} errors\n")
        return 1
    failed = [] if registry.layers else [one for one in run_cases(registry, code) if not one.passed]
    if failed:
        sys.stderr.write("".join(f"{one.place}: {one.name}\n" for one in failed))
        sys.stderr.write(f"not published: {len(failed)} worked cases do not come out; see `bareme test {code}`\n")
        return 1
    shelf = registry.shelf
    there = len(shelf.releases())
    manifest = freeze(shelf, registry.parts(code), today())
    if arguments.json:
        print_json({"schema": "bareme.release/1", **release_data(manifest)})
    else:
        word = "published" if len(shelf.releases()) > there else "already published, unchanged,"
        sys.stdout.write(f"{manifest.name} {word} on {manifest.published}\n")
        sys.stdout.writelines(f"  {part.pack} {part.version} {part.sha256}\n" for part in manifest.parts)
        sys.stdout.write(f"kept in {shelf.folder}\n")
    return 0
