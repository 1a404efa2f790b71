"""What is given and what is assumed: defaults, choices beside the root, totals to date, gaps."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from engine.evaluation.scalar import compiled
from engine.language.diagnostic import Refused
from engine.program.program import sliced
from simulator.registry import Country, Registry
from simulator.running import Run, run
from simulator.scenario import Scenario
from tests.support.packs import ONE_ACT, exact, pack_of, program_on, value, values_of, write_pack

FACTS = """
inputs:
  start: {type: date, default: date, why: the day of the act}
  hours: {type: hours, range: ["0", "400"], default: "7.6 * 2", why: two days}
  children: {type: count, range: ["0", "12"], default: "0", why: none}
  region: {type: area, default: north, why: most live there}
  seen: {type: bool, default: "children > 0", why: parents are}
enums:
  area: {members: {north: {label: N}, south: {label: S}}}
lines:
  result: {formula: gross + hours + children}
  side: {formula: "if region == south and seen then 1 else 0"}
"""


def test_a_default_stands_until_the_fact_is_given(tmp_path: Path) -> None:
    program = program_on(pack_of(tmp_path / "be", FACTS, "result, side"))
    assert values_of(program, gross="100")["result"] == exact("115.20")
    assert values_of(program, gross="100", hours="0", children=2)["result"] == 102
    assert values_of(program, gross="100", region=1, children=2)["side"] == 1
    assert values_of(program, gross="100", region=1, children=2, seen=0)["side"] == 0


def test_a_choice_beside_the_root_stands_instead_of_its_formula(tmp_path: Path) -> None:
    text = """
    lines:
      cost: {formula: gross * 20 %, round: floor to 0.05}
      result: {formula: gross - cost}
    """
    program = program_on(pack_of(tmp_path / "be", text, "result, cost", choices="cost"))
    assert "cost" in program.givable
    assert "result" not in program.givable
    assert values_of(program, gross="10.10")["result"] == exact("8.10")
    assert values_of(program, gross="10.10", cost="3.33")["result"] == exact("6.77")


def test_a_given_finer_than_its_unit_is_not_accepted(tmp_path: Path) -> None:
    program = compiled(program_on(pack_of(tmp_path / "be", FACTS)))
    with pytest.raises(ValueError, match="hours"):
        program.values({"gross": Fraction(1), "hours": Fraction(1, 3)})


def test_a_total_to_date_is_nothing_before_the_first_act(tmp_path: Path) -> None:
    text = """
    inputs:
      year_to_date.result: {type: money, sum_of: result, window: calendar_year, per: [worker]}
    lines:
      result: {formula: gross * 10 % - year_to_date.result}
    """
    pack = pack_of(tmp_path / "be", text)
    assert value(pack) == 100
    assert value(pack, year_to_date__result="130") == -30


def test_a_slice_holds_what_moves_and_takes_the_rest_as_given(tmp_path: Path) -> None:
    text = """
    lines:
      still: {formula: 3 * 2}
      moving: {formula: gross * still}
      result: {formula: moving - still}
      beside: {formula: gross * 2}
    """
    program = program_on(pack_of(tmp_path / "be", text, "result, beside, still"))
    part = sliced(program, "gross", ["result"], compiled(program).scales)
    assert part.names == ("gross", "still", "moving", "result")
    assert list(part.inputs) == ["gross", "still"]
    assert list(sliced(program, "gross", ["still"], compiled(program).scales).inputs) == ["gross", "still"]


# ---- gaps: through the simulator, which refuses or marks -----------------------------------------------------------

GAPS = """
inputs: {abroad: {type: bool, default: "false", why: at home}}
lines:
  tax: {formula: gross * 10 %}
  result: {formula: gross - tax}
  beside: {formula: gross * 1 %}
not_modelled:
  foreign_work:
    label: Work abroad
    law: art. 5
    why: the treaty was not read
    since: 2026-01-01
    when: abroad
    effect: refuse
    accepted_by: head of payroll
  rounding_of_2020:
    label: The decree of 2020
    why: not published
    since: 2026-01-01
    from: 2020-01-01
    until: 2020-12-31
    affects: [tax]
    effect: incomplete
    accepted_by: head of payroll
  other_line:
    label: Of a line that nothing reads
    why: as a counter-example
    since: 2026-01-01
    affects: [unread]
    effect: refuse
    accepted_by: head of payroll
"""


def registry_of(tmp_path: Path, text: str, values: str) -> Registry:
    write_pack(tmp_path / "common", {})
    header = (tmp_path / "common" / "pack.yaml").read_text().replace("country: BE\n", "")
    (tmp_path / "common" / "pack.yaml").write_text(header)
    act = ONE_ACT.format(root="gross", contract="none", choices="", values=values)
    write_pack(tmp_path / "be", {"act.yaml": act, "rules.yaml": text})
    return Registry(tmp_path)


def ran(tmp_path: Path, day: str, **given: str) -> Run:
    registry = registry_of(tmp_path, GAPS, "result, beside")
    return run(registry, Scenario("be", "work", date.fromisoformat(day), None, {"gross": "100", **given}))


def test_a_gap_refuses_the_cases_it_touches_and_no_other(tmp_path: Path) -> None:
    assert ran(tmp_path, "2019-01-01").values["result"] == 90
    with pytest.raises(Refused, match=r"not modelled: Work abroad\. the treaty was not read"):
        ran(tmp_path, "2019-01-01", abroad="true")


def test_a_gap_is_named_before_the_value_that_is_lacking_because_of_it(tmp_path: Path) -> None:
    text = """
    parameters: {limit: {type: money, values: {2020-01-01: "10"}}}
    inputs: {asked: {type: bool, default: "false", why: rare}}
    lines: {result: {formula: if asked then limit else gross}}
    not_modelled:
      limit_before_2020:
        label: The limit before 2020
        why: not found
        since: 2026-01-01
        until: 2019-12-31
        when: asked
        effect: refuse
        accepted_by: head of payroll
    """
    registry = registry_of(tmp_path, text, "result")
    with pytest.raises(Refused, match="not modelled: The limit before 2020"):
        run(registry, Scenario("be", "work", date(2019, 1, 1), None, {"gross": "100", "asked": "true"}))


def test_a_gap_marks_the_result_incomplete_on_its_days(tmp_path: Path) -> None:
    assert ran(tmp_path, "2020-06-01").gaps == ("rounding_of_2020",)
    assert ran(tmp_path, "2019-12-31").gaps == ()
    assert ran(tmp_path, "2021-01-01").gaps == ()


def test_a_figure_that_the_pack_does_not_compute_refuses_what_reads_it(tmp_path: Path) -> None:
    text = """
    interface: {bonus: {type: money}}
    inputs: {asked: {type: bool, default: "false", why: rare}}
    lines: {result: {formula: if asked then gross + bonus else gross}}
    """
    registry = registry_of(tmp_path, text, "result")
    country: Country = registry.country("be")
    assert "bonus" not in country.pack.definitions
    plain = Scenario("be", "work", date(2024, 1, 1), None, {"gross": "100"})
    assert run(registry, plain).values["result"] == 100
    with pytest.raises(Refused, match="this pack does not compute `bonus`"):
        run(registry, Scenario("be", "work", date(2024, 1, 1), None, {"gross": "100", "asked": "true"}))
