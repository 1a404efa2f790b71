"""What YAML's own error messages mean for someone who edits a pack."""

from __future__ import annotations

from typing import Any, Final

import yaml

from engine.language import codes

_BY_WORDS: Final[tuple[tuple[str, str, str, str, bool], ...]] = (
    # words of the library, code, message, mend, whether the place is where the trouble began
    (
        "block sequence entries are not allowed",
        codes.SPECIAL_FIRST_CHARACTER,
        "a value begins with `- `, which starts a list",
        "put the formula in quotes, or write the minus close to what it negates: `-x`",
        False,
    ),
    (
        "sequence entries are not allowed",
        codes.SPECIAL_FIRST_CHARACTER,
        "a value begins with `- `, which starts a list",
        "put the formula in quotes, or write the minus close to what it negates: `-x`",
        False,
    ),
    (
        "mapping keys are not allowed",
        codes.SPECIAL_FIRST_CHARACTER,
        "a value begins with `? `, which YAML keeps for itself",
        "put the text in quotes",
        False,
    ),
    (
        "expected ',' or ']'",
        codes.BRACKET_IN_YAML,
        "the list that begins with `[` here is not closed, or lacks a comma",
        "close it with `]`; a value that holds `,` `[` `]` `{` `}` or `: ` goes in quotes",
        True,
    ),
    (
        "expected ',' or '}'",
        codes.BRACKET_IN_YAML,
        "the group that begins with `{` here is not closed, or lacks a comma",
        "close it with `}`; a value that holds `,` `[` `]` `{` `}` or `: ` goes in quotes",
        True,
    ),
    (
        "unexpected end of stream",
        codes.QUOTE_IN_YAML,
        "the quoted text that begins here is never closed",
        "close it with the same kind of quote",
        True,
    ),
    (
        "unexpected document indicator",
        codes.QUOTE_IN_YAML,
        "the quoted text that begins here is never closed",
        "close it with the same kind of quote",
        True,
    ),
    (
        "unknown escape character",
        codes.QUOTE_IN_YAML,
        "the `\\` here makes an escape that does not exist",
        "write `\\\\` for a backslash, or use single quotes",
        False,
    ),
    (
        "expected hex",
        codes.QUOTE_IN_YAML,
        "the `\\` here makes an escape that does not exist",
        "write `\\\\` for a backslash, or use single quotes",
        False,
    ),
    (
        "found unexpected ':'",
        codes.SECOND_COLON,
        "a `:` stands inside a value",
        "put the value in quotes",
        False,
    ),
    (
        "expected node content",
        codes.EMPTY_VALUE,
        "nothing stands before this sign",
        "write the key or value that is missing, or delete the sign",
        False,
    ),
    (
        "could not find expected directive name",
        codes.DIRECTIVE,
        "a line that starts with `%` gives orders to the reader of the file",
        "delete the `%`, or put the value in quotes",
        True,
    ),
    (
        "unexpected non-alphabetical character",
        codes.DIRECTIVE,
        "a line that starts with `%` gives orders to the reader of the file",
        "delete the `%`, or put the value in quotes",
        True,
    ),
    (
        "could not find expected ':'",
        codes.NOT_YAML,
        "this line is neither a key with a `:` nor part of the value above",
        "write `key: value`, or indent it under the value it continues",
        True,
    ),
    (
        "expected <block end>",
        codes.INDENTATION,
        "this line does not line up with the lines above it",
        "indent it like its neighbours",
        False,
    ),
    (
        "did not find expected key",
        codes.INDENTATION,
        "this line does not line up with the lines above it",
        "indent it like its neighbours",
        False,
    ),
    (
        "did not find expected '-' indicator",
        codes.INDENTATION,
        "this line does not line up with the list above it",
        "begin it with `- ` like the items above, or indent it further",
        False,
    ),
    (
        "expected <document start>",
        codes.NOT_YAML,
        "something stands here after the end of the file's content",
        "delete it, or line it up with the lines above",
        False,
    ),
)

_BY_CHARACTER: Final = {
    "%": "a value cannot begin with `%`",
    "@": "a value cannot begin with `@`",
    "`": "a value cannot begin with a backtick",
    ">": "`>` at the beginning of a value starts a long text",
    "|": "`|` at the beginning of a value starts a long text",
    "*": "`*` at the beginning of a value repeats another part of the file",
    "&": "`&` at the beginning of a value marks a part for repetition",
    "!": "`!` at the beginning of a value changes how it is read",
}
_OUT_OF_PLACE: Final = {
    "}": (codes.BRACKET_IN_YAML, "this `}` closes nothing", "delete it, or open the group with `{`"),
    "]": (codes.BRACKET_IN_YAML, "this `]` closes nothing", "delete it, or open the list with `[`"),
    ",": (codes.EMPTY_VALUE, "nothing stands before this comma", "fill it in, or delete the comma"),
}


