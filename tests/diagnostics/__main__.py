"""`make diagnostics`: codes, documents, right lines, right columns. Red below 100 % of lines and 95 % of columns."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from engine.language import codes
from tests.support.trials import (
    SHOWN_ONLY,
    Verdict,
    document_verdict,
    documents,
    file_verdict,
    files,
    page_verdict,
    pages,
)

LEAST_COLUMNS = 95


def verdicts() -> list[Verdict]:
    """Every document tried, each in a folder of its own."""
    trials: list[Callable[[Path], Verdict]] = [
        *(lambda folder, code=code: page_verdict(code, folder) for code in pages()),
        *(lambda folder, path=path: document_verdict(path, folder) for path in documents()),
        *(lambda folder, path=path: file_verdict(path, folder) for path in files()),
    ]
    found = []
    for trial in trials:
        with tempfile.TemporaryDirectory() as folder:
            found.append(trial(Path(folder)))
    return found


def main() -> int:
    found = verdicts()
    total = len(found)
    refused, lines = sum(one.refused for one in found), sum(one.right_line for one in found)
    columns = sum(one.right_column for one in found)
    covered = {one.code for one in found}
    for one in found:
        if not (one.refused and one.right_line and one.right_column and one.right_words):
            sys.stderr.write(f"{one.name}: {one.told}\n")
    sys.stdout.write(
        f"codes: {len(codes.TITLES)}, with a bad document: {len(covered)}, "
        f"only shown: {len(SHOWN_ONLY)} ({', '.join(sorted(SHOWN_ONLY))})\n"
        f"bad documents: {total}, refused: {refused}, accepted: {total - refused}\n"
        f"right line: {lines} of {total} ({100 * lines / total:.1f} %)\n"
        f"right column: {columns} of {total} ({100 * columns / total:.1f} %)\n"
    )
    return 0 if refused == lines == total and 100 * columns >= LEAST_COLUMNS * total else 1


if __name__ == "__main__":
    sys.exit(main())
