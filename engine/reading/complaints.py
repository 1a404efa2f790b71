"""Turns what the models object to into diagnostics: in place, in words, with the mend."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final

from pydantic import ValidationError

from engine.language import codes
from engine.language.diagnostic import Diagnostic
from engine.reading.allowed import allowed_keys
from engine.reading.document import Document
from engine.reading.texts import FIRST_YEAR, LAST_YEAR, NAME_PATTERN, ROUNDING_PATTERN, SIGNED_NAME_PATTERN

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class _Complaint:
    code: str
    message: str
    mend: str
    at_key: bool = False


@dataclass(frozen=True, slots=True)
class _Objection:
    """What a model objected to, with the path cut down to what stands in the file."""

    kind: str
    path: Path
    value: Any
    context: dict[str, Any]
    is_key: bool
    known: list[str]

    @property
    def name(self) -> str:
        return _named(self.path)


def diagnose(error: ValidationError, document: Document, shape: Any) -> list[Diagnostic]:
    """Every objection as a diagnostic, in source order."""
    found = [_diagnostic(objection, document) for objection in _objections(error, document, shape)]
    return sorted(set(found), key=lambda one: (one.place.line, one.place.column))


def _diagnostic(objection: _Objection, document: Document) -> Diagnostic:
    complain = _BY_KIND.get(objection.kind, _wrong_shape)
    complaint = complain(objection)
    at_key = complaint.at_key or objection.is_key
    return document.diagnostic(complaint.code, objection.path, complaint.message, complaint.mend, key=at_key)


def _objections(error: ValidationError, document: Document, shape: Any) -> list[_Objection]:
    found = []
    for one in error.errors(include_url=False):
        path, is_key = _path_in(document, one["loc"])
        context = one.get("ctx", {})
        path += tuple(context.get("path", ()))
        kind = one["type"]
        if kind == "missing":
            context = {"missing": str(one["loc"][-1])}
        value = document.value(path) if context.get("path") else one["input"]
        inside = path[:-1] if kind == "extra_forbidden" else path
        found.append(_Objection(kind, path, value, context, is_key, allowed_keys(shape, inside)))
    return found


def _path_in(document: Document, location: tuple[int | str, ...]) -> tuple[Path, bool]:
    """The part of a model's location that stands in the file: names of union branches are left out."""
    path: list[str | int] = []
    data: Any = document.data
    for part in location:
        named = isinstance(data, dict) and part in data
        if named or (isinstance(data, list) and isinstance(part, int) and part < len(data)):
            data = data[part]
            path.append(part)
    return tuple(path), location[-1:] == ("[key]",)


def _unknown_key(objection: _Objection) -> _Complaint:
    key = str(objection.path[-1])
    near = get_close_matches(key, objection.known, n=1, cutoff=0.6)
    known = ", ".join(f"`{name}`" for name in sorted(objection.known))
    mend = f"did you mean `{near[0]}`?" if near else f"known here: {known}"
    return _Complaint(codes.UNKNOWN_KEY, f"`{key}` is not known {_where(objection.path[:-1])}", mend, at_key=True)


def _missing(objection: _Objection) -> _Complaint:
    key = objection.context["missing"]
    return _Complaint(
        codes.MISSING_KEY, f"`{key}` is missing {_where(objection.path)}", f"add a line `{key}: …`", at_key=True
    )


def _no_value(objection: _Objection) -> _Complaint:
    written = [] if not isinstance(objection.value, dict) else [str(key) for key in objection.value]
    near = get_close_matches("value", written, n=1, cutoff=0.6)
    mend = f"did you mean it by `{near[0]}`?" if near else "write `value: …`"
    return _Complaint(
        codes.MISSING_KEY,
        f"`value` is missing at {objection.path[-1]}",
        f"{mend} Several figures that change together are declared under `fields`",
        at_key=True,
    )


def _pattern(objection: _Objection) -> _Complaint:
    value, pattern = str(objection.value), objection.context.get("pattern")
    if pattern == NAME_PATTERN:
        return _Complaint(
            codes.BAD_NAME,
            f"`{_short(value)}` is not spelled as a name",
            _name_mend(value) + "names are lower-case words joined by `_`, parts joined by `.`",
        )
    if pattern == SIGNED_NAME_PATTERN:
        return _Complaint(
            codes.BAD_SUM,
            f"`{_short(value)}` is not a name: `sum` adds up names, each with an optional minus",
            "give the formula a line of its own and sum its name, or use `formula:`",
        )
    if pattern == ROUNDING_PATTERN:
        return _Complaint(
            codes.ROUNDING_FORM,
            f"`{_short(value)}` does not say how to round",
            "write a rounding word, `to`, and the multiple: `floor to 0.01`",
        )
    form = _FORMS.get(str(objection.path[-1]) if objection.path else "", "another form")
    return _Complaint(codes.BAD_PATTERN, f"`{_short(value)}` is not a {objection.name}", f"write {form}")


def _reserved(objection: _Objection) -> _Complaint:
    value = str(objection.value)
    message = f"`{value}` is a word of formulas and cannot be a name"
    return _Complaint(codes.BAD_NAME, message, f"choose another, such as `{value}_date` or `{value}_rate`")


_FORMS: Final = {
    "pack": "the pack's name in lower case, such as `be`",
    "country": "the country's two capital letters, such as `BE`",
    "version": "three numbers, such as `1.0.0`",
    "quantum": "the smallest unit of the currency, such as `0.01`",
    "currency": "the currency's three capital letters, such as `EUR`",
}


