"""What the service is told by its surroundings: where packs and data are, and who may ask."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bareme.packaged import packaged_rules
from bareme.service.limits import Limits
from simulator.registry import find_rules


@dataclass(frozen=True)
class Settings:
    """Settings of one process of the service."""

    rules: Path
    database: str
    limits: Limits = field(default_factory=Limits)


def settings_from(environment: Mapping[str, str]) -> Settings:
    """`BAREME_RULES`, `BAREME_DATABASE_URL` and `BAREME_DATA`, each with a default that needs nothing set up."""
    return Settings(
        rules=find_rules(environment.get("BAREME_RULES"), packaged_rules()),
        database=environment.get("BAREME_DATABASE_URL") or f"sqlite:///{data_folder(environment) / 'bareme.sqlite3'}",
    )


def data_folder(environment: Mapping[str, str]) -> Path:
    """The folder of the service's own data, by the habits of the desktop."""
    if environment.get("BAREME_DATA"):
        return Path(environment["BAREME_DATA"])
    home = environment.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(home) / "bareme"


def settings() -> Settings:
    return settings_from(os.environ)
