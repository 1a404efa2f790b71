"""A pack is a folder: which files count, in which order, and what is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from engine.language import codes
from engine.language.diagnostic import Refused
from engine.reading.folder import read_cases, read_folder
from engine.reading.models import Case, DatedValue, Sequence

RULES = Path(__file__).parents[2] / "rules"
HEADER = "pack: be\nlanguage: 1\ncountry: BE\nname: Belgium\nversion: 1.0.0\ncurrency: EUR\n"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    (tmp_path / "pack.yaml").write_text(HEADER)
    (tmp_path / "fee.yaml").write_text(
        "parameters:\n  fee.rate:\n    values:\n      2014-01-01: {value: 6.5 %, confidence: published}\n"
    )
    return tmp_path


def test_files_come_by_path_and_cases_translations_and_hidden_files_stay_apart(pack: Path) -> None:
    for name in ("tax/scale.yaml", "tax/a.yaml", "zero.yaml"):
        (pack / name).parent.mkdir(exist_ok=True)
        (pack / name).write_text("lines: {}\n")
    for name in ("tests/cases.yaml", "locales/fr.yaml", ".hidden.yaml", ".git/x.yaml", "notes.md"):
        (pack / name).parent.mkdir(exist_ok=True)
        (pack / name).write_text("not: [a, pack\n")
    read = read_folder(pack)
    assert [file.path for file in read.files] == ["fee.yaml", "tax/a.yaml", "tax/scale.yaml", "zero.yaml"]
    assert (read.name, read.header.currency, read.folder) == ("be", "EUR", pack)
    assert read.header_document.path.endswith("/pack.yaml")


def test_dated_values_keep_their_dates_and_their_exact_texts(pack: Path) -> None:
    values = read_folder(pack).files[0].rules.parameters["fee.rate"].values
    assert values == {date(2014, 1, 1): DatedValue(value="6.5 %", confidence="published")}


def test_a_group_of_fields_and_a_single_value_are_told_apart(pack: Path) -> None:
    (pack / "group.yaml").write_text(
        "parameters:\n  bonus:\n    fields: {maximum: money, slope: rate}\n"
        "    values:\n      2018-01-01: {maximum: 197.67, slope: 0.2}\n      2019-01-01: {ended: true}\n"
    )
    values = read_folder(pack).files[1].rules.parameters["bonus"].values
    assert values == {
        date(2018, 1, 1): {"maximum": "197.67", "slope": "0.2"},
        date(2019, 1, 1): DatedValue(ended=True),
    }


def test_every_form_of_computation_may_be_dated(pack: Path) -> None:
    (pack / "forms.yaml").write_text(
        "lines:\n"
        "  a: {formula: {2018-01-01: gross, 2023-01-01: gross - tax}}\n"
        "  b: {sum: {2018-01-01: [a, -tax]}}\n"
        "  c: {choose: {2018-01-01: [{when: a > 0, value: a}, {otherwise: b}]}}\n"
        "  d: {take_from: a, in_order: {2018-01-01: [{as: x, up_to: '5'}]}, round: {2018-01-01: floor to 0.01}}\n"
    )
    lines = read_folder(pack).files[1].rules.lines
    forms: list[Any] = [lines["a"].formula, lines["b"].sum, lines["c"].choose, lines["d"].in_order, lines["d"].round]
    assert all(date(2018, 1, 1) in form for form in forms)


def test_cases_and_sequences_are_read_on_their_own(pack: Path) -> None:
    (pack / "tests").mkdir()
    (pack / "tests" / "fee.yaml").write_text(
        "- name: the fee of a thousand\n  how: hand\n  act: job\n  date: 2018-06-15\n  contract: fixed_term\n"
        "  given: {invoice.excl_vat: 1000}\n  expect: {fee: 65.00}\n  source: Smart à découvrir\n"
        "- name: two jobs\n  how: run\n  source: a payslip\n  acts:\n"
        "    - {act: job, date: 2018-06-15, expect: {fee: 65.00}}\n"
    )
    (cases,) = read_cases(pack)
    assert cases.path == "tests/fee.yaml"
    assert [type(case) for case in cases.cases] == [Case, Sequence]
    assert isinstance(cases.cases[0], Case)
    assert cases.cases[0].expect == {"fee": "65.00"}


def test_a_misspelt_case_is_refused_in_place(pack: Path) -> None:
    (pack / "tests").mkdir()
    (pack / "tests" / "fee.yaml").write_text("- name: x\n  how: guess\n  act: job\n  date: 2018-06-15\n  expects: {}\n")
    with pytest.raises(Refused) as refused:
        read_cases(pack)
    found = [(one.place.line, one.place.column, one.code, one.mend) for one in refused.value.diagnostics]
    assert (2, 8, codes.NOT_A_CHOICE, "write one of `published`, `run`, `hand`, `model`") in found
    assert (5, 3, codes.UNKNOWN_KEY, "did you mean `expect`?") in found


@pytest.mark.parametrize(
    ("header", "place", "message"),
    [
        (HEADER.replace("pack: be", "pack: BE"), (1, 7), "`BE` is not a pack"),
        (HEADER.replace("language: 1", "language: 2"), (2, 11), "`2` is not a word that `language` knows"),
        (HEADER.replace("BE", "Belgium"), (3, 10), "`Belgium` is not a country"),
        (HEADER.replace("1.0.0", "1.0"), (5, 10), "`1.0` is not a version"),
        (HEADER.replace("EUR", "euro"), (6, 11), "`euro` is not a currency"),
        (HEADER + "coverage: [{from: 2018-01-01}]\n", (7, 12), "`to` is missing in `coverage`"),
    ],
)
def test_a_header_says_what_it_must(pack: Path, header: str, place: tuple[int, int], message: str) -> None:
    (pack / "pack.yaml").write_text(header)
    with pytest.raises(Refused) as refused:
        read_folder(pack)
    (one,) = refused.value.diagnostics
    assert (one.place.line, one.place.column, one.message) == (*place, message)


def test_a_folder_without_header_or_no_folder_is_no_pack(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"the folder has no `pack\.yaml`"):
        read_folder(tmp_path)
    with pytest.raises(Refused, match="there is no such folder"):
        read_folder(tmp_path / "xx")


def test_a_file_that_would_silently_not_be_read_is_refused(pack: Path) -> None:
    (pack / "more.yml").write_text("lines: {}\n")
    with pytest.raises(Refused, match=r"rename it to `more.yaml`"):
        read_folder(pack)


def test_the_common_pack_reads() -> None:
    assert read_folder(RULES / "common").name == "common"
