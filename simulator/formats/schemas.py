"""Writes `schemas/simulation.json` and `schemas/trace.json` from the shapes.

`python -m simulator.formats.schemas` writes them; a test holds the files to the shapes.
"""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from simulator.formats import FORMATS


@cache
def schema(name: str) -> dict[str, Any]:
    """The JSON Schema of a format. Unknown keys are allowed: they may be added without a new version."""
    written = TypeAdapter(FORMATS[name]).json_schema(by_alias=True)
    opened: dict[str, Any] = _opened(written)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **opened}


def _opened(part: Any) -> Any:
    if isinstance(part, list):
        return [_opened(one) for one in part]
    if not isinstance(part, dict):
        return part
    return {
        key: _opened(value)
        for key, value in part.items()
        if not (key == "additionalProperties" and value is False) and not (key == "title" and isinstance(value, str))
    }


def as_text(name: str) -> str:
    return json.dumps(schema(name), indent=2, ensure_ascii=False) + "\n"


def write(folder: Path) -> None:
    for name in FORMATS:
        (folder / f"{name}.json").write_text(as_text(name), encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1] if len(sys.argv) > 1 else "schemas"))
