"""Which plain scalars programs misread, and what a plain scalar means in YAML 1.2."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

Typed = str | int | Decimal | bool | list["Typed"] | dict[str, "Typed"]

AMBIGUOUS: Final = re.compile(
    r"(?P<word>[nN][oO]|[yY][eE][sS]|[oO][nN]|[oO][fF][fF])"
    r"|(?P<nothing>~|[nN][uU][lL][lL])"
    r"|(?P<minutes>[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?)"
    r"|(?P<zero>[-+]?0\d[\d_]*(?:\.\d*)?)"
    r"|(?P<base>[-+]?0[xob][\da-fA-F_]+)"
    r"|(?P<underscore>[-+]?\d+_[\d_]*(?:\.[\d_]*)?)"
    r"|(?P<special>[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))"
    r"|(?P<merge><<|=)"
)

_INTEGER: Final = re.compile(r"[-+]?\d+")
_DECIMAL: Final = re.compile(r"[-+]?(?:\d+\.\d*|\.\d+|\d+)(?:[eE][-+]?\d{1,3})?")
_TRUTHS: Final = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}


def misreading(value: str) -> str | None:
    """What goes wrong with this plain scalar elsewhere, or None if every program reads it alike."""
    match = AMBIGUOUS.fullmatch(value)
    if match is None:
        return None
    return {
        "word": f"`{value}` is read as true or false by some programs and as a word by others",
        "nothing": f"`{value}` means nothing at all to some programs and is a word to others",
        "minutes": f"`{value}` is read as a number of minutes or seconds by some programs",
        "zero": f"`{value}` starts with a zero: some programs count it in eights, others drop the zero",
        "base": f"`{value}` is read as a number in another base than ten by some programs",
        "underscore": f"`{value}` is read as a number without its `_` by some programs",
        "special": f"`{value}` is read as infinity or as no number at all",
        "merge": f"`{value}` makes some programs copy or replace a whole part of the file",
    }[str(match.lastgroup)]


def mend_of(value: str) -> str:
    if re.fullmatch(r"\d+_[\d_]*(\.[\d_]*)?", value):
        return f"write {value.replace('_', '')}"
    return f'put it in quotes: "{value}"'


def typed_scalar(value: str) -> Typed:
    """The value of a plain scalar by the core schema of YAML 1.2, exact."""
    if value in _TRUTHS:
        return _TRUTHS[value]
    if _INTEGER.fullmatch(value) and len(value) <= 1000:
        return int(value)
    if _DECIMAL.fullmatch(value):
        return Decimal(value)
    return value
