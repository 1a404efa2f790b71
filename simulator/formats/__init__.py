"""The published shapes of results: what programs of others may rely on.

`bareme.simulation/1` and `bareme.trace/1` are described here, key by key; their
schemas in `schemas/` and their pages are written from this, and the tests hold
real results to it. Readers ignore keys they do not know.
"""

from __future__ import annotations

from simulator.formats.shared import Shape
from simulator.formats.simulation import Simulation
from simulator.formats.trace import Trace

__all__ = ["FORMATS", "Simulation", "Trace"]

FORMATS: dict[str, type[Shape]] = {"simulation": Simulation, "trace": Trace}
