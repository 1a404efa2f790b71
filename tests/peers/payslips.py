"""French payslips by chance, each as a scenario of ours and as plain facts for another engine."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from simulator.scenario import Scenario

FIRST_YEAR, LAST_YEAR = 2018, 2025
HEADCOUNTS = ((1, 10), (11, 19), (20, 49), (50, 249), (250, 1999), (2000, 5000))
FRACTIONS = ("1", "1", "1", "0.8", "0.6", "0.5", "0.25")
ACCIDENT_RATES = ("0.0064", "0.009", "0.0111", "0.0212", "0.0415")
PREMIUMS = ("0", "0", "0", "38.40", "61.55")
APPRENTICES = ("0.05", "0.06", "0.045", "0.035", "0.025", "0.015", "0.005")
SMIC_OF_MONTH = {
    2018: 1498.47,
    2019: 1521.22,
    2020: 1539.42,
    2021: 1554.58,
    2022: 1645.58,
    2023: 1747.20,
    2024: 1766.92,
    2025: 1801.80,
}
"""A yardstick for the amounts only; neither engine reads it."""


@dataclass(frozen=True, slots=True)
class Payslip:
    """One month of pay, or the part of it that a contract fills."""

    contract: str
    start: date
    end: date
    last_day: date | None
    """The last day of the contract; an open-ended one that is left within the month has it too."""
    gross: Decimal
    fraction: str
    cadre: bool
    headcount: int
    accident_rate: str
    premium: str
    apprentices: str
    end_allowance_due: bool
    leave_paid_out: bool

    @property
    def ends(self) -> bool:
        """The contract has a term and ends with this payslip, which holds its allowances."""
        return self.contract == "fixed_term" and self.last_day == self.end

    def scenario(self) -> Scenario:
        """The payslip as an act of ours."""
        given = {
            "gross": str(self.gross),
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "worker.status": "cadre" if self.cadre else "non_cadre",
            "employer.headcount": str(self.headcount),
            "employer.accident_rate": self.accident_rate,
            "employer.apprentices": self.apprentices,
            "health_cover.premium": self.premium,
            "work_time.fraction": self.fraction,
        }
        if self.contract == "fixed_term" and self.last_day is not None:
            given |= {
                "contract.first_day": self.start.isoformat(),
                "contract.last_day": self.last_day.isoformat(),
                "pay.end_allowance_due": str(self.end_allowance_due).lower(),
                "pay.leave_paid_out": str(self.leave_paid_out).lower(),
            }
        return Scenario("fr", "hire", self.end, self.contract, given)

    def facts(self) -> dict[str, Any]:
        """The payslip in JSON's own types, dates and amounts as text."""
        plain = asdict(self) | {"ends": self.ends}
        return {name: str(fact) if isinstance(fact, (date, Decimal)) else fact for name, fact in plain.items()}


def payslips(wanted: int, seed: int) -> list[Payslip]:
    """Payslips spread evenly over the months, with amounts from 0.3 to 5 minimum wages of the time worked."""
    chance, months = Random(seed), 12 * (LAST_YEAR - FIRST_YEAR + 1)
    return [_payslip(chance, FIRST_YEAR + number % months // 12, number % 12 + 1) for number in range(wanted)]


def _payslip(chance: Random, year: int, month: int) -> Payslip:
    days = monthrange(year, month)[1]
    contract = chance.choice(("open_ended", "fixed_term"))
    first, last = chance.choice(((1, days), (1, days), (chance.randint(2, 20), days), (1, chance.randint(8, days - 1))))
    if contract == "fixed_term" and chance.random() < 0.2:
        first = chance.randint(2, 12)
        last = chance.randint(first + 4, days - 1)
    start, end = date(year, month, first), date(year, month, last)
    last_day: date | None = end if last < days else None
    if contract == "fixed_term" and last_day is None:
        last_day = chance.choice((end, end + timedelta(days=chance.randint(20, 200))))
    fraction = chance.choice(FRACTIONS)
    time = float(fraction) * (last - first + 1) / days
    gross = SMIC_OF_MONTH[year] * time * chance.choice((chance.uniform(0.3, 1.7), chance.uniform(1.0, 5.0)))
    return Payslip(
        contract=contract,
        start=start,
        end=end,
        last_day=last_day,
        gross=Decimal(gross).quantize(Decimal("0.01")),
        fraction=fraction,
        cadre=chance.random() < 0.35,
        headcount=chance.randint(*chance.choice(HEADCOUNTS)),
        accident_rate=chance.choice(ACCIDENT_RATES),
        premium=chance.choice(PREMIUMS),
        apprentices=chance.choice(APPRENTICES),
        end_allowance_due=chance.random() < 0.8,
        leave_paid_out=chance.random() < 0.8,
    )
