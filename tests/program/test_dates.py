"""What holds when: dated values and their groups, the clocks they follow, what ended, what is derived."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.language import codes
from engine.language.diagnostic import Refused
from engine.program.meaning import NoValue
from engine.program.pack import Pack
from engine.program.program import Programs, compile_program
from engine.program.timeline import Dates, Segment, Stretch
from tests.support.packs import dates, exact, pack_of, program_on, value, values_of


def test_a_value_holds_from_its_day_until_the_next(tmp_path: Path) -> None:
    pack = pack_of(
        tmp_path / "be",
        """
        parameters:
          fee.rate: {type: rate, values: {2018-01-01: 6.5 %, 2020-07-01: {value: 7 %, source: minutes}}}
        lines: {result: {formula: gross * fee.rate}}
        """,
    )
    assert [value(pack, day) for day in ("2018-01-01", "2020-06-30", "2020-07-01")] == [65, 65, 70]


def test_before_its_first_day_and_after_its_end_a_value_refuses(tmp_path: Path) -> None:
    pack = pack_of(
        tmp_path / "be",
        """
        parameters:
          premium: {type: money, values: {2019-01-01: "10", 2021-01-01: {ended: true}, 2023-01-01: "12"}}
        lines: {result: {formula: gross + premium}}
        """,
    )
    assert [value(pack, day) for day in ("2019-01-01", "2020-12-31", "2023-01-01")] == [1010, 1010, 1012]
    with pytest.raises(NoValue, match="has no value on 2018-12-31"):
        value(pack, "2018-12-31")
    with pytest.raises(NoValue, match="`premium` ended on 2021-01-01"):
        value(pack, "2022-06-01")


def test_a_missing_value_refuses_only_what_uses_it(tmp_path: Path) -> None:
    pack = pack_of(
        tmp_path / "be",
        """
        parameters:
          premium: {type: money, values: {2020-01-01: "10"}}
        inputs: {entitled: {type: bool, default: "false", why: rare}}
        contracts:
          plain: {label: Plain}
          special: {label: Special, properties: {contract.premium: "true"}}
        properties: {contract.premium: {type: bool, default: "false"}}
        lines:
          result: {formula: if entitled then gross + premium else gross}
          other: {formula: if contract.premium then premium else 0}
        """,
        "result, other",
        contract="required",
    )
    plain, special = (program_on(pack, "2019-01-01", contract) for contract in ("plain", "special"))
    assert values_of(plain, gross="100", entitled=0)["result"] == 100
    with pytest.raises(NoValue, match="`premium` has no value on 2019-01-01"):
        values_of(plain, gross="100", entitled=1)
    with pytest.raises(NoValue, match="`premium` has no value on 2019-01-01"):
        values_of(special, gross="100", entitled=0)


def test_fields_of_a_group_change_together(tmp_path: Path) -> None:
    pack = pack_of(
        tmp_path / "be",
        """
        parameters:
          bonus.a:
            fields: {maximum: money, slope: rate}
            values:
              2018-01-01: {maximum: "197.67", slope: 21.94 %, law: art. 1}
              2020-01-01: {maximum: "205.65", slope: 22.88 %}
        lines: {result: {formula: bonus.a.maximum - bonus.a.slope * gross}}
        """,
    )
    assert value(pack, "2019-12-31", gross="100") == exact("175.73")
    assert value(pack, "2020-01-01", gross="100") == exact("182.77")


def test_a_parameter_may_be_made_of_others_and_rounded(tmp_path: Path) -> None:
    pack = pack_of(
        tmp_path / "be",
        """
        parameters:
          wage: {type: money, values: {2018-01-01: "1562.59", 2020-01-01: "1625.72"}}
          limit: {type: money, round: floor to 1, values: {2018-01-01: 1.03 * wage}}
          half: {type: money, values: {2018-01-01: limit / 2, 2021-01-01: "1000"}}
        lines: {result: {formula: half}}
        """,
    )
    assert [value(pack, day) for day in ("2019-06-01", "2020-06-01", "2021-06-01")] == [
        exact("804.50"),
        exact("837.00"),
        1000,
    ]


def test_a_parameter_cannot_be_made_of_a_line(tmp_path: Path) -> None:
    pack = pack_of(
        tmp_path / "be",
        """
        parameters: {limit: {type: money, values: {2018-01-01: gross * 2}}}
        lines: {result: {formula: limit}}
        """,
    )
    with pytest.raises(Refused, match="a parameter is made of numbers and other parameters"):
        program_on(pack)


CLOCKS = """
parameters:
  by_work: {type: rate, values: {2018-01-01: 1 %, 2020-01-01: 2 %}}
  by_payment: {type: rate, follows: payment, values: {2018-01-01: 10 %, 2020-01-01: 20 %}}
  by_start: {type: rate, follows: contract_start, values: {2018-01-01: 30 %, 2020-01-01: 40 %}}
