"""Rows grouped by what several columns hold."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]


def grouped(columns: Sequence[npt.NDArray[np.integer] | npt.NDArray[np.bool_]]) -> tuple[Numbers, int]:
    """For every row the number of its group, groups numbered in the order of what they hold; and how many there are."""
    groups = np.zeros(len(columns[0]), np.int64)
    count = 1 if len(groups) else 0
    for column in columns:
        held, places = np.unique(column, return_inverse=True)
        if len(held) < 2:
            continue
        joined = groups * len(held) + places.reshape(-1)
        kept, groups = np.unique(joined, return_inverse=True)
        groups, count = groups.reshape(-1).astype(np.int64), len(kept)
    return groups, count


def parts(groups: Numbers, count: int) -> list[Numbers]:
    """The rows of every group, in order."""
    order = np.argsort(groups, kind="stable")
    return np.split(order, np.cumsum(np.bincount(groups, minlength=count))[:-1]) if count else []
