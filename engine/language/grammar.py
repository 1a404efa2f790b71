"""How tightly the signs of a formula bind, from `or` to `^`."""

from __future__ import annotations

from typing import Final

from engine.language.syntax import ROUNDING_WORDS

MAX_DEPTH: Final = 60
"""How deep a formula may be nested, and how high its tree may grow: later passes may recurse."""

OR, AND, NOT, COMPARISON, SUM, PRODUCT, NEGATION, POWER = range(1, 9)
BINDING: Final = {
    "or": OR,
    "and": AND,
    "==": COMPARISON,
    "!=": COMPARISON,
    "<": COMPARISON,
    "<=": COMPARISON,
    ">": COMPARISON,
    ">=": COMPARISON,
    "in": COMPARISON,
    "+": SUM,
    "-": SUM,
    "*": PRODUCT,
    "/": PRODUCT,
    "^": POWER,
}
UNARY: Final = {"-": NEGATION, "not": NOT}
POSTFIX: Final = frozenset(("as", "at", "with"))
ROUNDING: Final = frozenset(ROUNDING_WORDS)
