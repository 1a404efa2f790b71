"""`bareme due`: the January list: every value without a successor on a day, by law and source."""

from __future__ import annotations

import sys
from argparse import Namespace

from bareme.cli.asking import day_of, one_pack, registry_of
from bareme.cli.output import print_json
from bareme.cli.sources_verb import version_data
from engine.checking.register import Due, due


def run(arguments: Namespace) -> int:
    code, registry = one_pack(arguments.pack, registry_of(arguments))
    on = day_of(arguments.on, "--on")
    found = due(registry.country(code).pack, on)
    if arguments.json:
        rows = [
            {**version_data(one.version), "expected": one.expected, "changes": [day.isoformat() for day in one.changes]}
            for one in found
        ]
        print_json({"schema": "bareme.due/1", "pack": code, "on": on.isoformat(), "due": rows})
        return 0
    changing = [one for one in found if one.expected]
    standing = [one for one in found if not one.expected]
    _write(f"Changed on {on.day}/{on.month} in the last two years and has no value from {on}:", changing)
    _write("Without a successor, but not known to change on that day:", standing)
    sys.stderr.write(f"{len(changing)} awaited, {len(standing)} others\n")
    return 0


def _write(title: str, found: list[Due]) -> None:
    if not found:
        return
    sys.stdout.write(f"{title}\n")
    heading: tuple[str, str] | None = None
    for one in found:
        version = one.version
        under = (str(version.said("law") or "no law"), str(version.said("source") or "no source"))
        if under != heading:
            sys.stdout.write(f"  {under[0]} · {under[1]}\n")
            heading = under
        sys.stdout.write(f"    {version.name}: {version.label} (since {version.since})\n")
