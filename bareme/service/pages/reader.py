"""Who reads a page: the language, how it writes numbers and dates, and the words of packs in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from babel.dates import format_date, get_month_names
from babel.numbers import get_currency_symbol
from markupsafe import Markup, escape

from bareme.text.catalogue import Translations, translations
from bareme.text.language import Language
from bareme.text.pack_words import PackWords, Word
from engine.program.pack import Pack

NAMES = {"en": "English", "fr": "Français", "nl": "Nederlands"}


@dataclass(frozen=True)
class Reader:
    """Formats everything that a page shows in one language."""

    code: str
    places: int = 2
    """Places of an amount of money: those of the country's currency."""

    def of(self, pack: Pack) -> Reader:
        """The same reader, looking at amounts in the currency of this pack."""
        return self if pack.decimals == self.places else replace(self, places=pack.decimals)

    @cached_property
    def say(self) -> Translations:
        return translations(self.code)

    @cached_property
    def numbers(self) -> Language:
        return Language("en-GB" if self.code == "en" else f"{self.code}-BE")

    def money(self, text: str) -> str:
        """An amount with the sign of a true minus."""
        return self.numbers.amount(text, self.places).replace("-", "−")

    def number(self, text: str) -> str:
        return self.numbers.number(text).replace("-", "−")

    def signed(self, text: str) -> str:
        """A difference: always with its sign, but for nothing."""
        shown = self.money(text)
        return f"+ {shown}" if Decimal(text) > 0 else shown.replace("−", "− ")

    def currency(self, code: str) -> str:
        return str(get_currency_symbol(code, locale=self.numbers.locale))

    def day(self, iso: str) -> str:
        return str(format_date(date.fromisoformat(iso), "d MMMM y", locale=self.numbers.locale))

    def short_day(self, iso: str) -> str:
        return str(format_date(date.fromisoformat(iso), "d MMM y", locale=self.numbers.locale))

    def month(self, number: int) -> str:
        return str(get_month_names("wide", locale=self.numbers.locale)[number])

    def share(self, part: str, whole: str | None) -> str:
        """Whole per cent; under a half `< 1 %`, never forced to sum to 100."""
        if whole is None or not Decimal(whole):
            return ""
        ratio = Decimal(part) / Decimal(whole)
        if ratio and abs(ratio) < Decimal("0.005"):
            return "< 1 %"
        return self.numbers.percentage(ratio, 0).replace("-", "−")

    def value(self, text: str, type_text: str) -> str:
        """A value by its type, as the reader writes it."""
        base = type_text.partition("/")[0]
        if base == "bool":
            return self.say("yes") if text == "true" else self.say("no")
        if base == "money":
            return self.money(text)
        return self.numbers.value(text, type_text, self.places)

    def written(self, text: str | None) -> str:
        """A figure as a pack writes it (`6.5 %`, `16310`, a date or a formula), its number in the reader's habit."""
        if not text:
            return ""
        bare = text.removesuffix("%").strip()
        if _is_number(bare):
            return self.number(bare) + (" %" if text.endswith("%") else "")
        if is_day(text):
            return self.short_day(text)
        return text


def _is_number(text: str) -> bool:
    return bool(text) and text.lstrip("-").replace(".", "", 1).isdigit()


def is_day(text: str) -> bool:
    """Whether a text is a day, year-month-day."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == 10


@lru_cache(maxsize=16)
def reader(code: str) -> Reader:
    return Reader(code)


@dataclass(frozen=True)
class CountryWords:
    """A pack's words as markup: the text with its language where it is another, the legal term beside it."""

    words: PackWords
    reader: Reader

    @classmethod
    def of(cls, pack: Pack, rules: Path, read_by: Reader) -> CountryWords:
        return cls(PackWords(pack, rules, read_by.code), read_by.of(pack))

    def name(self, name: str, label: str | None = None) -> Word:
        return self.words.name(name, label)

    def plain(self, name: str, label: str | None = None) -> str:
        """The text alone, for attributes and sentences."""
        return self.words.name(name, label).text

    def marked(self, name: str, label: str | None = None) -> Markup:
        """The plain word; a word in another language says so to those who listen."""
        return marked(self.words.name(name, label), self.reader.code)

    def value(self, name: str, written: str) -> str:
        """A fact or figure under its name, as the reader says it; what cannot be read is shown as it stands."""
        pack = self.words.pack
        kind = pack.type_of(name)
        if written in pack.members.get(kind.partition("/")[0], ()):
            return self.plain(written)
        try:
            return self.reader.value(written, kind)
        except (ValueError, ArithmeticError):
            return written

    def text(self, english: str | None) -> Markup:
        """A sentence of the pack."""
        return marked(self.words.text(english or ""), self.reader.code)

    def term(self, name: str) -> Markup:
        """The local legal term, small and grey; nothing if it is the word itself."""
        word = self.words.name(name)
        return term(word)


def marked(word: Word, language: str) -> Markup:
    if word.language == language or not word.text:
        return escape(word.text)
    return Markup('<span lang="{}">{}</span>').format(word.language, word.text)


def term(word: Word) -> Markup:
    if not word.term:
        return Markup("")
    return Markup('<span class="term" lang="{}">{}</span>').format(word.term_language, word.term)


def as_data(words: Word) -> dict[str, Any]:
    return {"text": words.text, "language": words.language, "term": words.term, "term_language": words.term_language}
