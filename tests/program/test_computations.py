"""The ways to compute a line, each by a small pack as its author would write it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from engine.evaluation.scalar import compiled
from engine.language import codes
from engine.language.diagnostic import Refused
from engine.program.meaning import NoValue
from tests.support.packs import all_exact, dates, exact, pack_of, program_on, value, values_of


def test_a_line_is_exact_inside_and_rounded_once_when_stored(tmp_path: Path) -> None:
    pack = pack_of(
        tmp_path / "be",
        """
        lines:
          third: {formula: gross / 3}
          result: {formula: third * 3}
          whole: {formula: gross / 3 * 3}
        """,
        "result, whole",
    )
    values = values_of(program_on(pack), gross="100")
    assert (values["third"], values["result"], values["whole"]) == all_exact("33.33", "99.99", 100)


def test_money_is_rounded_half_away_from_zero_on_both_sides_of_it(tmp_path: Path) -> None:
    pack = pack_of(
        tmp_path / "be",
        """
        lines:
          result: {formula: gross * 21 %}
          back: {formula: -gross * 21 %}
        """,
        "result, back",
    )
    values = values_of(program_on(pack), gross="0.50")
    assert (values["result"], values["back"]) == (exact("0.11"), exact("-0.11"))


def test_the_quantum_of_the_currency_rounds_money(tmp_path: Path) -> None:
    pack = pack_of(tmp_path / "be", 'lines: {result: {formula: "gross * 18.5 %"}}', quantum="1")
    assert value(pack, gross="101") == 19


@pytest.mark.parametrize(
    ("word", "down", "up"),
    [
        ("round", "-2", "3"),
        ("floor", "-3", "2"),
        ("ceil", "-2", "3"),
        ("truncate", "-2", "2"),
        ("round_half_even", "-2", "2"),
        ("round_half_down", "-2", "2"),
    ],
)
def test_each_rounding_word(tmp_path: Path, word: str, down: str, up: str) -> None:
    """-2.4 and 2.5 to whole numbers."""
    pack = pack_of(
        tmp_path / "be",
        f"""
        lines:
          result: {{formula: {word}(gross to 1)}}
          under: {{formula: "{word}(-gross + 0.1 to 1)"}}
        """,
        "result, under",
    )
    values = values_of(program_on(pack), gross="2.5")
    assert (values["under"], values["result"]) == (exact(down), exact(up))


def test_a_formula_and_its_rounding_change_on_their_days(tmp_path: Path) -> None:
    pack = pack_of(
        tmp_path / "be",
        """
        lines:
          result:
            formula:
              2018-01-01: floor(gross * 90 % to 15)
              2023-01-01: gross * 90 %
          cut:
            formula: gross * 33.333 %
            round: {2018-01-01: floor to 1, 2023-01-01: ceil to 0.1}
        """,
        "result, cut",
    )
    assert value(pack, "2022-12-31") == 900
    assert value(pack, "2022-12-31", gross="1001") == 900
    assert value(pack, "2023-01-01", gross="1001") == exact("900.90")
    assert value(pack, "2022-12-31", "cut") == 333
    assert value(pack, "2023-01-01", "cut") == exact("333.40")


def test_a_choice_takes_its_first_row_that_holds(tmp_path: Path) -> None:
    pack = pack_of(
        tmp_path / "be",
        """
        lines:
          result:
            choose:
              - {when: gross <= 100, value: 1}
              - {when: gross <= 200, value: 2}
              - {otherwise: 3}
        """,
    )
    assert [value(pack, gross=gross) for gross in ("100", "100.01", "200", "201")] == [1, 2, 2, 3]


def test_a_choice_computes_only_the_side_it_takes(tmp_path: Path) -> None:
    pack = pack_of(
        tmp_path / "be",
        """
        inputs:
          days: {type: days, range: ["0", "31"], default: "0", why: none}
        lines:
          result: {formula: if days == 0 then 0 else gross / days}
        """,
    )
    assert value(pack) == 0
    assert value(pack, days="4") == 250


def test_a_choice_without_otherwise_refuses_what_no_row_holds_for(tmp_path: Path) -> None:
    pack = pack_of(tmp_path / "be", 'lines: {result: {choose: [{when: gross > 5, value: "1"}]}}')
    assert value(pack, gross="6") == 1
    with pytest.raises(NoValue, match="no row of the choice holds"):
        value(pack, gross="5")


def test_a_sum_adds_and_takes_off_by_name_and_changes_on_its_day(tmp_path: Path) -> None:
    pack = pack_of(
        tmp_path / "be",
        """
        lines:
          a: {formula: gross * 10 %}
          b: {formula: gross * 1 %}
          result: {sum: {2020-01-01: [a, -b], 2021-01-01: [-b, a, a]}}
        """,
    )
    assert value(pack, "2020-06-01") == 90
    assert value(pack, "2021-01-01") == 190
    with pytest.raises(NoValue, match="`result` has no formula on that date"):
        value(pack, "2019-12-31")


CUT = """
lines:
  credit:
    take_from: gross
    in_order:
      2018-01-01: [{as: first, up_to: "300"}, {as: second, up_to: "500"}]
      2022-01-01: [{as: second, up_to: "500"}, {as: first, up_to: "300"}]
  result: {formula: credit}
