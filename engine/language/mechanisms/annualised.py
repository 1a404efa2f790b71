"""What an amount of a part of the year would be over the whole of it."""

from engine.language.mechanisms.mechanism import Example, Mechanism

ANNUALISED = Mechanism(
    word="annualised",
    title="An amount of some days, carried up to the whole year",
    of={
        "amount": "what was earned in the days that count",
        "done": "the days that count",
        "whole_year": "the days of a year, as the law counts them: 360, 365 …",
    },
    means="if done > 0 then amount * ((whole_year as number) / (done as number)) else amount * 0",
    why="A tariff of the year is asked for the pay of some days. Its way back is `prorated(tax, done, whole_year)`. "
    "From month, quarter or week to year use `per_year`.",
    law="Italy: detrazioni rapportate ai giorni (TUIR art. 13); Germany: § 39b EStG; Sweden: engångsbelopp",
    alike=("done", "whole_year"),
    examples=(
        Example("annualised(gross, days, 360)", {"gross": "2000", "days": "20"}, "36000"),
        Example("prorated(annualised(gross, days, 360), days, 360)", {"gross": "2000", "days": "20"}, "2000"),
    ),
)
