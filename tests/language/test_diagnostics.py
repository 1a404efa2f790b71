"""How findings are printed, and that every code that is raised is known."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from engine.language import codes
from engine.language.diagnostic import Diagnostic, Place
from engine.language.excerpt import WIDTH, render
from engine.reading.document import parse_document

ROOT = Path(__file__).parents[2]


def test_a_finding_shows_the_line_the_caret_and_the_mend() -> None:
    document = parse_document("lines:\n  fee: {formula: gross * fee.rat}\n", "rules/be/fee.yaml")
    start = str(document.value(("lines", "fee", "formula"))).index("fee.rat")
    finding = document.diagnostic(
        codes.UNKNOWN_NAME,
        ("lines", "fee", "formula"),
        "`fee.rat` is not declared",
        "did you mean `fee.rate`?",
        start,
        start + 7,
    )
    assert render(finding) == (
        "rules/be/fee.yaml:2:26: BAR301 `fee.rat` is not declared\n"
        "  2 |   fee: {formula: gross * fee.rat}\n"
        "    |                          ^^^^^^^\n"
        "  mend: did you mean `fee.rate`?"
    )


def test_a_warning_says_so_and_what_has_no_line_shows_none() -> None:
    finding = Diagnostic("BAR014", Place("x.yaml"), "nothing", severity="warning")
    assert render(finding) == "x.yaml:1:1: BAR014 warning: nothing"


@pytest.mark.parametrize(
    ("line", "column", "end", "carets"),
    [
        ("abc", 2, 3, " ^"),
        ("abc", 4, 4, "   ^"),
        ("abc", 9, 12, "   ^"),
        ("日本 gross", 4, 9, "     ^^^^^"),
        ("e\u0301t gross", 5, 10, "   ^^^^^"),
    ],
)
def test_the_caret_stands_under_its_word_whatever_is_before_it(line: str, column: int, end: int, carets: str) -> None:
    finding = Diagnostic("BAR001", Place("x", 1, column, 1, end), "m", excerpt=line)
    assert render(finding).splitlines()[2] == f"    | {carets}"


def test_a_long_line_is_cut_around_the_caret() -> None:
    line = "x" * 500 + "HERE" + "y" * 500
    finding = Diagnostic("BAR001", Place("x", 1, 501, 1, 505), "m", excerpt=line)
    _, shown, carets = render(finding).splitlines()
    assert len(shown) <= WIDTH + 10
    assert shown[carets.index("^") : carets.rindex("^") + 1] == "HERE"


def test_a_long_line_is_shown_from_its_beginning_when_the_caret_stands_there() -> None:
    finding = Diagnostic("BAR001", Place("x", 1, 1, 1, 5), "m", excerpt="HERE" + "y" * 500)
    _, shown, carets = render(finding).splitlines()
    assert shown.startswith("  1 | HEREyy")
    assert shown.endswith("y…")
    assert carets == "    | ^^^^"


def test_a_span_over_several_lines_underlines_to_the_end_of_the_first() -> None:
    finding = Diagnostic("BAR001", Place("x", 1, 3, 4, 2), "m", excerpt="a: b c")
    assert render(finding).splitlines()[2] == "    |   ^^^^"


def test_every_code_has_one_number_one_title_and_one_name() -> None:
    named = {name: value for name, value in vars(codes).items() if re.fullmatch(r"BAR\d{3}", str(value))}
    assert len(set(named.values())) == len(named)
    assert set(named.values()) == set(codes.TITLES)
    assert all(title and title[0].isupper() and not title.endswith(".") for title in codes.TITLES.values())


def test_every_code_is_raised_somewhere_and_by_its_name() -> None:
    used: set[str] = set()
    for path in [
        *(ROOT / "engine").rglob("*.py"),
        *(ROOT / "simulator").rglob("*.py"),
        *(ROOT / "bareme").rglob("*.py"),
    ]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if path.name == "codes.py":
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "codes":
                used.add(node.attr)
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert not re.fullmatch(r"BAR\d{3}", node.value), f"{path}: {node.value} has a name in codes.py"
    known = {name for name, value in vars(codes).items() if re.fullmatch(r"BAR\d{3}", str(value))}
    assert used <= known | {"TITLES"}
    groups = ("BAR0", "BAR1", "BAR2")
    unused = [name for name in sorted(known - used) if str(getattr(codes, name)).startswith(groups)]
    assert unused == [], "a code that nothing raises has no place in the list"
