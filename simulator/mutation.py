"""Small faults planted in a pack, one at a time, to see whether its worked cases notice.

Each number one unit in its last place, each comparison moved, each reference
dropped: out of a sum, a product, a condition. A fault is killed by the first case
that fails; who worked that case out says how much the kill is worth.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from engine.checking.sites import Site, sites
from engine.language import syntax as s
from engine.language.walking import walk
from engine.program.pack import Pack, parsed
from engine.program.scope import label_of
from simulator.planting import LEFT_OUT

NEUTRAL = {"+": "0", "-": "0", "*": "1", "/": "1", "and": "true", "or": "false"}
"""What stands for a reference that is dropped beside each operator."""
FLIPPED = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "=="}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One fault: the formula as written and as changed, and where."""

    site: Site
    kind: str
    changed: str

    @property
    def label(self) -> str:
        return f"{label_of(self.site.document, self.site.path)}: {self.site.text} → {self.changed}"


def mutants(pack: Pack) -> Iterator[Mutant]:
    """The faults of a country's own formulas."""
    own = {id(file.document) for part in pack.parts if part.name == pack.name for file in part.files}
    for site in sites(pack):
        if id(site.document) in own:
            yield from (Mutant(site, kind, text) for kind, text in _changes(site.text))
            if _is_in_a_sum(site):
                yield Mutant(site, "reference", LEFT_OUT)


def _is_in_a_sum(site: Site) -> bool:
    return "sum" in site.path[2:] and isinstance(site.path[-1], int)


def _changes(text: str) -> Iterator[tuple[str, str]]:
    tree = parsed(text)
    for node in walk(tree):
        start, end = node.span.start, node.span.end
        written = text[start:end]
        if isinstance(node, s.Number):
            yield "number", text[:start] + _nudged(written) + text[end:]
        elif isinstance(node, s.Binary) and node.operator in FLIPPED:
            left_end, right_start = node.left.span.end, node.right.span.start
            between = text[left_end:right_start].replace(node.operator, FLIPPED[node.operator], 1)
            yield "comparison", text[:left_end] + between + text[right_start:]
        elif isinstance(node, s.Binary) and node.operator in NEUTRAL:
            for part in (node.left, node.right):
                if _is_reference(part):
                    yield "reference", text[: part.span.start] + NEUTRAL[node.operator] + text[part.span.end :]


def _is_reference(node: s.Expression) -> bool:
    return isinstance(node, s.Name) or (isinstance(node, s.Unary) and isinstance(node.operand, s.Name))


def _nudged(written: str) -> str:
    """The number one unit in its last place higher."""
    digits = written.rstrip("% ")
    decimals = len(digits.partition(".")[2])
    number = Fraction(digits) + Fraction(1, 10**decimals)
    whole = str(number * 10**decimals).rjust(decimals + 1, "0")
    text = whole if decimals == 0 else f"{whole[:-decimals]}.{whole[-decimals:]}"
    return text + written[len(digits) :]
