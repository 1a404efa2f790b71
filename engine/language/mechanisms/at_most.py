"""A ceiling."""

from engine.language.mechanisms.mechanism import Example, Mechanism

AT_MOST = Mechanism(
    word="at_most",
    title="An amount, but at most a limit",
    of={"amount": "what is limited", "limit": "the ceiling"},
    means="min(amount, limit)",
    why="A ceiling is what law calls it; `min` makes the reader work out which of the two wins.",
    law="Germany: Beitragsbemessungsgrenze (SGB IV § 159); France: plafond de la sécurité sociale; "
    "Austria: Höchstbeitragsgrundlage (ASVG § 45)",
    examples=(
        Example("at_most(gross, 4005)", {"gross": "3200"}, "3200"),
        Example("at_most(gross, 4005)", {"gross": "5100"}, "4005"),
    ),
)
