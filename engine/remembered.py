"""Derived facts that are slow to find, kept on disk by what they were derived from.

A key names everything the fact depends on, so what is remembered is never stale.
Losing the folder loses nothing but time; where it cannot be written, nothing is kept.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path


def remembered(kind: str, key: str, find: Callable[[], str]) -> str:
    """The text that `find` gives for `key`, found once per machine."""
    folder = _folder()
    if folder is None:
        return find()
    path = folder / f"{kind}-{sha256(key.encode()).hexdigest()}"
    with contextlib.suppress(OSError, UnicodeDecodeError):
        return path.read_text(encoding="utf-8")
    found = find()
    with contextlib.suppress(OSError):
        _write(path, found)
    return found


def _folder() -> Path | None:
    """`BAREME_CACHE`, else the user's cache folder; an empty `BAREME_CACHE` keeps nothing."""
    named = os.environ.get("BAREME_CACHE")
    if named is not None:
        return Path(named) if named else None
    base = os.environ.get("XDG_CACHE_HOME")
    try:
        return (Path(base) if base else Path.home() / ".cache") / "bareme"
    except RuntimeError:
        return None


def _write(path: Path, text: str) -> None:
    """Whole or not at all: another process may be reading."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    Path(name).replace(path)
