"""One page about one name of a pack: what it is, its history with sources, what it uses and who uses it."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from engine.checking.figures import FIGURES
from engine.checking.uses import Uses, uses
from engine.language import codes
from engine.program.pack import Definition, Pack
from simulator.catalogue import described, unit
from simulator.history import figure_history
from simulator.scenario import refusal

SCHEMA = "bareme.show/1"
_COMPUTED = ("formula", "choose", "sum", "take_from", "in_order", "round", "when", "default")


def page(pack: Pack, name: str) -> dict[str, Any]:
    """The page of any name; of a group of figures, that of each of them together. `Refused` if nothing has the name."""
    graph = uses(pack)
    fields = [one for one in pack.definitions.values() if one.kind == "field" and one.owner == name]
    if fields:
        model = fields[0].model
        return {
            "schema": SCHEMA,
            **described(name, model),
            "kind": "group",
            "pack": fields[0].pack,
            "place": str(fields[0].place),
            "figures": [_figure(pack, one, graph) for one in fields],
        }
    definition = pack.definitions.get(name)
    if definition is None:
        owners = {one.owner for one in pack.definitions.values() if one.kind == "field"}
        close = get_close_matches(name, [*pack.definitions, *owners], 3, 0.5)
        mend = f"did you mean {' or '.join(f'`{one}`' for one in close)}?" if close else ""
        raise refusal(codes.UNKNOWN_NAME, f"`{pack.name}` has no `{name}`", mend, "show")
    return {"schema": SCHEMA, **_figure(pack, definition, graph)}


def _figure(pack: Pack, definition: Definition, graph: Uses) -> dict[str, Any]:
    name = definition.name
    if definition.kind in FIGURES:
        found = {key: value for key, value in figure_history(pack, definition).items() if key != "schema"}
    else:
        found = {**described(name, definition.model), "kind": definition.kind, "pack": definition.pack}
        found |= unit(pack, pack.type_of(name)) if definition.kind != "enum" else {}
        found["computed"] = list(_computed(definition))
    found["place"] = str(definition.place)
    found["uses"] = list(graph.of(name))
    found["used_by"] = [{"kind": user.kind, "name": user.name} for user in graph.by(name)]
    return found


def _computed(definition: Definition) -> Iterator[dict[str, Any]]:
    """How a line is computed, dated version by dated version."""
    for key in _COMPUTED:
        written = getattr(definition.model, key, None)
        versions = written.items() if isinstance(written, dict) else [(None, written)] if written is not None else []
        for since, version in versions:
            yield {
                "how": key,
                "from": since.isoformat() if since is not None else None,
                "text": [str(row) if isinstance(row, str) else row.model_dump(exclude_none=True) for row in version]
                if isinstance(version, list)
                else str(version),
            }
