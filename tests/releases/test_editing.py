"""Edits touch the bytes of what they edit, in the style of its neighbours, or nothing at all."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest

from engine.language import codes
from engine.language.diagnostic import Refused
from engine.reading.document import parse_document
from engine.reading.folder import PackFiles, read_folder
from engine.releases.editing import Edit, edited, write
from engine.releases.figure_edits import add_bracket, add_contract, add_version, end_value, set_said, set_value
from engine.releases.splicing import Insert, Put, Remove, spliced
from tests.releases.campaign import files_of
from tests.releases.editing_at_random import fault_of, random_splice
from tests.releases.packs import SMALL, write_small
from tests.releases.reformatting import reformatted

SAID = {"source": "Gazette"}
UNSURE = {**SAID, "confidence": "sure"}


@pytest.fixture
def packs(tmp_path: Path) -> tuple[PackFiles, PackFiles]:
    rules = write_small(tmp_path / "rules")
    return read_folder(rules / "common"), read_folder(rules / "xx")


def changed(packs: tuple[PackFiles, PackFiles], edit: Edit) -> tuple[list[str], list[str]]:
    """The lines that an edit takes out and puts in, once written and read back."""
    common, files = packs
    result = edited(files, edit, [common])
    old = result.path.read_text(encoding="utf-8").splitlines()
    write(result)
    new = result.path.read_text(encoding="utf-8").splitlines()
    return list((Counter(old) - Counter(new)).elements()), list((Counter(new) - Counter(old)).elements())


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("name", "figures", "since", "gone", "come"),
    [
        (
            "fee.rate", {"": "7%"}, "2026-07-01", [],
            ["      2026-07-01: {value: 7 %, source: Gazette}"],
        ),
        (
            "fee.rate", {"": "7 %"}, "2010-01-01", [],
            ["      2010-01-01: {value: 7 %, source: Gazette}"],
        ),
        (
            "fee.rate", {"": "7 %"}, "2018-01-01",
            ["      2018-01-01: 6.5 %"],
            ["      2018-01-01: {value: 7 %, source: Gazette}"],
        ),
        (
            "relief", {"slope": "6 %", "maximum": "70"}, "2027-01-01", [],
            ['      2027-01-01: {maximum: "70", slope: 6 %, source: "Gazette", confidence: published}'],
        ),
        (
            "relief", {"slope": "6 %", "maximum": "55"}, "2020-01-01", [],
            ['      2020-01-01: {maximum: "55", slope: 6 %, source: "Gazette", confidence: published}'],
        ),
        (
            "relief.maximum", {"": "61"}, "2026-01-01",
            ['      2026-01-01: {maximum: "60", slope: 5 %, source: "Official gazette, 2025", confidence: published}'],
            ['      2026-01-01: {maximum: "61", slope: 5 %, source: "Gazette", confidence: published}'],
        ),
        (
            "relief.double", {"": "3*relief.maximum"}, "2027-01-01",
            ["    values: {2018-01-01: 2 * relief.maximum}"],
            [("    values: {2018-01-01: 2 * relief.maximum, 2027-01-01: {value: 3 * relief.maximum, "
              "source: Gazette, confidence: published}}")],
        ),
    ],
)  # fmt: skip
def test_a_value_from_a_date(
    packs: tuple[PackFiles, PackFiles], name: str, figures: dict[str, str], since: str, gone: list[str], come: list[str]
) -> None:
    assert changed(packs, set_value(packs[1], name, figures, day(since), SAID)) == (gone, come)


def test_a_value_between_two_keeps_the_order_of_dates(packs: tuple[PackFiles, PackFiles]) -> None:
    edit = set_value(packs[1], "relief", {"maximum": "55", "slope": "6 %"}, day("2020-01-01"), SAID)
    after = edited(packs[1], edit, packs[:1]).after
    document = next(one.document for one in after.files if one.path == "tax.yaml")
    assert list(document.value(("parameters", "relief", "values")) or ()) == ["2018-01-01", "2020-01-01", "2026-01-01"]


def test_a_derived_value_needs_no_source(packs: tuple[PackFiles, PackFiles]) -> None:
    edit = set_value(packs[1], "relief.double", {"": "3 * relief.maximum"}, day("2027-01-01"), {})
    assert changed(packs, edit)[1] == ["    values: {2018-01-01: 2 * relief.maximum, 2027-01-01: 3 * relief.maximum}"]


def test_a_value_ends(packs: tuple[PackFiles, PackFiles]) -> None:
    assert changed(packs, end_value(packs[1], "fee.rate", day("2027-01-01"), {"law": "Assembly"})) == (
        [],
        ["      2027-01-01: {ended: true, law: Assembly}"],
    )


def test_a_legal_reference_is_corrected(packs: tuple[PackFiles, PackFiles]) -> None:
    assert changed(packs, set_said(packs[1], "tariff", {"law": "Tax code, article 131"})) == (
        ['    law: "Tax code, article 130"'],
        ['    law: "Tax code, article 131"'],
    )


def test_a_source_of_one_version_is_corrected(packs: tuple[PackFiles, PackFiles]) -> None:
    edit = set_said(packs[1], "tariff", {"source": "Gazette", "checked_on": "2026-02-01"}, day("2026-01-01"))
    assert changed(packs, edit) == (
        ['        source: "Official gazette, 30 December 2025"'],
        ['        source: "Gazette"', "        checked_on: 2026-02-01"],
    )


def test_a_version_of_a_scale_is_written_as_its_neighbour(packs: tuple[PackFiles, PackFiles]) -> None:
    version: Any = {"source": "Gazette", "rows": [{"rate": "20 %", "up_to": "10400"}, {"rate": "41 %"}]}
    gone, come = changed(packs, add_version(packs[1], "tariff", day("2027-01-01"), version))
    assert gone == []
    assert sorted(come) == [
        "          - {rate: 41 %}",
        '          - {up_to: "10400", rate: 20 %}',
        "        rows:",
        '        source: "Gazette"',
        "      2027-01-01:",
    ]
    text = (packs[1].folder / "tax.yaml").read_text(encoding="utf-8")
    assert text.index("rows:", text.index("2027-01-01")) < text.index('source: "Gazette"')


@pytest.mark.parametrize(
    ("since", "index", "gone", "come"),
    [
        ("2026-01-01", 0, [], ['          - {up_to: "5000", rate: 0 %}']),
        ("2026-01-01", 1, [], ['          - {up_to: "20000", rate: 0 %}']),
        (
            "2018-01-01",
            0,
            ['        rows: [{up_to: "9000", rate: 20 %}, {rate: 40 %}]'],
            ['        rows: [{up_to: "5000", rate: 0 %}, {up_to: "9000", rate: 20 %}, {rate: 40 %}]'],
        ),
    ],
)
def test_a_bracket_more(
    packs: tuple[PackFiles, PackFiles], since: str, index: int, gone: list[str], come: list[str]
) -> None:
    bracket = {"up_to": "5000" if index == 0 else "20000", "rate": "0 %"}
    assert changed(packs, add_bracket(packs[1], "tariff", day(since), index, bracket)) == (gone, come)


def test_a_contract_type_more(packs: tuple[PackFiles, PackFiles]) -> None:
    properties = {"contract.is_short": "true"}
    contract = {"label": "Student contract", "law": "Labour code, title VII", "properties": properties}
    gone, come = changed(packs, add_contract(packs[1], "student", contract))
    assert gone == []
    assert come == [
        '  student: {label: Student contract, law: "Labour code, title VII", properties: {contract.is_short: true}}'
    ]
    after = read_folder(packs[1].folder)
    assert "student" in next(one.rules.contracts for one in after.files if one.path == "contracts.yaml")


# ---- what is refused, with nothing written ---------------------------------------------


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (lambda files: set_value(files, "fee.rat", {"": "7 %"}, day("2027-01-01"), SAID), "has no `fee.rat`"),
        (lambda files: set_value(files, "fee.rate", {"": "7 %"}, day("2027-01-01"), {}), "needs its source"),
        (lambda files: set_value(files, "fee.rate", {"": "7,5 %"}, day("2027-01-01"), SAID), "written with a comma"),
        (lambda files: set_value(files, "fee.rate", {"": "7 % * nothing"}, day("2027-01-01"), SAID), "not declared"),
        (lambda files: set_value(files, "fee.rate", {"": "2027-01-01"}, day("2027-01-01"), SAID), ""),
        (lambda files: set_value(files, "fee.rate", {"": "7 %"}, day("2027-01-01"), UNSURE), "not a word that"),
        (lambda files: set_value(files, "relief", {"maximum": "7"}, day("2027-01-01"), SAID), "change together"),
        (lambda files: set_value(files, "relief.slope", {"": "7 %"}, day("2027-01-01"), SAID), "change together"),
        (lambda files: set_value(files, "relief", {"maximum": "7", "x": "1"}, day("2027-01-01"), SAID), "none of them"),
        (lambda files: end_value(files, "fee.rate", day("2018-01-01"), {}), "has a value that begins on"),
        (lambda files: end_value(files, "fee.rate", day("2017-01-01"), {}), "no value before"),
        (lambda files: set_said(files, "fee.rate", {"source": "x"}, day("2019-01-01")), "no value that begins on"),
        (lambda files: set_said(files, "nothing.at.all", {"law": "x"}), "has no `nothing.at.all`"),
        (lambda files: add_version(files, "tariff", day("2026-01-01"), {"rows": []}), "begins on 2026-01-01"),
        (lambda files: add_bracket(files, "tariff", day("2024-01-01"), 0, {"rate": "1 %"}), "no version that begins"),
        (lambda files: add_bracket(files, "tariff", day("2026-01-01"), 1, {"up_to": "1", "rate": "1 %"}), ""),
        (lambda files: add_contract(files, "day", {"label": "Day"}), "already"),
        (lambda files: add_contract(files, "new", {"label": "New", "properties": {"no.such": "1"}}), ""),
    ],
)
def test_what_cannot_be_done_is_refused_and_nothing_written(
    packs: tuple[PackFiles, PackFiles], edit: Any, message: str
) -> None:
    before = {path: path.read_bytes() for path in packs[1].folder.rglob("*.yaml")}
    with pytest.raises(Refused) as refused:
        write(edited(packs[1], edit(packs[1]), [packs[0]]))
    problem = refused.value.diagnostics[0]
    assert message in problem.message
    assert problem.mend
    assert {path: path.read_bytes() for path in packs[1].folder.rglob("*.yaml")} == before


def test_somebody_elses_edit_is_never_overwritten(packs: tuple[PackFiles, PackFiles]) -> None:
    result = edited(packs[1], set_value(packs[1], "fee.rate", {"": "7 %"}, day("2027-01-01"), SAID), packs[:1])
    theirs = SMALL["fee.yaml"] + "# theirs\n"
    result.path.write_text(theirs, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        write(result)
    assert refused.value.diagnostics[0].code == codes.EDIT_NOT_POSSIBLE
    assert result.path.read_text(encoding="utf-8") == theirs
    assert [path.name for path in result.path.parent.iterdir() if path.name.startswith(".")] == []


# ---- splices themselves ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "splice", "expected"),
    [
        ("a: 1  # c\nb: 2\n", Put(("a",), "3"), "a: 3  # c\nb: 2\n"),
        ("a: '1'\n", Put(("a",), "it's"), "a: 'it''s'\n"),
        ('a: "1"\n', Put(("a",), 'say "x"'), 'a: "say \\"x\\""\n'),
        ("a: 1\n", Put(("a",), "x: y"), 'a: "x: y"\n'),
        ("a: 1\n", Put(("a",), "no"), 'a: "no"\n'),
        ("a: {b: 1}\n", Put(("a", "b"), "x, y"), 'a: {b: "x, y"}\n'),
        ("a: {b: 1}\n", Put(("a", "c"), "2"), "a: {b: 1, c: 2}\n"),
        ("a: {}\n", Put(("a", "c"), "2"), "a: {c: 2}\n"),
        ("a:\n  b: 1", Put(("a", "c"), "2"), "a:\n  b: 1\n  c: 2"),
        ("a:\n  b: 1\n\nd: 3\n", Put(("a", "c"), "2"), "a:\n  b: 1\n  c: 2\n\nd: 3\n"),
        ("a:\r\n  b: 1\r\n", Put(("a", "c"), "2"), "a:\r\n  b: 1\r\n  c: 2\r\n"),
        ("a: 1\n", Put(("a",), {"b": "1"}), "a: {b: 1}\n"),
        ("a: [x, y]\n", Insert(("a",), 1, "z"), "a: [x, z, y]\n"),
        ("a: [x, y]\n", Insert(("a",), 2, "z"), "a: [x, y, z]\n"),
        ("a:\n- x\n- y\n", Insert(("a",), 0, "z"), "a:\n- z\n- x\n- y\n"),
        ("a:\n  # first\n  - x\n", Insert(("a",), 0, "z"), "a:\n  - z\n  # first\n  - x\n"),
        ("a:\n  - x  # one\n", Insert(("a",), 1, "z"), "a:\n  - x  # one\n  - z\n"),
        ("a: [x, y]\n", Remove(("a",), 0), "a: [y]\n"),
        ("a: [x, y]\n", Remove(("a",), 1), "a: [x]\n"),
        ("a:\n  - x\n  - y\nb: 1\n", Remove(("a",), 1), "a:\n  - x\nb: 1\n"),
        (
            "v:\n  2026-01-01: 1\n  2024-01-01: 2\n",
            Put(("v", "2025-01-01"), "3"),
            "v:\n  2026-01-01: 1\n  2025-01-01: 3\n  2024-01-01: 2\n",
        ),
        (
            "v:\n  # law of 2026\n  2026-01-01: 1\n",
            Put(("v", "2025-01-01"), "3"),
            "v:\n  2025-01-01: 3\n  # law of 2026\n  2026-01-01: 1\n",
        ),
        (
            "v: {2024-01-01: 1, 2026-01-01: 2}\n",
            Put(("v", "2025-01-01"), "3"),
            "v: {2024-01-01: 1, 2025-01-01: 3, 2026-01-01: 2}\n",
        ),
    ],
)
def test_a_splice_gives_exactly_this_text(text: str, splice: Any, expected: str) -> None:
    assert spliced(parse_document(text, "x.yaml"), [splice]).text == expected


def test_random_splices_touch_nothing_else() -> None:
    rng, counts, everything = Random(11), Counter[str](), files_of()
    for _ in range(300):
        _, one = rng.choice(everything)
        document = one.document
        assert isinstance(document.data, dict)
        if rng.random() < 0.5:
            document = parse_document(rng.choice(reformatted(document.data, rng)), one.path)
        assert fault_of(document, random_splice(document, rng), counts) is None
    assert sum(counts.values()) == 300
    assert counts["refused"] < 6
    assert min(counts["Put"], counts["Insert"]) > 10
