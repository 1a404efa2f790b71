"""A file gives back exactly what its author wrote, and the place of each thing in it."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
import yaml

from engine.language import codes
from engine.language.diagnostic import Place, Refused
from engine.language.formula_error import FormulaError
from engine.language.parser import parse
from engine.reading import composing
from engine.reading.document import Document, parse_document, read_document

FEE = """\
# rules/be/fee.yaml
parameters:
  fee.rate:
    label: Co-operative fee
    values:
      2014-01-01: {value: 6.5 %, source: "Smart à découvrir (2018)"}
lines:
  fee: {formula: 'invoice.excl_vat * fee.rat', open: true}
  net:
    formula: |
      gross
      - tax
    note: >-
      what is left
      of the pay
"""


@pytest.fixture
def fee() -> Document:
    return parse_document(FEE, "rules/be/fee.yaml")


def test_every_scalar_stays_the_text_that_was_written(fee: Document) -> None:
    assert fee.value(("parameters", "fee.rate", "values", "2014-01-01", "value")) == "6.5 %"
    assert fee.value(("lines", "fee", "open")) == "true"
    assert fee.value(("lines", "net", "formula")) == "gross\n- tax\n"


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("6.5", Decimal("6.5")),
        ("0.1", Decimal("0.1")),
        ("-3", -3),
        ("true", True),
        ("False", False),
        ("'1'", "1"),
        ('"true"', "true"),
        ("2026-07-01", "2026-07-01"),
        ("1.0.0", "1.0.0"),
        ("6,5", "6,5"),
        ("6.5 %", "6.5 %"),
        ("[1, x]", [1, "x"]),
    ],
)
def test_values_for_the_schema_are_exact_and_typed_as_yaml_1_2_says(written: str, typed: object) -> None:
    found: Any = parse_document(f"a: {written}\n", "x.yaml").typed
    assert found["a"] == typed
    assert type(found["a"]) is type(typed)


@pytest.mark.parametrize(
    "written", ['"NO"', "'yes'", '"1:30"', '"010"', '"~"', '"null"', "true", "false", "n", "nothing"]
)
def test_quoted_or_plain_words_that_nobody_misreads_are_fine(written: str) -> None:
    assert parse_document(f"a: {written}\n", "x.yaml").data == {"a": written.strip("\"'")}


@pytest.mark.parametrize(
    ("path", "key", "place"),
    [
        (("parameters",), True, (2, 1, 2, 11)),
        (("parameters", "fee.rate"), True, (3, 3, 3, 11)),
        (("parameters", "fee.rate", "values", "2014-01-01"), True, (6, 7, 6, 17)),
        (("parameters", "fee.rate", "values", "2014-01-01", "value"), False, (6, 27, 6, 32)),
        (("parameters", "fee.rate", "values", "2014-01-01", "source"), False, (6, 42, 6, 68)),
        (("lines", "fee"), False, (8, 8, 8, 59)),
    ],
)
def test_the_place_of_a_value_and_of_its_key(
    fee: Document, path: tuple[str, ...], key: bool, place: tuple[int, int, int, int]
) -> None:
    assert fee.place(path, key=key) == Place("rules/be/fee.yaml", *place)


@pytest.mark.parametrize(
    ("path", "word", "place"),
    [
        (("lines", "fee", "formula"), "fee.rat", (8, 38)),
        (("lines", "net", "formula"), "gross", (11, 7)),
        (("lines", "net", "formula"), "- tax", (12, 7)),
        (("lines", "net", "note"), "of the", (15, 7)),
        (("parameters", "fee.rate", "label"), "fee", (4, 25)),
        (("parameters", "fee.rate", "values", "2014-01-01", "source"), "(2018)", (6, 61)),
    ],
)
def test_a_word_inside_a_value_is_found_where_it_stands(
    fee: Document, path: tuple[str, ...], word: str, place: tuple[int, int]
) -> None:
    value = str(fee.value(path))
    start = value.index(word)
    found = fee.place(path, start, start + len(word))
    assert (found.line, found.column) == place
    assert fee.line(found.line)[found.column - 1 : found.end_column - 1] == word


@pytest.mark.parametrize(
    "written",
    [
        "'it''s gross + tax'",
        '"say \\"gross\\" + tax"',
        '"caf\\u00e9 + tax"',
        '"two\n  lines + tax"',
        "plain\n  over lines + tax",
        "'over\n\n  lines + tax'",
        ">\n  folded\n  text + tax",
        '"cut \\\n  here + tax"',
    ],
)
def test_escapes_and_folded_lines_are_followed(written: str) -> None:
    document = parse_document(f"a: {written}\n", "x.yaml")
    value = str(document.value(("a",)))
    start = value.index("tax")
    place = document.place(("a",), start, start + 3)
    assert document.line(place.line)[place.column - 1 : place.end_column - 1] == "tax"


@pytest.mark.parametrize(
    ("written", "column", "mend"),
    [
        (
            "gross * # the whole pay",
            11,
            "` #` begins a remark and ends the formula: put the formula in quotes, or take the `#` out",
        ),
        ("gross *", 11, "write the value that follows"),
        ("gross gross # twice", 4, "write `gross * gross` to multiply"),
        ("6,5 % * gross", 4, "write 6.5; between two values of a list put a space after the comma"),
        ('"gross * 6,5"', 13, "write 6.5; between two values of a list put a space after the comma"),
    ],
)
def test_a_wrong_formula_is_explained_where_it_stands(written: str, column: int, mend: str) -> None:
    document = parse_document(f"a: {written}\n", "x.yaml")
    with pytest.raises(FormulaError) as refused:
        parse(str(document.value(("a",))))
    found = document.about_formula(("a",), refused.value)
    assert (found.place.line, found.place.column, found.mend) == (1, column, mend)
    assert found.excerpt == f"a: {written}"


def test_a_path_that_does_not_exist_gives_the_group_that_lacks_it(fee: Document) -> None:
    assert fee.place(("lines", "fee", "label")) == fee.place(("lines", "fee"), key=True)
    assert fee.place(("nothing",)).line == 2


def test_columns_count_characters_and_lines_end_in_any_way() -> None:
    document = parse_document("é: 1\r\nb: [à, '€', x]\r\n", "x.yaml")
    assert document.place(("b", 2)).column == 13
    assert document.line(2) == "b: [à, '€', x]"
    assert document.line(9) == ""


def bomb() -> str:
    first = 'a: &a ["lol","lol","lol","lol","lol","lol","lol","lol","lol"]\n'
    levels = "abcdefgh"
    return first + "".join(f"{name}: &{name} [{','.join(['*' + before] * 9)}]\n" for before, name in pairwise(levels))


def test_the_alias_bomb_is_refused_at_its_first_alias_before_it_can_grow() -> None:
    text = bomb()
    assert 300 <= len(text) <= 350
    began = perf_counter()
    with pytest.raises(Refused) as refused:
        parse_document(text, "bomb.yaml")
    assert perf_counter() - began < 0.05
    alias = [one for one in refused.value.diagnostics if one.code == codes.ALIAS]
    assert [(one.place.line, one.place.column) for one in alias] == [(2, 8)]


@pytest.mark.parametrize("text", ["[" * 10_000, "{a: " * 10_000, "- " * 10_000, "[" * 500_000, "? " * 10_000])
def test_ten_thousand_nested_brackets_are_refused_and_not_followed(text: str) -> None:
    began = perf_counter()
    with pytest.raises(Refused) as refused:
        parse_document(text, "deep.yaml")
    assert perf_counter() - began < 1
    assert refused.value.diagnostics[0].place.line == 1


def test_reading_stops_when_nobody_would_read_on() -> None:
    with pytest.raises(Refused) as refused:
        parse_document("".join(f"k{n}: NO\n" for n in range(5000)), "x.yaml")
    assert len(refused.value.diagnostics) == 100


def test_the_pure_reader_says_the_same_where_the_fast_one_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(composing, "LOADER", yaml.SafeLoader)
    document = parse_document(FEE, "rules/be/fee.yaml")
    assert document.data == yaml.load(FEE, Loader=yaml.BaseLoader)  # noqa: S506 - converts nothing, builds nothing
    assert document.place(("lines", "fee")).column == 8
    for path in (Path(__file__).parent / "bad").glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        expected = path.with_suffix(".expected").read_text(encoding="utf-8")
        if not expected.split()[1].startswith("BAR0"):
            continue
        with pytest.raises(Refused) as refused:
            parse_document(text, path.name)
        assert refused.value.diagnostics[0].place.line == int(expected.partition(":")[0]), path.name


def test_a_file_that_is_not_there_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="the file cannot be opened: no such file or directory"):
        read_document(tmp_path / "none.yaml")


def synthetic_pack(groups: int = 330) -> str:
    """About 5,000 lines of parameters and lines, as a large country would have."""
    parameters = "".join(
        f"  group{n // 10}.rate_{n}:\n    label: Employer contribution number {n}\n"
        f"    term: {{fr: cotisation patronale, nl: werkgeversbijdrage}}\n    type: rate\n"
        f"    law: Law of 29 June 1981, art. {n}\n    values:\n"
        f'      2018-01-01: {{value: 6.5 %, source: "Official table 2018, page {n}", confidence: statutory}}\n'
        f'      2021-07-01: {{value: 6.75 %, source: "Official table", checked_on: 2026-11-23}}\n'
        f"      2025-01-01: 7 %\n"
        for n in range(groups)
    )
    lines = "".join(
        f"  line{n // 10}.part_{n}:\n    label: Part {n}\n    section: contributions\n    to: social_security\n"
        f"    choose:\n      - {{when: gross > 3 * group.rate and act.pays_salary, value: gross}}\n"
        f"      - {{otherwise: floor(gross / 3 to 0.01)}}\n"
        for n in range(groups)
    )
    return f"parameters:\n{parameters}lines:\n{lines}"


def test_a_pack_of_five_thousand_lines_reads_in_well_under_a_tenth_of_a_second() -> None:
    text = synthetic_pack()
    assert text.count("\n") > 5000
    assert len(text) > 200_000
    best = min(_seconds(text) for _ in range(5))
    assert best < 0.1


def _seconds(text: str) -> float:
    began = perf_counter()
    parse_document(text, "big.yaml")
    return perf_counter() - began
