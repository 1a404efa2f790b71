"""Writes `schemas/*.json`, which editors and `check` use, from the models.

`python -m engine.reading.schemas` writes them; a test holds the files to the
models. The models take texts, while an editor sees YAML's own types, so a text
of the models may be a number or a truth there.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from engine.reading.models import Header, RuleFile, WorkedCase

SCHEMAS: Final[dict[str, tuple[Any, str, str]]] = {
    "pack": (Header, "Header of a rule pack", "`pack.yaml`: what the pack is and which days it covers"),
    "rules": (RuleFile, "Rules of a pack", "Any other `*.yaml` of a pack: sections in any file, in any order"),
    "cases": (
        list[WorkedCase],
        "Worked cases of a pack",
        "`tests/*.yaml`: what the pack must give, and who worked it out",
    ),
}
_SCALAR: Final = ["string", "number", "boolean"]


class _Generate(GenerateJsonSchema):
    """Says of a text without a pattern that YAML may take it for a number or a truth."""

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:
        written = super().str_schema(schema)
        if "pattern" not in written:
            written["type"] = _SCALAR
        return written


@cache
def schema(name: str) -> dict[str, Any]:
    """The JSON Schema of `pack`, `rules` or `cases` files."""
    shape, title, description = SCHEMAS[name]
    written = TypeAdapter(shape).json_schema(by_alias=True, schema_generator=_Generate)
    cleaned: dict[str, Any] = _cleaned(written)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, "description": description}
    return head | {key: value for key, value in cleaned.items() if key not in head}


def _cleaned(part: Any) -> Any:
    """What a pack file can hold: no nulls, and no key that the models would refuse."""
    if isinstance(part, list):
        return [_cleaned(one) for one in part]
    if not isinstance(part, dict):
        return part
    branches = [one for key in ("anyOf", "oneOf") for one in part.get(key, ()) if one != {"type": "null"}]
    dropped = {"anyOf", "oneOf", "discriminator"}
    kept = {key: value for key, value in part.items() if key not in dropped and not _is_noise(key, value)}
    if len(branches) == 1:
        return _cleaned(branches[0] | kept)
    if branches:
        kept["anyOf"] = branches
    if kept.get("const") == "1":
        del kept["const"]
        kept |= {"enum": [1, "1"], "type": ["string", "integer"]}
    if kept.get("type") == "boolean":
        del kept["type"]
        kept["enum"] = [True, False, "true", "false"]
    if "patternProperties" in kept:
        kept.setdefault("additionalProperties", False)
    return {key: _cleaned(value) for key, value in kept.items()}


def _is_noise(key: str, value: Any) -> bool:
    """Titles made from the name of a key, and the null that stands for its absence."""
    return (key == "title" and isinstance(value, str)) or (key == "default" and value is None)


def as_text(name: str) -> str:
    return json.dumps(schema(name), indent=2, ensure_ascii=False) + "\n"


def write(folder: Path, names: Iterable[str] = SCHEMAS) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / f"{name}.json").write_text(as_text(name), encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1] if len(sys.argv) > 1 else "schemas"))
