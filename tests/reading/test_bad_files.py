"""Every file of `bad/` is refused as the file beside it says: line, column, code, words, mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.language import codes
from engine.language.diagnostic import Diagnostic, Refused
from engine.reading.folder import read_folder

BAD = Path(__file__).parent / "bad"
HEADER = "pack: be\nlanguage: 1\nname: Belgium\nversion: 1.0.0\n"


def refusals(folder: Path, text: bytes) -> list[Diagnostic]:
    (folder / "pack.yaml").write_text(HEADER)
    (folder / "rules.yaml").write_bytes(text)
    with pytest.raises(Refused) as refused:
        read_folder(folder)
    return refused.value.diagnostics


def as_expected(found: list[Diagnostic]) -> str:
    return "".join(
        f"{one.place.line}:{one.place.column} {one.code} {one.message}\n  mend: {one.mend}\n" for one in found
    )


@pytest.mark.parametrize("path", sorted(BAD.glob("*.yaml")), ids=lambda path: path.stem)
def test_refused_in_place_and_in_words(path: Path, tmp_path: Path) -> None:
    found = refusals(tmp_path, path.read_bytes())
    assert as_expected(found) == path.with_suffix(".expected").read_text(encoding="utf-8")
    assert all(one.code in codes.TITLES and one.mend for one in found)


def test_every_bad_file_says_what_is_expected_and_nothing_is_expected_of_no_file() -> None:
    assert {path.stem for path in BAD.glob("*.yaml")} == {path.stem for path in BAD.glob("*.expected")}
    assert len(list(BAD.glob("*.yaml"))) >= 80


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        (b"\xef\xbb\xbflines: {}\n", (1, 1), "the file begins with an invisible byte-order mark"),
        ("lines: {}\n".encode("utf-16"), (1, 1), "the file is saved as UTF-16"),
        (
            "lines: {}\n# café\n".encode("latin-1"),
            (2, 6),
            "a character here is not UTF-8: the file was saved in another encoding",
        ),
        (b"lines: {}\x00\n", (1, 10), "an invisible control character (U+0000) stands here"),
        (b"lines:\n  net: {formula: \x07}\n", (2, 18), "an invisible control character (U+0007) stands here"),
        (
            "lines: {}\u2028# x\n".encode(),
            (1, 10),
            "an invisible control character (U+2028) stands here",
        ),
        (b"lines: {} #" + b"x" * 1024 * 1024, (1, 1), "the file is larger than 1,024 KiB"),
        (b"lines: {a: '" + b"x" * 70_000 + b"'}\n", (1, 12), "this text has 70,000 characters; 65,536 is the most"),
        (
            b"lines:\n  a: [" + b"x," * 60_000 + b"]\n",
            (2, 99_997),
            "the file holds more than 50,000 values",
        ),
    ],
    ids=["byte-order mark", "UTF-16", "Latin-1", "NUL", "bell", "line separator", "1 MiB", "64 KiB", "50,000 values"],
)
def test_what_no_editor_shows(tmp_path: Path, text: bytes, place: tuple[int, int], message: str) -> None:
    first = refusals(tmp_path, text)[0]
    assert first.message == message
    assert (first.place.line, first.place.column) == place


def test_all_problems_of_all_files_come_in_the_order_of_files_and_lines(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("lines:\n  Net: {formula: gross}\nline: {}\n")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "z.yaml").write_text("lines: {net: {formula: [1]}}\n")
    found = refusals(tmp_path, b"enums:\n  x: {}\n")
    assert [(Path(one.place.path).name, one.place.line) for one in found] == [
        ("a.yaml", 2),
        ("a.yaml", 3),
        ("rules.yaml", 2),
        ("z.yaml", 1),
    ]
