"""Writes a program as one straight Python function over whole numbers.

Every formula stays an exact quotient, its scale known when compiling; the only
divisions are the roundings. Sides of a choice that emit statements are written
inside its branch, so that what the law does not ask for is not computed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from engine.evaluation import operands as o
from engine.evaluation.operands import Operand
from engine.program.exact import Rounding, lowest_common_multiple, round_fraction
from engine.program.expansion import expanded_brackets, expanded_lookup
from engine.program.form import (
    Arithmetic,
    Brackets,
    Choose,
    Compare,
    Constant,
    DateWord,
    Extreme,
    Form,
    Local,
    Logic,
    Lookup,
    Missing,
    Negate,
    Not,
    Power,
    Round,
    Variable,
)
from engine.program.powers import broken_power


class ScalarWriter:
    """Turns forms into operands, emitting the statements they need."""

    def __init__(self, names: Mapping[str, Operand]) -> None:
        self.names: dict[str, Operand] = dict(names)
        self.lines: list[str] = []
        self.depth = 1
        self._temps = 0

    # ---- statements ------------------------------------------------------------

    def emit(self, text: str) -> None:
        self.lines.append("    " * self.depth + text)

    def temp(self) -> str:
        self._temps += 1
        return f"t{self._temps}"

    def held(self, operand: Operand) -> Operand:
        """The operand under names, so that its code may be read more than once."""
        if operand.value is not None:
            return operand
        code, over = operand.code, operand.over
        if not code.isidentifier():
            code = self.assigned(code)
        if over is not None and not over.isidentifier():
            over = self.assigned(over)
        return Operand(code, operand.scale, over)

    def assigned(self, code: str) -> str:
        name = self.temp()
        self.emit(f"{name} = {code}")
        return name

    # ---- forms -----------------------------------------------------------------

    def operand(self, form: Form) -> Operand:
        match form:
            case Constant(value):
                return o.constant(value)
            case Variable(name):
                return self.names[name]
            case Negate(operand):
                return o.negated(self.operand(operand))
            case Arithmetic("/", left, right):
                return self._quotient(self.operand(left), self.operand(right))
            case Arithmetic("*", left, right):
                return o.multiplied(self.operand(left), self.operand(right))
            case Arithmetic(word, left, right):
                return o.added(word, self.operand(left), self.operand(right))
            case Extreme(word, parts):
                return self._extreme(word, [self.operand(part) for part in parts])
            case Compare() | Logic() | Not():
                return Operand(f"1 if {self.condition(form)} else 0")
            case Choose():
                return self._choice(form)
            case Round(rounding, operand):
                return self.rounded(rounding, operand)
            case Power(base, exponent):
                return self._whole_power(self.operand(base), int(exponent))
            case Brackets():
                return self._over_name(form.operand, lambda base: expanded_brackets(form, base))
            case Lookup():
                return self._over_name(form.key, lambda key: expanded_lookup(form, key))
            case DateWord(word, parts):
                arguments = ", ".join(o.scaled(self.operand(part), 1) for part in parts)
                return Operand(f"date_{word}({arguments})")
            case Local():
                return self._local(form)
            case Missing(name, reason):
                self.emit(f"missing({name!r}, {reason!r})")
                return o.constant(Fraction(0))

    def condition(self, form: Form) -> str:
        """A Python truth; the right side of `and` and `or` is only computed where it is read."""
        match form:
            case Compare(word, left, right):
                return self._comparison(word, self.operand(left), self.operand(right))
            case Not(operand):
                return f"not ({self.condition(operand)})"
            case Logic(word, left, right):
                first = self.condition(left)
                outer, self.lines = self.lines, []
                self.depth += 1
                second = self.condition(right)
                inner, self.lines = self.lines, outer
                self.depth -= 1
                if not inner:
                    return f"({first}) {word} ({second})"
                name = self.assigned(first)
                self.emit(f"if {'' if word == 'and' else 'not '}{name}:")
                self.lines += inner
                self.emit(f"    {name} = {second}")
                return name
        return o.wrapped(self.operand(form).code)

    def rounded(self, rounding: Rounding, form: Form) -> Operand:
        """A form rounded to a multiple: a whole number of multiples over the multiple's own scale."""
        multiple = rounding.multiple
        broken = broken_power(form)
        if broken is not None:
            parts = [self._pair(part) for part in (broken.constant, broken.factor, broken.base)]
            exponent = (broken.exponent.numerator, broken.exponent.denominator)
            step = (multiple.numerator, multiple.denominator)
            count = f"power({', '.join(parts)}, {exponent}, {rounding.mode!r}, {step})"
        else:
            operand = o.by_constant(self.operand(form), 1 / multiple)
            if operand.value is not None:
                return o.constant(round_fraction(operand.value * multiple, rounding))
            count = self._whole(rounding.mode, operand)
        code = count if multiple.numerator == 1 else f"{o.wrapped(count)} * {multiple.numerator}"
        return Operand(code, multiple.denominator)

    def _pair(self, form: Form) -> str:
        operand = self.operand(form)
        return f"({operand.code}, {o.times(str(operand.scale), operand.over)})"

    def _whole(self, mode: str, operand: Operand) -> str:
        """Code of the whole number that the operand rounds to."""
        if operand.value is not None:
            return operand.code
        if operand.over is not None:
            return f"divide({mode!r}, {operand.code}, {o.times(str(operand.scale), operand.over)})"
        scale = operand.scale
        if scale == 1:
            return operand.code
        if mode == "floor":
            return f"{o.wrapped(operand.code)} // {scale}"
        if mode == "ceil":
            return f"-(-{o.wrapped(operand.code)} // {scale})"
        if mode in ("round", "truncate"):
            code = self.held(operand).code
            half = scale // 2 if mode == "round" else 0
            up = f"({code} + {half})" if half else code
            down = f"({half} - {code})" if half else f"(-{code})"
            return f"{up} // {scale} if {code} >= 0 else -({down} // {scale})"
        return f"divide({mode!r}, {operand.code}, {scale})"

    # ---- the parts of forms ------------------------------------------------------

    def _quotient(self, left: Operand, right: Operand) -> Operand:
        if right.value is not None:
            if right.value == 0:
                self.emit("missing('', 'a division by zero')")
                return left
            return o.multiplied(left, o.constant(1 / right.value))
        numerator = o.times(o.scaled(left, left.scale), right.over)
        if right.scale != 1:
            numerator = f"{o.wrapped(numerator)} * {right.scale}"
        divisor = right.code if left.over is None else f"{o.wrapped(right.code)} * {o.wrapped(left.over)}"
        code, over = self.temp(), self.temp()
        self.emit(f"{code}, {over} = positive({numerator}, {divisor})")
        return Operand(code, left.scale, over)

    def _extreme(self, word: str, parts: list[Operand]) -> Operand:
        best = parts[0]
        for other in parts[1:]:
            if best.value is not None and other.value is not None:
                best = o.constant(min(best.value, other.value) if word == "min" else max(best.value, other.value))
                continue
            left, right = self.held(best), self.held(other)
            test = self._comparison("<=" if word == "min" else ">=", left, right)
            best = self._joined(test, left, [], right, [])
        return best

    def _comparison(self, word: str, left: Operand, right: Operand) -> str:
        scale = lowest_common_multiple(left.scale, right.scale)
        first = o.times(o.scaled(left, scale), right.over)
        second = o.times(o.scaled(right, scale), left.over)
        return f"{first} {word} {second}"

    def _choice(self, form: Choose) -> Operand:
        test = self.condition(form.condition)
        then, then_lines = self._branch(form.then)
        otherwise, otherwise_lines = self._branch(form.otherwise)
        return self._joined(test, then, then_lines, otherwise, otherwise_lines)

    def _branch(self, form: Form) -> tuple[Operand, list[str]]:
        outer, self.lines = self.lines, []
        names = dict(self.names)
        self.depth += 1
        operand = self.operand(form)
        self.depth -= 1
        lines, self.lines = self.lines, outer
        self.names = names
        return operand, lines

    def _joined(
        self, test: str, then: Operand, then_lines: list[str], otherwise: Operand, otherwise_lines: list[str]
    ) -> Operand:
        scale = lowest_common_multiple(then.scale, otherwise.scale)
        over = None if then.over is None and otherwise.over is None else ""
        first, second = o.scaled(then, scale), o.scaled(otherwise, scale)
        if not then_lines and not otherwise_lines and over is None:
            return Operand(f"{o.wrapped(first)} if {test} else {o.wrapped(second)}", scale)
        name = self.temp()
        if over is not None:
            over = self.temp()
            first, second = f"{first}, {then.over or 1}", f"{second}, {otherwise.over or 1}"
        target = name if over is None else f"{name}, {over}"
        self.emit(f"if {test}:")
        self.lines += [*then_lines]
        self.emit(f"    {target} = {first}")
        self.emit("else:")
        self.lines += [*otherwise_lines]
        self.emit(f"    {target} = {second}")
        return Operand(name, scale, over)

    def _whole_power(self, base: Operand, exponent: int) -> Operand:
        if base.value is not None:
            return o.constant(base.value**exponent)
        over = None if base.over is None else f"{o.wrapped(base.over)} ** {exponent}"
        return Operand(f"{o.wrapped(base.code)} ** {exponent}", base.scale**exponent, over)

    def _over_name(self, form: Form, expand: Callable[[Variable], Form]) -> Operand:
        if isinstance(form, Variable):
            return self.operand(expand(form))
        name = f"@{self.temp()}"
        self.names[name] = self.held(self.operand(form))
        return self.operand(expand(Variable(name)))

    def _local(self, form: Local) -> Operand:
        for step in form.steps:
            operand = self.operand(step.form) if step.rounding is None else self.rounded(step.rounding, step.form)
            self.names[step.name] = self.held(operand)
        return self.operand(form.result)
