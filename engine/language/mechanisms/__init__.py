"""Words of formulas that are written in formulas: each a file with its definition, its reason and its examples.

They add nothing to what can be computed, only to what can be read: the kernel
evaluates their definition, and explanations show the word. A new one is a file
here and a line below; its page in `docs/reference/formulas.md` is made from the
file, and its examples are its test. None is added that no law needs.
"""

from __future__ import annotations

from typing import Final

from engine.language.mechanisms.annualised import ANNUALISED
from engine.language.mechanisms.at_least import AT_LEAST
from engine.language.mechanisms.at_most import AT_MOST
from engine.language.mechanisms.mechanism import Example, Mechanism
from engine.language.mechanisms.on_the_whole import ON_THE_WHOLE
from engine.language.mechanisms.part_above import PART_ABOVE
from engine.language.mechanisms.part_between import PART_BETWEEN
from engine.language.mechanisms.phased_out import PHASED_OUT
from engine.language.mechanisms.prorated import PRORATED

__all__ = ["MECHANISMS", "Example", "Mechanism"]

MECHANISMS: Final[dict[str, Mechanism]] = {
    mechanism.word: mechanism
    for mechanism in (
        AT_MOST,
        AT_LEAST,
        PART_ABOVE,
        PART_BETWEEN,
        PRORATED,
        ANNUALISED,
        PHASED_OUT,
        ON_THE_WHOLE,
    )
}
