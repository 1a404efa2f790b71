"""Parts of a slice that the unknown does not touch, taken out: computed once and exactly, not on every stretch."""

from __future__ import annotations

from dataclasses import dataclass, replace

from engine.program.form import (
    Compare,
    DateWord,
    Form,
    Local,
    Logic,
    Lookup,
    Not,
    Round,
    Step,
    Variable,
    rebuilt,
    variables,
)
from engine.program.program import Program

STORABLE = Compare | Logic | Not | DateWord | Lookup | Round
"""Forms whose value is exact when it is stored."""


@dataclass(frozen=True, slots=True)
class Hoisted:
    """The slice over its unknown and known names, and the steps that make those names from the facts."""

    part: Program
    steps: tuple[Step, ...]


def hoisted(part: Program, unknown: str) -> Hoisted:
    fixed = frozenset(part.inputs) - {unknown}
    taken: dict[Form, Step] = {}

    def without(form: Form) -> Form:
        read = frozenset(variables(form))
        if isinstance(form, STORABLE) and read and read <= fixed:
            kind = "bool" if isinstance(form, Compare | Logic | Not) else "number"
            step = taken.setdefault(form, Step(f"@fixed.{len(taken)}", form, None, kind))
            return Variable(step.name)
        if isinstance(form, Local):
            own = {step.name for step in form.steps}
            return form if own & fixed else rebuilt(form, without)
        return rebuilt(form, without)

    steps = tuple(replace(step, form=without(step.form)) for step in part.steps)
    inputs = {**part.inputs, **{step.name: step.type for step in taken.values()}}
    return Hoisted(replace(part, inputs=inputs, steps=steps), tuple(taken.values()))
