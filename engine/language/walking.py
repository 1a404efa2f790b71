"""Every node of a formula's tree, and the names it reads."""

from __future__ import annotations

from collections.abc import Iterator

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
