"""The law behind a line: its own, that of the figures it uses, or that of the first line it works into."""

from __future__ import annotations

from engine.program.form import Brackets, Constant, Lookup, walk
from engine.program.program import Program


def law_of(program: Program, name: str) -> str | None:
    """The article that a reader should open for this line."""
    own = _written(program, name)
    if own is not None:
        return own
    step = program.step_of.get(name)
    if step is not None:
        for node in walk(step.form):
            if isinstance(node, Constant | Brackets | Lookup) and node.name:
                found = _written(program, node.name)
                if found is not None:
                    return found
    return _downstream(program, name)


def _written(program: Program, name: str) -> str | None:
    definition = program.pack.definitions.get(name)
    law = getattr(definition.model, "law", None) if definition is not None else None
    return str(law) if law else None


def _downstream(program: Program, name: str) -> str | None:
    reached = {name}
    for step in program.steps:
        if step.name not in reached and reached.intersection(step.reads):
            law = _written(program, step.name)
            if law is not None:
                return law
            reached.add(step.name)
    return None
