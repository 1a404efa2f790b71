"""From a pack to the form of one act, under one contract, on given dates.

Lowering follows demand: it starts at the wanted names and reads only what the
act, the contract and the dates leave standing, so a rule that does not concern
the case is neither compiled nor required to exist. Everything dated that is
read narrows the segment within which the result stays true.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from inspect import signature
from typing import TYPE_CHECKING

from engine.language import codes
from engine.language import syntax as s
from engine.language.diagnostic import Diagnostic, Place, Refused
from engine.language.parser import FormulaError
from engine.program import calendar, constants, dated
from engine.program.exact import Rounding
from engine.program.folding import fold, truth
from engine.program.form import (
    Arithmetic,
    Choose,
    Compare,
    Constant,
    DateWord,
    Extreme,
    Form,
    Local,
    Logic,
    Missing,
    Negate,
    Not,
    Power,
    Round,
    Step,
    Variable,
    variables,
)
from engine.program.pack import Definition, Pack, parsed
from engine.program.periods import period_of
from engine.program.scope import Scope
from engine.program.timeline import ANYTIME, Dates, Segment
from engine.program.under import recomputed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DATE_WORDS = {word: len(signature(function).parameters) for word, function in calendar.WORDS.items()}
"""How many dates each word takes."""
PERIODS_PER_YEAR = {"year": 1, "quarter": 4, "month": 12}
ROUNDED_TYPES = {"money": None, "days": "0.01", "hours": "0.01", "rate": "0.000001", "number": "0.000001"}
"""How finely an input of each type is read; money to the currency's quantum."""


@dataclass(slots=True)
class Lowered:
    """A step lowered before, for the same act and contract, and the segment within which its own form is true."""

    segment: Segment
    step: Step
    reads: tuple[str, ...]


