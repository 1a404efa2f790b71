"""The arithmetic written under a worked case, computed again and held against what the case expects.

Each step is a formula of literal numbers and of earlier steps, with its article;
no name of the pack stands in it, so it can be checked with pencil and paper.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from engine.language import syntax as s
from engine.language.formula_error import FormulaError
from engine.program.exact import Rounding, round_fraction
from engine.program.folding import COMPARISONS
from engine.program.pack import parsed
from engine.reading.models import WorkingStep
from simulator.facts import BadFact, read_number, write_number

TRUTHS = {"true": Fraction(1), "false": Fraction(0)}


class NotArithmetic(ValueError):
    """A step that is not arithmetic of literal numbers and earlier steps."""


def working_faults(steps: Sequence[WorkingStep], expect: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """(step, what it should give, what it gives) for each step that does not come out."""
    known: dict[str, Fraction] = {}
    for step in steps:
        try:
            known[step.step] = value(parsed(step.formula), known)
        except (FormulaError, NotArithmetic) as fault:
            yield step.step, "arithmetic", str(fault)
            return
        wanted = expect.get(step.expect) if step.expect is not None else step.gives
        if step.expect is not None and wanted is None:
            yield step.step, f"an expectation `{step.expect}`", "the case expects no such figure"
        elif wanted is not None and not _equal(known[step.step], wanted):
            yield step.step, wanted, write_number(known[step.step])


def not_worked_out(steps: Sequence[WorkingStep], expect: Mapping[str, str]) -> list[str]:
    """The figures of a case which no step of its working comes to; dates, words and refusals need none."""
    reached = {step.expect for step in steps if step.law is not None}
    return [name for name, text in expect.items() if name not in reached and _amount(text) is not None]


def _equal(found: Fraction, wanted: str) -> bool:
    return found == _amount(wanted)


def _amount(text: str) -> Fraction | None:
    try:
        return TRUTHS[text] if text in TRUTHS else read_number(text)
    except BadFact:
        return None


def value(tree: s.Expression, known: Mapping[str, Fraction]) -> Fraction:
    """The value of a formula of numbers, earlier steps, `min`, `max`, roundings, `if` and conditions."""
    match tree:
        case s.Number():
            return tree.value
        case s.Boolean():
            return Fraction(int(tree.value))
        case s.Name():
            if tree.name not in known:
                raise NotArithmetic(f"`{tree.name}` is no earlier step: only numbers and earlier steps stand here")
            return known[tree.name]
        case s.Unary("-"):
            return -value(tree.operand, known)
        case s.Unary("not"):
            return 1 - value(tree.operand, known)
        case s.Binary() if tree.operator in COMPARISONS:
            return Fraction(int(COMPARISONS[tree.operator](value(tree.left, known), value(tree.right, known))))
        case s.Binary("and"):
            return min(value(tree.left, known), value(tree.right, known))
        case s.Binary("or"):
            return max(value(tree.left, known), value(tree.right, known))
        case s.Binary() if tree.operator in ("+", "-", "*", "/", "^"):
            return _arithmetic(tree.operator, value(tree.left, known), value(tree.right, known))
        case s.Conditional():
            return value(tree.then if value(tree.condition, known) else tree.otherwise, known)
        case s.Rounding():
            return round_fraction(value(tree.operand, known), Rounding(tree.mode, value(tree.multiple, known)))
        case s.Call() if tree.function in ("min", "max"):
            parts = [value(argument, known) for argument in tree.arguments]
            return min(parts) if tree.function == "min" else max(parts)
    raise NotArithmetic("only numbers, + - * / ^, min, max, roundings, `if` and conditions stand here")


def _arithmetic(operator: str, left: Fraction, right: Fraction) -> Fraction:
    match operator:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case "^" if right.denominator == 1:
            return left ** int(right)
        case "/" if right != 0:
            return left / right
    raise NotArithmetic("a division by zero, or a broken power")
