"""Forms in the words of formulas again, for what a proof has to say about them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from engine.language.printer import decimal_text
from engine.program.form import (
    Arithmetic,
    Brackets,
    Choose,
    Compare,
    Constant,
    DateWord,
    Extreme,
    Form,
    Local,
    Logic,
    Lookup,
    Missing,
    Negate,
    Not,
    Power,
    Round,
    Variable,
)
from engine.program.pack import Pack

LONGEST = 160
"""Longer texts are cut: they say which condition, not all of it."""


def in_words(form: Form, pack: Pack, type_of: Callable[[str], str]) -> str:
    """A form as its author might have written it."""
    text = _Words(pack, type_of).text(form)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


class _Words:
    def __init__(self, pack: Pack, type_of: Callable[[str], str]) -> None:
        self.pack = pack
        self.type_of = type_of

    def text(self, form: Form) -> str:
        match form:
            case Constant(value, name):
                return name or _number(value)
            case Variable(name):
                return name.partition("#")[0] if "#" in name and "." not in name.partition("#")[2] else _plain(name)
            case Compare(word, left, right):
                return f"{self.beside(left, right)} {word} {self.beside(right, left)}"
            case Logic(word, left, right):
                return f" {word} ".join(self.beneath(word, part) for part in (left, right))
            case Not(operand):
                inside = f"({self.text(operand)})" if isinstance(operand, Compare) else self.inner(operand)
                return f"not {inside}"
            case Negate(operand):
                return f"-{self.inner(operand)}"
            case Arithmetic(word, left, right):
                return f"{self.inner(left)} {word} {self.inner(right)}"
            case Extreme(word, parts) | DateWord(word, parts):
                return f"{word}({', '.join(self.text(part) for part in parts)})"
            case Round(rounding, operand):
                return f"{rounding.mode}({self.text(operand)} to {_number(rounding.multiple)})"
            case Power(base, exponent):
                return f"{self.inner(base)} ^ {_number(exponent)}"
            case Brackets(name=name, operand=operand) | Lookup(name=name, key=operand):
                return f"{name}({self.text(operand)})"
            case Local(name, _, _) | Missing(name, _):
                return f"{name}( … )" if isinstance(form, Local) else name
            case Choose(condition, then, otherwise):
                return f"if {self.text(condition)} then {self.text(then)} else {self.text(otherwise)}"

    def inner(self, form: Form) -> str:
        text = self.text(form)
        open_ended = isinstance(form, Arithmetic | Negate | Power | Logic | Choose) or (
            isinstance(form, Not) and not isinstance(form.operand, Variable)
        )
        return f"({text})" if open_ended else text

    def beneath(self, word: str, part: Form) -> str:
        """A part of `a and b and c` needs no brackets of its own."""
        return self.text(part) if isinstance(part, Logic) and part.word == word else self.inner(part)

    def beside(self, form: Form, other: Form) -> str:
        """One side of a comparison; a number beside a word of a list is one of its words, beside a date a day."""
        if isinstance(form, Constant) and not form.name and isinstance(other, Variable):
            kind = self.type_of(other.name)
            members = self.pack.members.get(kind)
            if members is not None and form.value.denominator == 1 and 0 <= form.value < len(members):
                return members[int(form.value)]
            if kind == "date" and form.value.denominator == 1 and form.value > 0:
                return date.fromordinal(int(form.value)).isoformat()
            if kind == "bool":
                return "true" if form.value else "false"
        return self.inner(form)


def _plain(name: str) -> str:
    """`prorated#2.whole` is the `whole` of a mechanism or function."""
    return name.rpartition(".")[2] if "#" in name else name


def _number(value: Fraction) -> str:
    return decimal_text(value) or f"{value.numerator} / {value.denominator}"
