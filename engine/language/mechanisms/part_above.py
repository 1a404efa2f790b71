"""The part of an amount above a threshold."""

from engine.language.mechanisms.mechanism import Example, Mechanism

PART_ABOVE = Mechanism(
    word="part_above",
    title="The part of an amount that lies above a threshold",
    of={"amount": "the whole amount", "threshold": "where the part begins"},
    means="max(amount - threshold, 0)",
    why="Nothing below the threshold, and only what exceeds it above: never a negative amount.",
    law="Italy: 1 % additional contribution above the first pension band (L. 438/1992 art. 3-ter); "
    "Spain: cuota de solidaridad (LGSS art. 19 bis)",
    examples=(
        Example("part_above(gross, 1000)", {"gross": "1250"}, "250"),
        Example("part_above(gross, 1000)", {"gross": "800"}, "0"),
    ),
)
