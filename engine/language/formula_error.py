"""What is wrong with a formula, where in it, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(eq=True, unsafe_hash=True)
class FormulaError(Exception):
    """Positions count characters of the formula from 0; treated as a value, never changed.

    Not `frozen`, because Python itself writes the traceback into an exception.
    """

    code: str
    message: str
    mend: str
    start: int
    end: int

    def __str__(self) -> str:
        return f"{self.start}: {self.code} {self.message} ({self.mend})"
