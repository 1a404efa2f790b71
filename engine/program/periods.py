"""The period of an amount, for the words that convert between periods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.language import syntax as s

if TYPE_CHECKING:
    from engine.program.pack import Pack


def period_of(tree: s.Expression, pack: Pack, path: tuple[str | int, ...]) -> str | None:
    """The period an expression carries, found from the names in it; the checker has proven that they agree."""
    match tree:
        case s.Cast():
            return tree.unit.partition("/")[2] or None
        case s.Call() if tree.function.startswith("per_"):
            return tree.function[4:]
        case s.Call() if tree.function in pack.definitions:
            return _period(pack.type_of(tree.function))
        case s.Call(_, arguments):
            return _first(arguments, pack, path)
        case s.Name() if tree.name in pack.definitions:
            return _period(pack.type_of(tree.name))
        case s.Name():
            return _local_period(tree.name, pack, path)
        case s.Unary() | s.Rounding():
            return period_of(tree.operand, pack, path)
        case s.AsAt() | s.Under():
            return period_of(tree.operand, pack, path)
        case s.Binary():
            return _first((tree.left, tree.right), pack, path)
        case s.Conditional():
            return _first((tree.then, tree.otherwise), pack, path)
    return None


def _period(type_text: str) -> str | None:
    return type_text.partition("/")[2] or None


def _first(trees: tuple[s.Expression, ...], pack: Pack, path: tuple[str | int, ...]) -> str | None:
    return next((period for tree in trees if (period := period_of(tree, pack, path))), None)


def _local_period(name: str, pack: Pack, path: tuple[str | int, ...]) -> str | None:
    if len(path) < 2 or path[0] != "functions":
        return None
    model = pack.definitions[str(path[1])].model
    line = model.lines.get(name)
    return _period(model.of.get(name) or (line.type if line is not None else ""))
