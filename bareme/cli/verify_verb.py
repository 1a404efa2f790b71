"""`bareme verify`: whether kept releases still are, byte for byte, what was published."""

from __future__ import annotations

import sys
from argparse import Namespace

from bareme.cli.asking import registry_of
from bareme.cli.output import diagnostic_data, print_json
from engine.language import codes
from engine.language.diagnostic import Diagnostic, Refused
from engine.language.excerpt import render
from engine.releases.verify import verify


def run(arguments: Namespace) -> int:
    """Exit 1 if anything was altered."""
    shelf = registry_of(arguments).shelf
    altered: dict[str, tuple[Diagnostic, ...]] = {}
    for name in arguments.names or [one.name for one in shelf.releases()]:
        try:
            altered[name] = verify(shelf, shelf.manifest(name))
        except Refused as refused:
            if any(one.code == codes.UNKNOWN_RELEASE for one in refused.diagnostics):
                raise
            altered[name] = tuple(refused.diagnostics)
    if arguments.json:
        data = {name: [diagnostic_data(one) for one in found] for name, found in altered.items()}
        print_json({"schema": "bareme.verify/1", "altered": data, "sound": not any(altered.values())})
    else:
        for name, found in altered.items():
            sys.stdout.write(f"{name}: {'as published' if not found else 'ALTERED'}\n")
            sys.stderr.write("".join(render(one) + "\n" for one in found))
    return 1 if any(altered.values()) else 0
