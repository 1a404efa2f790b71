"""The traps that were measured in other readers, each refused or read as written."""

from __future__ import annotations

from decimal import Decimal
from time import perf_counter

import pytest

from engine.language import codes
from engine.language.diagnostic import Diagnostic, Refused
from engine.language.formula_error import FormulaError
from engine.language.parser import parse
from engine.reading.document import parse_document
from engine.reading.models import RuleFile
from tests.reading.test_document import bomb


def findings(text: str) -> list[Diagnostic]:
    with pytest.raises(Refused) as refused:
        parse_document(text, "trap.yaml")
    return refused.value.diagnostics


def test_norway_is_never_read_as_false() -> None:
    (found,) = findings("country: NO\n")
    assert (found.code, found.place.line, found.place.column) == (codes.AMBIGUOUS_SCALAR, 1, 10)
    assert found.mend == 'put it in quotes: "NO"'
    assert parse_document('country: "NO"\n', "trap.yaml").typed == {"country": "NO"}


def test_a_decimal_comma_is_a_text_and_its_formula_says_so() -> None:
    document = parse_document("rate: 6,5\n", "trap.yaml")
    assert document.value(("rate",)) == "6,5"
    with pytest.raises(FormulaError) as refused:
        parse("6,5")
    assert refused.value.code == codes.DECIMAL_COMMA
    assert refused.value.mend.startswith("write 6.5")


def test_one_thirty_is_not_ninety_minutes() -> None:
    (found,) = findings("t: 1:30\n")
    assert "minutes or seconds" in found.message


def test_a_leading_zero_is_neither_eight_nor_ten() -> None:
    (found,) = findings("x: 010\n")
    assert "starts with a zero" in found.message


def test_a_rate_is_exact_from_the_text_on() -> None:
    typed = parse_document("v: 6.5\nw: 1234567890123.4567891\n", "trap.yaml").typed
    assert typed == {"v": Decimal("6.5"), "w": Decimal("1234567890123.4567891")}


def test_a_rate_typed_twice_is_refused_where_it_stands_again() -> None:
    (found,) = findings("rate: 1\nrate: 2\n")
    assert (found.code, found.place.line) == (codes.DUPLICATE_KEY, 2)


def test_the_alias_bomb_of_306_bytes_is_refused_at_its_first_alias_in_well_under_50_ms() -> None:
    text = bomb()
    assert len(text.strip().encode()) == 306
    began = perf_counter()
    found = findings(text)
    assert perf_counter() - began < 0.05
    assert found[0].code in {codes.ALIAS, codes.ANCHOR}


def test_six_kilobytes_of_brackets_are_refused_and_not_followed() -> None:
    began = perf_counter()
    found = findings("[" * 6000)
    assert perf_counter() - began < 0.05
    assert found[0].code == codes.TOO_DEEP


def test_nothing_of_yaml_one_point_one_reaches_a_model() -> None:
    document = parse_document('lines:\n  tax: {formula: "0x1F", label: "yes", note: "1_000"}\n', "trap.yaml")
    line = RuleFile.model_validate(document.data).lines["tax"]
    assert (line.formula, line.label, line.note) == ("0x1F", "yes", "1_000")
