"""A case that rules are asked about: one act, its figures, and whatever else the rules want to know of it.

Values beside the act's own program are computed when a rule first asks, by the
same forms and the plain meaning of the language. What cannot be known, because
nobody gave it or the law has no figure on that date, is None.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from engine.inference.conditions import Attribute
from engine.inference.rules import read_formula
from engine.language import syntax as s
from engine.language.printer import to_text
from engine.program.form import Form, Step, Variable, variables
from engine.program.lowering import Lowering
from engine.program.meaning import NoValue, stored, value
from engine.program.program import Program
from engine.program.scope import Scope
from engine.program.timeline import Dates


class _FactLowering(Lowering):
    """Lowering that also sees the facts of rules, which no line may read."""

    def want(self, name: str, scope: Scope | None = None, span: s.Span | None = None) -> Form:
        definition = self.pack.definitions.get(name)
        if definition is None or definition.kind != "fact":
            return super().want(name, scope, span)
        if definition.model.when is None:
            self._lower_step(definition)
        return Variable(name)


@dataclass(slots=True)
class _Reading:
    """What rules read of the acts of one program, lowered once."""

    lowering: _FactLowering
    forms: dict[str, Form] = field(default_factory=dict)


@dataclass(slots=True)
class Readings:
    """The readings of all programs of a pack, found again by program and dates. Several threads may ask."""

    lock: Any = field(default_factory=threading.Lock)
    _known: dict[Program, list[_Reading]] = field(default_factory=dict)

    def reading(self, program: Program, dates: Dates) -> _Reading:
        """The reading that is true on these dates; asked for under the lock."""
        known = self._known.setdefault(program, [])
        for reading in known:
            if reading.lowering.segment.holds(dates):
                return reading
        choices = frozenset(program.pack.acts[program.act].model.choices)
        lowering = _FactLowering(
            program.pack, program.act, program.contract, dates, program.root, choices, program.segment,
            dict(program.step_of), dict(program.inputs),
        )  # fmt: skip
        known.insert(0, _Reading(lowering))
        return known[0]


@dataclass(slots=True)
class Case:
    """A subject for the rules. `known` are the values at hand: the act's figures, or only its inputs and totals."""

    readings: Readings
    program: Program
    dates: Dates
    known: Mapping[str, Fraction]
    read: set[str] = field(default_factory=set)
    """Names at hand that some rule has asked for."""
    _reading: _Reading | None = None
    _found: dict[str, Fraction | None] = field(default_factory=dict)

    def value(self, attribute: Attribute) -> Fraction | None:
        return self.of_tree(attribute.key, attribute.tree, attribute.scope)

    def of_formula(self, text: str, scope: Scope) -> Fraction | None:
        tree = read_formula(text, scope)
        return self.of_tree(to_text(tree), tree, scope)

    def of_tree(self, key: str, tree: s.Expression, scope: Scope) -> Fraction | None:
        with self.readings.lock:
            reading = self._current()
            form = reading.forms.get(key)
            if form is None:
                reading.lowering.dates = self.dates
                form = reading.forms[key] = reading.lowering.expression(tree, scope)
        return self._of(form)

    def _current(self) -> _Reading:
        """The reading of this case: what others lower for their dates may end it for ours."""
        if self._reading is None or not self._reading.lowering.segment.holds(self.dates):
            self._reading = self.readings.reading(self.program, self.dates)
        return self._reading

    def of_name(self, name: str) -> Fraction | None:
        """The value of one name, None where it cannot be known."""
        if name in self.known:
            self.read.add(name)
            return self.known[name]
        if name not in self._found:
            self._found[name] = None  # a name that is asked for while it is computed is not known
            step = self._reading.lowering.steps.get(name) if self._reading is not None else None
            self._found[name] = None if step is None else self._of_step(step)
        return self._found[name]

    def _of_step(self, step: Step) -> Fraction | None:
        try:
            return stored(step.form, step.rounding, self._read_by(step.form))
        except (NoValue, KeyError):
            return None

    def _of(self, form: Form) -> Fraction | None:
        try:
            return value(form, self._read_by(form))
        except (NoValue, KeyError):
            return None

    def _read_by(self, form: Form) -> dict[str, Fraction]:
        names = set(variables(form))
        return {name: found for name in names if (found := self.of_name(name)) is not None}

    def assumed(self) -> Iterator[str]:
        """Inputs that took their default because a rule asked for them."""
        definitions = self.program.pack.definitions
        for name, found in self._found.items():
            if found is not None and name in definitions and definitions[name].kind == "input":
                yield name