def _name_mend(value: str) -> str:
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", value).lower()
    spelled = re.sub(r"[^a-z0-9_.]+", "_", parted).strip("_.")
    return f"write `{spelled}`; " if re.fullmatch(NAME_PATTERN, spelled) else ""


def _choice(objection: _Objection) -> _Complaint:
    value = str(objection.value)
    words = re.findall(r"'([^']*)'", str(objection.context.get("expected", "")))
    near = get_close_matches(value, words, n=1, cutoff=0.6)
    listed = ", ".join(f"`{word}`" for word in words)
    mend = f"did you mean `{near[0]}`?" if near else f"write one of {listed}" if len(words) > 1 else f"write {listed}"
    return _Complaint(codes.NOT_A_CHOICE, f"`{_short(value)}` is not a word that `{objection.name}` knows", mend)


def _bad_date(objection: _Objection) -> _Complaint:
    value = _short(str(objection.value))
    if objection.kind == "no_such_day":
        return _Complaint(codes.BAD_DATE, f"`{value}` is not a day of the calendar", "look at the month and the day")
    if objection.kind == "far_day":
        mend = f"write a day from {FIRST_YEAR} to {LAST_YEAR}; leave `until` out where there is no end"
        return _Complaint(codes.BAD_DATE, f"`{value}` is further away than any law", mend)
    return _Complaint(codes.BAD_DATE, f"`{value}` is not a date", f"write year-month-day: `{_as_date(value)}`")


def _as_date(value: str) -> str:
    match = re.fullmatch(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})", value)
    if match:
        return f"{match[3]}-{int(match[2]):02}-{int(match[1]):02}"
    match = re.fullmatch(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})", value)
    return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}" if match else "2026-07-01"


def _bad_flag(objection: _Objection) -> _Complaint:
    return _Complaint(
        codes.BAD_FLAG, f"`{_short(str(objection.value))}` is neither `true` nor `false`", "write `true` or `false`"
    )


def _length(objection: _Objection) -> _Complaint:
    context = objection.context
    thing = "characters" if objection.kind.startswith("string") else "items"
    most = context.get("max_length")
    if most is None:
        least = context.get("min_length")
        message = "is empty" if least == 1 else f"needs {least} {thing}"
        return _Complaint(codes.BAD_LENGTH, f"`{objection.name}` {message}", "fill it in, or delete the key")
    mend = "give a part of it a line of its own" if most == 1000 else "shorten it"
    return _Complaint(codes.BAD_LENGTH, f"`{objection.name}` has more than {most:,} {thing}", mend)


def _bad_choice(objection: _Objection) -> _Complaint:
    del objection
    return _Complaint(
        codes.WRONG_SHAPE,
        "a row of `choose` needs `when` and `value`, or `otherwise` alone",
        "write `- {when: a condition, value: a formula}`, and `- {otherwise: a formula}` as the last row",
    )


def _several_ways(objection: _Objection) -> _Complaint:
    first, second = objection.context["first"], objection.context["second"]
    return _Complaint(
        codes.WRONG_SHAPE,
        f"`{objection.name}` is computed in two ways: `{first}` and `{second}`",
        "keep one of `formula`, `choose`, `sum`, `take_from`",
        at_key=True,
    )


def _half_order(objection: _Objection) -> _Complaint:
    lacking = objection.context["lacking"]
    return _Complaint(
        codes.MISSING_KEY,
        f"`{lacking}` is missing {_where(objection.path)}",
        "`take_from` says what is shared out and `in_order` among whom; they stand together",
        at_key=True,
    )


_EXPECTED: Final = {
    "string_type": "a text or number",
    "list_type": "a list",
    "dict_type": "a group of keys",
    "model_type": "a group of keys",
    "model_attributes_type": "a group of keys",
    "bool_type": "`true` or `false`",
    "date_type": "a date",
}


_BY_TAG: Final = {
    "text": "a text or number",
    "list": "a list",
    "group": "a group of keys",
    "fields": "a group of figures",
}


def _wrong_shape(objection: _Objection) -> _Complaint:
    value = objection.value
    stands = "a list" if isinstance(value, list) else "a group of keys" if isinstance(value, dict) else "a single value"
    wanted = _EXPECTED.get(objection.kind, "another kind of value")
    if objection.kind == "union_tag_invalid":
        wanted = " or ".join(_BY_TAG[tag] for tag in re.findall(r"'(\w+)'", objection.context["expected_tags"]))
    known = f": {', '.join(objection.known[:6])} …" if objection.known and wanted == "a group of keys" else ""
    mend = "put a formula that begins with `{` or `[` in quotes" if "a text" in wanted else f"write {wanted}"
    return _Complaint(codes.WRONG_SHAPE, f"{stands} stands where `{objection.name}` needs {wanted}", mend + known)


_BY_KIND: Final[dict[str, Callable[[_Objection], _Complaint]]] = {
    "extra_forbidden": _unknown_key,
    "missing": _missing,
    "no_value": _no_value,
    "string_pattern_mismatch": _pattern,
    "reserved_word": _reserved,
    "literal_error": _choice,
    "bad_date": _bad_date,
    "no_such_day": _bad_date,
    "far_day": _bad_date,
    "bad_flag": _bad_flag,
    "string_too_long": _length,
    "string_too_short": _length,
    "too_long": _length,
    "too_short": _length,
    "bad_choice": _bad_choice,
    "several_ways": _several_ways,
    "half_order": _half_order,
}


def _where(path: Path) -> str:
    return f"in `{_named(path)}`" if path else "at the top of the file"


def _named(path: Path) -> str:
    names = [str(part) for part in path if isinstance(part, str)]
    return names[-1] if names else "the file"


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "…"
