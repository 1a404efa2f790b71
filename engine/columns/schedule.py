"""Puts operations in an order in which few columns are in use at a time."""

from __future__ import annotations

from collections.abc import Sequence

from engine.columns.graph import Guard, Item, Node, Operation, operations


def scheduled(items: Sequence[Item], outputs: set[Node]) -> list[Item]:
    """The same items: what is wanted in the old order, each just after what it needs.

    Refusals keep their order, so that the first reason stays the first.
    """
    producer: dict[Node, int] = {}
    for place, item in enumerate(items):
        for node in _made(item):
            producer[node] = place
    needs = [sorted({producer[node] for node in _read(item) if node in producer}) for item in items]
    ordered: list[Item] = []
    done = [False] * len(items)
    for root, item in enumerate(items):
        if _has_effect(item) or any(node in outputs for node in _made(item)):
            _visit(root, items, needs, done, ordered)
    return ordered


def _visit(root: int, items: Sequence[Item], needs: list[list[int]], done: list[bool], ordered: list[Item]) -> None:
    stack = [(root, 0)]
    while stack:
        place, seen = stack.pop()
        if done[place]:
            continue
        if seen < len(needs[place]):
            stack.append((place, seen + 1))
            stack.append((needs[place][seen], 0))
            continue
        done[place] = True
        ordered.append(items[place])


def _made(item: Item) -> list[Node]:
    if isinstance(item, Guard):
        return [result[0] for result in item.results]
    return [] if item.node is None else [item.node]


def _read(item: Item) -> list[Node]:
    if isinstance(item, Operation):
        return [argument for argument in item.arguments if isinstance(argument, Node)]
    found = [item.mask, *(argument for result in item.results for argument in result[1:] if isinstance(argument, Node))]
    for side in (item.then, item.otherwise):
        for part in side:
            found += _read(part)
    return found


def _has_effect(item: Item) -> bool:
    if isinstance(item, Operation):
        return item.node is None
    return any(operation.node is None for operation in operations((*item.then, *item.otherwise)))