_CHARACTER_WORDS: Final = (
    "cannot start any token",
    "comment or line break",
    "chomping or indentation",
    "alphabetic or numeric",
    "node content",
    "whitespace or line break",
    "expected ' '",
)


def explain(error: yaml.MarkedYAMLError, text: str) -> tuple[str, int, int, str, str]:
    """Code, start, end, message and mend of an error of the YAML library."""
    problem = error.problem or ""
    here = _index(error.problem_mark, text)
    began = _index(error.context_mark, text) if error.context_mark else here
    trailing = _after_the_end(problem, text, here) or _closed_too_often(problem, text, began, here)
    if trailing is not None:
        return trailing
    special = _special_character(problem, text, began, here)
    if special is not None:
        return special
    if "exceeded maximum" in problem:
        return codes.TOO_DEEP, here, here + 1, "the file is nested too deeply", "look for brackets typed by mistake"
    if "mapping values are not allowed" in problem:
        return _second_colon(text, here)
    for words, code, message, mend, at_beginning in _BY_WORDS:
        if words in problem:
            index = began if at_beginning else here
            return code, index, index + 1, message, mend
    return (
        codes.NOT_YAML,
        here,
        here + 1,
        "the structure of the file breaks here",
        "look at the indentation, brackets and quotes of this line and the one above",
    )


def _second_colon(text: str, here: int) -> tuple[str, int, int, str, str]:
    """Either a value holds `: `, or the whole line is indented too far to be a key of its own."""
    line_start = max(text.rfind("\n", 0, here), text.rfind("\r", 0, here)) + 1
    before = text[line_start:here]
    if ": " in before or before.rstrip().endswith(":"):
        mend = "put the text or formula that holds `: ` in quotes"
        return codes.SECOND_COLON, here, here + 1, "a second `: ` stands in this line", mend
    first = line_start + len(before) - len(before.lstrip())
    return (
        codes.INDENTATION,
        first,
        here,
        "this line is indented as if it continued the value above, but holds a key",
        "line it up with its neighbours, or give the line above a `:` and no value",
    )


def _after_the_end(problem: str, text: str, here: int) -> tuple[str, int, int, str, str] | None:
    """Something follows a closed quote or bracket in the same line."""
    if "expected <block end>" not in problem and "did not find expected key" not in problem:
        return None
    line_start = max(text.rfind("\n", 0, here), text.rfind("\r", 0, here)) + 1
    before = text[line_start:here].rstrip()
    if text[here : here + 1] in _OUT_OF_PLACE:
        code, message, mend = _OUT_OF_PLACE[text[here]]
        return code, here, here + 1, message, mend
    if before.endswith(("'", '"')):
        mend = "put the whole value into one pair of quotes"
        return codes.QUOTE_IN_YAML, here, here + 1, "something stands behind the closing quote", mend
    if before.endswith(("]", "}")):
        mend = "delete it, or put the whole value in quotes"
        return codes.BRACKET_IN_YAML, here, here + 1, "something stands behind the closing bracket", mend
    return None


def _closed_too_often(problem: str, text: str, began: int, here: int) -> tuple[str, int, int, str, str] | None:
    """A bracket inside a list or group that no bracket of its kind opened."""
    opening = {"]": "[", "}": "{"}.get(text[here : here + 1])
    if opening is None or "expected ','" not in problem:
        return None
    before = text[text.rfind("\n", 0, began) + 1 : here]
    if before.count(opening) > before.count(text[here]):
        return None
    code, message, mend = _OUT_OF_PLACE[text[here]]
    return code, here, here + 1, message, mend


def _special_character(problem: str, text: str, began: int, here: int) -> tuple[str, int, int, str, str] | None:
    """A value that begins with a character of YAML's own, wherever the library noticed it."""
    if not any(words in problem for words in _CHARACTER_WORDS):
        return None
    for index in (began, here):
        if text[index : index + 1] in _OUT_OF_PLACE:
            code, message, mend = _OUT_OF_PLACE[text[index]]
            return code, index, index + 1, message, mend
        sentence = _BY_CHARACTER.get(text[index : index + 1])
        if sentence is not None:
            return (
                codes.SPECIAL_FIRST_CHARACTER,
                index,
                index + 1,
                sentence,
                'put the value in quotes, as in ">= 0"' if text[index] == ">" else "put the value in quotes",
            )
    return None


def _index(mark: Any, text: str) -> int:
    return min(int(mark.index), len(text)) if mark is not None else 0
