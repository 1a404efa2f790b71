"""Every node of a formula's tree, and the names it reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from engine.language import syntax as s


def walk(tree: s.Expression) -> Iterator[s.Expression]:
    """The tree and everything under it, left to right."""
    yield tree
    match tree:
        case s.Unary() | s.Cast():
            yield from walk(tree.operand)
        case s.Binary():
            yield from walk(tree.left)
            yield from walk(tree.right)
        case s.Membership():
            yield from walk(tree.operand)
            for member in tree.members:
                yield from walk(member)
        case s.Conditional():
            for part in (tree.condition, tree.then, tree.otherwise):
                yield from walk(part)
        case s.Call():
            for argument in tree.arguments:
                yield from walk(argument)
        case s.Rounding():
            yield from walk(tree.operand)
            yield from walk(tree.multiple)
        case s.AsAt():
            yield from walk(tree.operand)
            yield from walk(tree.when)
        case s.Under():
            yield from walk(tree.operand)
            for _, value in tree.settings:
                yield from walk(value)


def names_in(tree: s.Expression) -> Iterator[str]:
    """The names a formula reads or calls, settings of `with` left out."""
    for node in walk(tree):
        if isinstance(node, s.Name):
            yield node.name
        elif isinstance(node, s.Call):
            yield node.function


def renamed_calls(tree: s.Expression, names: Mapping[str, str]) -> s.Expression:
    """The tree with what it calls under other names."""

    def again(part: s.Expression) -> s.Expression:
        return renamed_calls(part, names)

    match tree:
        case s.Call(function, arguments):
            return replace(tree, function=names.get(function, function), arguments=tuple(map(again, arguments)))
        case s.Unary() | s.Cast():
            return replace(tree, operand=again(tree.operand))
        case s.Binary(_, left, right):
            return replace(tree, left=again(left), right=again(right))
        case s.Conditional(condition, then, otherwise):
            return replace(tree, condition=again(condition), then=again(then), otherwise=again(otherwise))
        case s.Membership(operand, members):
            return replace(tree, operand=again(operand), members=tuple(map(again, members)))
        case s.Rounding(_, operand, multiple):
            return replace(tree, operand=again(operand), multiple=again(multiple))
    return tree
