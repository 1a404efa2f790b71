"""Where releases are kept: files named by the hash of their bytes, and one sealed manifest per release.

    releases/be/1.0.0.json        the manifest: parts, files, hashes, day of publication
    releases/objects/3f/3fa9…     the bytes of a file, or a canonical content, under their SHA-256

Objects are written first and the manifest last, by a link that fails if the name is
taken: a release is there whole or not at all, and nothing ever replaces it.
"""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from engine.language import codes
from engine.language.diagnostic import Diagnostic, Place, Refused
from engine.reading.folder import PackFiles, read_kept
from engine.releases.canonical import digest
from engine.releases.manifest import Broken, Manifest, Part, named, opened, sealed, sha256_of, version_order


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder of releases; it need not exist before the first is put there."""

    folder: Path

    # ---- reading

    def releases(self, pack: str | None = None) -> tuple[Manifest, ...]:
        """Every release, or those of one pack, by pack and version; `Refused` if a manifest was altered."""
        paths = self.folder.glob(f"{pack or '*'}/*.json")
        found = [self._open(path) for path in paths if named(f"{path.parent.name}@{path.stem}")]
        return tuple(sorted(found, key=lambda one: (one.pack, version_order(one.version))))

    def manifest(self, name: str) -> Manifest:
        """The release of that name; `Refused` if there is none."""
        parted = named(name)
        path = self.path(*parted) if parted else None
        if path is None or not path.is_file():
            raise Refused([_unknown(name, self)])
        return self._open(path)

    def newest(self, pack: str) -> Manifest | None:
        return max(self.releases(pack), key=lambda one: version_order(one.version), default=None)

    def known_on(self, pack: str, day: date) -> Manifest | None:
        """The newest release of a pack that was published up to that day."""
        known = [one for one in self.releases(pack) if one.published <= day]
        return max(known, key=lambda one: version_order(one.version), default=None)

    def kept(self, sha256: str) -> bytes:
        """The bytes under a hash; `Refused` if they are gone or no longer have it."""
        path = self._object(sha256)
        try:
            raw = path.read_bytes()
        except OSError:
            raise Refused([_altered(path, "the file is gone")]) from None
        if sha256_of(raw) != sha256:
            raise Refused([_altered(path, "its bytes no longer have the hash that is its name")])
        return raw

    def load(self, manifest: Manifest) -> tuple[PackFiles, ...]:
        """The parts of a release from their kept bytes, each held to the hash of its content."""
        return tuple(self._part(manifest, part) for part in manifest.parts)

    def _part(self, manifest: Manifest, part: Part) -> PackFiles:
        shown = Path(manifest.name) / part.pack
        files = read_kept(shown, {path: self.kept(sha256) for path, sha256 in part.files.items()})
        if digest(files) != part.sha256:
            raise Refused([_altered(shown, f"its content no longer has the hash {part.sha256}")])
        return files

    def path(self, pack: str, version: str) -> Path:
        return self.folder / pack / f"{version}.json"

    def _object(self, sha256: str) -> Path:
        return self.folder / "objects" / sha256[:2] / sha256

    def _open(self, path: Path) -> Manifest:
        try:
            manifest = opened(path.read_bytes())
        except Broken as broken:
            raise Refused([_altered(path, str(broken))]) from broken
        if self.path(manifest.pack, manifest.version) != path:
            raise Refused([_altered(path, f"it is the manifest of {manifest.name}")])
        return manifest

    # ---- writing

    def keep(self, raw: bytes) -> str:
        """Puts bytes under their hash; bytes that are there already stay untouched."""
        sha256 = sha256_of(raw)
        path = self._object(sha256)
        if not path.exists() or path.read_bytes() != raw:
            _written(path.parent, raw).replace(path)
            _flush(path.parent)
        return sha256

    def publish(self, manifest: Manifest) -> bool:
        """Makes a release known, all at once; False if one of that name is there already."""
        path = self.path(manifest.pack, manifest.version)
        written = _written(path.parent, sealed(manifest))
        try:
            path.hardlink_to(written)
        except FileExistsError:
            return False
        finally:
            written.unlink()
        _flush(path.parent)
        return True


def _written(folder: Path, raw: bytes) -> Path:
    """A file of those bytes that is safely on the disk, under a name nobody reads."""
    folder.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=".", suffix=".new", dir=folder)
    with os.fdopen(descriptor, "wb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())
    Path(name).chmod(0o444)
    return Path(name)


def _flush(folder: Path) -> None:
    """Makes the names in a folder survive a power cut, where the system lets one ask."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _unknown(name: str, shelf: Shelf) -> Diagnostic:
    if named(name) is None:
        return Diagnostic(
            codes.UNKNOWN_RELEASE, Place("--release"), f"`{name}` is not the name of a release", "write `be@1.0.0`"
        )
    known = ", ".join(one.name for one in shelf.releases()) or "none"
    where = f"kept in {shelf.folder}: {known}"
    return Diagnostic(codes.UNKNOWN_RELEASE, Place(name), f"there is no release `{name}`", where)


def _altered(path: Path, what: str) -> Diagnostic:
    return Diagnostic(
        codes.ALTERED_RELEASE,
        Place(path.as_posix()),
        f"this is not what was published: {what}",
        "put the releases folder back from a copy; a release is never changed",
    )
