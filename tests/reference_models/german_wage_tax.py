"""German wage tax written a second time from the law (§§ 32a, 39b, 51a EStG; SolzG), without the pack or its engine.

Amounts are Decimals in euros; every rounding is spelled out by its direction. The tables are those of the charts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext
from typing import Literal

D = Decimal
ZERO, CENT, EURO, SIXTH = D(0), D("0.01"), D(1), D("0.000001")
Period = Literal["year", "month", "week", "day"]


@dataclass(frozen=True)
class Chart:
    """The figures of one official chart."""

    tariff: tuple[D, D, D, D, D, D, D, D, D]
    """Free amount, end and rise of zone 2, end and rise of zone 3 with its constant, end of zone 4, both deductions."""
    limits: tuple[int, int, int]
    surcharge_free: int
    child: int
    lump_sum: int
    single_parent: int
    pension_part: D
    pension_ceilings: tuple[D, D]
    """West and East, of a year."""
    health_ceiling: D
    care: D
    childless: D
    unemployment: D
    supplement: D


def _chart(first: str, rest: str) -> Chart:
    t = tuple(map(D, first.split()))
    r = rest.split()
    return Chart(
        tariff=(t[0], t[1], t[2], t[3], t[4], t[5], t[6], t[7], t[8]),
        limits=(int(r[0]), int(r[1]), int(r[2])),
        surcharge_free=int(r[3]), child=int(r[4]), lump_sum=int(r[5]), single_parent=int(r[6]),
        pension_part=D(r[7]) / 100,
        pension_ceilings=(D(r[8]) * 12, D(r[9]) * 12), health_ceiling=D(r[10]) * 12, care=D(r[11]) / 100,
        childless=D(r[12]) / 100, unemployment=D(r[13]) / 100, supplement=D(r[14]) / 100,
    )  # fmt: skip


CHARTS: dict[date, Chart] = {
    date(2018, 1, 1): _chart("9000 13996 997.8 54949 220.13 948.49 260532 8621.75 16437.70",
        "10440 27475 208426 972 7428 1000 1908 72 6500 5800 4425 1.275 0.25 1.5 1.0"),
    date(2019, 1, 1): _chart("9168 14254 980.14 55960 216.16 965.58 265326 8780.90 16740.68",
        "10635 27980 212261 972 7620 1000 1908 76 6700 6150 4537.50 1.525 0.25 1.25 0.45"),
    date(2020, 1, 1): _chart("9408 14532 972.87 57051 212.02 972.79 270500 8963.74 17078.74",
        "10898 28526 216400 972 7812 1000 1908 80 6900 6450 4687.50 1.525 0.25 1.2 0.55"),
    date(2021, 1, 1): _chart("9744 14753 995.21 57918 208.85 950.96 274612 9136.63 17374.99",
        "11237 28959 219690 16956 8388 1000 1908 84 7100 6700 4837.50 1.525 0.25 1.2 0.65"),
    date(2022, 1, 1): _chart("10347 14926 1088.67 58596 206.43 869.32 277825 9336.45 17671.20",
        "11793 29298 222260 16956 8388 1200 4008 88 7050 6750 4837.50 1.525 0.35 1.2 0.65"),
    date(2023, 1, 1): _chart("10908 15999 979.18 62809 192.59 966.53 277825 9972.98 18307.73",
        "12485 31404 222260 17543 8952 1230 4260 100 7300 7100 4987.50 1.525 0.35 1.3 0.8"),
    date(2023, 7, 1): _chart("10908 15999 979.18 62809 192.59 966.53 277825 9972.98 18307.73",
        "12485 31404 222260 17543 8952 1230 4260 100 7300 7100 4987.50 1.7 0.6 1.3 0.8"),
    date(2024, 1, 1): _chart("11604 17005 922.98 66760 181.19 1025.38 277825 10602.13 18936.88",
        "13279 33380 222260 18130 9312 1230 4260 100 7550 7450 5175 1.7 0.6 1.3 0.85"),
    date(2024, 12, 1): _chart("11784 17005 954.80 66760 181.19 991.21 277825 10636.31 18971.06",
        "13432 33380 222260 18130 9540 1230 4260 100 7550 7450 5175 1.7 0.6 1.3 0.85"),
    date(2025, 1, 1): _chart("12096 17443 932.30 68480 176.64 1015.13 277825 10911.92 19246.67",
        "13785 34240 222260 19950 9600 1230 4260 100 8050 8050 5512.50 1.8 0.6 1.3 1.25"),
    date(2026, 1, 1): _chart("12348 17799 914.51 69878 173.10 1034.87 277825 11135.63 19470.38",
        "14071 34939 222260 20350 9756 1230 4260 100 8450 8450 5812.50 1.8 0.6 1.3 1.45"),
}  # fmt: skip


@dataclass(frozen=True)
class Card:
    """What the electronic card and the worker's insurance say."""

    tax_class: int
    child_counter: D = ZERO
    factor: D = EURO
    childless: bool = True
    children: int = 0
    saxony: bool = False
    east: bool = False
    church_rate: D = ZERO


