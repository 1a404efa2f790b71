"""Each mechanism gives what its examples say, keeps the kind of what it is given, and shows its word."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.evaluation.explanation import explain, nodes
from engine.language.mechanisms import MECHANISMS, Example, Mechanism
from engine.language.parser import parse
from engine.language.walking import names_in
from engine.language.words import ALL_WORDS
from simulator.facts import read_number
from tests.support.land import checked, computed, land

FOLDER = Path(__file__).parents[2] / "engine" / "language" / "mechanisms"


def examples() -> Iterator[tuple[Mechanism, Example]]:
    for mechanism in MECHANISMS.values():
        yield from ((mechanism, example) for example in mechanism.examples)


def rules_of(formula: str) -> str:
    return f"lines:\n  tax:\n    formula: {formula}\n"


@pytest.mark.parametrize(
    ("mechanism", "example"), list(examples()), ids=lambda one: one.formula if isinstance(one, Example) else ""
)
def test_an_example_gives_what_it_says(tmp_path: Path, mechanism: Mechanism, example: Example) -> None:
    folder = land(tmp_path, rules_of(example.formula) + example.rules)
    assert [str(one) for one in checked(folder).problems] == []
    found = computed(folder, "pay", {"gross": "1000", **example.given})
    assert found.values["tax"] == read_number(example.gives)
    explained = explain(found.program, found.values, frozenset(found.given), "tax")
    assert explained.trace is not None
    assert mechanism.word in {node.name for node in nodes(explained.trace) if node.word == "function"}
    assert explained.text == example.formula


@pytest.mark.parametrize("mechanism", list(MECHANISMS.values()), ids=lambda one: one.word)
def test_a_mechanism_is_one_file_and_one_formula_over_its_own_names(mechanism: Mechanism) -> None:
    source = (FOLDER / f"{mechanism.word}.py").read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(source))
    names = set(names_in(parse(mechanism.means)))
    assert names - ALL_WORDS == set(mechanism.of)
    assert mechanism.law
    assert mechanism.why
    assert len(mechanism.examples) >= 2


def test_there_is_no_mechanism_without_a_line_in_the_list() -> None:
    files = {path.stem for path in FOLDER.glob("*.py")} - {"__init__", "mechanism"}
    assert files == set(MECHANISMS)


MONTH = "inputs:\n  month_pay: {type: money/month, range: ['0', '9000'], default: '1000'}\n"


@pytest.mark.parametrize(
    ("formula", "gives"),
    [
        ("at_most(month_pay, 1200) as money", "1000"),
        ("gross * at_most(12 * 10 %, 1)", "1000"),
        ("per_year(at_most(month_pay, 1200)) as money", "12000"),
        ("prorated(per_year(month_pay), days, 360) as money", "600"),
        ("at_most(at_most(at_most(gross, 900), 800), 700)", "700"),
    ],
)
def test_a_mechanism_keeps_the_kind_of_what_it_is_given(tmp_path: Path, formula: str, gives: str) -> None:
    folder = land(tmp_path, MONTH + rules_of(formula))
    assert [str(one) for one in checked(folder).problems] == []
    assert computed(folder, "pay", {"gross": "1000", "days": "18"}).values["tax"] == read_number(gives)


@pytest.mark.parametrize(
    ("formula", "told"),
    [
        ("at_most(gross)", "`at_most` takes 2, not 1"),
        ("at_most(gross, 1, 2)", "`at_most` takes 2, not 3"),
        ("at_most(gross, date)", "in `at_most`, which is `min(amount, limit)`: `money` and a date do not mix"),
        ("prorated(gross, 1, date)", "a plain number and a date do not mix"),
        ("prorated(gross, hours, days)", "`hours` and `days` do not mix"),
        ("on_the_whole(gross, gross)", "`on_the_whole` first takes the name of a scale or table"),
        ("on_the_whole(1 + 1, gross)", "`on_the_whole` first takes the name of a scale or table"),
        ("on_the_whole(taxes.step, gross)", "`taxes.step` is not declared"),
        ("at_mots(gross, 1)", "`at_mots` is not declared"),
    ],
)
def test_a_mechanism_is_refused_in_its_own_words(tmp_path: Path, formula: str, told: str) -> None:
    (problem,) = checked(land(tmp_path, rules_of(formula))).problems
    assert problem.message.startswith(told)
    assert problem.place.line == 3
    assert problem.mend


def test_deeply_nested_mechanisms_stay_small(tmp_path: Path) -> None:
    formula = "gross"
    for _ in range(20):
        formula = f"prorated({formula}, days, days)"
    assert computed(land(tmp_path, rules_of(formula)), "pay", {"gross": "1000"}).values["tax"] == 1000
