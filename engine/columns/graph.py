"""Operations on columns in the order they are done, each written once.

A node is a column of one block: whole numbers or truths; or a wide number, which is
only a recipe. Equal operations on equal nodes are one node.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

WHOLE, TRUTH, WIDE = "whole", "truth", "wide"


@dataclass(frozen=True, slots=True)
class Node:
    """A column that an operation makes, or an input."""

    number: int
    kind: str


@dataclass(frozen=True, slots=True)
class Table:
    """A column of known numbers, read by index."""

    numbers: tuple[int, ...]
    kind: str = WHOLE


Argument = Node | Table | int | str | Hashable


@dataclass(frozen=True, slots=True)
class Operation:
    """`node = word(arguments)`; `refuse` makes none."""

    word: str
    arguments: tuple[Argument, ...]
    node: Node | None


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a wide node is made."""

    word: str
    arguments: tuple[Argument, ...]


@dataclass(frozen=True, slots=True)
class Guard:
    """Two sides of a choice, each done only where some row of the block needs it."""

    mask: Node
    then: tuple[Item, ...]
    otherwise: tuple[Item, ...]
    results: tuple[tuple[Node, Argument, Argument], ...]


Item = Operation | Guard


def operations(items: list[Item] | tuple[Item, ...]) -> Iterator[Operation]:
    """Every operation, those inside guards included, in order."""
    for item in items:
        if isinstance(item, Operation):
            yield item
        else:
            yield from operations(item.then)
            yield from operations(item.otherwise)


@dataclass(slots=True)
class Graph:
    """Collects operations; `items` is the list being written to."""

    items: list[Item] = field(default_factory=list)
    inputs: dict[str, Node] = field(default_factory=dict)
    recipes: dict[Node, Recipe] = field(default_factory=dict)
    _count: int = 0
    _made: dict[tuple[str, tuple[Argument, ...]], Node] = field(default_factory=dict)

    def node(self, kind: str) -> Node:
        self._count += 1
        return Node(self._count, kind)

    def input(self, name: str, kind: str = WHOLE) -> Node:
        if name not in self.inputs:
            self.inputs[name] = self.node(kind)
        return self.inputs[name]

    def make(self, word: str, *arguments: Argument, kind: str = WHOLE) -> Node:
        """The node of an operation, the one there is if it was done before."""
        key = (word, arguments)
        known = self._made.get(key)
        if known is None:
            known = self.node(kind)
            self.items.append(Operation(word, arguments, known))
            self._made[key] = known
        return known

    def recipe(self, word: str, arguments: tuple[Argument, ...]) -> Node:
        """A wide node: nothing is done until something small is made of it."""
        node = self.node(WIDE)
        self.recipes[node] = Recipe(word, arguments)
        return node

    def act(self, word: str, *arguments: Argument) -> None:
        """An operation for its effect."""
        self.items.append(Operation(word, arguments, None))

    @contextmanager
    def side(self) -> Iterator[list[Item]]:
        """Write into a list of its own; what is made there is known only there, unless it is kept."""
        outer, known = self.items, dict(self._made)
        self.items = []
        try:
            yield self.items
        finally:
            self.items, self._made = outer, known

    def keep(self, items: list[Item]) -> None:
        """Put the operations of a side here: they are done for every row."""
        for item in items:
            self.items.append(item)
            if isinstance(item, Operation) and item.node is not None:
                self._made.setdefault((item.word, item.arguments), item.node)
