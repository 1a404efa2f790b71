"""The tests of a rule in words, with the values they met; concluded facts unfold into the tests that concluded them."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from engine.inference.cases import Case
from engine.inference.evaluating import Evaluation
from engine.inference.explaining import Reason, because, why_not
from engine.language import syntax as s
from engine.language.printer import to_text
from engine.program.scope import Scope
from simulator.facts import write_fact, write_number

LARGEST_DAY = 3_652_059
OPPOSITES = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}


def reason_texts(case: Case, evaluation: Evaluation, reasons: Iterable[Reason]) -> tuple[str, ...]:
    """Each test as a reader sees it: `Student hours of the year 655.5 > 650 Hours a year`."""
    return tuple(dict.fromkeys(_text(case, evaluation, reason) for reason in reasons))


def _text(case: Case, evaluation: Evaluation, reason: Reason) -> str:
    test, attribute = reason.test, evaluation.rules.attributes[reason.test.attribute]
    name = _named(case, attribute.tree)
    if attribute.concluded:
        return f"{name}: {_yes(reason.value)}{_unfolded(case, evaluation, attribute.key, reason.value)}"
    if test.constant is None:
        return f"{test.text}: the law gives no figure for `{test.limit}` on that date"
    if reason.value is None:
        return f"{name}: not known"
    type_text = type_of(case, attribute.tree)
    if type_text == "bool":
        return f"{name}: {_yes(reason.value)}"
    if type_text in case.program.pack.members:
        return f"{name}: {_shown(case, type_text, reason.value)}"
    operator = test.operator if reason.holds else OPPOSITES[test.operator]
    if isinstance(attribute.tree, s.Binary) and attribute.tree.operator == "-" and test.limit == "":
        left, right = (_side(case, part, attribute.scope) for part in (attribute.tree.left, attribute.tree.right))
        return f"{left} {operator} {right}"
    limit = _limit(case, test.limit)
    return f"{name} {_shown(case, type_text, reason.value)} {operator} {_shown(case, type_text, test.constant)}{limit}"


def _unfolded(case: Case, evaluation: Evaluation, fact: str, value: Fraction | None) -> str:
    rule = evaluation.rules.rule(fact)
    if rule is None:
        return ""

    def met(key: str) -> Fraction | None:
        known = evaluation.values
        return known[key] if key in known else case.value(evaluation.rules.attributes[key])

    reasons = because(rule.condition, met) if value else why_not(rule.condition, met)
    told = "; ".join(reason_texts(case, evaluation, reasons))
    return f" ({told})" if told else ""


def _yes(value: Fraction | None) -> str:
    return "not known" if value is None else "yes" if value else "no"


def _named(case: Case, tree: s.Expression) -> str:
    """The label of a value, else its formula."""
    if isinstance(tree, s.Name):
        if tree.name in ("act", "contract"):
            return tree.name.capitalize()
        described = case.program.pack.described(tree.name)
        if described is not None and described.label:
            return described.label
    return to_text(tree)


def _limit(case: Case, text: str) -> str:
    """The label of what a value is held against, if the pack has one for it."""
    described = case.program.pack.described(text)
    return f" ({described.label})" if described is not None and described.label else ""


def type_of(case: Case, tree: s.Expression) -> str:
    """The written type of a formula where it is plain to see, else `number`."""
    match tree:
        case s.Name("contract" | "act" as name):
            return name
        case s.Name("date" | "payment_date"):
            return "date"
        case s.Name(name):
            return case.program.pack.type_of(name)
        case s.Call(function) if function in case.program.pack.definitions:
            return case.program.pack.type_of(function)
        case s.Binary("+" | "-", left, right):
            found = type_of(case, left)
            return found if found != "number" else type_of(case, right)
        case s.Unary("-", operand) | s.Rounding(_, operand) | s.Cast(operand):
            return type_of(case, operand)
    return "number"


def _side(case: Case, tree: s.Expression, scope: Scope) -> str:
    value = case.of_tree(to_text(tree), tree, scope)
    shown = "not known" if value is None else _shown(case, type_of(case, tree), value)
    return f"{_named(case, tree)} {shown}"


def _shown(case: Case, type_text: str, value: Fraction) -> str:
    pack = case.program.pack
    members = pack.members.get(type_text)
    if members is not None and not 0 <= value < len(members):
        return "none"
    if type_text == "date" and not (value.denominator == 1 and 0 < value <= LARGEST_DAY):
        return write_number(value)
    return write_fact(pack, type_text, value)
