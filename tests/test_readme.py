"""The first screen of the README shows what the program really prints."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_the_output_shown_is_the_real_one() -> None:
    command = [sys.executable, "docs/tools/readme_output.py", "--check"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
