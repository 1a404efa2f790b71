"""Looking again whenever a file of some folders changes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

PAUSE = 0.5
"""Seconds between two looks: soon enough to feel at once, seldom enough to cost nothing."""

Stamps = dict[Path, tuple[int, int]]


def stamps(folders: Iterable[Path]) -> Stamps:
    """When each pack file was last changed, and its size."""
    found: Stamps = {}
    for folder in folders:
        for path in folder.rglob("*.yaml"):
            try:
                now = path.stat()
            except OSError:
                continue
            found[path] = (now.st_mtime_ns, now.st_size)
    return found


def changes(folders: list[Path], wait: Callable[[float], None] = time.sleep) -> Iterator[list[Path]]:
    """The files that changed since the last look, for ever; the first look gives all."""
    before: Stamps = {}
    while True:
        now = stamps(folders)
        changed = sorted(path for path in {*now, *before} if now.get(path) != before.get(path))
        if changed or not before:
            before = now
            yield changed
        wait(PAUSE)
