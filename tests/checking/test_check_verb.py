"""`bareme check`: its forms, its pages of codes, its proof, and looking again when a file changes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bareme.cli import main, watching
from bareme.cli.findings import written
from engine.checking.folders import check_folders
from engine.language.diagnostic import Diagnostic, Place
from tests.support.land import land

BAD = "lines:\n  tax: {formula: grosss * 10 %}\n  relief: {lable: Relief, formula: gross}\n"
TYPO = "lines:\n  tax: {formula: grosss * 10 %}\n  relief: {formula: gros}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return land(tmp_path, TYPO)


def checked(folder: Path, *options: str) -> int:
    return main(["check", "xx", "--rules", str(folder), *options])


def test_all_problems_come_at_once_in_source_order(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert checked(folder, "--output-format", "concise") == 1
    out, err = capsys.readouterr()
    lines = out.splitlines()
    assert [line.partition("rules.yaml:")[2].split()[0] for line in lines] == ["2:18:", "3:21:"]
    assert "BAR301 `grosss` is not declared (did you mean `gross`?)" in lines[0]
    assert err.endswith("1 packs checked, 2 errors\n")


def test_in_full_each_has_its_line_a_caret_and_the_mend(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert checked(folder) == 1
    assert (
        "  2 |   tax: {formula: grosss * 10 %}\n    |                  ^^^^^^\n  mend: did you mean `gross`?\n"
    ) in capsys.readouterr().out


def test_as_json_each_has_its_place_and_its_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert checked(folder, "--output-format", "json") == 1
    data = json.loads(capsys.readouterr().out)
    assert data["schema"] == "bareme.check/1"
    first = data["problems"][0]
    place = {key: first[key] for key in ("code", "severity", "line", "column", "end_line", "end_column", "excerpt")}
    assert place == {
        "code": "BAR301",
        "severity": "error",
        "line": 2,
        "column": 18,
        "end_line": 2,
        "end_column": 24,
        "excerpt": "  tax: {formula: grosss * 10 %}",
    }
    assert "proof" not in data


def test_for_github_nothing_breaks_out_of_its_field() -> None:
    place = Place("rules/a,b:c.yaml", 3, 5, 3, 9)
    finding = Diagnostic("BAR301", place, "100 % of\nthis", "look")
    assert written(finding, "github") == (
        "::error file=rules/a%2Cb%3Ac.yaml,line=3,endLine=3,col=5,endColumn=9,title=BAR301"
        "::100 %25 of%0Athis%0Amend: look"
    )
    over = Diagnostic("BAR301", Place("a.yaml", 3, 5, 4, 1), "x", severity="warning")
    assert written(over, "github") == "::warning file=a.yaml,line=3,endLine=4,col=5,title=BAR301::x"


def test_a_code_has_its_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--explain", "bar301"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("# BAR301: A name is not declared anywhere\n")
    assert "## How to mend" in out
    assert main(["check", "--explain", "BAR999"]) == 2
    assert "there is no code `BAR999`" in capsys.readouterr().err
    assert main(["check", "--explain", "../codes"]) == 2


def test_the_proof_is_printed_when_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = land(tmp_path, "lines: {tax: {formula: gross / 4}}\n")
    assert checked(folder, "--explain-proof") == 0
    out = capsys.readouterr().out
    assert "xx · job · student\n  proven: a result for every case from 2020-01-01 to 2026-12-31" in out
    assert checked(folder, "--explain-proof", "--json") == 0
    assert [part["act"] for part in json.loads(capsys.readouterr().out)["proof"]] == ["pay", "job", "job"]


def test_nothing_is_proven_while_names_are_wrong(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert checked(folder, "--explain-proof") == 1
    assert "xx: nothing is proven while names, types or files are wrong\n" in capsys.readouterr().out


def test_cases_and_the_schema_are_part_of_what_is_checked(tmp_path: Path) -> None:
    folder = land(tmp_path, "lines: {tax: {formula: gross / 4}}\n", cases="- {name: n, how: guessed, act: pay}\n")
    found = check_folders([folder / "common", folder / "xx"]).checked.problems
    assert {one.code for one in found} == {"BAR102", "BAR104"}
    assert {Path(one.place.path).name for one in found} == {"cases.yaml"}


def test_what_is_unreadable_in_several_files_is_told_at_once(tmp_path: Path) -> None:
    folder = land(tmp_path, BAD)
    (folder / "common" / "base.yaml").write_text("lines: [1\n", encoding="utf-8")
    found = check_folders([folder / "common", folder / "xx"])
    assert found.pack is None
    assert [(Path(one.place.path).name, one.code) for one in found.checked.problems] == [
        ("base.yaml", "BAR017"),
        ("rules.yaml", "BAR101"),
    ]


def test_watching_looks_again_when_a_file_changes_and_stops_cleanly(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = folder / "xx" / "rules.yaml"
    waits: Iterator[str] = iter(["", "", "lines: {tax: {formula: gross / 4}}\n", "", "stop"])

    def wait(_seconds: float) -> None:
        now = next(waits)
        if now == "stop":
            raise KeyboardInterrupt
        if now:
            rules.write_text(now, encoding="utf-8")

    original = watching.changes
    monkeypatch.setattr(watching, "changes", lambda folders: original(folders, wait))
    assert checked(folder, "--watch", "--output-format", "concise") == 0
    out, err = capsys.readouterr()
    assert out.count("BAR301") == 2
    assert err.count("1 packs checked") == 2
    assert "changed: " in err
    assert "Traceback" not in err


def test_a_file_that_vanishes_or_appears_is_a_change(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("a: 1\n", encoding="utf-8")
    looks = watching.changes([tmp_path], lambda _seconds: None)
    assert [path.name for path in next(looks)] == ["a.yaml"]
    (tmp_path / "b.yaml").write_text("b: 1\n", encoding="utf-8")
    assert [path.name for path in next(looks)] == ["b.yaml"]
    (tmp_path / "a.yaml").unlink()
    assert [path.name for path in next(looks)] == ["a.yaml"]
