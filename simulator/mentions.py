"""What the invoice of an act must say: the mentions whose condition holds, in the words of each language."""

from __future__ import annotations

from typing import Any

from engine.program.program import Program
from simulator.evidence import section_of
from simulator.running import Run

SECTION = "mentions"


def is_mention(program: Program, name: str) -> bool:
    return section_of(program, name) == SECTION


def mentions(run: Run) -> list[dict[str, Any]]:
    """Every mention that holds: its English text, the text by language, and the law that asks for it."""
    found = []
    for name in run.program.names:
        definition = run.country.pack.definitions.get(name)
        if definition is None or not is_mention(run.program, name) or run.program.type_of(name) != "bool":
            continue
        if run.values[name]:
            model = definition.model
            text, law = model.label or name, getattr(model, "law", None)
            found.append({"name": name, "text": text, "term": dict(model.term), "law": law})
    return found
