"""The canonical form of a pack and its SHA-256: blind to formatting, aware of every meaning.

Which file a definition stands in, the order of keys, comments, spaces, quotes and the
short form of a dated value do not count; formulas count as they are understood, so
`6.50 %` and `6.5%` are one. Labels, laws and sources count: they are part of what a
release says. The order of a list counts: rows of a choice, ledger entries (across
files in the order of the files' names). Worked cases and translations are not part
of what a pack means; a release keeps them beside it, by the hash of their bytes.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from engine import VERSION
from engine.language.formula_error import FormulaError
from engine.language.printer import to_text
from engine.program.pack import parsed
from engine.reading import models
from engine.reading.folder import PackFiles
from engine.reading.walking import Path, walk
from engine.remembered import remembered

FORM = "bareme.canonical/1"
"""Raised whenever the same pack would get another hash; releases keep the bytes that were hashed."""
_SHORT = {"parameters": "value", "scales": "rows"}
"""A dated value may be written short; this is the key it stands for."""


def canonical(files: PackFiles) -> dict[str, Any]:
    """Everything a pack means, as plain data."""
    content: dict[str, Any] = {"form": FORM, "header": walk(files.header, _spelled)}
    for document in files.files:
        for section, definitions in canonical_rules(document.rules).items():
            if isinstance(definitions, list):
                content.setdefault(section, []).extend(definitions)
            else:
                content.setdefault(section, {}).update(definitions)
    return content


def canonical_rules(rules: models.RuleFile) -> dict[str, Any]:
    """The sections of one file, every formula in its one spelling and every dated value in its long form."""
    plain = walk(rules, _spelled)
    for section, key in _SHORT.items():
        for definition in plain.get(section, {}).values():
            definition["values"] = {
                day: value if isinstance(value, dict) else {key: value} for day, value in definition["values"].items()
            }
    return plain


def canonical_bytes(files: PackFiles) -> bytes:
    return as_bytes(canonical(files))


def as_bytes(content: dict[str, Any]) -> bytes:
    """Canonical content as the bytes that are hashed."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def digest(files: PackFiles) -> str:
    """The SHA-256 that names the pack's content."""
    return hashlib.sha256(canonical_bytes(files)).hexdigest()


def known_digest(files: PackFiles) -> str:
    """The digest of files that were hashed on this machine before is looked up by their bytes, else computed.

    What is published or verified is always hashed anew, by `digest`.
    """
    written = [(files.header_document.path, files.header_document.text)]
    written += [(file.path, file.document.text) for file in files.files]
    return remembered("digest", json.dumps([FORM, VERSION, written]), lambda: digest(files))


def _spelled(kind: str, text: str, _: Path) -> str:
    if kind == "formula":
        return spelled(text)
    if kind == "rounding":
        word, multiple = text.split(" to ", 1)
        return f"{word} to {spelled(multiple)}"
    return text


def spelled(formula: str) -> str:
    """The one spelling of a formula; a text that is none stays as it is."""
    try:
        return to_text(parsed(formula))
    except FormulaError:
        return formula
