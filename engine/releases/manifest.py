"""What a release is: which parts it froze, by the hash of their content and of every file."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

SCHEMA = "bareme.release/1"
_NAME = re.compile(r"(?P<pack>[a-z][a-z0-9-]{0,63})@(?P<version>\d+\.\d+\.\d+)")


@dataclass(frozen=True, slots=True)
class Part:
    """One pack of a release: `sha256` is that of its canonical content, `files` those of its files' bytes."""

    pack: str
    version: str
    sha256: str
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Manifest:
    """A release: the last part is the pack it is named after, those before are what it was computed with."""

    country: str
    language: int
    published: date
    engine: str
    parts: tuple[Part, ...]

    @property
    def pack(self) -> str:
        return self.parts[-1].pack

    @property
    def version(self) -> str:
        return self.parts[-1].version

    @property
    def sha256(self) -> str:
        return self.parts[-1].sha256

    @property
    def name(self) -> str:
        return f"{self.pack}@{self.version}"

    @property
    def content(self) -> tuple[tuple[str, str, str], ...]:
        """What was frozen, whenever and by whichever engine."""
        return tuple((part.pack, part.version, part.sha256) for part in self.parts)


def version_order(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in version.split("."))


def named(text: str) -> tuple[str, str] | None:
    """`be@1.0.0` taken apart; None if it is not the name of a release."""
    match = _NAME.fullmatch(text)
    return (match["pack"], match["version"]) if match else None


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def manifest_data(manifest: Manifest) -> dict[str, Any]:
    """A manifest as data, without its seal."""
    return {
        "schema": SCHEMA,
        "pack": manifest.pack,
        "version": manifest.version,
        "sha256": manifest.sha256,
        "country": manifest.country,
        "language": manifest.language,
        "published": manifest.published.isoformat(),
        "engine": manifest.engine,
        "parts": [
            {"pack": part.pack, "version": part.version, "sha256": part.sha256, "files": dict(part.files)}
            for part in manifest.parts
        ],
    }


def sealed(manifest: Manifest) -> bytes:
    """The manifest as it is kept; its seal is the hash of all the rest."""
    data = manifest_data(manifest)
    data["seal"] = sha256_of(_plain(data))
    return (json.dumps(data, sort_keys=True, ensure_ascii=False, indent=1) + "\n").encode()


class Broken(Exception):
    """A kept manifest is not what was written."""


def opened(raw: bytes) -> Manifest:
    """A kept manifest; `Broken` if a single sign of it was changed."""
    try:
        data = json.loads(raw)
        seal = data.pop("seal")
        if seal != sha256_of(_plain(data)) or data["schema"] != SCHEMA:
            raise Broken("its seal does not fit")
        parts = tuple(
            Part(part["pack"], part["version"], part["sha256"], dict(part["files"])) for part in data["parts"]
        )
        published = date.fromisoformat(data["published"])
        manifest = Manifest(data["country"], data["language"], published, data["engine"], parts)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Broken("it cannot be read") from error
    if sealed(manifest) != raw:
        raise Broken("it is not written as it was")
    return manifest


def _plain(data: Mapping[str, Any]) -> bytes:
    return json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
