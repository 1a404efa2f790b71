"""Turns a graph into straight NumPy code that works in place in a small pool of buffers.

A buffer is handed on as soon as nobody reads its column again; results are
written directly into the columns that the caller gave for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from engine.columns.graph import TRUTH, WHOLE, Argument, Guard, Item, Node, Operation, Table
from engine.columns.schedule import scheduled

IN_PLACE = frozenset(
    (
        *("add", "subtract", "multiply", "floor_divide", "minimum", "maximum"),
        *("right_shift", "bitwise_and", "logical_and", "logical_or", "logical_not"),
    )
)
NEVER = 2**62
KEYWORD_OUT = ("minimum", "maximum")


@dataclass(frozen=True)
class Code:
    """The text, and how many buffers of each kind a block needs."""

    source: str
    names: Mapping[str, object]
    reads: tuple[str, ...]
    """The inputs that it reads, in order."""
    whole_buffers: int
    truth_buffers: int


def needed(items: Sequence[Item], outputs: set[Node]) -> tuple[list[Item], set[Node]]:
    """The operations that outputs and refusals rest on, in the same order."""
    read = set(outputs)
    kept: list[Item] = []
    for item in reversed(items):
        if isinstance(item, Operation):
            if item.node is None or item.node in read:
                kept.append(item)
                read.update(argument for argument in item.arguments if isinstance(argument, Node))
            continue
        results = tuple(result for result in item.results if result[0] in read)
        read.update(argument for result in results for argument in result[1:] if isinstance(argument, Node))
        otherwise, read = needed(item.otherwise, read)
        then, read = needed(item.then, read)
        if results or then or otherwise:
            read.add(item.mask)
            kept.append(Guard(item.mask, tuple(then), tuple(otherwise), results))
    return kept[::-1], read


def _readings(items: Sequence[Item]) -> Iterator[tuple[object, Sequence[Argument]]]:
    """Every place where columns are read, in the order in which `CodeWriter` visits them."""
    for item in items:
        if isinstance(item, Operation):
            yield item, item.arguments
        else:
            yield item, (item.mask,)
            yield from _readings(item.then)
            yield from _readings(item.otherwise)
            for result in item.results:
                yield result, (*result[1:], item.mask)


@dataclass(slots=True)
class CodeWriter:
    """Writes items in order, counting places to know when a column is read for the last time."""

    outputs: Mapping[Node, str]
    lines: list[str] = field(default_factory=list)
    names: dict[str, object] = field(default_factory=dict)
    _last: dict[Node, int] = field(default_factory=dict)
    _held: dict[Node, str] = field(default_factory=dict)
    _free: dict[str, list[str]] = field(default_factory=lambda: {WHOLE: [], TRUTH: []})
    _made: dict[str, int] = field(default_factory=lambda: {WHOLE: 0, TRUTH: 0})
    _constants: dict[object, str] = field(default_factory=dict)
    _place: int = 0
    _depth: int = 1

    def write(self, items: Sequence[Item], inputs: Mapping[Node, str]) -> None:
        for place, (_, arguments) in enumerate(_readings(items)):
            for argument in arguments:
                if isinstance(argument, Node):
                    self._last[argument] = place
        for node in self.outputs:
            self._last[node] = NEVER
        self._held.update(inputs)
        self._items(items)

    def counts(self) -> tuple[int, int]:
        return self._made[WHOLE], self._made[TRUTH]

    def held(self, node: Node) -> str:
        return self._held[node]

    # ---- buffers ---------------------------------------------------------------------

    def _buffer(self, node: Node, dying: Sequence[Node]) -> str:
        """Where the node is written: its output, a buffer that ends here, a free one, or a new one."""
        if node in self.outputs and node.kind == WHOLE:
            return self.outputs[node]
        for other in dying:
            if other.kind == node.kind and self._is_pooled(other):
                return self._held.pop(other)
        free = self._free[node.kind]
        if free:
            return free.pop()
        self._made[node.kind] += 1
        return f"{'w' if node.kind == WHOLE else 'm'}{self._made[node.kind] - 1}"

    def _is_pooled(self, node: Node) -> bool:
        return self._held.get(node, "")[:1] in ("w", "m")

    def _release(self, nodes: Sequence[Node]) -> None:
        for node in nodes:
            if self._is_pooled(node):
                self._free[node.kind].append(self._held.pop(node))

    def _dying(self, arguments: Sequence[Argument]) -> list[Node]:
        found = dict.fromkeys(argument for argument in arguments if isinstance(argument, Node))
        return [node for node in found if self._last[node] == self._place]

    # ---- text ------------------------------------------------------------------------

    def _emit(self, text: str) -> None:
        self.lines.append("    " * self._depth + text)

    def _constant(self, value: object, stored: object) -> str:
        if value not in self._constants:
            self._constants[value] = f"k{len(self._constants)}"
            self.names[self._constants[value]] = stored
        return self._constants[value]

    def text(self, argument: Argument, kind: str = WHOLE) -> str:
        """An argument as code; known numbers are made NumPy's once."""
        match argument:
            case Node():
                return self._held[argument]
            case Table(numbers, table_kind):
                stored = np.array(numbers, bool if table_kind == TRUTH else np.int64)
                return self._constant(argument, stored)
            case int():
                if kind == TRUTH:
                    return str(bool(argument))
                return self._constant(argument, np.int64(argument))
            case str():
                return repr(argument)
        return self._constant(argument, argument)

    def _items(self, items: Sequence[Item]) -> None:
        for item in items:
            if isinstance(item, Operation):
                self._operation(item)
                self._place += 1
            else:
                self._guard(item)

    def _operation(self, item: Operation) -> None:
        dying = self._dying(item.arguments)
        node = item.node
        if node is None:
            self._emit(f"{item.word}(refused, {', '.join(self.text(argument) for argument in item.arguments)})")
            self._release(dying)
            return
        texts = [self.text(argument) for argument in item.arguments]
        out = self._buffer(node, dying if item.word in IN_PLACE else [])
        self._held[node] = out
        self._emit(_narrow(item, texts, out))
        self._release([other for other in dying if other in self._held and self._held[other] != out])
        if node not in self._last and node not in self.outputs:
            self._release([node])

    def _guard(self, item: Guard) -> None:
        count = f"n{self._place}"
        mask = self._held[item.mask]
        self._place += 1
        self._emit(f"{count} = count_nonzero({mask})")
        for side, test in ((item.then, f"if {count}:"), (item.otherwise, f"if {count} != rows:")):
            if side:
                self._emit(test)
                self._depth += 1
                self._items(side)
                self._depth -= 1
        for node, then, otherwise in item.results:
            dying = self._dying((then, otherwise, item.mask))
            first, second = self.text(then, node.kind), self.text(otherwise, node.kind)
            out = self._buffer(node, dying)
            self._held[node] = out
            self._emit(f"merged({count}, rows, {mask}, {first}, {second}, {out})")
            self._release([other for other in dying if other in self._held and self._held[other] != out])
            self._place += 1


