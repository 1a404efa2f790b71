"""French and Dutch are complete, and the simulator's own sentences come in them too."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po

from bareme.service.problems import REQUEST_CODES, title_of
from bareme.text.catalogue import PAGES, Translations, catalogues, negotiated, pattern_of, translations
from bareme.text.messages import MESSAGES
from bareme.text.numbers import NoNumber, Unclear, read_number
from bareme.text.pack_words import PackWords
from simulator.registry import Registry
from tests.service.serving import SCENARIO, Service

ROOT = Path(__file__).resolve().parents[2]
OTHERS = [language for language in PAGES if language != "en"]


def test_every_text_has_its_translation_and_no_other_is_kept() -> None:
    run = subprocess.run(
        [sys.executable, "make/texts.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr + " run `make texts` and fill in what is missing"


@pytest.mark.parametrize("language", OTHERS)
def test_translations_keep_their_places(language: str) -> None:
    with catalogues()[language].open("rb") as text:
        catalog = read_po(text)
    for message in catalog:
        if not message.id:
            continue
        wanted = message.id if isinstance(message.id, tuple) else (message.id,)
        given = message.string if isinstance(message.string, tuple) else (message.string,)
        for translated in given:
            assert places(str(translated)) == places(str(wanted[-1])), message.id


def places(text: str) -> set[str]:
    return set(re.findall(r"%\((\w+)\)s", text))


@pytest.mark.parametrize("language", OTHERS)
def test_every_code_of_a_problem_has_its_title(language: str) -> None:
    say = translations(language)
    for code in REQUEST_CODES:
        assert say(title_of(code)) != title_of(code)


REFUSED: list[dict[str, Any]] = [
    {"contrct": "x"},
    {"given": {"invoice.excl_vat": 1000.5}},
    {"country": "zz"},
    {"act": "joob"},
    {"contract": "fixed"},
    {"contract": None},
    {"date": "2026-02-30"},
    {"date": "2090-01-01"},
    {"given": {"net_payy": "1"}},
    {"given": {"net_pay": "12,50"}},
    {"given": {"net_pay": "-5"}},
    {"given": {}},
    {"given": {"net_pay": "500", "taxable": "1000"}},
    {"given": {"net_pay": "500", "invoice.excl_vat": "1000"}},
    {"given": {"invoice.excl_vat": "1000", "worker.children": "99"}},
    {"given": {"invoice.excl_vat": "1000", "worker.civil_status": "singel"}},
    {"given": {"invoice.excl_vat": "1000.001"}},
    {"options": {"release": "be@0.0.1"}},
]


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("changes", REFUSED, ids=lambda changes: next(iter(changes)))
def test_refusals_speak_the_readers_language(service: Service, language: str, changes: dict[str, Any]) -> None:
    def told(accepted: str) -> Any:
        headers = {"accept-language": accepted}
        return service.client.post("/v1/simulations", json={**SCENARIO, **changes}, headers=headers).json()

    english, other = told("en"), told(language)
    assert other["title"] != english["title"]
    for ours, theirs in zip(other["errors"], english["errors"], strict=True):
        assert ours["detail"] != theirs["detail"]
        assert ours["pointer"] == theirs["pointer"]
        for name in re.findall(r"`[^`]+`", theirs["detail"]):
            assert name in ours["detail"]


def test_a_sentence_is_known_by_its_template() -> None:
    assert pattern_of("`%(text)s` is not a date").fullmatch("`x` is not a date")
    assert not pattern_of("`%(text)s` is not a date").fullmatch("`x` is not a day")
    assert Translations("fr").message("never seen") == "never seen"
    nested = translations("fr").message("net_pay: `x` is not a number")
    assert nested == "net_pay\u00a0: `x` n’est pas un nombre"


def test_no_two_templates_are_the_same() -> None:
    assert len(set(MESSAGES)) == len(MESSAGES)


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("fr-BE,fr;q=0.9,en;q=0.8", "fr"),
        ("en;q=0.5, nl;q=0.9", "nl"),
        ("pl, hu", "en"),
        ("", "en"),
        ("nl;q=0, fr;q=0.1", "fr"),
        ("*", "en"),
        (";;;,,q=", "en"),
        ("fr;q=x", "en"),
    ],
)
def test_the_language_is_negotiated(header: str, language: str) -> None:
    assert negotiated(header) == language


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1 234,56", "1234.56"),
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1'234.56", "1234.56"),
        ("1234.56", "1234.56"),
        ("1\u202f234,56", "1234.56"),
        ("1.234.567", "1234567"),
        ("€ 12,5", "12.5"),
        ("12.50 EUR", "12.50"),
        ("0.500", "0.500"),
        ("−3", "-3"),
        ("007", "7"),
    ],
)
def test_numbers_are_read_in_every_habit(written: str, read: str) -> None:
    assert read_number(written) == read


@pytest.mark.parametrize("written", ["1.234", "1,234", "12.345", "999,000"])
def test_what_has_two_readings_is_given_back(written: str) -> None:
    found = read_number(written)
    assert isinstance(found, Unclear)
    assert found.whole == re.sub(r"[.,]", "", written)


@pytest.mark.parametrize("written", ["", "abc", "1.2.3", "12.34,56", "1,2,3", "1e5", "٣", "１", "--1", "1" * 41])
def test_what_is_no_number_is_said_so(written: str) -> None:
    assert isinstance(read_number(written), NoNumber)


def test_a_packs_words_are_translated_or_their_legal_name_or_marked_as_english(registry: Registry) -> None:
    pack = registry.country("be").pack
    words = PackWords(pack, ROOT / "rules", "fr")
    assert (words.name("net_pay").text, words.name("net_pay").language) == ("Salaire net", "fr")
    assert words.text("Belgium").text == "Belgique"
    assert words.name("fixed_term").text == "contrat à durée déterminée"
    untranslated = words.text("never seen")
    assert (untranslated.text, untranslated.language) == ("never seen", "en")
    assert PackWords(pack, ROOT / "rules", "en").name("fixed_term").term


@pytest.mark.parametrize("pack", ["common", "be"])
@pytest.mark.parametrize("language", OTHERS)
def test_the_catalogues_of_packs_hold_only_what_the_packs_say(pack: str, language: str) -> None:
    path = ROOT / "rules" / pack / "locales" / f"{language}.po"
    with path.open("rb") as text:
        catalog = read_po(text)
    translated = [message for message in catalog if message.id and message.string]
    assert len(translated) >= 40
