"""What the generated column code calls beside NumPy's own operations."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from engine.columns.dates import OF_ONE_DAY
from engine.columns.powers import power
from engine.columns.wide import decide

Numbers = npt.NDArray[np.int64]
Truths = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int16]


def refuse(refused: Codes, mask: Truths, code: np.int64) -> None:
    """Note the first reason for which the rows of the mask have no value."""
    if mask.any():
        np.putmask(refused, mask & (refused == 0), code)


def refuse_all(refused: Codes, code: np.int64) -> None:
    np.putmask(refused, refused == 0, code)


def tally(out: Numbers, *masks: Truths) -> None:
    """How many of the masks hold in each row."""
    count = masks[0].view(np.int8)
    for mask in masks[1:]:
        count = count + mask.view(np.int8)
    np.copyto(out, count)


def to_even(out: Numbers, moved: Numbers, quotient: Numbers, divisor: Numbers) -> None:
    """The quotient of a number already moved up by a half, ties taken to the even side."""
    tie = (moved == quotient * divisor) & ((quotient & 1) == 1)
    np.subtract(quotient, tie, out)


def merged(count: int, rows: int, mask: Truths, then: Any, otherwise: Any, out: Any) -> None:
    """One side of a choice, or both by the mask."""
    if count == rows:
        np.copyto(out, then)
    elif count == 0:
        np.copyto(out, otherwise)
    else:
        np.copyto(out, np.where(mask, then, otherwise))


def date(word: str, days: Numbers) -> Numbers:
    return OF_ONE_DAY[word](days)


OPERATIONS = (
    *(np.add, np.subtract, np.multiply, np.floor_divide, np.minimum, np.maximum, np.right_shift, np.bitwise_and),
    *(np.logical_and, np.logical_or, np.logical_not, np.equal, np.not_equal),
    *(np.less, np.less_equal, np.greater, np.greater_equal),
)
FUNCTIONS = (refuse, refuse_all, tally, to_even, merged, date, power, decide, np.copyto, np.where, np.count_nonzero)
NAMES: dict[str, object] = {operation.__name__: operation for operation in (*OPERATIONS, *FUNCTIONS)}
