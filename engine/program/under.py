"""The same lines under other inputs: `annual.tax with {family.children: 0}`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from engine.program.form import Form, Local, Step, Variable, rebuilt


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
        if name not in changed and not is_fact and any(read in reached for read in step.reads):
            reached.add(name)
            touched.append(name)
    return touched


def _rename(form: Form, names: Mapping[str, str]) -> Form:
    if isinstance(form, Variable):
        return Variable(names.get(form.name, form.name))
    return rebuilt(form, lambda part: _rename(part, names))
