"""From the command's arguments to a scenario and the packs it is asked of."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bareme.packaged import packaged_rules
from engine.language import codes
from engine.reading.document import read_document
from simulator.registry import Registry, find_rules
from simulator.scenario import Scenario, read_scenario, refusal


def registry_of(arguments: Namespace) -> Registry:
    return Registry(find_rules(arguments.rules, packaged_rules()))


def scenario_of(arguments: Namespace) -> Scenario:
    """The scenario of a file or of a country and an act, with what the options add."""
    data: dict[str, Any]
    where = "command"
    if len(arguments.what) == 1:
        path = Path(arguments.what[0])
        data, where = scenario_file(path), str(path)
    elif len(arguments.what) == 2:
        data = {"country": arguments.what[0], "act": arguments.what[1]}
    else:
        raise refusal(codes.WRONG_SHAPE, "name a scenario file, or a country and an act", "bareme simulate be job …")
    if arguments.date:
        data["date"] = arguments.date
    if arguments.contract:
        data["contract"] = arguments.contract
    data["given"] = {**(data.get("given") or {}), **dict(pair(text, "--given") for text in arguments.given)}
    options = dict(data.get("options") or {})
    if arguments.payment_date:
        options["payment_date"] = arguments.payment_date
    if arguments.provisional:
        options["provisional"] = "true"
    data["options"] = options
    return read_scenario(data, where)


def scenario_file(path: Path) -> dict[str, Any]:
    """A scenario as written in a YAML file."""
    data = read_document(path).data
    if not isinstance(data, dict):
        raise refusal(codes.WRONG_SHAPE, "a scenario is a mapping", "country: be, act: job, …", str(path))
    return dict(data)


def pair(text: str, option: str) -> tuple[str, str]:
    """`NAME=VALUE` taken apart."""
    name, equals, value = text.partition("=")
    if not equals or not name or not value:
        raise refusal(codes.WRONG_SHAPE, f"`{text}` is not NAME=VALUE", f"{option} gross=1000", option)
    return name.strip(), value.strip()


def pack_codes(named: list[str], registry: Registry) -> Iterator[tuple[str, Registry]]:
    """The packs that were named, each with the folder it stands in: a code, a pack's folder, or a folder of packs."""
    for name in named or [str(registry.rules)]:
        path = Path(name)
        if name in registry.codes():
            yield name, registry
        elif (path / "pack.yaml").is_file():
            folder = path.resolve()
            beside = folder.parent if (folder.parent / "common").is_dir() else registry.rules
            yield folder.name, Registry(folder.parent if beside == folder.parent else beside)
        elif path.is_dir() and Registry(path).codes():
            inside = Registry(path)
            yield from ((code, inside) for code in inside.codes())
        else:
            known = ", ".join(registry.codes())
            raise refusal(codes.UNKNOWN_PACK, f"`{name}` is neither a pack nor a folder of packs", f"packs: {known}")
