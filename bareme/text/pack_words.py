"""A pack's own words for a reader: translated where a catalogue says so, with the local legal term beside them.

The label is the plain word; the term is the untranslated legal name, always kept in
sight. Where a label has no translation, the legal name in the reader's language stands
for it, and failing that the English label, marked as English.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from gettext import GNUTranslations
from pathlib import Path

from babel import Locale

from bareme.text.catalogue import read_catalogue
from engine.program.pack import Pack


@dataclass(frozen=True, slots=True)
class Word:
    """A text with the language it is in; `term` is the legal name in `term_language`, empty if there is none."""

    text: str
    language: str
    term: str = ""
    term_language: str = ""

    def __str__(self) -> str:
        return self.text


@lru_cache(maxsize=64)
def _catalogue(path: Path, _changed: int) -> GNUTranslations:
    return read_catalogue(path)


def pack_catalogue(rules: Path, pack: str, language: str) -> GNUTranslations | None:
    """The translations that stand in a pack's own folder; read again when the file changes."""
    path = rules / pack / "locales" / f"{language}.po"
    if language == "en" or not path.is_file():
        return None
    return _catalogue(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _country_names(language: str) -> Mapping[str, str]:
    """The names of countries in a language, by their English ones."""
    names = Locale.parse(language).territories
    return {english: names[code] for code, english in Locale("en").territories.items() if code in names}


def country_name(english: str, language: str) -> str:
    """A country's name as the CLDR has it; empty if the text names no country."""
    return _country_names(language).get(english, "")


@dataclass(frozen=True)
class PackWords:
    """The words of one country's pack in one language."""

    pack: Pack
    rules: Path
    language: str
    _catalogues: list[GNUTranslations] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        for part in reversed(self.pack.parts):
            found = pack_catalogue(self.rules, part.name, self.language)
            if found is not None:
                self._catalogues.append(found)

    def text(self, english: str) -> Word:
        """An English text of the pack, translated if a catalogue has it."""
        if self.language == "en" or not english:
            return Word(english, "en")
        for catalogue in self._catalogues:
            found = catalogue.gettext(english)
            if found != english:
                return Word(found, self.language)
        country = country_name(english, self.language)
        return Word(country, self.language) if country else Word(english, "en")

    def name(self, name: str, label: str | None = None) -> Word:
        """A name of the pack: a line, an input, an act, a contract type, an enum's member."""
        terms = self.terms(name)
        english = label or self._label(name)
        said = self.text(english)
        own = terms.get(self.language, "")
        if said.language != self.language and own:
            return Word(own, self.language)
        local, language = self._local(terms)
        if local == said.text:
            local, language = "", ""
        return Word(said.text, said.language, local, language)

    def terms(self, name: str) -> Mapping[str, str]:
        for shelf in (self.pack.definitions, self.pack.interface, self.pack.acts, self.pack.contracts):
            definition = shelf.get(name)
            if definition is not None and definition.model.term:
                return dict(definition.model.term)
        return {}

    def _label(self, name: str) -> str:
        described = self.pack.described(name)
        for shelf in (self.pack.acts, self.pack.contracts, self.pack.sections):
            if described is None and name in shelf:
                described = shelf[name].model
        return (described.label if described is not None else None) or name

    def _local(self, terms: Mapping[str, str]) -> tuple[str, str]:
        """The legal name: in the reader's language if the country has it, else in the country's first."""
        for language in (self.language, *self.pack.header.languages):
            if terms.get(language):
                return terms[language], language
        return "", ""
