"""Freezing a pack: its content and its files byte for byte, under a version that is never given again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from engine import VERSION
from engine.language import codes
from engine.language.diagnostic import Diagnostic, Place, Refused
from engine.reading.folder import PackFiles, read_kept
from engine.releases.canonical import canonical_bytes
from engine.releases.manifest import Manifest, Part, version_order
from engine.releases.shelf import Shelf

_KEPT = (".yaml", ".po")
_APART = frozenset({"layers"})


def freeze(shelf: Shelf, parts: Sequence[PackFiles], published: date) -> Manifest:
    """Keeps the last of `parts` as a release, with the parts it was computed with.

    Freezing the same content again gives the release there is; `Refused` if its version
    stands for another content, is not the highest, or if the day lies before an earlier release's.
    """
    country = next((one for one in parts if one.header.country is not None), parts[-1])
    frozen = tuple(_part(shelf, one) for one in parts)
    manifest = Manifest(country.name, int(parts[-1].header.language), published, VERSION, frozen)
    there = next((one for one in shelf.releases(manifest.pack) if one.version == manifest.version), None)
    if there is None:
        problems = _objections(shelf, manifest, parts)
        if problems:
            raise Refused(problems)
        if shelf.publish(manifest):
            return manifest
        there = shelf.manifest(manifest.name)
    if there.content != manifest.content:
        raise Refused([_taken(manifest, there, parts[-1])])
    return there


def source_files(folder: Path) -> Mapping[str, bytes]:
    """What is kept of a pack's folder: rules, worked cases, translations; layers are packs of their own."""
    found = {}
    for path in sorted(folder.rglob("*")):
        shown = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in shown.parts)
        if path.suffix in _KEPT and path.is_file() and not hidden and shown.parts[0] not in _APART:
            found[shown.as_posix()] = path.read_bytes()
    return found


def _part(shelf: Shelf, files: PackFiles) -> Part:
    sources = source_files(files.folder)
    read = read_kept(files.folder, sources)
    kept = {path: shelf.keep(raw) for path, raw in sources.items()}
    return Part(read.name, read.header.version, shelf.keep(canonical_bytes(read)), kept)


def _objections(shelf: Shelf, manifest: Manifest, parts: Sequence[PackFiles]) -> list[Diagnostic]:
    earlier = shelf.releases()
    own = [one for one in earlier if one.pack == manifest.pack]
    found = []
    newest = max(own, key=lambda one: version_order(one.version), default=None)
    if newest is not None and version_order(newest.version) > version_order(manifest.version):
        found.append(
            _at_version(
                parts[-1],
                f"{newest.name} is already published: {manifest.version} would be older",
                f"write a version above {newest.version}",
            )
        )
    last = max((one.published for one in own), default=manifest.published)
    if last > manifest.published:
        found.append(
            _at_version(
                parts[-1],
                f"a release of {manifest.pack} was published on {last}, after {manifest.published}",
                "look at the clock of this machine: what was known on a day never changes",
            )
        )
    known = {(part.pack, part.version): (part.sha256, one.name) for one in earlier for part in one.parts}
    for part, files in zip(manifest.parts[:-1], parts, strict=False):
        sha256, name = known.get((part.pack, part.version), (part.sha256, ""))
        if sha256 != part.sha256:
            found.append(
                _at_version(
                    files,
                    f"{part.pack} {part.version} was published with another content, in {name}",
                    f"raise the version in its pack.yaml: {raised(part.version)}",
                )
            )
    return found


def _taken(manifest: Manifest, there: Manifest, files: PackFiles) -> Diagnostic:
    return _at_version(
        files,
        f"{manifest.name} was published on {there.published} with another content; a release is never changed",
        f"raise the version in pack.yaml: {raised(manifest.version)}",
    )


def raised(version: str) -> str:
    """The next version for a change of figures."""
    major, minor, _ = version_order(version)
    return f"{major}.{minor + 1}.0"


def _at_version(files: PackFiles, message: str, mend: str) -> Diagnostic:
    document = files.header_document
    if document.value(("version",)) is None:
        return Diagnostic(codes.RELEASE_EXISTS, Place(document.path), message, mend)
    return document.diagnostic(codes.RELEASE_EXISTS, ("version",), message, mend)
