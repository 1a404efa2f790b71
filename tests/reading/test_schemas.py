"""The published schemas are those of the models, and agree with them on good and bad files."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.language.diagnostic import Refused
from engine.reading.document import parse_document, read_document
from engine.reading.schemas import SCHEMAS, as_text
from engine.reading.structure import second_opinion

ROOT = Path(__file__).parents[2]
BAD = Path(__file__).parent / "bad"
HEADER = "pack: be\nlanguage: 1\ncountry: BE\nname: Belgium\nversion: 1.0.0\ncurrency: EUR\n"
# What only the models see: it is no matter of shape, or of the calendar.
BEYOND_SCHEMA = {
    "choice_without_value",
    "misspelt_value",
    "month_thirteen",
    "order_without_source",
    "thirtieth_of_february",
    "two_ways_to_compute",
}


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_checked_in_schema_is_that_of_the_models(name: str) -> None:
    written = (ROOT / "schemas" / f"{name}.json").read_text(encoding="utf-8")
    assert written == as_text(name), "run `python -m engine.reading.schemas`"


def _structural() -> list[Path]:
    return [path for path in sorted(BAD.glob("*.yaml")) if " BAR0" not in path.with_suffix(".expected").read_text()]


@pytest.mark.parametrize("path", _structural(), ids=lambda path: path.stem)
def test_the_schema_refuses_what_the_models_refuse_and_in_the_same_line(path: Path) -> None:
    found = second_opinion(read_document(path), "rules")
    expected = path.with_suffix(".expected").read_text(encoding="utf-8")
    lines = {int(line.partition(":")[0]) for line in expected.splitlines() if not line.startswith(" ")}
    assert {one.place.line for one in found} == (set() if path.stem in BEYOND_SCHEMA else lines)


@pytest.mark.parametrize("path", sorted((ROOT / "rules" / "common").glob("*.yaml")), ids=lambda path: path.name)
def test_the_schema_accepts_the_common_pack(path: Path) -> None:
    name = "pack" if path.name == "pack.yaml" else "rules"
    assert second_opinion(read_document(path), name) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pack", HEADER),
        ("pack", HEADER.replace("language: 1", 'language: "1"')),
        ("rules", "parameters: {fee.rate: {values: {2014-01-01: 6.5 %, 2015-01-01: 7, 2016-01-01: {value: 0.07}}}}\n"),
        (
            "rules",
            "inputs: {a: {type: bool, default: true, required: false}}\nlines: {b: {open: 'true', formula: 1}}\n",
        ),
        ("cases", "- {name: n, how: run, act: job, date: 2018-06-15, expect: {fee: 65.00}, source: s}\n"),
    ],
)
def test_the_schema_takes_numbers_and_truths_as_editors_see_them(name: str, text: str) -> None:
    assert second_opinion(parse_document(text, "x.yaml"), name) == []


@pytest.mark.parametrize(
    ("text", "message", "mend"),
    [
        ("lines: {net: {lable: x}}\n", "`lable` is not known here", "did you mean `label`?"),
        ("inputs: {a: {label: x}}\n", "`type` is missing in `a`", "add a line `type: …`"),
        ("lines: {net: {to: workers}}\n", "`workers` is not known for `to`", "did you mean `worker`?"),
    ],
)
def test_the_second_opinion_speaks_in_words_too(text: str, message: str, mend: str) -> None:
    (one,) = second_opinion(parse_document(text, "x.yaml"), "rules")
    assert (one.message, one.mend) == (message, mend)


def test_a_bad_file_of_yaml_never_reaches_the_schema() -> None:
    with pytest.raises(Refused):
        read_document(BAD / "alias.yaml")


def test_the_schema_accepts_the_worked_cases_of_the_packs() -> None:
    """The shortest files of each pack: all of them would take minutes."""
    for folder in sorted((ROOT / "rules").glob("*/tests")):
        shortest = sorted(folder.glob("*.yaml"), key=lambda path: path.stat().st_size)[:3]
        assert shortest
        assert [path for path in shortest if second_opinion(read_document(path), "cases")] == []
