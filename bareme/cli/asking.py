"""From the command's arguments to a scenario and the packs it is asked of."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from bareme.packaged import packaged_rules
from engine.language import codes
from engine.reading.document import read_document
from engine.reading.folder import LAYERS, read_folder
from simulator.facts import BadFact, read_date
from simulator.overlay import read_overlay, setting, what_if
from simulator.people import as_project, has_people
from simulator.registry import Registry, find_rules
from simulator.scenario import Scenario, read_scenario, refusal


def registry_of(arguments: Namespace) -> Registry:
    """The packs that the arguments name, with layers and what-if changes laid over them."""
    registry = plain_registry_of(arguments)
    changes = [setting(registry, text) for text in getattr(arguments, "set", ())]
    for text in getattr(arguments, "overlay", ()):
        country, colon, path = text.partition(":")
        if not colon:
            raise refusal(codes.WRONG_SHAPE, f"`{text}` is not COUNTRY:FILE", "--overlay be:change.yaml", "--overlay")
        changes.append(read_overlay(country, Path(path)))
    return what_if(registry, changes)


def plain_registry_of(arguments: Namespace) -> Registry:
    """The packs that the arguments name, with the layers laid over them."""
    packaged = packaged_rules()
    rules = find_rules(arguments.rules, packaged)
    folders = tuple(_layer(rules, named) for named in getattr(arguments, "layer", ()))
    return Registry(rules, folders, read_only=rules is packaged)


def _layer(rules: Path, named: str) -> Path:
    """The folder of a layer: as named, or below the `layers` of a pack as `be/arts`."""
    pack, _, layer = named.partition("/")
    inside = rules / pack / LAYERS / layer
    return inside if not Path(named).is_dir() and layer and inside.is_dir() else Path(named)


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
    return pinned(arguments, read_scenario(data, where))


def pinned(arguments: Namespace, scenario: Scenario) -> Scenario:
    """The scenario with the release, or the day of knowledge, that the options name."""
    known_on = day_of(arguments.known_on, "--known-on") if arguments.known_on else scenario.known_on
    return replace(scenario, release=arguments.release or scenario.release, known_on=known_on)


def day_of(written: str, option: str) -> date:
    try:
        return read_date(written)
    except BadFact as fault:
        raise refusal(codes.BAD_DATE, fault.message, fault.mend, option) from None


def project_of(arguments: Namespace) -> dict[str, Any] | None:
    """The project that a file holds, or the job of several people; None where it holds an act, or no file is named."""
    if len(arguments.what) != 1 or not Path(arguments.what[0]).is_file():
        return None
    data = scenario_file(Path(arguments.what[0]))
    if has_people(data):
        quantum = registry_of(arguments).country(str(data.get("country"))).pack.quantum
        return as_project(data, quantum, arguments.what[0])
    return data if data.get("act") == "project" else None


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
            layer_of = read_folder(path).header.layer_of
            if layer_of is not None:
                yield layer_of, registry.under((*registry.layers, path))
                continue
            beside = folder.parent if (folder.parent / "common").is_dir() else registry.rules
            yield folder.name, Registry(folder.parent if beside == folder.parent else beside)
        elif path.is_dir() and Registry(path).codes():
            inside = Registry(path)
            yield from ((code, inside) for code in inside.codes())
        else:
            known = ", ".join(registry.codes())
            raise refusal(codes.UNKNOWN_PACK, f"`{name}` is neither a pack nor a folder of packs", f"packs: {known}")


def one_pack(named: str, registry: Registry) -> tuple[str, Registry]:
    """The one pack that was named, by its code or its folder."""
    found = list(pack_codes([named], registry))
    if len(found) != 1:
        raise refusal(codes.UNKNOWN_PACK, f"`{named}` holds {len(found)} packs", "name one of them")
    return found[0]
