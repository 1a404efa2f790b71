"""Holds the examples of README.md to what the program really prints.

A marked block, `<!-- output: ARGUMENTS -->` and the fenced text after it, shows what
`bareme ARGUMENTS` prints. Run it to write the blocks; with `--check` it only compares.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "README.md"
BLOCK = re.compile(r"(<!-- output: (?P<arguments>[^\n]+) -->\n```text\n)(?P<shown>.*?)(```\n)", re.DOTALL)


def printed(arguments: str) -> str:
    """What `bareme ARGUMENTS` prints on standard output."""
    command = Path(sys.executable).with_name("bareme")
    run = subprocess.run([command, *arguments.split()], cwd=ROOT, capture_output=True, text=True, check=False)
    if run.returncode != 0:
        message = f"`bareme {arguments}` ended with {run.returncode}:\n{run.stderr}"
        raise RuntimeError(message)
    return "".join(f"{line.rstrip()}\n" for line in run.stdout.splitlines())


def with_real_output(text: str) -> str:
    """The same page, each marked block holding the program's own output."""
    return BLOCK.sub(lambda block: block[1] + printed(block["arguments"]) + block[4], text)


def main() -> int:
    """Write the blocks, or say whether they are true."""
    shown = README.read_text(encoding="utf-8")
    if not BLOCK.search(shown):
        print("README.md has no marked block", file=sys.stderr)
        return 1
    real = with_real_output(shown)
    if "--check" not in sys.argv[1:]:
        README.write_text(real, encoding="utf-8")
        return 0
    if shown != real:
        print("README.md does not show what the program prints: run `make readme`", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