"""


@pytest.mark.parametrize(
    ("day", "gross", "first", "second"),
    [
        ("2021-12-31", "1000", 300, 500),
        ("2021-12-31", "400", 300, 100),
        ("2021-12-31", "200", 200, 0),
        ("2022-01-01", "400", 0, 400),
        ("2022-01-01", "600", 100, 500),
    ],
)
def test_parts_are_served_in_the_order_of_the_day(
    tmp_path: Path, day: str, gross: str, first: int, second: int
) -> None:
    pack = pack_of(tmp_path / "be", CUT, "result, credit.first, credit.second, credit.left")
    values = values_of(program_on(pack, day), gross=gross)
    assert (values["credit.first"], values["credit.second"]) == all_exact(first, second)
    assert values["result"] == first + second
    assert values["credit.left"] == exact(gross) - first - second


def test_an_order_before_its_first_day_refuses(tmp_path: Path) -> None:
    pack = pack_of(tmp_path / "be", CUT)
    with pytest.raises(NoValue, match="`credit"):
        value(pack, "2017-12-31")


def test_parts_are_rounded_as_the_line_says(tmp_path: Path) -> None:
    pack = pack_of(
        tmp_path / "be",
        "lines: {result: {take_from: gross, in_order: [{as: a, up_to: gross / 3}], round: floor to 1}}",
        "result, result.a, result.left",
    )
    values = values_of(program_on(pack), gross="100")
    assert (values["result.a"], values["result"], values["result.left"]) == all_exact(33, 33, 67)


MARGINAL = """
scales:
  tariff:
    of: money
    type: money
    {each}
    values:
      2018-01-01: [{{up_to: "1000", rate: 25 %}}, {{up_to: "2000.50", rate: 33.33 %}}, {{rate: 50 %}}]
      2020-01-01: [{{below: "1000", rate: 10 %}}, {{amount: "150", rate: 20 %}}]
lines:
  result: {{formula: tariff(gross)}}
  twice: {{formula: tariff(gross / 2) + tariff(gross - gross / 2)}}
"""


def test_a_marginal_scale_taxes_each_part_at_its_own_rate(tmp_path: Path) -> None:
    pack = pack_of(tmp_path / "be", MARGINAL.format(each=""), "result, twice")
    taxed = {gross: value(pack, "2019-01-01", gross=gross) for gross in ("0", "1000", "1500", "2100.50")}
    assert taxed == {"0": 0, "1000": 250, "1500": exact("416.65"), "2100.50": exact("633.47")}
    assert value(pack, "2019-01-01", "twice", gross="1500") == 375


def test_a_bracket_may_state_its_amount(tmp_path: Path) -> None:
    pack = pack_of(tmp_path / "be", MARGINAL.format(each=""))
    assert value(pack, "2020-01-01", gross="999.99") == exact("100.00")
    assert value(pack, "2020-01-01", gross="1000") == 150
    assert value(pack, "2020-01-01", gross="1100") == 170


def test_each_bracket_may_be_rounded(tmp_path: Path) -> None:
    pack = pack_of(tmp_path / "be", MARGINAL.format(each="each_bracket: floor to 1"))
    assert value(pack, "2019-01-01", gross="2100.50") == 250 + 333 + 50


def test_a_step_scale_gives_one_value_for_the_whole_base(tmp_path: Path) -> None:
    pack = pack_of(
        tmp_path / "be",
        """
        scales:
          steps: {values: {2018-01-01: [{up_to: "100", value: "7"}, {below: "200", value: "8"}, {value: "9"}]}}
        lines: {result: {formula: steps(gross)}}
        """,
    )
    assert [value(pack, gross=gross) for gross in ("0", "100", "100.01", "199.99", "200")] == [7, 7, 8, 8, 9]


def test_a_scale_refuses_where_a_figure_of_it_has_ended(tmp_path: Path) -> None:
    pack = pack_of(
        tmp_path / "be",
        """
        parameters:
          bound: {type: money, values: {2018-01-01: "100", 2020-01-01: {ended: true}}}
        scales:
          steps: {values: {2018-01-01: [{up_to: bound, rate: 10 %}, {rate: 20 %}]}}
        lines: {result: {formula: steps(gross)}}
        """,
    )
    assert value(pack, "2019-12-31") == 190
    with pytest.raises(NoValue, match="`bound` ended on 2020-01-01"):
        value(pack, "2020-01-01")


def test_a_scale_cannot_read_a_line(tmp_path: Path) -> None:
    pack = pack_of(
        tmp_path / "be",
        """
        scales: {steps: {values: {2018-01-01: [{up_to: gross, rate: 10 %}, {rate: 20 %}]}}}
        lines: {result: {formula: steps(gross)}}
        """,
    )
    with pytest.raises(Refused, match="reads an input or a line") as refused:
        program_on(pack)
    assert refused.value.diagnostics[0].code == codes.NOT_CONSTANT


TABLE = """
enums:
  region: {members: {north: {label: N}, south: {label: S}, west: {label: W}}}
