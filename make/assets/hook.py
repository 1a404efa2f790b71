"""Builds the bundle of the pages into a wheel; `BAREME_ASSETS=skip` leaves it as it is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUILD = Path(__file__).with_name("build.py")


class Bundle(BuildHookInterface[Any]):
    """Runs before a wheel is packed, not for an installation in place."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        if self.target_name == "wheel" and version == "standard" and os.environ.get("BAREME_ASSETS") != "skip":
            subprocess.run([sys.executable, str(BUILD), "--if-possible"], check=True)
