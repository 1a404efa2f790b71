"""Cuts the text of a formula into words, numbers, dates and signs."""

from __future__ import annotations

import re
from typing import Final

from engine.language import codes
from engine.language.formula_error import FormulaError
from engine.language.mistakes import explain_character

MAX_LENGTH: Final = 1000

Token = tuple[str, str, int, int]
"""Kind, text, start, end. The kind of a sign or a reserved word is its own text."""

RESERVED: Final = frozenset(("if", "then", "else", "and", "or", "not", "in", "as", "at", "with", "to", "true", "false"))

_TOKEN: Final = re.compile(
    r"[ \n\r\t]*(?:"
    r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})(?![\w.-])"
    r"|(?P<number>(?![0-9]{1,2}([-/.])[0-9]{1,2}\3[0-9]{4}|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?![0-9]))"
    r"[0-9]+(?:\.[0-9]+)?(?!,[0-9]|[\w.'’\u00a0\u202f\u2009])(?: *%)?)"
    r"|(?P<name>[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*)(?![\w.'’])"
    r"|(?P<sign><=(?!>)|>=|==(?!=)|!=|[-+/^(),\[\]{}:]|\*(?!\*)|<(?![>=])|>(?!=))"
    r"|(?P<end>\Z))"
)


def tokenize(text: str) -> list[Token]:
    """The tokens of `text`, the last of kind `end`; raises `FormulaError`."""
    if len(text) > MAX_LENGTH:
        raise FormulaError(
            codes.FORMULA_TOO_LONG,
            f"the formula has {len(text):,} characters; {MAX_LENGTH:,} is the most",
            "give parts of it lines of their own",
            MAX_LENGTH,
            len(text),
        )
    tokens: list[Token] = []
    match_at = _TOKEN.match
    position = 0
    while True:
        match = match_at(text, position)
        if match is None:
            raise explain_character(text, position)
        kind = match.lastgroup or "end"
        word = match[kind]
        position = match.end()
        if kind == "sign" or (kind == "name" and word in RESERVED):
            kind = word
        tokens.append((kind, word, position - len(word), position))
        if kind == "end":
            return tokens
