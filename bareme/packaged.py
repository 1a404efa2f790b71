"""Where the packs and schemas that came with the program are: in an installed copy, or in its checkout."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def packaged_rules() -> Path | None:
    """The folder of rule packs that came with this copy of the program."""
    return _came_with("rules")


def packaged_schemas() -> Path | None:
    """The folder of JSON Schemas that came with this copy of the program."""
    return _came_with("schemas")


def _came_with(folder: str) -> Path | None:
    package = files("bareme")
    if not isinstance(package, Path):
        return None
    checkout = package.parent
    candidates = [package / "_data" / folder]
    if (checkout / "pyproject.toml").is_file():
        candidates.append(checkout / folder)
    return next((candidate for candidate in candidates if candidate.is_dir()), None)
