"""A program once some of its names are known: what they decide is decided, the rest is as before.

Solving asks the same steps thousands of times with all facts but one unchanged; what does
not depend on that one is computed here, once, and choices that it does not touch are made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from engine.program.form import Choose, Constant, Form, Local, Logic, Step, Variable, children, rebuilt
from engine.program.meaning import NoValue, stored, value
from engine.program.program import Program


def settled(program: Program, known: Mapping[str, Fraction], kept: str) -> Program:
    """The steps that still depend on an unknown input, and `kept`, which stays though it may be a constant."""
    found = dict(known)
    steps: list[Step] = []
    for step in program.steps:
        form = decided(step.form, found)
        if isinstance(form, Constant) and step.name != kept:
            found[step.name] = stored(form, step.rounding, {})
        else:
            steps.append(replace(step, form=form))
    if kept in known:
        steps.append(Step(kept, Constant(known[kept]), None, program.inputs[kept]))
    inputs = {name: kind for name, kind in program.inputs.items() if name not in known}
    return replace(program, inputs=inputs, steps=tuple(steps))


def decided(form: Form, known: Mapping[str, Fraction]) -> Form:
    """The form with known names put in and everything computed that they decide.

    A part that has no value is left as it is: whether the law comes to it, only a run can say.
    """
    match form:
        case Variable(name):
            return Constant(known[name]) if name in known else form
        case Choose(condition, then, otherwise):
            question = decided(condition, known)
            if isinstance(question, Constant):
                return decided(then if question.value else otherwise, known)
            return Choose(question, decided(then, known), decided(otherwise, known))
        case Logic(word, left, right):
            first = decided(left, known)
            if isinstance(first, Constant):
                return first if bool(first.value) == (word == "or") else decided(right, known)
            return Logic(word, first, decided(right, known))
        case Local():
            return _decided_local(form, known)
    return _computed(rebuilt(form, lambda part: decided(part, known)))


def _decided_local(form: Local, known: Mapping[str, Fraction]) -> Form:
    inner = dict(known)
    steps: list[Step] = []
    for step in form.steps:
        own = decided(step.form, inner)
        if isinstance(own, Constant):
            inner[step.name] = stored(own, step.rounding, {})
        else:
            inner.pop(step.name, None)
            steps.append(replace(step, form=own))
    result = decided(form.result, inner)
    return Local(form.name, tuple(steps), result) if steps else result


def _computed(form: Form) -> Form:
    inside = children(form)
    if not inside or not all(isinstance(part, Constant) for part in inside):
        return form
    try:
        return Constant(value(form, {}))
    except NoValue:
        return form
