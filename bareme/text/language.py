"""A reader's language: how numbers, money and dates are written, and which legal term stands beside a label."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_decimal

from engine.language import codes
from engine.program.pack import Pack
from simulator.scenario import refusal

LANGUAGES = ("en", "fr", "nl", "de", "es", "it", "sv", "hu")


@dataclass(frozen=True)
class Language:
    """Formats by CLDR for one language; English unless asked otherwise."""

    code: str = "en"

    @cached_property
    def locale(self) -> Locale:
        try:
            return Locale.parse(self.code.replace("-", "_"))
        except (UnknownLocaleError, ValueError):
            raise refusal(
                codes.NOT_A_CHOICE,
                f"the language `{self.code}` is not known",
                f"one of: {', '.join(LANGUAGES)}",
                "--lang",
            ) from None

    def amount(self, text: str, decimals: int = 2) -> str:
        """An exact amount, in the digits and separators of the language."""
        pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
        return str(format_decimal(Decimal(text.rstrip("…")), format=pattern, locale=self.locale))

    def number(self, text: str) -> str:
        """A number with the places it has, no more."""
        plain = text.rstrip("…")
        decimals = len(plain.partition(".")[2])
        return self.amount(plain, decimals) + ("…" if text.endswith("…") else "")

    def percentage(self, ratio: Decimal, decimals: int = 1) -> str:
        pattern = "#,##0" + ("." + "0" * decimals if decimals else "") + " %"
        return str(format_decimal(ratio * 100, format=pattern.replace(" %", ""), locale=self.locale)) + " %"

    def day(self, iso: str) -> str:
        return str(format_date(date.fromisoformat(iso), format="long", locale=self.locale))

    def value(self, text: str, type_text: str, decimals: int) -> str:
        """A value as the reader writes it, by its type."""
        base = type_text.partition("/")[0]
        if base == "money":
            return self.amount(text, decimals)
        if base == "rate":
            return self.number(_percent(text)) + " %"
        if base == "date":
            return self.day(text)
        if base == "number":
            return self.number(_shortened(text))
        if base in ("count", "days", "hours"):
            return self.number(text)
        return text

    def term(self, pack: Pack, name: str) -> str | None:
        """The legal name in this language, else in the first language of the country; None in English without one."""
        described = pack.described(name)
        terms = described.term if described is not None else {}
        if not terms:
            shared = pack.interface.get(name)
            terms = shared.model.term if shared is not None else {}
        return terms.get(self.code.partition("-")[0])


def _shortened(text: str) -> str:
    """A number kept more finely than four places shows no zeros beyond them."""
    whole, _, places = text.partition(".")
    return f"{whole}.{places[:4]}{places[4:].rstrip('0')}" if len(places) > len("0000") else text


def _percent(text: str) -> str:
    number = (Decimal(text.rstrip("…")) * 100).normalize()
    return format(number, "f") + ("…" if text.endswith("…") else "")
