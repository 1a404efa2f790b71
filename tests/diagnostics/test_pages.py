"""Every code has a page; what its bad example shows is refused as it says, what its good one shows is accepted."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from engine.language import codes
from engine.language.pages import FOLDER, HEADINGS, codes_with_pages, page, text_of
from tests.support.examples import try_examples
from tests.support.trials import SHOWN_ONLY, document_verdict, documents, page_verdict, pages

ROOT = Path(__file__).parents[2]
NAMES = {name: str(value) for name, value in vars(codes).items() if re.fullmatch(r"BAR\d{3}", str(value))}


def raised() -> set[str]:
    """The codes that the source raises, by their names."""
    found: set[str] = set()
    for folder in ("engine", "simulator", "bareme"):
        for path in (ROOT / folder).rglob("*.py"):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            found |= {
                node.attr
                for node in ast.walk(tree)
                if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "codes"
            }
    return {NAMES[name] for name in found & NAMES.keys()}


def test_every_code_that_is_raised_has_a_page_and_no_other_code_exists() -> None:
    assert raised() == set(NAMES.values()), "write engine/language/pages/CODE.md, or take the code out of codes.py"
    assert set(codes_with_pages()) == raised()


@pytest.mark.parametrize("code", codes_with_pages())
def test_a_page_has_its_title_and_the_fixed_headings_in_order(code: str) -> None:
    found = page(code)
    assert text_of(code).startswith(f"# {code}: {codes.TITLES[code]}\n")
    assert tuple(found.sections) == HEADINGS
    for heading in HEADINGS:
        assert found.sections[heading].strip()
    assert found.examples("Bad example")
    assert found.examples("Good example")


def test_nothing_else_stands_among_the_pages() -> None:
    names = {path.name for path in FOLDER.iterdir()} - {"__init__.py", "__pycache__"}
    assert names == {f"{code}.md" for code in codes_with_pages()}


@pytest.mark.parametrize("code", pages())
def test_the_bad_example_is_refused_in_place_and_in_words(code: str, tmp_path: Path) -> None:
    verdict = page_verdict(code, tmp_path)
    assert verdict.refused, verdict.told
    assert verdict.right_line, verdict.told
    assert verdict.right_column, verdict.told
    assert verdict.right_words, verdict.told


@pytest.mark.parametrize("code", pages())
def test_the_good_example_is_accepted(code: str, tmp_path: Path) -> None:
    tried = try_examples(page(code).examples("Good example"), tmp_path)
    assert [str(one) for one in tried.found if one.severity == "error" or one.code == code] == []
    assert not tried.printed or tried.printed.endswith("exit 0"), tried.printed


def test_only_codes_that_no_document_brings_about_are_merely_shown() -> None:
    for code in SHOWN_ONLY:
        assert {one.info for one in page(code).examples("Bad example")} == {"text"}
    assert len(SHOWN_ONLY) < 10


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.stem)
def test_a_bad_document_is_refused_in_place_and_in_words(path: Path, tmp_path: Path) -> None:
    verdict = document_verdict(path, tmp_path)
    assert verdict.refused, verdict.told
    assert verdict.right_line, verdict.told
    assert verdict.right_column, verdict.told
    assert verdict.right_words, verdict.told