inputs:
  home: {type: region, default: north, why: most live there}
  children: {type: count, range: ["0", "12"], default: "0", why: none}
tables:
  local_rate: {by: region, type: rate, values: {2018-01-01: {rows: {north: 7 %, south: 8 %}, otherwise: 9 %}}}
  relief:
    by: count
    values: {2018-01-01: {rows: {"0": "0", "1": "30", "2": "80"}, each_further: "60"}}
  strict: {by: count, values: {2018-01-01: {rows: {"1": "5"}}, 2020-01-01: {ended: true}}}
lines:
  result: {formula: gross * local_rate(home)}
  reliefs: {formula: relief(children)}
  known: {formula: strict(children)}
"""


def test_tables_by_member_with_a_row_for_all_others(tmp_path: Path) -> None:
    program = program_on(pack_of(tmp_path / "be", TABLE))
    assert [values_of(program, gross="1000", home=home)["result"] for home in (0, 1, 2)] == [70, 80, 90]


def test_tables_by_count_with_an_amount_for_each_further_one(tmp_path: Path) -> None:
    program = program_on(pack_of(tmp_path / "be", TABLE, "reliefs"))
    assert [values_of(program, gross=0, children=n)["reliefs"] for n in (0, 1, 2, 3, 5)] == [0, 30, 80, 140, 260]


def test_a_table_without_the_key_refuses_and_so_does_one_that_ended(tmp_path: Path) -> None:
    pack = pack_of(tmp_path / "be", TABLE, "known")
    assert value(pack, "2019-06-01", "known", children="1") == 5
    with pytest.raises(NoValue, match="no row for this key"):
        value(pack, "2019-06-01", "known", children="2")
    with pytest.raises(NoValue, match="does not hold on that date"):
        value(pack, "2020-01-01", "known", children="1")


def test_a_function_keeps_its_inner_lines_apart_each_time_it_is_called(tmp_path: Path) -> None:
    """The German zones: an inner line cut to six places, the result to whole euros."""
    pack = pack_of(
        tmp_path / "be",
        """
        functions:
          tariff:
            of: {x: money, start: money}
            type: money
            round: floor to 1
            lines:
              y: {type: number, formula: "floor(max(x - start, 0) / 10000 to 0.000001)"}
              slope: {type: number, formula: 932.30 * y + 1400, round: round to 0.01}
            formula: slope * y
        lines:
          result: {formula: "tariff(gross, 11784)"}
          both: {formula: "2 * tariff(gross / 2, 0) + tariff(gross, 11784)"}
        """,
        "result, both",
    )
    y = exact("0.321612")
    slope = Fraction(round((exact("932.30") * y + 1400) * 100), 100)
    values = values_of(program_on(pack), gross="15000.12")
    assert values["result"] == slope * y // 1
    half = exact("0.750006")
    slope_of_half = Fraction(round((exact("932.30") * half + 1400) * 100), 100)
    assert values["both"] == 2 * (slope_of_half * half // 1) + values["result"]


WITH = """
inputs:
  children: {type: count, range: ["0", "12"], default: "0", why: none}
lines:
  base: {formula: gross - 100 * children}
  tax: {formula: base * 20 %}
  relief: {formula: "tax with {children: 0} - tax"}
  result: {formula: relief}
  doubled: {formula: "tax with {gross: gross * 2, children: children + 1}"}
  deep: {formula: "relief with {gross: 500}"}
