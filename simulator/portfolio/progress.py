"""A line on the terminal that says how far a run is, how fast, and how long it will take."""

from __future__ import annotations

import time
from typing import TextIO

EVERY = 0.2
WIDTH = 24


class Progress:
    """Draws over its own line; silent where nobody watches."""

    def __init__(self, stream: TextIO) -> None:
        self.stream, self.watched = stream, stream.isatty()
        self.word, self.began, self.at_start, self.drawn = "", 0.0, 0, 0.0

    def __call__(self, word: str, rows: int, total: int | None) -> None:
        if not self.watched:
            return
        now = time.monotonic()
        if word != self.word:
            self.word, self.began, self.at_start = word, now, rows
        elif now - self.drawn < EVERY and rows != total:
            return
        self.drawn = now
        self.stream.write(f"\r\x1b[K{line(word, rows, total, rows - self.at_start, now - self.began)}")
        self.stream.flush()

    def close(self) -> None:
        if self.watched and self.word:
            self.stream.write("\r\x1b[K")
            self.stream.flush()


def line(word: str, rows: int, total: int | None, since: int, seconds: float) -> str:
    """The line itself."""
    speed = since / seconds if seconds > 0 else 0.0
    told = f"{rows:,} rows {word}"
    if speed > 0:
        told += f", {speed:,.0f} rows/s"
    if not total:
        return told
    filled = min(WIDTH, WIDTH * rows // total)
    if speed > 0:
        left = round((total - rows) / speed)
        told += f", {left // 60}:{left % 60:02} left"
    return f"[{'=' * filled}{' ' * (WIDTH - filled)}] {told}"
