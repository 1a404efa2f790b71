"""Every country's worked cases hold, reach its rules, notice planted faults, and are told on its page."""

from __future__ import annotations

import importlib.util
import re
from collections import Counter
from pathlib import Path
from types import ModuleType

from engine.language.diagnostic import Refused
from engine.program.program import Programs
from simulator.cases import Outcome, run_case
from simulator.listed import EQUIVALENT, UNREACHED, listed
from simulator.mutation import Mutant, mutants
from simulator.noticing import judge, judge_of
from simulator.planting import planted
from simulator.reached import reach
from simulator.registry import Country, Registry

ROOT = Path(__file__).resolve().parents[2]
SAMPLE, LEAST = 97, 75
"""Every how-manieth fault the suite tries, and the percentage of that small sample that must be noticed: some twenty
faults scatter widely, so the bar itself stands in `make mutate`."""

Worked = tuple[str, list[Outcome]]


def tool(name: str) -> ModuleType:
    """A script of docs/tools, as a module."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "docs" / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_case_holds(worked: Worked) -> None:
    _, outcomes = worked
    assert outcomes
    assert [outcome for outcome in outcomes if not outcome.passed] == []


def test_what_no_case_reaches_is_listed_with_its_reason(registry: Registry, worked: Worked) -> None:
    code, outcomes = worked
    found = reach(registry.country(code).pack, outcomes)
    assert found.unaccounted(listed(registry.rules, code, UNREACHED)) == []


def test_a_sample_of_planted_faults_is_noticed(registry: Registry, worked: Worked) -> None:
    code, outcomes = worked
    same = listed(registry.rules, code, EQUIVALENT)
    every = [fault for fault in mutants(registry.country(code).pack) if fault.label not in same]
    found = Counter(verdict.killed_by for verdict in judge(registry, code, outcomes, every[7::SAMPLE]))
    by_worth = sum(found[how] for how in ("published", "run", "hand", "refused"))
    assert by_worth * 100 >= LEAST * found.total(), found


def test_the_quick_judgement_is_that_of_running_the_cases(registry: Registry, worked: Worked) -> None:
    code, outcomes = worked
    judge = judge_of(registry, code, outcomes[3 :: max(len(outcomes) // 40, 1)])
    tried = 0
    for fault in list(mutants(registry.country(code).pack))[11::97]:
        near = judge.near(fault, judge.ground.touched(fault.site))
        tried += bool(near)
        noticed = not all(_holds(registry, code, fault, outcome) for outcome in near)
        assert (judge.verdict(fault).killed_by is not None) == noticed, fault.label
    assert tried


def _holds(registry: Registry, code: str, fault: Mutant, outcome: Outcome) -> bool:
    """The case run with a pack in which nothing is taken over from the one without the fault."""
    pack = planted(registry.country(code).pack, fault.site, fault.changed)
    other = Registry(registry.rules)
    other.put(code, Country(pack, Programs(pack)))
    try:
        return run_case(other, code, outcome.case, outcome.place).passed
    except (Refused, ArithmeticError, KeyError):
        return False


def test_the_list_of_faults_that_change_nothing_names_real_faults(registry: Registry, worked: Worked) -> None:
    code, _ = worked
    there = {fault.label for fault in mutants(registry.country(code).pack)}
    assert sorted(set(listed(registry.rules, code, EQUIVALENT)) - there) == []


def test_the_page_of_the_country_is_true(registry: Registry, worked: Worked) -> None:
    code, outcomes = worked
    path = ROOT / "docs" / "countries" / f"{code}.md"
    assert path.read_text(encoding="utf-8") == tool("country_page").page(registry, code, outcomes), "run `make docs`"


def test_its_row_on_the_page_of_all_countries_is_true(registry: Registry, worked: Worked) -> None:
    code, outcomes = worked
    page = (ROOT / "docs" / "countries.md").read_text(encoding="utf-8")
    assert tool("countries_page").row(registry, code, outcomes) in page.splitlines(), "run `make docs`"


def test_every_dossier_section_has_its_place(registry: Registry, worked: Worked) -> None:
    """The page of the country names files that are there."""
    code, _ = worked
    text = (ROOT / "docs" / "dossier-coverage" / f"{code}.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(?:rules/[a-z]+/)?([a-z_]+\.yaml)`", text))
    there = {path.name for path in (registry.rules / code).rglob("*.yaml")}
    there |= {path.name for path in (registry.rules / "common").glob("*.yaml")}
    assert len(named) > 5
    assert sorted(named - there) == []
    index = (ROOT / "docs" / "dossier-coverage.md").read_text(encoding="utf-8")
    assert f"dossier-coverage/{code}.md" in index
