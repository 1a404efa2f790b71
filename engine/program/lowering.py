"""From a pack to the form of one act, under one contract, on given dates.

Lowering follows demand: it starts at the wanted names and reads only what the
act, the contract and the dates leave standing, so a rule that does not concern
the case is neither compiled nor required to exist. Everything dated that is
read narrows the segment within which the result stays true.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import partial

from engine.language import codes
from engine.language import syntax as s
from engine.program import constants, dated, rows
from engine.program.exact import Rounding
from engine.program.expressions import Expressions
from engine.program.folding import fold
from engine.program.form import Constant, Form, Local, Missing, Round, Step, Variable
from engine.program.pack import Definition
from engine.program.scope import Scope
from engine.program.state import Lowered
from engine.program.timeline import ANYTIME

ROUNDED_TYPES = {"money": None, "days": "0.01", "hours": "0.01", "rate": "0.000001", "number": "0.000001"}
"""How finely an input of each type is read; money to the currency's quantum."""


class Lowering(Expressions):
    """Finds what names stand for, and lowers each line once."""

    __slots__ = ()

    # ---- names ---------------------------------------------------------------

    def want(self, name: str, scope: Scope | None = None, span: s.Span | None = None) -> Form:
        """The form a name stands for; lowers what is needed to compute it."""
        if scope is not None and name in scope.locals:
            return scope.locals[name]
        built_in = self._built_in(name)
        if built_in is not None:
            return built_in
        definition = self.pack.definitions.get(name)
        if definition is None:
            return self._undefined(name, scope, span)
        match definition.kind:
            case "member":
                return Constant(Fraction(self.pack.members[definition.owner].index(name)))
            case "parameter" | "field":
                return self.parameter(definition, self.dates.on(definition.model.follows), definition.model.follows)
            case "property":
                return self._property(definition)
            case "line" | "part" | "input":
                self._lower_step(definition)
                return Variable(name)
        raise self.refusal(
            codes.NOT_A_VALUE, f"`{name}` is a {definition.kind}, not a value", f"write `{name}(…)`", scope, span
        )

    def _built_in(self, name: str) -> Form | None:
        if name == "quantum":
            return Constant(self.pack.quantum)
        if name in ("date", "payment_date"):
            self.inputs.setdefault(name, "date")
            return Variable(name)
        if name == "contract":
            members = self.pack.members["contract"]
            return Constant(Fraction(members.index(self.contract) if self.contract in members else -1))
        if name == "home_country":
            return Constant(Fraction(self.pack.home_country))
        if name == "act":
            return Constant(Fraction(self.pack.members["act"].index(self.act)))
        return None

    def _undefined(self, name: str, scope: Scope | None, span: s.Span | None) -> Form:
        if name == self.root and name in self.pack.interface:
            self.inputs.setdefault(name, str(self.pack.interface[name].model.type))
            return Variable(name)
        if name in self.pack.interface:
            return Missing(name, f"this pack does not compute `{name}`")
        mend = "declare it, or look at its spelling"
        raise self.refusal(codes.UNKNOWN_NAME, f"there is no `{name}`", mend, scope, span)

    def parameter(self, definition: Definition, day: date, clock: str | None) -> Form:
        """A parameter's value on `day`; narrows the segment of `clock`."""
        held = dated.parameter_on(definition, day)
        self.narrow(clock, held.since, held.until)
        if held.text is None:
            return Missing(definition.name, held.reason)
        scope = Scope(definition.document, held.path, clock or "work")
        tree = self.parse(held.text, scope)
        if isinstance(tree, s.Number):
            return Constant(tree.value, definition.name)
        if isinstance(tree, s.Date):
            return Constant(Fraction(tree.value.toordinal()), definition.name)
        with self.opening(definition.name, scope):
            form = self.expression(tree, scope)
        rounding = self.rounding(definition.model.round, self.pack.type_of(definition.name), scope)
        value = constants.value_of(form, rounding)
        if isinstance(value, Missing):
            return value
        if value is None:
            raise self.refusal(
                codes.NOT_CONSTANT, "a parameter is made of numbers and other parameters", "make it a line", scope, None
            )
        return Constant(value, definition.name)

    def _property(self, definition: Definition) -> Form:
        holder = self.pack.acts[self.act] if definition.name.startswith("act.") else None
        if holder is None:
            holder = self.pack.contracts.get(self.contract or "")
        written = holder.model.properties.get(definition.name) if holder is not None else None
        path: tuple[str | int, ...] = definition.path
        document = definition.document
        if holder is not None and written is not None:
            document, path = holder.document, (*holder.path, "properties", definition.name)
        text = written if written is not None else definition.model.default
        if isinstance(text, dict):
            held = dated.version_on(text, self.dates.work)
            self.narrow("work", held.since, held.until)
            text, path = held.value, (*path, held.key.isoformat())
        if text is None:
            return Missing(definition.name, f"`{self.contract}` does not say its `{definition.name}`")
        scope = Scope(document, path)
        return fold(self.expression(self.parse(text, scope), scope))

    # ---- steps ---------------------------------------------------------------

    def _lower_step(self, definition: Definition) -> None:
        name = definition.name
        if name in self.steps or name in self.inputs:
            return
        if name == self.root:
            self.inputs[name] = self.pack.type_of(name)
        elif definition.kind == "input" and definition.model.default is None and definition.model.sum_of is None:
            self.inputs[name] = definition.model.type
        elif not self._lowered_before(name):
            self._lower(name, partial(self._step_of, definition))

    def _lower(self, name: str, make: Callable[[], Step]) -> None:
        """Make a step, and remember it with the segment in which its own form is true."""
        self._own.append(ANYTIME)
        self._decided.append([])
        step = make()
        step = replace(step, decided=tuple(dict.fromkeys(self._decided.pop())))
        self.steps[name] = step
        own = self._own.pop()
        if own is not None:
            reads = step.reads
            self.known.setdefault(name, []).append(Lowered(own, step, reads))

    def condition(self, name: str, text: str, scope: Scope) -> Form:
        """A condition of an entry or a gap; it becomes a step of this name where the case decides it."""
        if not self._lowered_before(name):
            self._lower(name, lambda: Step(name, fold(self.formula(text, scope)), None, "bool", text))
        form = self.steps[name].form
        if isinstance(form, Constant):
            del self.steps[name]
        return form

    def _lowered_before(self, name: str) -> bool:
        """Whether a step of other dates holds on these; it and all it reads is then taken over."""
        for lowered in self.known.get(name, ()):
            if lowered.segment.holds(self.dates):
                for read in lowered.reads:
                    self.want(read)
                self.steps[name] = lowered.step
                self.segment = self.segment.within(lowered.segment)
                return True
        return False

    def _step_of(self, definition: Definition) -> Step:
        if definition.kind != "input":
            scope = Scope(definition.document, definition.path, definition.model.follows)
            with self.opening(definition.name, scope):
                return dated.computed_step(self, definition, scope)
        name, model = definition.name, definition.model
        scope = Scope(definition.document, (*definition.path, "default"))
        text = model.default if model.default is not None else "0"
        with self.opening(name, scope):
            form = self.expression(self.parse(text, scope), scope)
        return Step(name, form, self.input_rounding(model.type), model.type, text, givable=True)

    # ---- scales, tables, functions ---------------------------------------------

    def called(self, definition: Definition, arguments: tuple[Form, ...]) -> Form:
        """A scale, table or function of the pack over its arguments."""
        if definition.kind == "function":
            return self._function(definition, arguments)
        return rows.scale_or_table(self, definition, arguments[0])

    def _function(self, definition: Definition, arguments: tuple[Form, ...]) -> Form:
        model = definition.model
        prefix = self.fresh(definition.name)
        steps: dict[str, Step] = {}
        local: dict[str, Form] = {}
        scope = Scope(definition.document, definition.path, model.follows, local)
        for (name, type_text), argument in zip(model.of.items(), arguments, strict=True):
            steps[name] = Step(f"{prefix}.{name}", argument, None, type_text)
            local[name] = Variable(f"{prefix}.{name}")
        with self.opening(f"{definition.name}()", scope):
            for name, line in model.lines.items():
                inner = Scope(definition.document, (*definition.path, "lines", name), line.follows, local)
                steps[name] = dated.inner_step(self, f"{prefix}.{name}", line, inner)
                local[name] = Variable(f"{prefix}.{name}")
            result = dated.computed_form(self, model, scope)
        rounding = self.rounding(result.rounding, model.type, scope, money=False)
        form = result.form if rounding is None else Round(rounding, result.form)
        return Local(definition.name, tuple(steps.values()), form)

    def input_rounding(self, type_text: str) -> Rounding | None:
        base = type_text.partition("/")[0]
        if base == "money":
            return Rounding("round", self.pack.quantum)
        multiple = ROUNDED_TYPES.get(base)
        return Rounding("round", Fraction(multiple)) if multiple else None
