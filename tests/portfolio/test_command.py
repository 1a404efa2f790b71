"""`bareme portfolio`: synth, run and one row explained."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from bareme.cli import main

ROOT = Path(__file__).resolve().parents[2]
RULES = ("--rules", str(ROOT / "rules"))


def synth(out: Path, seed: int = 4, rows: int = 200) -> Path:
    arguments = ["portfolio", "synth", "--rows", str(rows), "--seed", str(seed), "--countries", "be", "--out", str(out)]
    assert main([*arguments, *RULES]) == 0
    return out


def test_equal_seeds_give_equal_files(tmp_path: Path) -> None:
    first, again, other = synth(tmp_path / "1.parquet"), synth(tmp_path / "2.parquet"), synth(tmp_path / "3.parquet", 5)
    assert first.read_bytes() == again.read_bytes()
    assert first.read_bytes() != other.read_bytes()
    table = pq.read_table(first)
    assert table.num_rows == 200
    assert {"job", "hire"} <= set(table.column("act").to_pylist())


def test_a_portfolio_is_run_and_one_row_explained(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    acts, out = synth(tmp_path / "acts.parquet"), tmp_path / "out.parquet"
    assert main(["portfolio", "run", str(acts), "--out", str(out), "--json", *RULES]) in (0, 1)
    data = json.loads(capsys.readouterr().out)
    assert (data["schema"], data["rows"]) == ("bareme.portfolio/1", 200)
    results = pq.read_table(out).to_pylist()
    row = next(row for row in results if row["net_pay"] is not None and row["income_tax"] > 0)
    number = str(row["row"])
    assert main(["portfolio", "run", str(acts), "--explain-row", number, "--json", *RULES]) == 0
    trace = json.loads(capsys.readouterr().out)
    told = {line["name"]: line["value"] for line in trace["lines"]}
    assert told["net_pay"] == str(row["net_pay"])
    assert told["income_tax"] == str(row["income_tax"])
    assert main(["portfolio", "run", str(acts), "--explain-row", "201", *RULES]) == 2


def test_only_the_wanted_figures_are_written(tmp_path: Path) -> None:
    acts, out = synth(tmp_path / "acts.parquet"), tmp_path / "out.csv"
    main(["portfolio", "run", str(acts), "--out", str(out), "--columns", "net_pay,withholding.taxable", *RULES])
    head = out.read_text(encoding="utf-8").splitlines()[0]
    assert head == '"row","net_pay","withholding.taxable","incomplete"'
    assert main(["portfolio", "run", str(acts), "--out", str(out), "--columns", "net_bay", *RULES]) == 2
