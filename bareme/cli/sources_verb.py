"""`bareme sources`: the register of sources, with what was read in each and when it was last checked."""

from __future__ import annotations

import sys
from argparse import Namespace
from typing import Any

from bareme.cli.asking import one_pack, registry_of
from bareme.cli.output import print_json
from engine.checking.figures import Version
from engine.checking.register import Source, sources


def run(arguments: Namespace) -> int:
    code, registry = one_pack(arguments.pack, registry_of(arguments))
    found = sources(registry.country(code).pack)
    if arguments.json:
        print_json({"schema": "bareme.sources/1", "pack": code, "sources": [_data(one) for one in found]})
        return 0
    for one in found:
        sys.stdout.write(f"{one.source or 'NO SOURCE'}\n")
        checked = one.oldest_check
        sys.stdout.write(f"  {', '.join(one.confidences)}; oldest check {checked or 'never'}\n")
        sys.stdout.writelines(f"  {version.name} from {version.since}\n" for version in one.values)
    sys.stderr.write(f"{len(found)} sources, {sum(len(one.values) for one in found)} values\n")
    return 0


def _data(one: Source) -> dict[str, Any]:
    return {
        "source": one.source or None,
        "confidence": list(one.confidences),
        "oldest_check": one.oldest_check.isoformat() if one.oldest_check is not None else None,
        "values": [version_data(version) for version in one.values],
    }


def version_data(version: Version) -> dict[str, Any]:
    """A dated value as data, with what is said of it."""
    checked = version.said("checked_on")
    return {
        "name": version.name,
        "label": version.label,
        "from": version.since.isoformat(),
        "law": version.said("law"),
        "source": version.said("source"),
        "confidence": version.said("confidence"),
        "checked_on": checked.isoformat() if checked is not None else None,
    }
