"""A floor."""

from engine.language.mechanisms.mechanism import Example, Mechanism

AT_LEAST = Mechanism(
    word="at_least",
    title="An amount, but at least a limit",
    of={"amount": "what must not fall too low", "limit": "the floor"},
    means="max(amount, limit)",
    why="A floor is what law calls it; `max` makes the reader work out which of the two wins.",
    law="Italy: minimale giornaliero (D.L. 463/1983 art. 7); Spain: base mínima de cotización (LGSS art. 147)",
    examples=(
        Example("at_least(gross, 1424.50)", {"gross": "1200"}, "1424.50"),
        Example("at_least(gross - 5000, 0)", {"gross": "1200"}, "0"),
    ),
)
