"""What a mechanism is: a word of formulas that is itself written as a formula."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.language.syntax import Expression


@dataclass(frozen=True, slots=True)
class Example:
    """A formula, the figures it is given, and what it gives: documentation and test at once."""

    formula: str
    given: Mapping[str, str]
    gives: str
    rules: str = ""
    """Rules the example stands beside, if it calls a scale."""


@dataclass(frozen=True, slots=True)
class Mechanism:
    """`means` is a formula over the names in `of`; nothing else knows what the word does."""

    word: str
    title: str
    of: Mapping[str, str]
    """The names it takes, in order, each with what it stands for."""
    means: str
    why: str
    law: str
    """Where law speaks so."""
    examples: tuple[Example, ...]
    scale: str | None = None
    """Which of the names stands for a scale or table instead of a value."""
    alike: tuple[str, ...] = ()
    """Names that must be of one kind, which the definition does not need."""

    def tree(self, scale: str = "") -> Expression:
        """The definition; calls of the scale it was given bear that scale's name."""
        from engine.language.parser import parse  # noqa: PLC0415 - the parser's own words come first
        from engine.language.walking import renamed_calls  # noqa: PLC0415

        tree = parse(self.means)
        return renamed_calls(tree, {self.scale: scale}) if self.scale else tree

    @property
    def signature(self) -> str:
        return f"{self.word}({', '.join(self.of)})"
