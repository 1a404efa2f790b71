"""What is proven of a pack, what it rests on, and what is not proven."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bareme.text.proof import proof_data, proof_text
from engine.checking.proof import Part, Proof
from tests.support.land import checked, land

GUARDED = """
parameters:
  large_family: {values: {2022-01-01: 50}}
lines:
  share: {type: number, formula: if hours > 0 then (days as number) / (hours as number) else 0, round: round to 0.01}
  tax:
    choose:
      - {when: worker.region == south and children > 2, value: gross / 10 - large_family}
      - {otherwise: gross * share}
"""


def proof_of(folder: Path, rules: str) -> Proof:
    found = checked(land(folder, rules))
    assert [str(one) for one in found.problems] == []
    assert found.proof is not None
    return found.proof


def part_of(proof: Proof, act: str, contract: str | None = None) -> Part:
    return next(part for part in proof.parts if (part.act, part.contract) == (act, contract))


def test_each_act_and_contract_type_has_its_days_lines_and_numbers(tmp_path: Path) -> None:
    proof = proof_of(tmp_path, "lines: {tax: {formula: gross / 4}}")
    assert [(part.act, part.contract) for part in proof.parts] == [
        ("pay", None),
        ("job", "fixed_term"),
        ("job", "student"),
    ]
    part = part_of(proof, "pay")
    assert part.stretches == [(date(2020, 1, 1), date(2026, 12, 31))]
    assert part.programs == 1
    assert part.widest == 27, "a million euros in cents"
    assert proof.widest >= part.widest


def test_what_is_divided_by_is_named_with_the_lines_that_do(tmp_path: Path) -> None:
    part = part_of(proof_of(tmp_path, GUARDED), "pay")
    assert dict(part.divisors) == {"hours": {"share"}}


def test_a_refusal_that_only_a_condition_leads_to_is_told_with_the_condition_and_the_days(tmp_path: Path) -> None:
    proof = proof_of(tmp_path, GUARDED)
    found = proof.about(part_of(proof, "pay"), "conditional")
    (remark,) = found
    assert (remark.step, remark.name) == ("tax", "large_family")
    assert remark.guard == "worker.region == south and children > 2"
    assert [(where.first, where.last) for where in found[remark]] == [(date(2020, 1, 1), date(2021, 12, 31))]


def test_the_rows_above_a_row_are_not_repeated_in_its_condition(tmp_path: Path) -> None:
    rules = """
parameters:
  late: {values: {2026-01-01: 1}}
lines:
  tax:
    choose:
      - {when: worker.region == north, value: 0}
      - {when: worker.region == south, value: late}
      - {otherwise: 1}
"""
    proof = proof_of(tmp_path, rules)
    (remark,) = proof.about(part_of(proof, "pay"), "conditional")
    assert remark.guard == "worker.region == south"


def test_days_that_a_gap_refuses_are_not_proven_but_said(tmp_path: Path) -> None:
    rules = """
not_modelled:
  early_years:
    why: The law before 2022 was not read
    since: 2026-01-05
    until: 2021-12-31
    effect: refuse
    accepted_by: the payroll board
lines:
  tax: {formula: gross / 4}
"""
    part = part_of(proof_of(tmp_path, rules), "pay")
    assert part.stretches == [(date(2022, 1, 1), date(2026, 12, 31))]
    assert [(gap.name, gap.first, gap.last) for gap in part.not_modelled] == [
        ("early_years", date(2020, 1, 1), date(2021, 12, 31))
    ]


def test_the_proof_in_words_and_as_data_says_the_same(tmp_path: Path) -> None:
    proof = proof_of(tmp_path, GUARDED)
    text = proof_text("xx", proof)
    assert "xx · pay\n  proven: a result for every case from 2020-01-01 to 2026-12-31 (2 stretches" in text
    assert "    `hours` in `share`\n" in text
    assert (
        "    `large_family` has no value from 2020-01-01 to 2021-12-31: `tax` needs it if "
        "worker.region == south and children > 2\n"
    ) in text
    (pay, *_) = proof_data("xx", proof)
    assert pay["days"] == [{"from": "2020-01-01", "to": "2026-12-31"}]
    assert pay["divisors"] == [{"divisor": "hours", "lines": ["share"]}]
    assert pay["conditional"][0]["if"] == "worker.region == south and children > 2"
    assert pay["not_proven"] == []


@pytest.mark.parametrize(
    ("formula", "proven"),
    [
        ("if children > 0 then gross / (children as number) else 0", True),
        ("if children == 0 then 0 else gross / (children as number)", True),
        ("if not (children == 0) then gross / (children as number) else 0", True),
        ("if children > 0 and days > 3 then gross / (children as number) else 0", True),
        ("gross / ((children as number) + 1)", True),
        ("gross / (max(children, 1) as number)", True),
        ("gross / (at_least(children, 1) as number)", True),
        ("prorated(gross, days, days)", True),
        ("if children > 0 or days > 3 then gross / (children as number) else 0", False),
        ("if children >= 0 then gross / (children as number) else 0", False),
        ("gross / ((children as number) - 1)", False),
        ("if days > 0 then gross / (children as number) else 0", False),
    ],
)
def test_a_divisor_is_accepted_where_and_only_where_it_cannot_be_zero(
    tmp_path: Path, formula: str, proven: bool
) -> None:
    found = checked(land(tmp_path, f"lines:\n  tax:\n    formula: {formula}\n")).problems
    assert [one.code for one in found] == ([] if proven else ["BAR412"])


@pytest.mark.parametrize(
    ("table", "proven"),
    [
        ('{rows: {"0": 1, "1": 2}, otherwise: 3}', True),
        ('{rows: {"0": 1, "1": 2}, each_further: 3}', True),
        ('{rows: {"1": 1, "2": 2}, each_further: 3}', False),
        ('{rows: {"0": 1, "1": 2}}', False),
        ('{rows: {"0": 1, "2": 2}, each_further: 3}', False),
    ],
)
def test_a_table_is_accepted_where_and_only_where_every_number_has_a_row(
    tmp_path: Path, table: str, proven: bool
) -> None:
    rules = f"tables:\n  each: {{by: count, values: {{2020-01-01: {table}}}}}\n"
    rules += "lines:\n  tax: {formula: each(children)}\n"
    found = [one.code for one in checked(land(tmp_path, rules)).problems]
    assert found == ([] if proven else ["BAR504"])
