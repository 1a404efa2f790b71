"""A portfolio gives each row what `simulate` gives one act, and each worker's rows what `year` gives a list."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from simulator.portfolio.job import Summary, prepared, run_job
from simulator.portfolio.synthetic import batches
from simulator.registry import Registry
from simulator.running import NotReachable
from simulator.scenario import Scenario
from simulator.year import run_acts

ROOT = Path(__file__).resolve().parents[2]
REGISTRY = Registry(ROOT / "rules")
ABOUT = ("country", "act", "contract", "date", "payment_date", "worker")
PARTIES = ("employer", "payer", "entity")


def run_file(acts: Path, out: Path, **options: Any) -> Summary:
    columns = options.pop("columns", ())
    job = prepared(REGISTRY, acts, out, provisional=False, columns=columns)
    return run_job(replace(job, **options), lambda *_: None)


def scenario_of(row: Mapping[str, Any]) -> Scenario:
    given = {name: str(value) for name, value in row.items() if value is not None and name not in (*ABOUT, *PARTIES)}
    parties = {name: str(row[name]) for name in PARTIES if row.get(name) is not None}
    payment = row.get("payment_date")
    return Scenario(
        str(row["country"]),
        str(row["act"]),
        row["date"] if isinstance(row["date"], date) else date.fromisoformat(row["date"]),
        row["contract"],
        given,
        payment_date=date.fromisoformat(payment) if payment else None,
        parties=parties,
    )


def plain(value: object) -> Fraction | str | bool | None:
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return Fraction(value)
    return value if isinstance(value, str | bool) or value is None else str(value)


def hold_to_year(rows: list[dict[str, Any]], results: list[dict[str, Any]]) -> int:
    """Compare every figure of every row with the run of the act in its worker's list; how many were compared."""
    lists: dict[object, list[int]] = {}
    for place, row in enumerate(rows):
        lists.setdefault(row.get("worker") or place, []).append(place)
    compared = 0
    for places in lists.values():
        kept = [place for place in places if any(results[place][name] is not None for name in list(results[place])[1:])]
        made = [scenario_of(rows[place]) for place in kept]
        order = sorted(range(len(made)), key=lambda number: made[number].date)
        year = run_acts(REGISTRY, made)
        for number, run in zip(order, year.runs, strict=True):
            found = results[kept[number]]
            for name in run.program.values:
                expected: object = run.values[name]
                members = run.program.pack.members.get(run.program.type_of(name))
                if members is not None:
                    expected = members[int(run.values[name])]
                assert plain(found[name]) == expected, (name, rows[kept[number]])
                compared += 1
            assert (found["incomplete"] or "").split() == sorted(run.gaps)
    return compared


def test_a_synthetic_portfolio_is_many_years(tmp_path: Path) -> None:
    acts, out = tmp_path / "acts.parquet", tmp_path / "results.parquet"
    made = list(batches(REGISTRY, ["be"], 300, seed=11))
    pq.write_table(pa.Table.from_batches(made), acts)
    summary = run_file(acts, out, part=100)
    rows, results = pq.read_table(acts).to_pylist(), pq.read_table(out).to_pylist()
    assert summary.rows == len(results) == 300
    assert [row["row"] for row in results] == list(range(1, 301))
    assert hold_to_year(rows, results) > 3000


