"""Lists beside the worked cases of a pack: a label, a tab and the reason somebody gave, one to a line."""

from __future__ import annotations

from pathlib import Path

EQUIVALENT, UNREACHED = "equivalent-faults.txt", "unreached.txt"


def listed(rules: Path, code: str, name: str) -> dict[str, str]:
    """Label -> reason; lines without a reason do not count, those that begin with # are remarks."""
    path = rules / code / "tests" / name
    if not path.is_file():
        return {}
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = (line.partition("\t") for line in lines if line and not line.startswith("#"))
    return {label: reason.strip() for label, _, reason in rows if reason.strip()}
