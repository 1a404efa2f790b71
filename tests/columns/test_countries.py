"""Every act of every country in columns: the cents of the scalar reading and of the reference."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.registry import Registry
from tests.campaigns.columns import campaign

ROOT = Path(__file__).resolve().parents[2]
REGISTRY = Registry(ROOT / "rules")
ROWS = 2000


@pytest.mark.timeout(600)
@pytest.mark.parametrize("code", REGISTRY.codes())
def test_columns_are_scalar_are_reference(code: str) -> None:
    tally = campaign(REGISTRY, code, ROWS, seed=7, of_reference=2)
    assert tally.rows >= ROWS
    assert tally.cells > 10 * ROWS
    assert not tally.differences, tally.told
