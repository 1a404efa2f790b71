"""Verifying a release: every byte that is kept still has its hash, and still reads as the same content."""

from __future__ import annotations

from engine.language.diagnostic import Diagnostic, Refused
from engine.releases.manifest import Manifest
from engine.releases.shelf import Shelf


def verify(shelf: Shelf, manifest: Manifest) -> tuple[Diagnostic, ...]:
    """All that is no longer as it was published; nothing if all is well."""
    found: list[Diagnostic] = []
    for part in manifest.parts:
        for sha256 in (part.sha256, *part.files.values()):
            try:
                shelf.kept(sha256)
            except Refused as refused:
                found += refused.diagnostics
    if not found:
        try:
            shelf.load(manifest)
        except Refused as refused:
            found += refused.diagnostics
    return tuple(dict.fromkeys(found))
