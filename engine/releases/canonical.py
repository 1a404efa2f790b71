"""The canonical form of a pack and its SHA-256: blind to formatting, aware of every meaning.

Files, key order, comments and spaces do not count; formulas count as they are
understood, so `6.50 %` and `6.5%` are one. Labels, laws and sources count: they
are part of what a release says.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from engine.language.parser import FormulaError
from engine.language.printer import to_text
from engine.program.pack import parsed
from engine.reading.folder import PackFiles

FORMULA_FIELDS = frozenset(
    {
        "value",
        "formula",
        "when",
        "otherwise",
        "up_to",
        "below",
        "rate",
        "amount",
        "take_from",
        "default",
        "each_further",
        "used",
        "limit",
        "gap",
    }
)
DATED_FORMULAS = frozenset({"formula", "values", "rows", "properties", "when", "set"})


def canonical(files: PackFiles) -> dict[str, Any]:
    """Everything a pack means, as plain data with sorted keys."""
    content: dict[str, Any] = {"header": files.header.model_dump(mode="json", by_alias=True, exclude_none=True)}
    for document in files.files:
        dumped = document.rules.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        for section, definitions in dumped.items():
            if isinstance(definitions, list):
                content.setdefault(section, []).extend(_normal(definitions, ""))
            else:
                content.setdefault(section, {}).update(_normal(definitions, ""))
    return content


def canonical_bytes(files: PackFiles) -> bytes:
    return json.dumps(canonical(files), sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def digest(files: PackFiles) -> str:
    """The SHA-256 that names the pack's content."""
    return hashlib.sha256(canonical_bytes(files)).hexdigest()


def _normal(value: Any, key: str, dated: bool = False) -> Any:
    if isinstance(value, dict):
        inside = key in DATED_FORMULAS or (dated and key not in FORMULA_FIELDS)
        return {name: _normal(item, name, inside) for name, item in value.items()}
    if isinstance(value, list):
        return [_normal(item, key, dated) for item in value]
    if isinstance(value, str) and (key in FORMULA_FIELDS or (dated and key not in _WORDS)):
        return _formula(value)
    return value


_WORDS = frozenset({"law", "source", "confidence", "note", "checked_on", "label", "description"})


def _formula(text: str) -> str:
    try:
        return to_text(parsed(text))
    except FormulaError:
        return text
