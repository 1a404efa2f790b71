"""What the check says of rules, and what a pack's rules conclude."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from engine.inference.checking import check_rules
from engine.inference.rules import RuleSets, compile_rules
from engine.language import codes
from engine.language.diagnostic import Diagnostic, Refused
from engine.program.pack import Pack
from tests.support.packs import dates, pack_of

RULE = """\
inputs:
  hours: {type: hours, range: ["0", "1000"], default: "0"}
  used: {type: hours, range: ["0", "1000"], default: "0"}
  signed: {type: date, default: date}
  remote: {type: bool, default: "false"}
  doubled: {type: money, range: ["0", "1000"], default: result}
parameters:
  hours.most: {type: hours, values: {2020-01-01: {value: "475"}, 2023-01-01: {value: "600"}}}
lines:
  result: {formula: gross * 2}
duty_kinds:
  limit: {label: Limits}
  paper: {label: Papers}
"""
SOURCE = "law: L, source: S, confidence: published, checked_on: 2026-01-01"


def pack(folder: Path, rules: str) -> Pack:
    return pack_of(folder / "small", RULE + rules)


def problems(folder: Path, rules: str) -> list[Diagnostic]:
    found = check_rules(pack(folder, rules))
    return [one for one in found if one.code != codes.KIND_IS_SILENT]


def alert(name: str, when: str, message: str = "Look", kind: str = "limit") -> str:
    return f'  {name}: {{kind: {kind}, when: "{when}", severity: info, message: "{message}", {SOURCE}}}\n'


def duty(name: str, due: str, when: str = "gross > 0") -> str:
    return f'  {name}: {{kind: paper, when: "{when}", to: office, due: "{due}", {SOURCE}}}\n'


def test_sound_rules_have_no_problem(tmp_path: Path) -> None:
    rules = "facts:\n  over: {when: used + hours > hours.most}\nalerts:\n" + alert(
        "passed", "over", "{used} of {hours.most}"
    )
    assert problems(tmp_path, rules + "obligations:\n" + duty("paper_due", "3 days after signed")) == []


@pytest.mark.parametrize(
    ("rules", "code", "word"),
    [
        ("facts:\n  a: {when: b}\n  b: {when: c and remote}\n  c: {when: not a}\n", codes.RULE_CYCLE, "→"),
        ("facts:\n  a: {when: not a}\n", codes.RULE_CYCLE, "a → a"),
        (
            "facts:\n  a: {when: remote}\n  b: {type: number, formula: if a then 1 else 0}\n",
            codes.BAD_CONDITION,
            "computed",
        ),
        ("facts:\n  a: {when: remote, formula: '1'}\n", codes.BAD_CONDITION, "2 ways"),
        ("facts:\n  a: {label: Nothing}\n", codes.BAD_CONDITION, "0 ways"),
        ("alerts:\n" + alert("x", "hours > 3 and hours < 3"), codes.NEVER_HOLDS, "never hold"),
        ("alerts:\n" + alert("x", "remote and not remote"), codes.NEVER_HOLDS, "never hold"),
        ("alerts:\n" + alert("x", "hours < 1 / 3"), codes.BAD_CONDITION, "finer than a millionth"),
        ("alerts:\n" + alert("x", "remote", "{huors} h"), codes.BAD_MESSAGE, "huors"),
        ("alerts:\n" + alert("x", "remote", kind="limmit"), codes.UNKNOWN_KIND, "limmit"),
        ("obligations:\n" + duty("x", "in due time"), codes.BAD_DUE, "not a deadline"),
        ("obligations:\n" + duty("x", "3 days after sined"), codes.BAD_DUE, "not a date"),
        ("obligations:\n" + duty("x", "hours"), codes.BAD_DUE, "not a date"),
        (
            "none_of_its_kind:\n  limit: {why: none, checked_on: 2026-01-01}\nalerts:\n" + alert("x", "remote"),
            codes.RULES_CONTRADICT,
            "says that it has no rule",
        ),
        ("none_of_its_kind:\n  limits: {why: none, checked_on: 2026-01-01}\n", codes.UNKNOWN_KIND, "limits"),
    ],
)
def test_the_check_finds(tmp_path: Path, rules: str, code: str, word: str) -> None:
    found = problems(tmp_path, rules)
    assert [one.code for one in found] == [code], found
    assert word in found[0].message
    assert found[0].place.path.endswith("rules.yaml")
    assert found[0].place.line > 1


def change(name: str, when: str, then: str) -> str:
    return f'  {name}: {{kind: limit, when: "{when}", {then}, reason: R, {SOURCE}}}\n'


@pytest.mark.parametrize(
    ("rules", "code", "word"),
    [
        (change("x", "gross > 3", "set: {remote: 'true'}"), codes.NOT_BEFORE_FIGURES, "gross"),
        (change("x", "result > 3", "set: {remote: 'true'}"), codes.NOT_BEFORE_FIGURES, "result"),
        (change("x", "hours > 3", "set: {hours: result as hours}"), codes.NOT_BEFORE_FIGURES, "result"),
        (change("x", "hours > 3", "set: {hors: '3'}"), codes.BAD_CHANGE, "hors"),
        (change("x", "hours > 3", "contract: fixd"), codes.BAD_CHANGE, "fixd"),
        (change("x", "hours > 3", "note: n"), codes.BAD_CHANGE, "nothing is changed"),
        (
            change("x", "hours > 3", "set: {remote: 'true'}") + change("y", "hours > 4", "set: {remote: 'false'}"),
            codes.RULES_CONTRADICT,
            "both hold",
        ),
    ],
)
def test_changes_of_treatment_are_checked(tmp_path: Path, rules: str, code: str, word: str) -> None:
    found = problems(tmp_path, "reclassifications:\n" + rules)
    assert [one.code for one in found] == [code], found
    assert word in found[0].message


def test_changes_that_exclude_each_other_do_not_contradict(tmp_path: Path) -> None:
    one = change("x", "hours > 3", "set: {remote: 'true'}") + change("y", "hours <= 3", "set: {remote: 'false'}")
    assert problems(tmp_path, "reclassifications:\n" + one) == []


def test_a_figure_behind_a_fact_or_a_default_is_found(tmp_path: Path) -> None:
    rules = "facts:\n  high: {when: doubled > 3}\nreclassifications:\n" + change("x", "high", "set: {remote: 'true'}")
    found = [one for one in problems(tmp_path, rules) if one.code == codes.NOT_BEFORE_FIGURES]
    assert [one.message.rpartition(": ")[2] for one in found] == ["high → doubled → result"]


def test_a_country_that_says_nothing_about_a_kind_is_told(tmp_path: Path) -> None:
    found = check_rules(pack(tmp_path, "alerts:\n" + alert("x", "remote")))
    assert [(one.code, one.severity) for one in found] == [(codes.KIND_IS_SILENT, "warning")]
    assert "paper" in found[0].message
    none = "none_of_its_kind:\n  paper: {why: No such paper, checked_on: 2026-01-01, source: S}\n"
    assert check_rules(pack(tmp_path / "b", none + "alerts:\n" + alert("x", "remote"))) == []


def test_a_rule_without_source_is_told(tmp_path: Path) -> None:
    bare = 'alerts:\n  x: {kind: limit, when: remote, severity: info, message: "Look", law: L}\n'
    found = problems(tmp_path, bare)
    assert [(one.code, one.severity) for one in found] == [(codes.RULE_UNSOURCED, "warning")]


def test_rules_hold_from_and_until_their_days_and_figures_change_with_theirs(tmp_path: Path) -> None:
    said = f"severity: info, message: M, {SOURCE}"
    versions = '{2021-01-01: "hours > 1", 2024-01-01: "hours > hours.most"}'
    dated = (
        "alerts:\n"
        f"  x: {{kind: limit, from: 2022-01-01, until: 2022-12-31, when: remote, {said}}}\n"
        f"  y: {{kind: limit, when: {versions}, {said}}}\n"
    )
    sets = RuleSets(pack(tmp_path, dated))

    def names(day: str) -> list[str]:
        return [rule.name for rule in sets.on(dates(day), "after").rules]

    assert names("2020-12-31") == []
    assert names("2021-01-01") == ["y"]
    assert names("2022-01-01") == names("2022-12-31") == ["x", "y"]
    assert names("2023-01-01") == ["y"]
    assert sets.on(dates("2024-05-01"), "after") is sets.on(dates("2026-05-01"), "after")
    assert sets.on(dates("2023-12-31"), "after").segment.work.until == date(2024, 1, 1)


def test_facts_that_conclude_themselves_are_refused_at_run_time_too(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="conclude each other"):
        compile_rules(pack(tmp_path, "facts:\n  a: {when: not a}\n"), dates("2024-01-01"), "after")


def test_sides_that_both_depend_on_the_case_become_their_difference(tmp_path: Path) -> None:
    rules = compile_rules(pack(tmp_path, "alerts:\n" + alert("x", "hours > used + 1")), dates("2024-01-01"), "after")
    (attribute,) = rules.attributes
    assert attribute == "hours - (used + 1)"
    assert rules.rules[0].condition.constant == Fraction(0)  # type: ignore[union-attr]