"""


def test_the_same_lines_under_other_inputs(tmp_path: Path) -> None:
    values = values_of(program_on(pack_of(tmp_path / "be", WITH, "result, doubled, deep")), gross="1000", children="3")
    assert values["tax"] == 140
    assert values["result"] == 60
    assert values["doubled"] == 320
    assert values["deep"] == 60


def test_lines_under_other_inputs_are_rounded_as_ever(tmp_path: Path) -> None:
    pack = pack_of(
        tmp_path / "be",
        """
        lines:
          third: {formula: gross / 3}
          result: {formula: "(third with {gross: 200}) * 3"}
        """,
    )
    assert value(pack) == exact("200.01")


def test_periods_are_converted_exactly(tmp_path: Path) -> None:
    pack = pack_of(
        tmp_path / "be",
        """
        lines:
          monthly: {type: money/month, formula: gross as money/month}
          yearly: {type: money/year, formula: per_year(monthly)}
          quarterly: {type: money/quarter, formula: per_quarter(yearly)}
          result: {type: money/month, formula: per_month(per_year(monthly) + 1)}
        """,
        "result, quarterly",
    )
    values = values_of(program_on(pack), gross="100.01")
    assert (values["yearly"], values["quarterly"], values["result"]) == (
        exact("1200.12"),
        exact("300.03"),
        exact("100.09"),
    )


def test_a_broken_power_is_decided_by_the_rounding_around_it(tmp_path: Path) -> None:
    """The French reduction: (a / b - 1) to the power of 1.75, in a rate of four places."""
    pack = pack_of(
        tmp_path / "be",
        """
        lines:
          result: {type: rate, formula: "round(0.02 + 0.3 * (gross / 1000) ^ 1.75 to 0.0001)"}
          stored: {type: rate, round: round to 0.0001, formula: "0.02 + 0.3 * (gross / 1000) ^ 1.75"}
          root: {type: number, formula: floor(gross ^ 0.5 to 1)}
        """,
        "result, stored, root",
    )
    values = values_of(program_on(pack), gross="400")
    assert values["result"] == values["stored"] == exact("0.0804")
    assert values["root"] == 20


def test_a_broken_power_that_no_rounding_decides_refuses(tmp_path: Path) -> None:
    pack = pack_of(tmp_path / "be", 'lines: {result: {formula: "gross ^ 1.5 * gross ^ 0.5"}}')
    with pytest.raises((NoValue, Refused)):
        value(pack)


def test_a_value_that_may_have_no_end_must_say_its_rounding(tmp_path: Path) -> None:
    pack = pack_of(tmp_path / "be", "lines: {result: {type: rate, formula: gross / 3000}}")
    with pytest.raises(Refused, match="nothing says how it is rounded") as refused:
        compiled(program_on(pack))
    assert refused.value.diagnostics[0].code == codes.NEEDS_ROUNDING


def test_a_division_by_zero_refuses_the_case_alone(tmp_path: Path) -> None:
    pack = pack_of(
        tmp_path / "be",
        """
        inputs: {days: {type: days, range: ["0", "31"], default: "2", why: two}}
        lines: {result: {formula: gross / days}}
        """,
    )
    assert value(pack) == 500
    with pytest.raises(NoValue, match="division by zero"):
        value(pack, days="0")


def test_dates_are_counted(tmp_path: Path) -> None:
    pack = pack_of(
        tmp_path / "be",
        """
        inputs:
          born: {type: date, default: 2000-02-29, why: a leap day}
        lines:
          result: {type: count, formula: "age(born, date)"}
          days: {type: days, formula: "weekdays_between(first_of_month(date), last_of_month(date))"}
        """,
        "result, days",
    )
    on = date(2018, 2, 28).toordinal()
    values = values_of(program_on(pack, dates("2018-02-28")), gross=0, date=on)
    assert (values["result"], values["days"]) == all_exact(17, 20)
    assert values_of(program_on(pack, dates("2018-03-01")), gross=0, date=on + 1)["result"] == 18


def test_calling_with_a_wrong_number_of_arguments_is_refused_with_its_place(tmp_path: Path) -> None:
    pack = pack_of(tmp_path / "be", 'lines: {result: {formula: "age(date)"}}')
    with pytest.raises(Refused, match=r"rules.yaml:1:\d+: BAR404 `age` takes 2, here it has 1"):
        program_on(pack)
