"""The words of the surfaces in the reader's language, from the PO catalogues in `bareme/locales`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bareme.text.messages import MESSAGES

PAGES = ("en", "fr", "nl")
"""Languages in which the pages and messages are complete."""
LOCALES = Path(__file__).resolve().parents[1] / "locales"
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True, eq=False)
class Translations:
    """Called with an English text, gives the reader's; without a translation, the English one."""

    language: str
    catalogue: NullTranslations = field(default_factory=NullTranslations)

    def __call__(self, text: str) -> str:
        return self.catalogue.gettext(text) if text else ""

    def plural(self, one: str, many: str, count: int) -> str:
        return self.catalogue.ngettext(one, many, count)

    def message(self, text: str) -> str:
        """A message of the engine, whose English text already holds its names and figures."""
        if self.language == "en" or not text:
            return text
        known = self(text)
        if known != text:
            return known
        for pattern, template in self._templates:
            match = pattern.fullmatch(text)
            if match is not None:
                return self(template) % {name: self.message(part) for name, part in match.groupdict().items()}
        return text

    @cached_property
    def _templates(self) -> tuple[tuple[re.Pattern[str], str], ...]:
        return tuple((pattern_of(text), text) for text in sorted(MESSAGES, key=_literal, reverse=True))


def _literal(template: str) -> int:
    """How much of a template is fixed words: the more, the sooner it is tried."""
    return len(PLACEHOLDER.sub("", template))


def pattern_of(template: str) -> re.Pattern[str]:
    """A template as the pattern of the texts that it makes; the first place of a name decides it."""
    parts, seen, at = [], set(), 0
    for match in PLACEHOLDER.finditer(template):
        name = match.group(1)
        parts += [re.escape(template[at : match.start()]), f"(?P={name})" if name in seen else f"(?P<{name}>.*?)"]
        seen.add(name)
        at = match.end()
    return re.compile("".join([*parts, re.escape(template[at:])]), re.DOTALL)


@lru_cache(maxsize=16)
def translations(language: str) -> Translations:
    """The catalogue of a language, read once; English needs none."""
    path = LOCALES / language / "LC_MESSAGES" / "bareme.po"
    if language == "en" or not path.is_file():
        return Translations(language if language in PAGES else "en")
    return Translations(language, read_catalogue(path))


def read_catalogue(path: Path) -> GNUTranslations:
    compiled = BytesIO()
    with path.open("rb") as text:
        write_mo(compiled, read_po(text))
    compiled.seek(0)
    return GNUTranslations(compiled)


def negotiated(accepted: str | None, offered: Iterable[str] = PAGES) -> str:
    """The best offered language for an `Accept-Language` header; English where none fits."""
    offered = tuple(offered)
    for wanted in _by_quality(accepted or ""):
        primary = wanted.partition("-")[0]
        if primary in offered:
            return primary
    return "en"


def _by_quality(header: str) -> list[str]:
    weighed: list[tuple[float, int, str]] = []
    for place, part in enumerate(header[:500].split(",")):
        name, _, parameters = part.strip().partition(";")
        match = re.fullmatch(r"\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*", parameters) if parameters else None
        quality = 1.0 if not parameters else float(match.group(1)) if match is not None else 0.0
        if name and quality > 0:
            weighed.append((-quality, place, name.strip().lower()))
    return [name for _, _, name in sorted(weighed)]


def catalogues() -> Mapping[str, Path]:
    """The catalogue files there are."""
    return {path.parents[1].name: path for path in sorted(LOCALES.glob("*/LC_MESSAGES/bareme.po"))}
