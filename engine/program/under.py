"""The same lines under other inputs: `annual.tax with {family.children: 0}`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from engine.program.form import (
    Arithmetic,
    Brackets,
    Choose,
    Compare,
    DateWord,
    Extreme,
    Form,
    Local,
    Logic,
    Lookup,
    Negate,
    Not,
    Power,
    Round,
    Step,
    Variable,
    variables,
)


def recomputed(steps: Mapping[str, Step], target: str, settings: Mapping[str, Form], prefix: str) -> Form:
    """`target` and every step under it that depends on a setting, computed again with the settings in place."""
    touched = _touched(steps, set(settings))
    renamed = {name: f"{prefix}.{name}" for name in (*settings, *touched)}
    local = [Step(renamed[name], form, None, "") for name, form in settings.items()]
    for name, step in steps.items():
        if name in touched:
            local.append(replace(step, name=renamed[name], form=_rename(step.form, renamed), givable=False))
    return Local(target, tuple(local), Variable(renamed.get(target, target)))


def _touched(steps: Mapping[str, Step], changed: set[str]) -> list[str]:
    reached = set(changed)
    touched = []
    for name, step in steps.items():
        is_fact = step.givable  # given or not, a fact stays what it is
        if name not in changed and not is_fact and any(read in reached for read in variables(step.form)):
            reached.add(name)
            touched.append(name)
    return touched


def _rename(form: Form, names: Mapping[str, str]) -> Form:
    def again(part: Form) -> Form:
        return _rename(part, names)

    match form:
        case Variable(name):
            return Variable(names.get(name, name))
        case Negate() | Not() | Round() | Power() | Brackets() | Lookup():
            key = {Power: "base", Lookup: "key"}.get(type(form), "operand")
            changes: dict[str, Any] = {key: again(getattr(form, key))}
            return replace(form, **changes)
        case Arithmetic(_, left, right) | Compare(_, left, right) | Logic(_, left, right):
            return replace(form, left=again(left), right=again(right))
        case Extreme(_, operands) | DateWord(_, operands):
            return replace(form, operands=tuple(again(operand) for operand in operands))
        case Choose(condition, then, otherwise):
            return Choose(again(condition), again(then), again(otherwise))
        case Local(name, steps, result):
            inner = tuple(replace(step, form=again(step.form)) for step in steps)
            return Local(name, inner, again(result))
    return form
