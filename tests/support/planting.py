"""Wrong rules put into a copy of the packs: each checker must be able to see one."""

from __future__ import annotations

import shutil
from pathlib import Path

from simulator.registry import Registry

RULES = Path(__file__).resolve().parents[2] / "rules"


def planted(folder: Path, country: str, file: str, old: str, new: str) -> Registry:
    """The packs of `common` and one country with one text replaced, which must stand there exactly once."""
    for name in ("common", country):
        shutil.copytree(RULES / name, folder / name, ignore=shutil.ignore_patterns("tests", "locales"))
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{file} holds {text.count(old)} times {old!r}"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return Registry(folder)
