"""Collects the texts of packs that readers see, and brings the packs' own catalogues up to date.

A catalogue is `rules/PACK/locales/LANGUAGE.po`. What it does not translate is shown by its
legal name in the reader's language, and failing that in English, marked as English.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from bareme.text.catalogue import PAGES
from engine.reading.folder import PackFiles, read_folder

ROOT = Path(__file__).resolve().parents[1]
FIELDS = ("label", "note", "question", "why")
COUNTRIES = "country"
"""The enum whose members are named by the CLDR, not by a catalogue."""


def texts_of(files: PackFiles) -> Iterator[tuple[str, str]]:
    """Every text with the name it belongs to."""
    yield files.header.name, "pack"
    for document in files.files:
        for section in type(document.rules).model_fields:
            definitions = getattr(document.rules, section)
            if isinstance(definitions, dict):
                for name, model in definitions.items():
                    yield from _texts(name, model)


def _texts(name: str, model: Any) -> Iterator[tuple[str, str]]:
    for field in FIELDS:
        text = getattr(model, field, None)
        if text:
            yield text, name
    if name != COUNTRIES:
        for member, inner in (getattr(model, "members", None) or {}).items():
            yield from _texts(member, inner)


def updated(pack: Path, language: str) -> tuple[int, int]:
    """Write the catalogue of one pack in one language; how many texts it has, and how many are translated."""
    path = pack / "locales" / f"{language}.po"
    known = Catalog(locale=language, project=f"rules of {pack.name}", charset="utf-8")
    if path.is_file():
        with path.open("rb") as written:
            known = read_po(written, locale=language)
    fresh = Catalog(charset="utf-8")
    for text, name in texts_of(read_folder(pack)):
        fresh.add(text, auto_comments=[name])
    known.update(fresh, no_fuzzy_matching=True)
    known.obsolete.clear()
    known.header_comment = f"# The words of the rules `{pack.name}` in the language `{language}`."
    out = BytesIO()
    write_po(out, known, width=120, sort_output=True, include_lineno=False)
    skipped = (b'"POT-Creation-Date', b'"PO-Revision-Date', b'"Last-Translator', b'"Generated-By', b'"Language-Team')
    lines = out.getvalue().splitlines(keepends=True)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"".join(line for line in lines if not line.startswith(skipped)))
    messages = [message for message in known if message.id]
    return len(messages), sum(bool(message.string) for message in messages)


def main(packs: list[str]) -> int:
    for name in packs or sorted(path.parent.name for path in (ROOT / "rules").glob("*/pack.yaml")):
        for language in PAGES:
            if language != "en":
                texts, translated = updated(ROOT / "rules" / name, language)
                print(f"{name} {language}: {translated} of {texts} texts translated", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