@dataclass(frozen=True)
class Withheld:
    wage_tax: D
    solidarity: D
    church_tax: D


@dataclass(frozen=True)
class Year:
    """The yearly amounts: tax, the tax that the surcharges stand on, solidarity surcharge."""

    tax: D
    assessed: D
    solidarity: D


def down(amount: D, to: D = EURO) -> D:
    return amount.quantize(to, ROUND_FLOOR)


def up(amount: D) -> D:
    return amount.quantize(EURO, ROUND_CEILING)


def tariff(chart: Chart, x: D) -> D:
    """§ 32a Abs. 1."""
    free, two, rise, three, slope, start, four, less_42, less_45 = chart.tariff
    if x < free + 1:
        return ZERO
    if x < two + 1:
        y = down((x - free) / 10000, SIXTH)
        return down(y * (rise * y + 1400))
    if x < three + 1:
        z = down((x - two) / 10000, SIXTH)
        return down(z * (slope * z + 2397) + start)
    return down(x * D("0.42") - less_42) if x < four + 1 else down(x * D("0.45") - less_45)


def splitting(chart: Chart, income: D) -> D:
    """Class III: twice the tariff of half the income."""
    return 2 * tariff(chart, down(income / 2))


def two_tariffs(chart: Chart, z: D, unit: D) -> D:
    """§ 39b Abs. 2 Satz 7: twice the difference of the tariffs on 1.25 and 0.75 of the income, at least 14 %."""
    difference = tariff(chart, down(z * D("1.25"), unit)) - tariff(chart, down(z * D("0.75"), unit))
    return max(2 * difference, down(z * D("0.14")))


def fifth_and_sixth(chart: Chart, income: D, unit: D) -> D:
    z = down(income)
    first, second, third = map(D, chart.limits)
    if z > second:
        tax = two_tariffs(chart, second, unit)
        if z > third:
            return down(down(tax + (third - second) * D("0.42")) + (z - third) * D("0.45"))
        return down(tax + (z - second) * D("0.42"))
    tax = two_tariffs(chart, z, unit)
    if z > first:
        tax = min(tax, down(two_tariffs(chart, first, unit) + (z - first) * D("0.42")))
    return tax


def by_class(chart: Chart, day: date, tax_class: int) -> Callable[[D], D]:
    if tax_class == 3:
        return lambda income: splitting(chart, income)
    if tax_class in (5, 6):
        return lambda income: fifth_and_sixth(chart, income, EURO if day.year >= 2026 else CENT)
    return lambda income: tariff(chart, down(income))


def provision(chart: Chart, day: date, period: Period, wage: D, card: Card) -> D:
    """The allowance for provision."""
    ceiling = chart.pension_ceilings[1 if card.east else 0]
    pension_wage, health_wage = min(wage, ceiling), min(wage, chart.health_ceiling)
    pension = down(pension_wage * D("0.093"), CENT)
    if day.year < 2023:
        pension = down(down(pension_wage * chart.pension_part, CENT) * D("0.093"), CENT)
    care, surcharge = chart.care, chart.childless
    if period == "year" and date(2023, 7, 1) <= day < date(2024, 1, 1):
        care, surcharge = D("0.016125"), D("0.00475")
    care += D("0.005") if card.saxony else ZERO
    if card.childless:
        care += surcharge
    elif day.year >= 2024:
        care -= D("0.0025") * max(min(card.children, 5) - 1, 0)
    health = down(health_wage * (D("0.07") + chart.supplement + care), CENT)
    whole = up(pension + health)
    if day.year >= 2026:
        if card.tax_class == 6:
            return whole
        return max(whole, up(pension + min(down(pension_wage * chart.unemployment, CENT) + health, D(1900))))
    least = min(down(pension_wage * D("0.12"), CENT), D(3000 if card.tax_class == 3 else 1900))
    return max(whole, up(pension + least))


