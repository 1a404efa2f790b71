"""Bad rows of a hundred kinds: each is set aside with its place and reason, and the good ones are computed."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from engine.language.diagnostic import Refused
from simulator.portfolio.job import prepared, run_job
from simulator.registry import Registry

ROOT = Path(__file__).resolve().parents[2]
REGISTRY = Registry(ROOT / "rules")
GOOD = {
    "country": "be",
    "act": "job",
    "contract": "fixed_term",
    "date": "2026-03-10",
    "invoice.excl_vat": "1000.00",
    "days": "2",
}
NUMBERS = {
    "abc": "is not a number",
    "1,000": "is not a number",
    "1 000": "is not a number",
    "12.": "is not a number",
    ".5": "is not a number",
    "1e5": "is not a number",
    "--5": "is not a number",
    "€5": "is not a number",
    "NaN": "is not a number",
    "12.345": "finer than what is counted",
    "-1": "outside",
    "99999999999": "outside",
}
DAYS = {
    "2026-13-01": "not a day of the calendar",
    "2026-02-30": "not a day of the calendar",
    "10/03/2026": "is not a date",
    "2026-3-10": "is not a date",
    "20260310": "is not a date",
    "yesterday": "is not a date",
}


@dataclass(frozen=True)
class Bad:
    """A change that spoils a good row, the column it is told of, and words of the reason."""

    column: str
    words: str
    change: dict[str, str] = field(default_factory=dict)
    line: bytes = b""


def kinds() -> list[Bad]:
    amounts = ("invoice.excl_vat", "expenses", "allowances", "worker.spouse_income", "days")
    found = [Bad(name, words, {name: text}) for name in amounts for text, words in NUMBERS.items()]
    dates = ("date", "payment_date", "start", "end", "worker.birth_date")
    found += [Bad(name, words, {name: text}) for name in dates for text, words in DAYS.items()]
    found += [
        Bad("country", "there is no pack `zz`", {"country": "zz"}),
        Bad("country", "there is no pack ``", {"country": ""}),
        Bad("act", "needs its `act`", {"act": ""}),
        Bad("", "there is no act `jop`", {"act": "jop"}),
        Bad("act", "takes back an act recorded before", {"act": "credit_note"}),
        Bad("", "needs a contract type", {"contract": ""}),
        Bad("", "knows no contract type `fix_term`", {"contract": "fix_term"}),
        Bad("date", "needs its date", {"date": ""}),
        Bad("", "covers", {"date": "2031-01-01"}),
        Bad("", "covers", {"date": "1999-01-01"}),
        Bad("", "one amount must be known", {"invoice.excl_vat": ""}),
        Bad("", "already decides", {"net_pay": "500"}),
        Bad("net_pay", "is not a number", {"net_pay": "five"}),
        Bad("net_pay", "no `invoice.excl_vat` gives exactly", {"invoice.excl_vat": "", "net_pay": "-3.00"}),
        Bad("client.vat_registered", "neither true nor false", {"client.vat_registered": "yes"}),
        Bad("worker.civil_status", "is not one of", {"worker.civil_status": "maried"}),
        Bad("worker.children", "finer than", {"worker.children": "1.5"}),
        Bad("worker.children", "outside", {"worker.children": "99"}),
        Bad("rights.share", "outside", {"rights.share": "150 %"}),
        Bad("rights.share", "is not a number", {"rights.share": "a half"}),
        Bad("worker.civil_status", "not readable as text", {"worker.civil_status": "\udcff"}),
        Bad("", "the header", line=b"be,job,fixed_term\n"),
        Bad("", "the header", line=b"be,job,fixed_term,2026-03-10,1,2" + b",x" * 40 + b"\n"),
        Bad("", "the line is empty", line=b"\n"),
    ]
    return found


def written(path: Path, bad: list[Bad]) -> list[str]:
    """Every bad row with a good one before it."""
    names = list(dict.fromkeys([*GOOD, *(name for one in bad for name in one.change)]))
    with path.open("w", encoding="utf-8", newline="", errors="surrogateescape") as file:
        rows = csv.DictWriter(file, names, lineterminator="\n")
        rows.writeheader()
        for one in bad:
            rows.writerow(GOOD)
            if one.line:
                file.write(one.line.decode())
            else:
                rows.writerow({**GOOD, **one.change})
    return names


def test_a_hundred_kinds_of_bad_rows_are_told_and_the_others_computed(tmp_path: Path) -> None:
    bad = kinds()
    assert len(bad) >= 100
    written(tmp_path / "acts.csv", bad)
    job = prepared(REGISTRY, tmp_path / "acts.csv", tmp_path / "out.parquet", provisional=False, columns=())
    summary = run_job(job, lambda *_: None)
    assert (summary.rows, summary.computed) == (2 * len(bad), len(bad))
    results = pq.read_table(tmp_path / "out.parquet").to_pylist()
    assert [row["row"] for row in results] == list(range(1, 2 * len(bad) + 1))
    good, spoilt = results[::2], results[1::2]
    assert len({row["net_pay"] for row in good}) == 1
    assert good[0]["net_pay"] > 300
    assert all(value is None for row in spoilt for name, value in row.items() if name != "row")
    assert summary.aside is not None
    with summary.aside.open(encoding="utf-8", newline="") as file:
        told = list(csv.DictReader(file))
    for number, one in enumerate(bad):
        row = 2 * number + 2
        reasons = [(line["column"], line["reason"]) for line in told if int(line["row"]) == row]
        assert any(column == one.column and one.words in reason for column, reason in reasons), (row, one, reasons)
    assert {int(line["row"]) for line in told} == set(range(2, 2 * len(bad) + 1, 2))


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("country,act,date,invoice.exclvat", "did you mean `invoice.excl_vat`"),
        ("country,act,act", "stands twice"),
        ("country,date", "needs a column `act`"),
        ("", "is empty"),
    ],
)
def test_a_file_whose_columns_mean_nothing_is_refused_at_once(tmp_path: Path, header: str, words: str) -> None:
    (tmp_path / "acts.csv").write_text(f"{header}\n" if header else "", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        prepared(REGISTRY, tmp_path / "acts.csv", tmp_path / "out.parquet", provisional=False, columns=())
    assert words in str(refused.value)


def test_a_file_without_rows_gives_results_without_rows(tmp_path: Path) -> None:
    (tmp_path / "acts.csv").write_text("country,act,contract,date,worker\n", encoding="utf-8")
    job = prepared(REGISTRY, tmp_path / "acts.csv", tmp_path / "out.parquet", provisional=False, columns=())
    assert run_job(job, lambda *_: None).rows == 0
    assert pq.read_table(tmp_path / "out.parquet").num_rows == 0
