"""The releases this service can name: those published beside the packs, and those that kept results rest on."""

from __future__ import annotations

from bareme.service.context import Context
from engine.releases.canonical import canonical_bytes

Row = dict[str, str | None]


def every_release(context: Context) -> list[Row]:
    """Each pack and version by the hash of its content, newest first."""
    rows: dict[str, Row] = {}
    for manifest in context.registry.shelf.releases():
        for part in manifest.parts:
            row = {"pack": part.pack, "version": part.version, "sha256": part.sha256, "first_seen": None}
            rows.setdefault(part.sha256, {**row, "published": manifest.published.isoformat()})
    for kept in context.links.releases():
        rows[kept["sha256"]] = {"published": None, **rows.get(kept["sha256"], {}), **kept}
    return sorted(rows.values(), key=lambda row: (row["published"] or row["first_seen"] or "")[:10], reverse=True)


def content_of(context: Context, sha256: str) -> bytes | None:
    """The canonical content under a hash, from what was kept or from the published releases; None if neither has it."""
    kept = context.links.release(sha256)
    if kept is not None:
        return kept
    shelf = context.registry.shelf
    for manifest in shelf.releases():
        for index, part in enumerate(manifest.parts):
            if part.sha256 == sha256:
                return canonical_bytes(shelf.load(manifest)[index])
    return None


def names_of(context: Context, country: str) -> list[str]:
    """The releases of a country, newest first, as `be@1.0.0`."""
    return [manifest.name for manifest in reversed(context.registry.shelf.releases(country))]
