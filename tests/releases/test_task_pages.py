"""Every command on the pages of docs/tasks is run, and does what the page says."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TASKS = sorted(path for path in (ROOT / "docs" / "tasks").glob("*.md") if path.stem != "README")
PAGES = [*TASKS, ROOT / "docs" / "open-a-country.md"]


@pytest.mark.timeout(400)
@pytest.mark.parametrize("page", [page.stem for page in PAGES])
def test_a_page_shows_what_really_happens(page: str) -> None:
    command = [sys.executable, "docs/tools/task_pages.py", "--check", page]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


def test_a_page_that_lies_is_found(tmp_path: Path) -> None:
    page = PAGES[[page.stem for page in PAGES].index("correct-a-reference")]
    assert "article 12" in page.read_text(encoding="utf-8")
    script = (ROOT / "docs" / "tools" / "task_pages.py").read_text(encoding="utf-8")
    (tmp_path / "task_pages.py").write_text(
        script.replace('ROOT / "docs" / "tasks"', f"Path({str(tmp_path)!r})").replace(
            "Path(__file__).resolve().parents[2]", f"Path({str(ROOT)!r})"
        )
    )
    lying = page.read_text(encoding="utf-8").replace("→ Articles of association, article 12", "→ article 13")
    (tmp_path / "lying.md").write_text(lying, encoding="utf-8")
    command = [sys.executable, str(tmp_path / "task_pages.py"), "--check"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert "-Belgium" in run.stderr


def test_every_page_is_listed_and_every_listed_page_is_there() -> None:
    readme = (ROOT / "docs" / "tasks" / "README.md").read_text(encoding="utf-8")
    listed = [Path(name).name for name in re.findall(r"\]\((\S+)\.md\)", readme)]
    assert sorted(listed) == sorted(page.stem for page in PAGES)
