"""A share for a part of the period."""

from engine.language.mechanisms.mechanism import Example, Mechanism

PRORATED = Mechanism(
    word="prorated",
    title="The share of an amount for a part of the period",
    of={
        "amount": "what is due for the whole period",
        "done": "days or hours that count",
        "whole": "days or hours of the whole period",
    },
    means="if whole > 0 then amount * ((done as number) / (whole as number)) else amount * 0",
    why="A part month, part time, or a limit of the year for some of its days. A period without any day gives 0, "
    "so that nothing is divided by zero. What is done beyond the whole gives more than the whole amount: "
    "write `at_most(done, whole)` where law does not.",
    law="France: prorata of the ceiling of social security (CSS art. R242-2); Belgium: reductions by "
    "performance fraction (loi-programme du 24 décembre 2002 art. 327); Germany: 360ths of the yearly tariff",
    alike=("done", "whole"),
    examples=(
        Example("prorated(gross, days, 30)", {"gross": "3925", "days": "12"}, "1570"),
        Example("prorated(gross, days, days)", {"gross": "1000", "days": "0"}, "0"),
    ),
)
