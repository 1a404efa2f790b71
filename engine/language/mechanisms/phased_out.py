"""A credit that melts away as income rises."""

from engine.language.mechanisms.mechanism import Example, Mechanism

PHASED_OUT = Mechanism(
    word="phased_out",
    title="An amount that shrinks by a rate of the income above a threshold, down to nothing",
    of={
        "amount": "the full amount",
        "income": "the income that makes it shrink",
        "threshold": "up to here it is full",
        "rate": "how much of each unit above is taken off",
    },
    means="max(amount - rate * max(income - threshold, 0), 0)",
    why="Full up to the threshold, never below nothing; the one formula behind most credits for low pay.",
    law="Netherlands: algemene heffingskorting and arbeidskorting (Wet IB 2001 art. 8.10, 8.11); Belgium: work "
    "bonus (AR du 17 janvier 2000 art. 2); Spain: reducción por rendimientos del trabajo (LIRPF art. 20)",
    examples=(
        Example("phased_out(300, gross, 2000, 20 %)", {"gross": "1900"}, "300"),
        Example("phased_out(300, gross, 2000, 20 %)", {"gross": "2500"}, "200"),
        Example("phased_out(300, gross, 2000, 20 %)", {"gross": "9000"}, "0"),
    ),
)
