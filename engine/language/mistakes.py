"""What people write in formulas from habit, and what to write instead."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from engine.language import codes
from engine.language.formula_error import FormulaError

_SPACES: Final = " \n\r\t"
_GROUPED: Final = re.compile(
    r"[0-9]{1,3}(?P<mark>[.,'’\u00a0\u202f\u2009 _])[0-9]{3}(?:(?P=mark)[0-9]{3})*(?:[.,][0-9]+)?"
)
_GROUPS_BEFORE: Final = re.compile(r"(?<![\w.])[0-9]{1,3} (?:[0-9]{3} )*\Z")
_COMMA: Final = re.compile(r"[0-9]+,[0-9]+")
_EXPONENT: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?[eE][-+]?[0-9]+")
_DAY_FIRST: Final = re.compile(r"([0-9]{1,2})([./-])([0-9]{1,2})\2([0-9]{4})")
_YEAR_FIRST: Final = re.compile(r"([0-9]{4})([./-])([0-9]{1,2})\2([0-9]{1,2})(?![0-9])")
_NUMBER: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_WORD: Final = re.compile(r"[^\W\d]\w*(?:\.\w+)*")
_QUOTES: Final = "\"'“”„‟‘’‚«»‹›`"
_CLOSING_QUOTES: Final = {"“": "”", "„": "“”", "«": "»", "‘": "’", "‹": "›", "‚": "‘’"}

_SPELLINGS: Final = (
    ("&&", "and"),
    ("||", "or"),
    ("**", "^"),
    ("<>", "!="),
    ("=>", ">="),
    ("=<", "<="),
    ("===", "=="),
    ("<=>", "=="),
    ("=", "=="),
    ("!", "not"),
    ("&", "and"),
    ("|", "or"),
    ("≤", "<="),
    ("≥", ">="),
    ("≠", "!="),
    ("×", "*"),
    ("·", "*"),
    ("÷", "/"),
    ("−", "-"),
    ("–", "-"),
    ("—", "-"),
    ("¬", "not"),
    ("∧", "and"),
    ("∨", "or"),
    ("∈", "in"),
)
_WORDS: Final = {
    "AND": "and",
    "OR": "or",
    "NOT": "not",
    "IF": "if",
    "THEN": "then",
    "ELSE": "else",
    "IN": "in",
    "True": "true",
    "TRUE": "true",
    "False": "false",
    "FALSE": "false",
}


def explain_character(text: str, position: int) -> FormulaError:
    """Why no token begins at `position` (spaces before it are skipped)."""
    while position < len(text) and text[position] in _SPACES:
        position += 1
    character = text[position]
    if character.isdecimal() and character.isascii():
        return _number(text, position)
    if character.isalpha() or character == "_":
        return _word(text, position)
    if character in _QUOTES:
        return _quoted(text, position)
    if character == ".":
        return _point(text, position)
    for written, meant in sorted(_SPELLINGS, key=lambda pair: -len(pair[0])):
        if text.startswith(written, position):
            return _spelling(written, meant, position)
    return _unknown(text, position)


def _spelling(written: str, meant: str, position: int) -> FormulaError:
    message = f"`{written}` is not how formulas spell it"
    if written == "=":
        message = "a single `=` does not compare"
    return FormulaError(codes.OTHER_SPELLING, message, f"write `{meant}`", position, position + len(written))


def _number(text: str, position: int) -> FormulaError:
    for pattern in (_DAY_FIRST, _YEAR_FIRST):
        match = pattern.match(text, position)
        if match is not None:
            return _date(match, pattern is _DAY_FIRST)
    match = _GROUPED.match(text, position)
    if match is not None and not (match["mark"] == "," and "." not in match[0] and match[0].count(",") == 1):
        return thousands(match[0], position)
    match = _COMMA.match(text, position)
    if match is not None:
        groups = _GROUPS_BEFORE.search(text, 0, position)
        if groups is not None and match[0].index(",") == 3:
            return thousands(text[groups.start() : match.end()], groups.start())
        point = match[0].replace(",", ".")
        if re.fullmatch(r"[0-9]{1,3},[0-9]{3}", match[0]):
            point += f", or {match[0].replace(',', '')} if the comma marks thousands"
        return FormulaError(
            codes.DECIMAL_COMMA,
            f"`{match[0]}` is written with a comma",
            f"write {point}; between two values of a list put a space after the comma",
            position,
            match.end(),
        )
    match = _EXPONENT.match(text, position)
    if match is not None:
        return FormulaError(
            codes.NUMBER_FORM,
            f"`{match[0]}` is written with an exponent",
            f"write {_written_out(match[0])}",
            position,
            match.end(),
        )
    match = _NUMBER.match(text, position)
    end = match.end() if match else position + 1
    return _after_number(text, position, end)


def _after_number(text: str, position: int, end: int) -> FormulaError:
    number = text[position:end]
    following = text[end : end + 1]
    if following == ".":
        mend = f"write {number.split('.')[0]}, or digits after the point"
        return FormulaError(codes.NUMBER_FORM, f"`{number}.` is not a number", mend, position, end + 1)
    if following == "_":
        digits = re.match(r"[0-9_]+", text[position:])
        written = digits[0] if digits else number
        return thousands(written, position)
    word = _WORD.match(text, end)
    if word is not None:
        mend = f"write `{number} * {word[0]}`, or begin the name with a letter"
        return FormulaError(
            codes.MISSING_OPERATOR, f"`{number}` and `{word[0]}` run into each other", mend, position, word.end()
        )
    return _unknown(text, end)


def _date(match: re.Match[str], day_first: bool) -> FormulaError:
    year, month, day = (match[4], match[3], match[1]) if day_first else (match[1], match[3], match[4])
    return FormulaError(
        codes.NUMBER_FORM,
        f"`{match[0]}` is not how dates are written",
        f"write year-month-day: {year}-{int(month):02}-{int(day):02}",
        match.start(),
        match.end(),
    )


def thousands(written: str, position: int) -> FormulaError:
    """A number with thousands separators, as in `1.000,50` or `1 000`."""
    last = max(written.rfind(","), written.rfind("."))
    whole, fraction = written, ""
    if last >= 0 and (len(written) - last - 1 != 3 or len(set(re.sub(r"\d", "", written))) > 1):
        whole, fraction = written[:last], "." + written[last + 1 :]
    digits = re.sub(r"\D", "", whole)
    return FormulaError(
        codes.THOUSANDS,
        f"`{written}` is written with a thousands separator",
        f"write {digits}{fraction}",
        position,
        position + len(written),
    )


def _written_out(number: str) -> str:
    mantissa, exponent = re.split("[eE]", number)
    power = int(exponent)
    if abs(power) > 12:
        return "all its digits"
    whole, _, fraction = mantissa.partition(".")
    digits = whole + fraction
    point = len(whole) + power
    if point <= 0:
        return "0." + "0" * -point + digits
    digits = digits.ljust(point, "0")
    return digits[:point] + ("." + digits[point:] if digits[point:] else "")


def _word(text: str, position: int) -> FormulaError:
    match = _WORD.match(text, position)
    word = match[0] if match else text[position]
    end = position + len(word)
    if word in _WORDS:
        return FormulaError(
            codes.OTHER_SPELLING, f"`{word}` is written in small letters", f"write `{_WORDS[word]}`", position, end
        )
    if text[end : end + 1] in ("'", "’"):
        return FormulaError(
            codes.UNEXPECTED_WORD,
            f"`{word}` is followed by an apostrophe",
            "write the name alone",
            position,
            end + 1,
        )
    if text[end : end + 1] == ".":
        return FormulaError(
            codes.BAD_NAME,
            f"`{word}.` is not a name",
            f"write `{word}`, or a part after the point",
            position,
            end + 1,
        )
    spelled = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode().lower().strip("_")
    mend = f"write `{spelled}`" if re.fullmatch(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*", spelled) else "rename it"
    return FormulaError(
        codes.BAD_NAME,
        f"`{word}` is not spelled as a name: names are small letters a to z, digits and `_`",
        mend,
        position,
        end,
    )


def _quoted(text: str, position: int) -> FormulaError:
    opening = text[position]
    closing = _CLOSING_QUOTES.get(opening, opening)
    ends = [index for index in range(position + 1, len(text)) if text[index] in closing]
    end = ends[0] + 1 if ends else position + 1
    inner = text[position + 1 : end - 1]
    kind = "curly quote" if opening in "“”„‟‘’‚" else "quote"
    mend = f"write `{inner}`" if re.fullmatch(r"[a-z0-9_.]+", inner) else "write the name without quotes"
    return FormulaError(codes.QUOTED_TEXT, f"a {kind} stands here; formulas hold no quoted text", mend, position, end)


def _point(text: str, position: int) -> FormulaError:
    match = _NUMBER.match(text, position + 1)
    if match is None:
        return _unknown(text, position)
    return FormulaError(
        codes.NUMBER_FORM,
        f"`.{match[0]}` has no digit before the point",
        f"write 0.{match[0]}",
        position,
        match.end(),
    )


_HINTS: Final = {
    "%": "a `%` stands only behind a number, as in `6.5 %`",
    ";": "separate the values of a list by a comma and a space",
    "#": "put remarks in `note:`",
    "?": "write `if condition then value else other`",
    "$": "write the amount alone",
    "€": "write the amount alone",
    "£": "write the amount alone",
    "@": "write `at` and a date",
}


def _unknown(text: str, position: int) -> FormulaError:
    character = text[position] if position < len(text) else " "
    name = unicodedata.name(character, f"U+{ord(character):04X}")
    shown = f"`{character}` ({name})" if character.isprintable() and not character.isspace() else name
    mend = _HINTS.get(character, "replace it by an ordinary space" if character.isspace() else "delete it")
    return FormulaError(codes.UNKNOWN_CHARACTER, f"{shown} has no meaning in formulas", mend, position, position + 1)
