"""Which names stand under a value of a program."""

from __future__ import annotations

from functools import lru_cache

from engine.program.program import Program


@lru_cache(maxsize=4096)
def under(program: Program, name: str) -> frozenset[str]:
    """The name itself and every name that its value is computed from."""
    step = program.step_of.get(name)
    found = {name}
    if step is not None:
        for read in set(step.reads):
            found |= under(program, read)
    return frozenset(found)
