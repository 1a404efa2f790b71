"""The sum behind a figure, as it would be written by hand: once in words, once in numbers.

Both are drawn from the trace that the evaluation left, so that they show the way that was
really taken: of a choice only the branch that held, of a scale the row that applied.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from simulator.facts import write_number

SIGNS = {"*": "×", "/": "÷", "-": "−", "+": "+", "^": "^"}
COMPARED = {"==": "=", "!=": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥"}
BINDING = {"+": 1, "-": 1, "*": 2, "/": 2, "^": 3}
ROUNDINGS = ("round", "floor", "ceil", "truncate", "round_half_even", "round_half_down")

Say = Callable[[str], str]


@dataclass(frozen=True)
class Spoken:
    """How the leaves of a sum are said: names and figures by `leaf`, plain numbers by `number`, words by `say`."""

    leaf: Callable[[str, Mapping[str, Any]], str]
    number: Callable[[str], str]
    say: Say

    def of(self, node: Mapping[str, Any], outer: int = 0) -> str:
        """The text of a trace's node; `outer` is how tightly what stands around it binds."""
        word, parts = str(node["word"]), node.get("of", [])
        if word in ("name", "parameter"):
            return self.leaf(word, node)
        if word == "number":
            return self.number(plain(node["value"]))
        if word == "choose":
            return self.of(parts[1], outer)
        if word in BINDING and len(parts) == 2:
            return self._sum(word, parts, outer)
        if word in COMPARED and len(parts) == 2:
            return f"{self.of(parts[0])} {COMPARED[word]} {self.of(parts[1])}"
        if word == "negate":
            return f"−{self.of(parts[0], 3)}"
        if word in ("scale", "table"):
            return self._called(self.leaf(word, node), parts)
        if word in ("and", "or", "not"):
            return self._logic(word, parts)
        if word in ROUNDINGS and parts:
            return self._rounded(node)
        if word in ("min", "max"):
            said = self.say("the least of") if word == "min" else self.say("the greatest of")
            return self._called(said, parts)
        if word == "^" and len(parts) == 1:
            return f"{self.of(parts[0], 3)} ^ {node.get('name', '')}"
        return self._called(self.say(word.replace("_", " ")), parts) if parts else self.number(plain(node["value"]))

    def _sum(self, word: str, parts: list[Mapping[str, Any]], outer: int) -> str:
        own = BINDING[word]
        right = own + (1 if word in ("-", "/") else 0)
        text = f"{self.of(parts[0], own)} {SIGNS[word]} {self.of(parts[1], right)}"
        return f"({text})" if own < outer else text

    def _called(self, name: str, parts: list[Mapping[str, Any]]) -> str:
        return f"{name} ({'; '.join(self.of(part) for part in parts)})"

    def _logic(self, word: str, parts: list[Mapping[str, Any]]) -> str:
        if word == "not":
            return f"{self.say('not')} {self.of(parts[0], 3)}"
        return f" {self.say(word)} ".join(self.of(part) for part in parts)

    def _rounded(self, node: Mapping[str, Any]) -> str:
        inner = self.of(node["of"][0])
        to = node.get("rounding") or {}
        return f"{inner} ({rounding_words(to, self.say, self.number)})" if to else inner


def rounding_words(rounding: Mapping[str, str], say: Say, number: Callable[[str], str]) -> str:
    """`rounded down to 0.01`, in words."""
    words = {
        "round": say("rounded to %(multiple)s"),
        "floor": say("rounded down to %(multiple)s"),
        "ceil": say("rounded up to %(multiple)s"),
        "truncate": say("cut to %(multiple)s"),
        "round_half_even": say("rounded to %(multiple)s, halves to even"),
        "round_half_down": say("rounded to %(multiple)s, halves down"),
    }
    return words[rounding["mode"]] % {"multiple": number(plain(rounding["to"]))}


def plain(value: str) -> str:
    """A fraction of the trace as a decimal, cut with a mark where it has no end."""
    return write_number(Fraction(value))
