"""A program by the plain meaning of its forms: slow, and the judge of every other reading."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from engine.program.meaning import stored
from engine.program.program import Program


def reference_values(program: Program, given: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Every value of the program, inputs first; `NoValue` where the law gives none."""
    known = {name: given[name] for name in program.inputs}
    for step in program.steps:
        if step.givable and step.name in given:
            known[step.name] = given[step.name]
        else:
            known[step.name] = stored(step.form, step.rounding, known)
    return known
