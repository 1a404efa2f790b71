"""The slice of an amount between two limits."""

from engine.language.mechanisms.mechanism import Example, Mechanism

PART_BETWEEN = Mechanism(
    word="part_between",
    title="The slice of an amount between two limits",
    of={"amount": "the whole amount", "low": "where the slice begins", "high": "where it ends"},
    means="max(min(amount, high) - low, 0)",
    why="A contribution due on one slice of the pay is one line with one rate.",
    law="France: tranche 2, from one to eight times the ceiling of social security (ANI AGIRC-ARRCO 2017 art. 32)",
    examples=(
        Example("part_between(gross, 1000, 8000) * 10 %", {"gross": "3000"}, "200"),
        Example("part_between(gross, 1000, 8000)", {"gross": "9500"}, "7000"),
        Example("part_between(gross, 1000, 8000)", {"gross": "900"}, "0"),
    ),
)
