"""`bareme doctor`: what support will ask: versions, packs, what is present and what is absent."""

from __future__ import annotations

import platform
import sys
from argparse import Namespace
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from bareme.cli.asking import registry_of
from bareme.cli.output import print_json
from engine import VERSION
from engine.language.diagnostic import Refused

PACKAGES = ("pyyaml", "pydantic", "jsonschema", "babel", "fastapi", "durable-rules", "numpy", "pyarrow", "pytest")


def run(arguments: Namespace) -> int:
    registry = registry_of(arguments)
    data: dict[str, Any] = {
        "schema": "bareme.doctor/1",
        "bareme": VERSION,
        "python": platform.python_version(),
        "platform": platform.platform(),
        "packages": {name: _version(name) for name in PACKAGES},
        "rules": str(registry.rules),
        "packs": [],
    }
    sound = True
    for code in registry.codes():
        try:
            data["packs"].append({"country": code, "bundle": [dict(part) for part in registry.country(code).bundle]})
        except Refused as refused:
            sound = False
            data["packs"].append({"country": code, "problems": [str(d) for d in refused.diagnostics]})
    if arguments.json:
        print_json(data)
    else:
        sys.stdout.write(_text(data))
    return 0 if sound else 1


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _text(data: dict[str, Any]) -> str:
    lines = [f"bareme {data['bareme']}, Python {data['python']} on {data['platform']}", f"packs in {data['rules']}"]
    for pack in data["packs"]:
        if "problems" in pack:
            lines.append(f"  {pack['country']}: {len(pack['problems'])} problems; run `bareme check {pack['country']}`")
        else:
            lines += [f"  {part['pack']} {part['version']} {part['sha256']}" for part in pack["bundle"]]
    lines += [f"{name} {found or 'ABSENT'}" for name, found in data["packages"].items()]
    if data["packages"]["durable-rules"] is None:
        lines.append("The second inference engine is absent: verdicts will say so.")
    return "\n".join(lines) + "\n"
