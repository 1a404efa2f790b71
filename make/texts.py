"""Collects every text of the surfaces and brings the catalogues up to date.

Texts stand in the templates, in `say("…")` of the code, in the list of the simulator's
sentences and in the titles of problems. `--check` writes nothing and fails where a
catalogue lacks a text or has one that is no longer used.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from bareme.service.problems import REQUEST_CODES, TITLES
from bareme.text.catalogue import LOCALES, PAGES
from bareme.text.messages import MESSAGES
from engine.language import codes

ROOT = Path(__file__).resolve().parents[1]
METHODS = [("**/templates/**.html", "jinja2"), ("**.py", "python")]
SPOKEN = ("and", "or", "not", "row")
"""Words that the code says by a name it computes."""
KEYWORDS = {"say": None, "_": None, "gettext": None, "ngettext": (1, 2)}
OPTIONS = {"**/templates/**.html": {"newstyle_gettext": "true", "trimmed": "true", "silent": "false"}}


def collected() -> Catalog:
    """Every text with the files it stands in."""
    catalog = Catalog(project="bareme", charset="utf-8")
    found = extract_from_dir(ROOT / "bareme", METHODS, OPTIONS, KEYWORDS)
    for file, _line, message, _comments, _context in sorted(found, key=lambda one: (one[0], one[1])):
        catalog.add(message, locations=[(f"bareme/{file}", None)])  # type: ignore[list-item]
    for text in (*MESSAGES, *SPOKEN):
        catalog.add(text, locations=[("bareme/text/messages.py", None)])  # type: ignore[list-item]
    for text in (*TITLES.values(), *(codes.TITLES[code] for code in REQUEST_CODES)):
        catalog.add(text, locations=[("bareme/service/problems.py", None)])  # type: ignore[list-item]
    return catalog


def updated(language: str, fresh: Catalog) -> tuple[Path, bytes]:
    """The catalogue of a language with all texts, translations kept, unused ones dropped."""
    path = LOCALES / language / "LC_MESSAGES" / "bareme.po"
    known = Catalog(locale=language, project="bareme", charset="utf-8")
    if path.is_file():
        with path.open("rb") as text:
            known = read_po(text, locale=language)
    known.update(fresh, no_fuzzy_matching=True)
    known.obsolete.clear()
    known.header_comment = f"# The words of bareme in the language `{language}`."
    out = BytesIO()
    write_po(out, known, width=120, sort_output=True, omit_header=False, include_lineno=False)
    return path, _without_dates(out.getvalue())


def _without_dates(content: bytes) -> bytes:
    """Dates and names of persons change without a text changing."""
    skipped = (b'"POT-Creation-Date', b'"PO-Revision-Date', b'"Last-Translator', b'"Generated-By', b'"Language-Team')
    return b"".join(line for line in content.splitlines(keepends=True) if not line.startswith(skipped))


def missing(content: bytes) -> list[str]:
    """Texts without a translation."""
    catalog = read_po(BytesIO(content))
    lacking = []
    for message in catalog:
        if message.id:
            parts = message.string if isinstance(message.string, tuple) else (message.string,)
            if not all(parts) or message.fuzzy:
                lacking.append(message.id if isinstance(message.id, str) else message.id[0])
    return lacking


def main(arguments: list[str]) -> int:
    fresh, faults = collected(), 0
    for language in PAGES:
        if language == "en":
            continue
        path, content = updated(language, fresh)
        lacking = missing(content)
        changed = not path.is_file() or path.read_bytes() != content
        print(f"{language}: {len(fresh)} texts, {len(lacking)} without translation", file=sys.stderr)
        for text in lacking:
            print(f"  {text}", file=sys.stderr)
        if "--check" in arguments:
            faults += len(lacking) + changed
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
