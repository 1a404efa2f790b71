"""A rate that is looked up and applies to the whole base."""

from engine.language.mechanisms.mechanism import Example, Mechanism

ON_THE_WHOLE = Mechanism(
    word="on_the_whole",
    title="The share of the whole base, at the rate of the step it falls in",
    of={"rates": "a step scale, or a table, of rates", "base": "what it is looked up with and applied to"},
    means="rates(base) * base",
    why="One unit more can move the whole amount to another rate: a cliff. A scale whose rows have a `rate` is "
    "marginal instead; here its rows have a `value`, which is the rate.",
    law="Austria: unemployment insurance of low pay (AMPFG § 2a); France: CICE (CGI art. 244 quater C); "
    "Italy: somma integrativa (L. 207/2024 art. 1 c. 4)",
    examples=(
        Example(
            "on_the_whole(low_pay, gross)",
            {"gross": "2000"},
            "0",
            "scales:\n  low_pay:\n    type: rate\n    values:\n"
            "      2020-01-01: [{up_to: 2000, value: 0 %}, {up_to: 2200, value: 1 %}, {value: 3 %}]\n",
        ),
        Example(
            "on_the_whole(low_pay, gross)",
            {"gross": "2200"},
            "22",
            "scales:\n  low_pay:\n    type: rate\n    values:\n"
            "      2020-01-01: [{up_to: 2000, value: 0 %}, {up_to: 2200, value: 1 %}, {value: 3 %}]\n",
        ),
    ),
    scale="rates",
)