lines:
  worked: {formula: gross * by_work}
  paid: {formula: gross * by_payment}
  begun: {formula: gross * by_start}
  fixed: {formula: gross * (by_work at 2019-12-31)}
  begun.worked: {formula: gross * (by_work at contract_start)}
  new_year: {formula: gross * (by_work at start_of_year)}
  result: {follows: payment, formula: {2018-01-01: "1", 2020-01-01: "2"}}
"""


def test_each_value_follows_its_own_date(tmp_path: Path) -> None:
    pack = pack_of(tmp_path / "be", CLOCKS, "worked, paid, begun, fixed, begun.worked, new_year, result")
    shown = ("worked", "paid", "begun", "fixed", "begun.worked", "new_year", "result")

    def on(work: str, payment: str, start: str) -> list[int]:
        values = values_of(program_on(pack, dates(work, payment, start)), gross="100")
        return [int(values[name]) for name in shown]

    assert on("2019-12-15", "2020-01-05", "2019-12-01") == [1, 20, 30, 1, 1, 1, 2]
    assert on("2020-01-15", "2019-12-20", "2019-12-01") == [2, 10, 30, 1, 1, 2, 1]
    assert on("2020-01-15", "2020-01-20", "2020-01-15") == [2, 20, 40, 1, 2, 2, 2]


def test_a_program_says_how_long_it_holds(tmp_path: Path) -> None:
    pack = pack_of(tmp_path / "be", CLOCKS, "worked, paid")
    segment = program_on(pack, dates("2019-12-15", "2020-01-05")).segment
    assert segment.work == Stretch(date(2018, 1, 1), date(2020, 1, 1))
    assert segment.payment == Stretch(date(2020, 1, 1), None)
    assert segment.contract_start == Stretch()


def test_programs_are_found_again_within_their_segment(tmp_path: Path) -> None:
    programs = Programs(pack_of(tmp_path / "be", CLOCKS, "worked"))
    first = programs.program("work", None, dates("2019-12-15"))
    assert programs.program("work", None, dates("2018-01-01")) is first
    assert programs.program("work", None, dates("2020-01-01")) is not first


ANY_DAY = st.dates(date(2018, 1, 1), date(2022, 12, 31))


@given(st.lists(st.tuples(ANY_DAY, ANY_DAY, ANY_DAY), min_size=2, max_size=6))
@settings(max_examples=40)
def test_steps_taken_over_from_other_dates_are_those_of_a_fresh_compilation(
    tmp_path_factory: pytest.TempPathFactory, asked: list[tuple[date, date, date]]
) -> None:
    pack = _clocked(tmp_path_factory)
    programs = Programs(pack)
    for work, payment, start in asked:
        on = Dates(work, payment, start)
        kept, fresh = programs.program("work", None, on), compile_program(pack, "work", None, on)
        assert {step.name: step for step in kept.steps} == {step.name: step for step in fresh.steps}
        assert _inside(kept.segment, fresh.segment)


_PACKS: dict[str, Pack] = {}


def _clocked(factory: pytest.TempPathFactory) -> Pack:
    if "clocks" not in _PACKS:
        shown = "worked, paid, begun, fixed, begun.worked, new_year, result"
        _PACKS["clocks"] = pack_of(factory.mktemp("clocks") / "be", CLOCKS, shown)
    return _PACKS["clocks"]


def _inside(inner: Segment, outer: Segment) -> bool:
    """Whether a program claims to hold no longer than a fresh compilation says."""
    pairs = [(getattr(inner, clock), getattr(outer, clock)) for clock in ("work", "payment", "contract_start")]
    return all(
        a.since >= b.since and (b.until is None or (a.until is not None and a.until <= b.until)) for a, b in pairs
    )


def test_nothing_changes_within_a_segment(tmp_path: Path) -> None:
    pack = pack_of(tmp_path / "be", CLOCKS, "worked, paid, begun, new_year")
    program = program_on(pack, "2019-06-15")
    stretch = program.segment.work
    assert stretch == Stretch(date(2019, 1, 1), date(2020, 1, 1))
    last = stretch.last
    assert last is not None
    for day in (stretch.since, last):
        assert program_on(pack, Dates(day, date(2019, 6, 15), date(2019, 6, 15))).steps == program.steps
    after = Dates(last + timedelta(days=1), date(2019, 6, 15), date(2019, 6, 15))
    assert program_on(pack, after).steps != program.steps


def test_properties_of_contracts_are_read_by_formulas_and_may_be_dated(tmp_path: Path) -> None:
    pack = pack_of(
        tmp_path / "be",
        """
        properties:
          contract.exempt: {type: bool, default: "false"}
          contract.factor: {type: number}
        contracts:
          plain: {label: Plain, properties: {contract.factor: "2"}}
          student:
            label: Student
            properties: {contract.exempt: "true", contract.factor: {2018-01-01: "3", 2020-01-01: "4"}}
          bare: {label: Bare}
        lines:
          result: {formula: if contract.exempt then gross else gross * contract.factor}
          scaled: {formula: if contract == student then contract.factor * 100 else 0}
        """,
        "result, scaled",
        contract="required",
    )
    assert values_of(program_on(pack, "2019-01-01", "plain"), gross="10") == {"gross": 10, "result": 20, "scaled": 0}
    assert values_of(program_on(pack, "2019-01-01", "student"), gross="10")["scaled"] == 300
    assert values_of(program_on(pack, "2020-01-01", "student"), gross="10")["scaled"] == 400
    with pytest.raises(NoValue, match=r"`bare` does not say its `contract.factor`"):
        values_of(program_on(pack, "2019-01-01", "bare"), gross="10")


def test_a_circle_is_named_by_its_lines(tmp_path: Path) -> None:
    pack = pack_of(
        tmp_path / "be",
        "lines: {result: {formula: a}, a: {formula: b + 1}, b: {formula: a * 2}}",
    )
    with pytest.raises(Refused, match="a → b → a") as refused:
        program_on(pack)
    assert refused.value.diagnostics[0].code == codes.CYCLE


def test_a_circle_that_a_day_cuts_is_none(tmp_path: Path) -> None:
    pack = pack_of(
        tmp_path / "be",
        """
        lines:
          result: {formula: a}
          a: {formula: {2018-01-01: gross, 2020-01-01: b}}
          b: {formula: {2018-01-01: a, 2020-01-01: gross}}
        """,
        "result, b",
    )
    assert value(pack, "2019-01-01") == value(pack, "2021-01-01") == 1000


def test_a_rule_that_does_not_concern_the_case_need_not_exist(tmp_path: Path) -> None:
    pack = pack_of(
        tmp_path / "be",
        """
        contracts: {plain: {label: Plain}, other: {label: Other}}
        lines: {result: {formula: if contract == plain then gross else unwritten}}
        """,
        contract="required",
    )
    assert values_of(program_on(pack, contract="plain"), gross="5")["result"] == 5
    with pytest.raises(Refused, match="there is no `unwritten`"):
        program_on(pack, contract="other")