def write_csv(path: Path, rows: Iterable[Mapping[str, str | None]]) -> list[dict[str, Any]]:
    listed = [dict(row) for row in rows]
    names = list(dict.fromkeys(name for row in listed for name in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(listed)
    return [{name: row.get(name) or None for name in names} for row in listed]


def act(worker: str, day: str, contract: str = "fixed_term", **given: str) -> dict[str, str | None]:
    facts = {name.replace("__", "."): value for name, value in given.items()}
    return {"country": "be", "act": "job", "contract": contract, "worker": worker, "date": day, **facts}


def test_totals_to_date_go_from_act_to_act(tmp_path: Path) -> None:
    written = [
        act("A", "2026-03-05", invoice__excl_vat="3900"),
        act("A", "2026-03-02", invoice__excl_vat="4400"),
        act("B", "2026-03-02", invoice__excl_vat="4400"),
        act("A", "2026-03-05", "student", invoice__excl_vat="700"),
        act("A", "2026-04-01", invoice__excl_vat="900", days="3"),
        act("A", "2026-03-20", invoice__excl_vat="650", rights__share="0.2", payer="X"),
        act("A", "2026-06-20", invoice__excl_vat="650", rights__share="0.2", payer="Y"),
        act("A", "2027-01-05", invoice__excl_vat="650") | {"date": "2026-12-30"},
    ]
    rows = write_csv(tmp_path / "acts.csv", written)
    run_file(tmp_path / "acts.csv", tmp_path / "out.parquet")
    results = pq.read_table(tmp_path / "out.parquet").to_pylist()
    assert hold_to_year(rows, results) > 200
    assert results[1]["income_tax"] == results[2]["income_tax"]
    alone = write_csv(tmp_path / "alone.csv", [{**written[0], "worker": None}])
    run_file(tmp_path / "alone.csv", tmp_path / "alone.parquet")
    (single,) = pq.read_table(tmp_path / "alone.parquet").to_pylist()
    assert hold_to_year(alone, [single]) > 20
    assert single["income_tax"] != results[0]["income_tax"]


def test_an_act_that_is_treated_otherwise_is_computed_as_that(tmp_path: Path) -> None:
    written = [
        act("A", f"2026-{month:02}-03", "amateur_arts", invoice__excl_vat="900", days="8") for month in range(1, 8)
    ]
    rows = write_csv(tmp_path / "acts.csv", written)
    run_file(tmp_path / "acts.csv", tmp_path / "out.parquet")
    results = pq.read_table(tmp_path / "out.parquet").to_pylist()
    assert hold_to_year(rows, results) > 100


def test_a_known_net_pay_is_solved_for_the_smallest_invoice(tmp_path: Path) -> None:
    written = [act("", f"2026-03-{2 + n % 20:02}", net_pay=f"{300 + 7 * n}.{n % 100:02}") for n in range(40)]
    rows = write_csv(tmp_path / "acts.csv", written)
    run_file(tmp_path / "acts.csv", tmp_path / "out.parquet", columns=("invoice.excl_vat", "net_pay", "gross"))
    results = pq.read_table(tmp_path / "out.parquet").to_pylist()
    for row, found in zip(rows, results, strict=True):
        try:
            (run,) = run_acts(REGISTRY, [scenario_of(row)]).runs
        except NotReachable:
            assert found["gross"] is None
            continue
        assert [plain(found[name]) for name in ("invoice.excl_vat", "net_pay", "gross")] == [
            run.values[name] for name in ("invoice.excl_vat", "net_pay", "gross")
        ]


def test_csv_parquet_and_parts_of_any_size_give_the_same(tmp_path: Path) -> None:
    made = pa.Table.from_batches(list(batches(REGISTRY, ["be"], 120, seed=3)))
    pq.write_table(made, tmp_path / "acts.parquet")
    write_csv(
        tmp_path / "acts.csv",
        [{name: None if value is None else str(value) for name, value in row.items()} for row in made.to_pylist()],
    )
    outs = []
    for acts, part in (("acts.parquet", 10_000), ("acts.parquet", 30), ("acts.csv", 50)):
        out = tmp_path / f"{acts}.{part}.csv"
        run_file(tmp_path / acts, out, part=part)
        outs.append(out.read_bytes())
    assert outs[0] == outs[1] == outs[2]


@pytest.mark.parametrize("written", ["12.5", "12.50", " 12.50 "])
def test_a_file_of_numbers_and_a_file_of_texts_mean_the_same(tmp_path: Path, written: str) -> None:
    texts = pa.table({"country": ["be"], "act": ["purchase"], "date": ["2026-03-10"], "purchase.excl_vat": [written]})
    numbers = texts.set_column(3, "purchase.excl_vat", pa.array([Decimal("12.5")], pa.decimal128(9, 3)))
    days = numbers.set_column(2, "date", pa.array([date(2026, 3, 10)], pa.date32()))
    floats = texts.set_column(3, "purchase.excl_vat", pa.array([12.5]))
    found = []
    for number, table in enumerate((texts, numbers, days, floats)):
        pq.write_table(table, tmp_path / f"{number}.parquet")
        run_file(tmp_path / f"{number}.parquet", tmp_path / f"out{number}.csv")
        found.append((tmp_path / f"out{number}.csv").read_bytes())
    assert len(set(found)) == 1
    assert b"12.50" in found[0]
