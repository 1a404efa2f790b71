"""The tests of a rule in words, with the values they met."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from engine.inference.cases import Case
from engine.inference.conditions import Attribute
from engine.inference.explaining import Reason
from engine.language import syntax as s
from engine.language.printer import to_text
from engine.program.scope import Scope
from simulator.facts import write_fact, write_number


def reason_text(case: Case, attributes: Mapping[str, Attribute], reason: Reason) -> str:
    """One test as a reader sees it: `student.hours_used > student.hours (655.5 against 650)`."""
    test = reason.test
    attribute = attributes[test.attribute]
    if test.constant is None:
        return f"{test.text}: the law gives no figure for `{test.limit}` on that date"
    if reason.value is None:
        return f"{test.text}: `{to_text(attribute.tree)}` is not known"
    type_text = type_of(case, attribute.tree)
    if type_text == "bool" or type_text in case.program.pack.members:
        return f"{test.attribute} is {_shown(case, type_text, reason.value)}"
    if isinstance(attribute.tree, s.Binary) and attribute.tree.operator == "-" and test.limit == "":
        left, right = (_side(case, part, attribute.scope) for part in (attribute.tree.left, attribute.tree.right))
        return f"{test.text} ({left} against {right})"
    return f"{test.text} ({_shown(case, type_text, reason.value)} against {_shown(case, type_text, test.constant)})"


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
        case s.Unary("-", operand) | s.Rounding(_, operand):
            return type_of(case, operand)
    return "number"


def _side(case: Case, tree: s.Expression, scope: Scope) -> str:
    value = case.of_tree(to_text(tree), tree, scope)
    return "unknown" if value is None else _shown(case, type_of(case, tree), value)


def _shown(case: Case, type_text: str, value: Fraction) -> str:
    pack = case.program.pack
    members = pack.members.get(type_text)
    if members is not None and not 0 <= value < len(members):
        return "none"
    if type_text == "date" and value.denominator == 1 and 0 < value < 3_652_060:
        return write_fact(pack, "date", value)
    if type_text == "date":
        return write_number(value)
    return write_fact(pack, type_text, value)
