"""The pages say what the program does: every example is run, every reference is made from the program itself."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs.tools import lesson, reference
from engine.checking.scope import AT_WORDS
from engine.language.mechanisms import MECHANISMS
from engine.language.syntax import ROUNDING_WORDS
from engine.language.words import ALL_WORDS, MEANINGS

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("page", list(lesson.PAGES), ids=lambda page: page.stem)
def test_every_example_of_a_lesson_does_what_the_page_says(page: Path) -> None:
    shown = page.read_text(encoding="utf-8")
    assert shown == lesson.PAGES[page](shown), "run `make reference`"


def test_an_example_that_lies_is_found() -> None:
    shown = lesson.LESSON.read_text(encoding="utf-8")
    lying = shown.replace("| `gross * 13 %` | `130` |", "| `gross * 13 %` | `131` |")
    assert lying != shown
    assert lesson.lesson_with_real_output(lying) == shown


def test_a_change_that_does_not_fit_is_refused() -> None:
    assert lesson.changed("a\nb\n", " a\n-b\n+c\n") == "a\nc\n"
    with pytest.raises(ValueError, match="do not stand there once"):
        lesson.changed("a\na\n", "-a\n+b\n")


def test_there_are_ten_things_each_with_the_change_it_makes() -> None:
    parts = re.split(r"^## ", lesson.THINGS.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    assert [part.partition(".")[0] for part in parts] == [str(number) for number in range(1, 11)]
    for part in parts:
        assert "```diff" in part or "```yaml" in part
        assert "$ bareme" in part


@pytest.mark.parametrize("name", list(reference.PAGES))
def test_a_reference_is_what_the_program_says(name: str) -> None:
    shown = (DOCS / name).read_text(encoding="utf-8")
    assert shown == reference.written(name), "run `make reference`"


def test_every_word_of_formulas_has_its_meaning() -> None:
    assert set(MEANINGS) == (ALL_WORDS - set(MECHANISMS)) | set(ROUNDING_WORDS)
    text = (DOCS / "reference" / "formulas.md").read_text(encoding="utf-8")
    for word in (*ALL_WORDS, *ROUNDING_WORDS, "as", "at", "with", "in", "quantum", *AT_WORDS[1:]):
        assert re.search(rf"[` ]{word}\b", text), word


def test_every_link_of_the_pages_leads_somewhere() -> None:
    for page in DOCS.rglob("*.md"):
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name}: {target}"
