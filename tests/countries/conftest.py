"""The worked cases of a country, run once for all tests that ask of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.cases import Outcome, run_cases
from simulator.registry import Registry

ROOT = Path(__file__).resolve().parents[2]
CODES = Registry(ROOT / "rules").codes()


@pytest.fixture(scope="session")
def registry() -> Registry:
    return Registry(ROOT / "rules")


@pytest.fixture(scope="session", params=CODES)
def worked(request: pytest.FixtureRequest, registry: Registry) -> tuple[str, list[Outcome]]:
    """A country's code with the outcomes of its cases."""
    code = str(request.param)
    return code, list(run_cases(registry, code))