@dataclass(slots=True)
class Lowering:
    pack: Pack
    act: str
    contract: str | None
    dates: Dates
    root: str
    choices: frozenset[str]
    segment: Segment = field(default_factory=Segment)
    steps: dict[str, Step] = field(default_factory=dict)
    inputs: dict[str, str] = field(default_factory=dict)
    """Inputs read so far, with their types."""
    known: dict[str, list[Lowered]] = field(default_factory=dict)
    """Steps of other dates, used again where they hold."""
    _open: list[str] = field(default_factory=list)
    _own: list[Segment | None] = field(default_factory=list)
    """For each step being lowered, the segment of its own form; None if it holds parts of others."""
    _decided: list[list[str]] = field(default_factory=list)
    _calls: dict[str, int] = field(default_factory=dict)

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
        if name == "act":
            return Constant(Fraction(self.pack.members["act"].index(self.act)))
        return None

    def _undefined(self, name: str, scope: Scope | None, span: s.Span | None) -> Form:
        if name == self.root and name in self.pack.interface:
            self.inputs.setdefault(name, str(self.pack.interface[name].model.type))
            return Variable(name)
        if name in self.pack.interface:
            return Missing(name, f"this pack does not compute `{name}`")
        raise self.refusal(codes.UNKNOWN_NAME, f"there is no `{name}`", "", scope, span)

    def parameter(self, definition: Definition, day: date, clock: str | None) -> Form:
        """A parameter's value on `day`; narrows the segment of `clock`."""
        held = dated.parameter_on(definition, day)
        self.narrow(clock, held.since, held.until)
        if held.text is None:
            return Missing(definition.name, held.reason)
        scope = Scope(definition.document, held.path, clock or "work")
        tree = self._parse(held.text, scope)
        if isinstance(tree, s.Number):
            return Constant(tree.value, definition.name)
        if isinstance(tree, s.Date):
            return Constant(Fraction(tree.value.toordinal()), definition.name)
        with self._opening(definition.name, scope):
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
        return fold(self.expression(self._parse(text, scope), scope))

    # ---- steps ---------------------------------------------------------------

    def _lower_step(self, definition: Definition) -> None:
        name = definition.name
        if name in self.steps or name in self.inputs:
            return
        if name == self.root:
            self.inputs[name] = self.pack.type_of(name)
        elif definition.kind == "input":
            self._lower_input(definition)
        elif not self._lowered_before(name):
            self._own.append(ANYTIME)
            self._decided.append([])
            scope = Scope(definition.document, definition.path, definition.model.follows)
            with self._opening(name, scope):
                step = dated.computed_step(self, definition, scope)
            step = replace(step, decided=tuple(dict.fromkeys(self._decided.pop())))
            self.steps[name] = step
            own = self._own.pop()
            if own is not None:
                reads = tuple(dict.fromkeys(variables(step.form)))
                self.known.setdefault(name, []).append(Lowered(own, step, reads))

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

    def _lower_input(self, definition: Definition) -> None:
        model = definition.model
        if model.default is None and model.sum_of is None:
            self.inputs[definition.name] = model.type
            return
        scope = Scope(definition.document, (*definition.path, "default"))
        text = model.default if model.default is not None else "0"
        with self._opening(definition.name, scope):
            form = self.expression(self._parse(text, scope), scope)
        self.steps[definition.name] = Step(
            definition.name, form, self.input_rounding(model.type), model.type, text, givable=True
        )

    @contextmanager
    def _opening(self, name: str, scope: Scope) -> Iterator[None]:
        frames = self._open
        if name.endswith("()"):  # a function may be open in the line above: only its own body must not call it
            outer = [index for index, frame in enumerate(frames) if not frame.endswith("()")]
            frames = frames[outer[-1] + 1 :] if outer else frames
        if name in frames:
            circle = " → ".join([*frames[frames.index(name) :], name])
            raise self.refusal(
                codes.CYCLE, f"this goes round in a circle: {circle}", "one of them must be known first", scope, None
            )
        self._open.append(name)
        try:
            yield
        finally:
            self._open.pop()

    # ---- formulas ------------------------------------------------------------

    def formula(self, text: str, scope: Scope) -> Form:
        return self.expression(self._parse(text, scope), scope)

    def expression(self, tree: s.Expression, scope: Scope) -> Form:
        match tree:
            case s.Number():
                return Constant(tree.value)
            case s.Date():
                return Constant(Fraction(tree.value.toordinal()))
            case s.Boolean():
                return truth(tree.value)
            case s.Name():
                return self.want(tree.name, scope, tree.span)
            case s.Unary("-"):
                return Negate(self.expression(tree.operand, scope))
            case s.Unary():
                return fold(Not(self.expression(tree.operand, scope)))
            case s.Binary():
                return self._binary(tree, scope)
            case s.Membership():
                return self._membership(tree, scope)
            case s.Conditional():
                return self.choose(
                    self.expression(tree.condition, scope),
                    lambda: self.expression(tree.then, scope),
                    lambda: self.expression(tree.otherwise, scope),
                    (scope.label(f"then@{tree.span.start}"), scope.label(f"else@{tree.span.start}")),
                )
            case s.Rounding():
                multiple = constants.value_of(self.expression(tree.multiple, scope))
                if not isinstance(multiple, Fraction) or multiple <= 0:
                    raise self.refusal(
                        codes.NOT_CONSTANT, "one rounds to a known number above zero", "", scope, tree.span
                    )
                return Round(Rounding(tree.mode, multiple), self.expression(tree.operand, scope))
            case s.Cast():
                return self.expression(tree.operand, scope)
            case s.AsAt():
                return self._as_at(tree, scope)
            case s.Under():
                settings = {name: self.expression(value, scope) for name, value in tree.settings}
                self.want(tree.operand.name, scope, tree.operand.span)
                if self._own:
                    self._own[-1] = None
                return recomputed(self.steps, tree.operand.name, settings, self._fresh(tree.operand.name))
            case s.Call():
                return self._call(tree, scope)

    def choose(
        self, condition: Form, then: Callable[[], Form], otherwise: Callable[[], Form], labels: tuple[str, str]
    ) -> Form:
        """A choice; a side that can never be taken is not even lowered."""
        condition = fold(condition)
        if isinstance(condition, Constant):
            self.note(labels[0 if condition.value else 1])
            return then() if condition.value else otherwise()
        return Choose(condition, then(), otherwise(), labels)

    def note(self, label: str) -> None:
        """Record a row or dated version that was decided on for the step being lowered."""
        if label and self._decided:
            self._decided[-1].append(label)

    def _binary(self, tree: s.Binary, scope: Scope) -> Form:
        left = self.expression(tree.left, scope)
        if tree.operator in ("and", "or"):
            left = fold(left)
            if isinstance(left, Constant) and bool(left.value) == (tree.operator == "or"):
                return left
            return fold(Logic(tree.operator, left, self.expression(tree.right, scope)))
        right = self.expression(tree.right, scope)
        if tree.operator == "^":
            exponent = constants.value_of(right)
            if not isinstance(exponent, Fraction) or exponent < 0:
                raise self.refusal(codes.NOT_CONSTANT, "an exponent is a known number", "", scope, tree.span)
            return Power(left, exponent)
        if tree.operator in ("+", "-", "*", "/"):
            return Arithmetic(tree.operator, left, right)
        return fold(Compare(tree.operator, left, right))

    def _membership(self, tree: s.Membership, scope: Scope) -> Form:
        operand = self.expression(tree.operand, scope)
        form: Form = truth(False)
        for member in reversed(tree.members):
            form = fold(Logic("or", fold(Compare("==", operand, self.expression(member, scope))), form))
        return form

    def _as_at(self, tree: s.AsAt, scope: Scope) -> Form:
        definition = self.pack.definitions.get(tree.operand.name)
        if definition is None or definition.kind not in ("parameter", "field"):
            raise self.refusal(
                codes.NOT_A_PARAMETER, f"`{tree.operand.name}` is not a parameter: only those have other dates", "",
                scope, tree.span,
            )  # fmt: skip
        if isinstance(tree.when, s.Date):
            return self.parameter(definition, tree.when.value, None)
        word = tree.when.name if isinstance(tree.when, s.Name) else ""
        if word in ("work", "payment", "contract_start"):
            return self.parameter(definition, self.dates.on(word), word)
        if word == "start_of_year":
            day = self.dates.work
            self.narrow("work", date(day.year, 1, 1), date(day.year + 1, 1, 1))
            return self.parameter(definition, date(day.year, 1, 1), None)
        raise self.refusal(
            codes.NOT_A_PARAMETER, "a value stands at a date, `work`, `payment`, `contract_start` or `start_of_year`",
            "", scope, tree.span,
        )  # fmt: skip

    def _call(self, tree: s.Call, scope: Scope) -> Form:
        name = tree.function
        definition = self.pack.definitions.get(name)
        self._count_arguments(tree, definition, scope)
        arguments = tuple(self.expression(argument, scope) for argument in tree.arguments)
        if name in ("min", "max"):
            return Extreme(name, arguments)
        if name in DATE_WORDS:
            return DateWord(name, arguments)
        if name.startswith("per_") and name[4:] in PERIODS_PER_YEAR:
            return self._converted(name[4:], tree, arguments, scope)
        if definition is not None and definition.kind in ("scale", "table"):
            return dated.scale_or_table(self, definition, arguments[0])
        if definition is not None and definition.kind == "function":
            return self._function(definition, arguments)
        raise self.refusal(codes.UNKNOWN_NAME, f"there is no `{name}` to be called", "", scope, tree.span)

    def _count_arguments(self, tree: s.Call, definition: Definition | None, scope: Scope) -> None:
        """Refuses a call with too few or too many arguments; `min` and `max` take any number from one on."""
        if tree.function in DATE_WORDS:
            wanted = DATE_WORDS[tree.function]
        elif tree.function in ("min", "max"):
            wanted = max(len(tree.arguments), 1)
        elif definition is not None:
            wanted = len(definition.model.of) if definition.kind == "function" else 1
        else:
            wanted = 1 if tree.function.startswith("per_") else len(tree.arguments)
        if len(tree.arguments) != wanted:
            message = f"`{tree.function}` takes {wanted}, here it has {len(tree.arguments)}"
            raise self.refusal(codes.ARGUMENT_COUNT, message, "", scope, tree.span)

    def _converted(self, period: str, tree: s.Call, arguments: tuple[Form, ...], scope: Scope) -> Form:
        from_period = self._period_of(tree.arguments[0], scope)
        factor = Fraction(PERIODS_PER_YEAR[from_period], PERIODS_PER_YEAR[period])
        return Arithmetic("*", arguments[0], Constant(factor))

    def _period_of(self, tree: s.Expression, scope: Scope) -> str:
        period = period_of(tree, self.pack, scope.path)
        if period not in PERIODS_PER_YEAR:
            raise self.refusal(
                codes.UNKNOWN_PERIOD, "the period of this amount is not a month, quarter or year",
                "say it: `(…) as money/month`", scope, tree.span,
            )  # fmt: skip
        return period

    def _function(self, definition: Definition, arguments: tuple[Form, ...]) -> Form:
        model = definition.model
        prefix = self._fresh(definition.name)
        steps: dict[str, Step] = {}
        local: dict[str, Form] = {}
        scope = Scope(definition.document, definition.path, model.follows, local)
        for (name, type_text), argument in zip(model.of.items(), arguments, strict=True):
            steps[name] = Step(f"{prefix}.{name}", argument, None, type_text)
            local[name] = Variable(f"{prefix}.{name}")
        with self._opening(f"{definition.name}()", scope):
            for name, line in model.lines.items():
                inner = Scope(definition.document, (*definition.path, "lines", name), line.follows, local)
                steps[name] = dated.inner_step(self, f"{prefix}.{name}", line, inner)
                local[name] = Variable(f"{prefix}.{name}")
            result = dated.computed_form(self, model, scope)
        rounding = self.rounding(result.rounding, model.type, scope, money=False)
        form = result.form if rounding is None else Round(rounding, result.form)
        return Local(definition.name, tuple(steps.values()), form)

    # ---- small things ---------------------------------------------------------

    def narrow(self, clock: str | None, since: date, until: date | None) -> None:
        if clock is not None:
            self.segment = self.segment.narrowed(clock, since, until)
            if self._own and (own := self._own[-1]) is not None:
                self._own[-1] = own.narrowed(clock, since, until)

    def rounding(self, text: str | None, type_text: str, scope: Scope, money: bool = True) -> Rounding | None:
        """The rounding a line says, or that of money; `text` is `floor to 0.01`."""
        if text is not None:
            mode, _, multiple = text.partition(" to ")
            value = constants.value_of(self.formula(multiple, scope))
            if isinstance(value, Fraction) and value > 0:
                return Rounding(mode.strip(), value)
            raise self.refusal(codes.NOT_CONSTANT, "one rounds to a known number above zero", "", scope, None)
        if money and type_text.partition("/")[0] == "money":
            return Rounding("round", self.pack.quantum)
        return None

    def input_rounding(self, type_text: str) -> Rounding | None:
        base = type_text.partition("/")[0]
        if base == "money":
            return Rounding("round", self.pack.quantum)
        multiple = ROUNDED_TYPES.get(base)
        return Rounding("round", Fraction(multiple)) if multiple else None

    def _fresh(self, name: str) -> str:
        self._calls[name] = self._calls.get(name, 0) + 1
        return f"{name}#{self._calls[name]}"

    def _parse(self, text: str, scope: Scope) -> s.Expression:
        try:
            return parsed(text)
        except FormulaError as error:
            place = scope.document.place(scope.path, error.start, error.end)
            raise Refused([Diagnostic(error.code, place, error.message, error.mend)]) from None

    def refusal(self, code: str, message: str, mend: str, scope: Scope | None, span: s.Span | None = None) -> Refused:
        if scope is None:
            place = Place(self.pack.name)
        elif span is None:
            place = scope.document.place(scope.path)
        else:
            place = scope.document.place(scope.path, span.start, span.end)
        return Refused([Diagnostic(code, place, message, mend)])
