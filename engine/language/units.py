"""The periods an amount can be counted in."""

from typing import Final, Literal

Period = Literal["hour", "day", "week", "month", "quarter", "year", "act", "payment"]

PERIODS: Final[frozenset[str]] = frozenset(("hour", "day", "week", "month", "quarter", "year", "act", "payment"))
