"""A list of acts as a statement: one row per act, then the sums."""

from __future__ import annotations

from typing import Any

from bareme.text.agenda import left_line
from bareme.text.language import Language
from simulator.consequences import consequences
from simulator.consequences_data import left_data
from simulator.facts import write_number
from simulator.running import Run
from simulator.year import Year, provisional

COLUMNS = (
    ("invoiced", "invoice.excl_vat"),
    ("fee", "fee"),
    ("salary cost", "employer_cost"),
    ("gross", "gross"),
    ("tax", "income_tax"),
    ("net pay", "net_pay"),
    ("rights", "rights.gross"),
    ("rights tax", "rights.withholding_tax"),
    ("rights net", "rights.net"),
)


def statement(year: Year, language: Language) -> str:
    """The statement; columns that no act fills are left out."""
    sums = year.sums()
    columns = [(title, name) for title, name in COLUMNS if sums.get(name)]
    rows = [["", *(title for title, _ in columns)]]
    rows += [[_named(done, language), *(_cell(done, name, language) for _, name in columns)] for done in year.runs]
    decimals = max((done.country.pack.decimals for done in year.runs), default=2)
    rows.append(["sum", *(language.amount(write_number(sums[name], decimals), decimals) for _, name in columns)])
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    text = [
        f"{row[0]:<{widths[0]}}  "
        + "  ".join(f"{cell:>{width}}" for cell, width in zip(row[1:], widths[1:], strict=True))
        for row in rows
    ]
    return "\n".join(line.rstrip() for line in text) + "\n" + "".join(_notes(year, language))


def _named(done: Run, language: Language) -> str:
    contract = f", {done.program.contract}" if done.program.contract else ""
    return f"{language.day(done.scenario.date.isoformat())}  {done.scenario.act}{contract}"


def _cell(done: Run, name: str, language: Language) -> str:
    decimals = done.country.pack.decimals
    return language.amount(write_number(done.values[name], decimals), decimals) if name in done.program.values else ""


def _notes(year: Year, language: Language) -> list[str]:
    gaps = sorted({gap for done in year.runs for gap in done.gaps})
    open_lines = [f"{one['label']}: {language.number(one['amount'])}, {one['until']}\n" for one in provisional(year)]
    return [*_brought(year, language), *open_lines, *(f"INCOMPLETE: {gap}\n" for gap in gaps)]


def _brought(year: Year, language: Language) -> list[str]:
    """What was crossed on which act, and what is left of limits after the last."""
    lines: list[str] = []
    left: dict[str, dict[str, Any]] = {}
    for done in year.runs:
        following, act = consequences(done), _named(done, language)
        lines += [f"TREATED AS {change.treated_as}: {act}. {change.reason}\n" for change in done.treatment.changes]
        lines += [f"! {act}: {alarm.message}\n" for alarm in following.alarms if alarm.severity != "info"]
        left |= {one.said.code: left_data(done.country.pack, one) for one in following.left}
    return [*lines, *(f"{left_line(one, language)}\n" for one in left.values())]
