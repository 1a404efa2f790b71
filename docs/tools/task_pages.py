"""Holds the pages of docs/tasks and docs/open-a-country.md to what really happens, each in a fresh copy of the rules.

In a page, a fenced `console` block holds commands after `$ ` and what they print; a block
after `<!-- write: PATH -->` or `<!-- append: PATH -->` is a file, or its end; the block
after `<!-- diff: PATH -->` is what changed in a file since the page began. Run it to
write what is printed and changed; with `--check` it only compares. A hash is shown as
`<sha256>`, since it changes with every change of the rules.
"""

from __future__ import annotations

import difflib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = [*sorted((ROOT / "docs" / "tasks").glob("*.md")), ROOT / "docs" / "open-a-country.md"]
BLOCK = re.compile(
    r"(?:<!-- (?P<verb>write|append|diff): (?P<path>\S+) -->\n)?```(?P<language>\w+)\n(?P<body>.*?)```\n", re.DOTALL
)
HASH = re.compile(r"\b[0-9a-f]{64}\b")
TODAY = "1795478400"
"""24 November 2026, as seconds: pages do not change with the day on which they are checked."""


@dataclass(frozen=True)
class Bench:
    """A folder with a copy of the rules, in which the commands of one page run."""

    folder: Path

    def filled(self, block: re.Match[str]) -> str:
        """A block as it should stand; what it writes is written."""
        body, verb = block["body"], block["verb"]
        if verb == "diff":
            body = self._difference(block["path"])
        elif verb:
            self._put(block["path"], body, append=verb == "append")
        elif block["language"] == "console":
            body = "".join(self._ran(command) for command in re.findall(r"^\$ (.+)$", body, re.MULTILINE))
        start = block.start("body") - block.start()
        return block[0][:start] + body + "```\n"

    def _ran(self, command: str) -> str:
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        environment = {**os.environ, "PATH": path, "SOURCE_DATE_EPOCH": TODAY}
        shell = ["bash", "-c", command]
        run = subprocess.run(shell, cwd=self.folder, env=environment, capture_output=True, text=True, check=False)
        if "Traceback" in run.stderr:
            raise RuntimeError(run.stderr)
        printed = run.stdout + (run.stderr if run.returncode else "")
        return f"$ {command}\n{HASH.sub('<sha256>', printed)}"

    def _difference(self, path: str) -> str:
        old = (ROOT / path).read_text(encoding="utf-8").splitlines()
        new = (self.folder / path).read_text(encoding="utf-8").splitlines()
        lines = difflib.unified_diff(old, new, n=1, lineterm="")
        return "".join(f"{line}\n" for line in lines if not line.startswith(("---", "+++", "@@")))

    def _put(self, path: str, body: str, *, append: bool) -> None:
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("a" if append else "w", encoding="utf-8", newline="") as file:
            file.write(body)


def with_real_output(text: str) -> str:
    """A page, its blocks holding what really happens."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "rules", Path(folder) / "rules")
        return BLOCK.sub(Bench(Path(folder)).filled, text)


def main() -> int:
    """Write the pages, or say whether they are true; names of pages choose some."""
    names = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    stale = []
    for page in PAGES:
        if names and page.stem not in names:
            continue
        shown = page.read_text(encoding="utf-8")
        real = with_real_output(shown)
        if shown == real:
            continue
        stale.append(page.name)
        if "--check" in sys.argv[1:]:
            sys.stderr.writelines(difflib.unified_diff(shown.splitlines(True), real.splitlines(True), page.name))
        else:
            page.write_text(real, encoding="utf-8")
    if stale and "--check" in sys.argv[1:]:
        print(f"not what the program does: {', '.join(stale)}; run `make task-pages`", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
