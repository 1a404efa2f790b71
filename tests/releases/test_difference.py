"""Differences in words: one line per change, by what holds on each day."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from engine.reading.folder import read_folder
from engine.releases.difference import change_data, difference, differences
from engine.releases.stretches import stretches
from tests.releases.packs import SMALL, write_small

FEE = SMALL["fee.yaml"]


def told(tmp_path: Path, file: str, before: str, after: str) -> list[str]:
    """The lines that tell one replacement in one file of the small pack."""
    assert SMALL[file].count(before) == 1
    old = read_folder(write_small(tmp_path / "old") / "xx")
    new = read_folder(write_small(tmp_path / "new", **{file: SMALL[file].replace(before, after)}) / "xx")
    return [change.text() for change in difference(old, new)]


@pytest.mark.parametrize(
    ("file", "before", "after", "lines"),
    [
        (
            "fee.yaml",
            "2018-01-01: 6.5 %\n",
            "2018-01-01: 6.5 %\n      2027-07-01: 7 %\n",
            ["Examplia · Co-operative fee · from 1 July 2027: 6.5 % → 7 %"],
        ),
        (
            "fee.yaml",
            "2018-01-01: 6.5 %\n",
            "2018-01-01: 6.5 %\n      2020-01-01: 7 %\n      2021-01-01: 6.5 %\n",
            ["Examplia · Co-operative fee · from 1 January 2020 to 31 December 2020: 6.5 % → 7 %",
             "Examplia · Co-operative fee · from 1 January 2021 · stated again: not stated → 6.5 %"],
        ),
        (
            "fee.yaml",
            "2018-01-01: 6.5 %\n",
            "2018-01-01: 6.5 %\n      2027-01-01: {ended: true}\n",
            ["Examplia · Co-operative fee · from 1 January 2027: 6.5 % → ended"],
        ),
        (
            "fee.yaml",
            "source: Annual report 2018",
            "source: Annual report 2019",
            ["Examplia · Co-operative fee · source: Annual report 2018 → Annual report 2019"],
        ),
        (
            "fee.yaml",
            "    values:\n      2018-01-01: 6.5 %",
            "    values:\n      2018-01-01: {value: 6.50%, source: Minutes}",
            ["Examplia · Co-operative fee · from 1 January 2018 · source: not said → Minutes"],
        ),
        (
            "tax.yaml",
            '{up_to: "10210", rate: 20 %}',
            '{up_to: "10300", rate: 21 %}',
            ["Examplia · Tax scale · from 1 January 2026 · bracket 1: up to 10210 at 20 % → up to 10300 at 21 %"],
        ),
        (
            "tax.yaml",
            '- {up_to: "10210", rate: 20 %}   # rounded to ten\n',
            '- {up_to: "5000", rate: 0 %}\n          - {up_to: "10210", rate: 20 %}\n',
            ["Examplia · Tax scale · from 1 January 2026 · bracket 1: none → up to 5000 at 0 %"],
        ),
        (
            "tax.yaml",
            "south: 2 %",
            "south: 2.5 %",
            ["Examplia · Regional surcharge · from 1 January 2018 · south: 2 % → 2.5 %"],
        ),
        (
            "tax.yaml",
            'maximum: "60", slope: 5 %',
            'maximum: "70", slope: 6 %',
            ["Examplia · Relief for low pay · from 1 January 2026 · maximum: 60 → 70",
             "Examplia · Relief for low pay · from 1 January 2026 · slope: 5 % → 6 %"],
        ),
        (
            "tax.yaml",
            "2018-01-01: tariff(gross) + surcharge(entity.region) * gross",
            "2018-01-01: tariff(gross)",
            [("Examplia · Withholding tax · from 1 January 2018 to 31 December 2025 · formula: "
              "tariff(gross) + surcharge(entity.region) * gross → tariff(gross)")],
        ),
        (
            "contracts.yaml",
            "  open_ended: {label: Open-ended contract, law: Labour code}\n",
            "  open_ended: {label: Open-ended contract, law: Labour code}\n  student: {label: Student contract}\n",
            ["Examplia · Student contract · contract type: new: Student contract"],
        ),
        (
            "contracts.yaml",
            'properties: {contract.is_short: "true"}',
            'properties: {contract.is_short: "false"}',
            ["Examplia · Contract of one day · properties, contract.is_short: true → false"],
        ),
        (
            "pack.yaml",
            "version: 1.0.0",
            "version: 1.1.0",
            ["Examplia · pack · version: 1.0.0 → 1.1.0"],
        ),
        (
            "tax.yaml",
            "  premium.rate:\n",
            "  premium:\n",
            ["Examplia · Sector premium · name: premium.rate → premium"],
        ),
    ],
)  # fmt: skip
def test_a_change_in_words(tmp_path: Path, file: str, before: str, after: str, lines: list[str]) -> None:
    assert told(tmp_path, file, before, after) == lines


def test_a_new_value_says_its_source(tmp_path: Path) -> None:
    after = '2018-01-01: 6.5 %\n      2027-07-01: {value: 7 %, source: "Assembly, 2027", confidence: assumed}\n'
    assert told(tmp_path, "fee.yaml", "2018-01-01: 6.5 %\n", after) == [
        "Examplia · Co-operative fee · from 1 July 2027: 6.5 % → 7 % (source: Assembly, 2027; confidence: assumed)"
    ]


def test_a_definition_that_is_gone(tmp_path: Path) -> None:
    assert told(tmp_path, "contracts.yaml", "  open_ended: {label: Open-ended contract, law: Labour code}\n", "") == [
        "Examplia · Open-ended contract · contract type: Open-ended contract → no longer"
    ]


def test_nothing_changed(tmp_path: Path) -> None:
    files = read_folder(write_small(tmp_path) / "xx")
    assert difference(files, files) == ()


def test_packs_on_one_side_only_are_told(tmp_path: Path) -> None:
    rules = write_small(tmp_path)
    common, own = read_folder(rules / "common"), read_folder(rules / "xx")
    assert [change.text() for change in differences([common], [common, own])] == ["Examplia · pack: new: version 1.0.0"]
    assert [one.text() for one in differences([own], [])] == ["Examplia · pack: version 1.0.0 → no longer"]


def test_the_data_of_a_change_holds_all_that_its_line_says(tmp_path: Path) -> None:
    old = read_folder(write_small(tmp_path / "old") / "xx")
    changed = FEE.replace("2018-01-01: 6.5 %", "2018-01-01: 6.5 %\n      2027-07-01: 7 %")
    new = read_folder(write_small(tmp_path / "new", **{"fee.yaml": changed}) / "xx")
    (change,) = difference(old, new)
    data = change_data(change)
    assert data == {
        "pack": "Examplia",
        "kind": "figure",
        "section": "parameters",
        "name": "fee.rate",
        "label": "Co-operative fee",
        "what": "value",
        "from": "2027-07-01",
        "until": None,
        "before": "6.5 %",
        "after": "7 %",
        "said": {},
        "text": "Examplia · Co-operative fee · from 1 July 2027: 6.5 % → 7 %",
    }


def test_stretches_agree_with_looking_at_every_day() -> None:
    """Laid over each other day by day, the stretches say exactly where two dated things differ."""
    for seed in range(200):
        rng = Random(seed)
        first = date(2020, 1, 1)
        old, new = (
            {(first + timedelta(rng.randrange(60))).isoformat(): rng.randrange(3) for _ in range(rng.randrange(5))}
            for _ in range(2)
        )
        found = list(stretches(old, new))
        for offset in range(-5, 70):
            day = first + timedelta(offset)
            before, after = (_held(versions, day) for versions in (old, new))
            covering = [
                one
                for one in found
                if (one.since is None or one.since <= day) and (one.until is None or day <= one.until)
            ]
            assert len(covering) == (before != after)
            assert all((one.before, one.after) == (before, after) for one in covering)


def _held(versions: dict[str, int], day: date) -> int | None:
    return next((versions[start] for start in sorted(versions, reverse=True) if start <= day.isoformat()), None)