def lump_sums(chart: Chart, wage: D, tax_class: int) -> D:
    if tax_class == 6:
        return ZERO
    single_parent = D(chart.single_parent) if tax_class == 2 else ZERO
    return up(min(wage, D(chart.lump_sum))) + 36 + single_parent


def year_of(chart: Chart, day: date, period: Period, wage: D, card: Card) -> Year:
    income = max(wage - lump_sums(chart, wage, card.tax_class) - provision(chart, day, period, wage, card), ZERO)
    tax_on = by_class(chart, day, card.tax_class)
    factor = card.factor if card.tax_class == 4 else EURO
    tax = down(tax_on(income) * factor)
    counter = {4: card.child_counter / 2, 5: ZERO, 6: ZERO}.get(card.tax_class, card.child_counter)
    child = down(counter * chart.child)
    assessed = down(tax_on(max(income - child, ZERO)) * factor) if child > 0 else tax
    free = D(chart.surcharge_free) * (2 if card.tax_class == 3 else 1)
    mitigated = (assessed - free) * (D("0.20") if day.year < 2021 else D("0.119"))
    solidarity = down(min(assessed * D("0.055"), mitigated), CENT) if assessed > free else ZERO
    return Year(tax, assessed, solidarity)


def chart_of(day: date) -> Chart:
    return CHARTS[max(first for first in CHARTS if first <= day)]


def made_good(new: D, old: D) -> D:
    """December 2024: eleven months by the old law are made good at once."""
    return max(new - 11 * (old - new), ZERO)


def yearly(day: date, period: Period, wage: D, card: Card) -> Year:
    year = year_of(chart_of(day), day, period, wage, card)
    if (day.year, day.month) == (2024, 12) and period != "year":
        old = year_of(chart_of(date(2024, 11, 30)), day, period, wage, card)
        return Year(
            made_good(year.tax, old.tax),
            made_good(year.assessed, old.assessed),
            made_good(year.solidarity, old.solidarity),
        )
    return year


def annualised(pay: D, period: Period) -> D:
    return {"year": pay, "month": pay * 12, "week": down(pay * 360 / 7, CENT), "day": pay * 360}[period]


def of_period(amount: D, period: Period) -> D:
    share = {"year": amount, "month": amount / 12, "week": amount * 7 / 360, "day": amount / 360}[period]
    return down(share, CENT)


def withheld(day: date, period: Period, pay: D, card: Card, supplement: D | None = None) -> Withheld:
    """What is withheld from the pay of one period."""
    with localcontext() as context:
        context.prec = 60
        year = yearly(day, period, annualised(pay, period), card) if supplement is None else None
        if year is None:
            assert supplement is not None
            share = supplement if day.year < 2019 else supplement / 2
            chart = replace(chart_of(day), supplement=share)
            year = year_of(chart, day, period, annualised(pay, period), card)
        return Withheld(
            of_period(year.tax, period),
            of_period(year.solidarity, period),
            down(of_period(year.assessed, period) * card.church_rate, CENT),
        )


def one_off(day: date, regular: D, payment: D, card: Card) -> Withheld:
    """§ 39b Abs. 3: the tax of the year with the payment, less that without it."""
    with localcontext() as context:
        context.prec = 60
        chart = chart_of(day)
        plain = replace(card, factor=EURO)
        before = year_of(chart, day, "year", regular, plain)
        after = year_of(chart, day, "year", regular + payment, plain)
        factor = card.factor if card.tax_class == 4 else EURO
        tax = down(max(after.tax - before.tax, ZERO) * factor)
        free = D(chart.surcharge_free) * (2 if card.tax_class == 3 else 1)
        assessed = year_of(chart, day, "year", regular + payment, card).assessed
        due = day.year < 2021 or assessed > free
        return Withheld(tax, down(tax * D("0.055"), CENT) if due else ZERO, down(tax * card.church_rate, CENT))