def _narrow(item: Operation, texts: Sequence[str], out: str) -> str:
    """Code that writes a column of 64 bits, or of truths, into `out`."""
    word, joined = item.word, ", ".join(texts)
    match word:
        case "take":
            return f"{texts[0]}.take({texts[1]}, None, {out}, 'clip')"
        case "as_whole":
            return f"copyto({out}, {texts[0]})"
        case "select":
            return f"copyto({out}, where({joined}))"
        case "tally" | "to_even":
            return f"{word}({out}, {joined})"
        case "date" | "decide":
            return f"copyto({out}, {word}({joined}))"
        case "power":
            parts = ", ".join(f"({', '.join(texts[i : i + 3])})" for i in (0, 3, 6))
            return f"copyto({out}, power({parts}, {texts[9]}))"
    if word in KEYWORD_OUT:
        return f"{word}({joined}, out={out})"
    return f"{word}({joined}, {out})"


def written(items: Sequence[Item], named: Mapping[str, Node], outputs: Mapping[str, Node | int]) -> Code:
    """The function `run(columns, results, refused, whole, truths, rows)` for one block."""
    every = set(named.values())
    nodes: dict[Node, str] = {}
    for index, number in enumerate(outputs.values()):
        if isinstance(number, Node) and number.kind == WHOLE and number not in every:
            nodes.setdefault(number, f"o{index}")
    wanted = {number for number in outputs.values() if isinstance(number, Node)}
    kept, read = needed(items, wanted)
    kept = scheduled(kept, wanted)
    reads = tuple(name for name, node in named.items() if node in read)
    inputs = {named[name]: f"c{index}" for index, name in enumerate(reads)}
    writer = CodeWriter({**nodes, **{node: "" for node in wanted if node not in nodes}})
    writer.write(kept, inputs)
    for index, number in enumerate(outputs.values()):
        if not isinstance(number, Node):
            writer.lines.append(f"    o{index}.fill({number})")
        elif nodes.get(number) != f"o{index}":
            writer.lines.append(f"    copyto(o{index}, {writer.held(number)})")
    whole, truths = writer.counts()
    head = ["def run(columns, results, refused, whole, truths, rows):"]
    for names, source in (
        (list(inputs.values()), "columns"),
        ([f"o{index}" for index in range(len(outputs))], "results"),
        ([f"w{index}" for index in range(whole)], "whole"),
        ([f"m{index}" for index in range(truths)], "truths"),
    ):
        if names:
            head.append(f"    {', '.join(names)}, = {source}")
    return Code("\n".join([*head, *writer.lines, "    return None", ""]), writer.names, reads, whole, truths)
