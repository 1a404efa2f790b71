"""`bareme diff`: what changed between two releases, folders or drafts, in the words of the domain."""

from __future__ import annotations

import sys
from argparse import Namespace

from bareme.cli.asking import one_pack, registry_of
from bareme.cli.output import print_json
from engine.reading.folder import PackFiles
from engine.releases.difference import change_data, differences
from engine.releases.manifest import named
from simulator.registry import Registry


def run(arguments: Namespace) -> int:
    registry = registry_of(arguments)
    changes = differences(_side(arguments.before, registry), _side(arguments.after, registry))
    if arguments.json:
        print_json(
            {
                "schema": "bareme.diff/1",
                "before": arguments.before,
                "after": arguments.after,
                "changes": [change_data(change) for change in changes],
            }
        )
    else:
        sys.stdout.write("".join(f"{change.text()}\n" for change in changes))
        sys.stderr.write(f"{len(changes)} changes\n" if changes else "no difference\n")
    return 0


def _side(text: str, registry: Registry) -> tuple[PackFiles, ...]:
    """A release, or a draft by its code or its folder, with what it builds on."""
    if named(text) is not None:
        return registry.shelf.load(registry.shelf.manifest(text))
    code, inside = one_pack(text, registry)
    return tuple(inside.parts(code))
