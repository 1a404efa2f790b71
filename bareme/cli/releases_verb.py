"""`bareme releases`: the releases there are."""

from __future__ import annotations

import sys
from argparse import Namespace
from typing import Any

from bareme.cli.asking import registry_of
from bareme.cli.output import print_json
from engine.releases.manifest import Manifest


def run(arguments: Namespace) -> int:
    shelf = registry_of(arguments).shelf
    found = shelf.releases(arguments.pack)
    if arguments.json:
        print_json({"schema": "bareme.releases/1", "releases": [release_data(one) for one in found]})
        return 0
    for one in found:
        with_parts = ", ".join(f"{part.pack} {part.version}" for part in one.parts[:-1])
        sys.stdout.write(f"{one.name}  {one.published}  {one.sha256}  with {with_parts or 'nothing else'}\n")
    if not found:
        sys.stderr.write(f"no releases in {shelf.folder}\n")
    return 0


def release_data(manifest: Manifest) -> dict[str, Any]:
    """A release as data: what it is called, when it became known, what it is made of."""
    return {
        "release": manifest.name,
        "pack": manifest.pack,
        "version": manifest.version,
        "country": manifest.country,
        "published": manifest.published.isoformat(),
        "sha256": manifest.sha256,
        "bundle": [{"pack": part.pack, "version": part.version, "sha256": part.sha256} for part in manifest.parts],
    }
