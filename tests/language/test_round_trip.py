"""What is printed reads back as what it was, and nothing that can be typed breaks the reader."""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from engine.language.diagnostic import Refused
from engine.language.formula_error import FormulaError
from engine.language.parser import parse
from engine.language.printer import decimal_text, to_text
from engine.language.syntax import Binary, Cast, Name, Number
from engine.language.tokens import MAX_LENGTH
from engine.reading.document import parse_document
from tests.language.trees import NOWHERE, trees, without_spans

PIECES = [
    *("if", "then", "else", "and", "or", "not", "in", "as", "at", "with", "to", "true", "min(", "round(", "max", "is"),
    *("a", "gross", "fee.rate", "x.", "Gross", "é", "0", "1.5", "6.5 %", "6,5", "1 000", "2023-12-10", "2023-13-01"),
    *("+", "-", "*", "/", "^", "**", "==", "=", "!=", "!", "<", "<=", "<>", "&&", "(", ")", "[", "]", "{", "}"),
    *(",", ", ", ":", ";", "%", " ", "  ", "\n", "\t", "\u00a0", "'", '"', "“", "€", ".", "_", "#", "month", "/month"),
]
YAML_PIECES = [
    *("a", "b: ", ": ", "- ", "-", "? ", "[", "]", "{", "}", ", ", ",", "&x ", "*x", "!t ", "|", ">", "'", '"', "\\"),
    *(
        "\n",
        "\n  ",
        "\n    ",
        "#",
        " #",
        "---\n",
        "...",
        "%",
        "@",
        "`",
        "~",
        "NO",
        "1:30",
        "010",
        "6.5",
        "é",
        "\t",
        "<<",
    ),
]


@given(trees)
@example(Binary("/", Cast(Name("a", NOWHERE), "money", NOWHERE), Name("month", NOWHERE), NOWHERE))
def test_a_printed_formula_reads_back_as_the_same_tree(tree: Any) -> None:
    text = to_text(tree)
    assume(len(text) <= MAX_LENGTH)
    assert without_spans(parse(text)) == tree
    assert to_text(parse(text)) == text


@given(trees)
def test_every_span_covers_text_that_means_its_part(tree: Any) -> None:
    text = to_text(tree)
    assume(len(text) <= MAX_LENGTH)
    whole = parse(text)
    assert whole.span.start == 0
    assert whole.span.end == len(text)
    for side in ("left", "right", "operand", "condition", "then", "otherwise"):
        part = getattr(whole, side, None)
        if part is not None:
            assert without_spans(parse(text[part.span.start : part.span.end])) == without_spans(part)


@settings(max_examples=1500)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_no_sequence_of_words_and_signs_breaks_the_reader(text: str) -> None:
    _read_or_refused_inside(text)


@settings(max_examples=500)
@given(st.text(max_size=60))
def test_no_text_breaks_the_reader(text: str) -> None:
    _read_or_refused_inside(text)


@settings(max_examples=300)
@given(trees, st.data())
def test_no_slip_of_the_keyboard_breaks_the_reader(tree: Any, data: st.DataObject) -> None:
    text = to_text(tree)
    at = data.draw(st.integers(0, len(text)))
    _read_or_refused_inside(text[:at] + data.draw(st.sampled_from(PIECES)) + text[at + data.draw(st.integers(0, 2)) :])


def _read_or_refused_inside(text: str) -> None:
    try:
        assert without_spans(parse(to_text(parse(text)))) == without_spans(parse(text))
    except FormulaError as error:
        assert 0 <= error.start <= error.end <= len(text)  # noqa: PT017 - a refusal is fine, its place is not free
        assert error.message  # noqa: PT017
        assert error.mend  # noqa: PT017


@settings(max_examples=1500)
@given(st.lists(st.sampled_from(YAML_PIECES), max_size=30).map("".join))
def test_no_sequence_of_yaml_signs_breaks_the_reader(text: str) -> None:
    _document_or_refused(text)


@settings(max_examples=500)
@given(st.text(max_size=60))
def test_no_text_breaks_the_reader_of_files(text: str) -> None:
    _document_or_refused(text)


@settings(max_examples=200)
@given(st.data())
def test_no_slip_in_a_pack_breaks_the_reader_of_files(data: st.DataObject) -> None:
    path = Path(__file__).parents[2] / "rules" / "common" / "cascade.yaml"
    text = path.read_text(encoding="utf-8")
    at = data.draw(st.integers(0, len(text)))
    cut = at + data.draw(st.integers(0, 3))
    _document_or_refused(text[:at] + data.draw(st.sampled_from(YAML_PIECES)) + text[cut:])


def _document_or_refused(text: str) -> None:
    with suppress(Refused):
        document = parse_document(text, "x.yaml")
        assert document.typed is not None
        return
    with pytest.raises(Refused) as refused:
        parse_document(text, "x.yaml")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for one in refused.value.diagnostics:
        assert 1 <= one.place.line <= len(lines)
        assert 1 <= one.place.column <= len(lines[one.place.line - 1]) + 1
        assert one.message


@pytest.mark.parametrize(
    ("value", "text"),
    [(Fraction(1, 8), "0.125"), (Fraction(-5, 2), "-2.5"), (Fraction(300), "300"), (Fraction(1, 3), None)],
)
def test_fractions_print_as_decimals_where_they_have_an_end(value: Fraction, text: str | None) -> None:
    assert decimal_text(value) == text


def test_a_number_without_end_prints_as_a_quotient() -> None:
    assert to_text(Number(Fraction(1, 3), False, NOWHERE)) == "1 / 3"
