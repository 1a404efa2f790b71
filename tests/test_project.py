"""The project keeps its own promises: documented targets, portable files, locked and reasoned dependencies."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = sorted((ROOT / "requirements").glob("*.lock"))
MAKEFILES = [ROOT / "Makefile", *sorted((ROOT / "make").glob("*.mk"))]

# The letter in brackets keeps these lines from finding themselves.
REGISTRIES = re.compile(r"pypi\.o[r]g|pythonhosted\.o[r]g|npmjs\.o[r]g|deb\.debian\.o[r]g|crates\.i[o]")
MACHINE_PATHS = re.compile(r"(?<![\w.:/*-])/(?:root|work|opt|home/\w+|Users/\w+|tmp/\w+)/")


def tracked_files() -> list[Path]:
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listing.returncode != 0:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listing.stdout.split("\0") if name and (ROOT / name).is_file()]


def declared() -> dict[str, str]:
    """Every requirement that the project states itself, by name."""
    project = PYPROJECT["project"]
    stated = [*PYPROJECT["build-system"]["requires"], *project["dependencies"]]
    stated += [each for extra in project["optional-dependencies"].values() for each in extra]
    build = (ROOT / "requirements" / "build.in").read_text(encoding="utf-8").splitlines()
    stated += [line for line in build if line and not line.startswith("#")]
    return {re.match(r"[\w-]+", each).group().lower(): each for each in stated}  # type: ignore[union-attr]


def locked(path: Path) -> dict[str, set[str]]:
    """The versions in a lock file by package (more than one where the Python version decides)."""
    versions: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)==([^\s\\;]+)", path.read_text(encoding="utf-8"), re.MULTILINE):
        versions.setdefault(name, set()).add(version)
    return versions


def makefile_text() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in MAKEFILES)


def test_every_target_says_in_help_what_it_does() -> None:
    text = makefile_text()
    targets = {name for line in re.findall(r"^\.PHONY: (.+)$", text, re.MULTILINE) for name in line.split()}
    explained = set(re.findall(r"^([a-z][a-z-]*):.*## \S", text, re.MULTILINE))
    assert {"setup", "simulate", "test", "check", "bench", "lock"} <= explained
    assert targets - explained == {"second-engine-notice"}
    printed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert {line.split()[1] for line in printed.splitlines() if line.startswith("  make ")} == explained


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_every_target_that_a_page_names_exists(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    named = set(re.findall(r"(?:^|`)make ([a-z-]+)", text, re.MULTILINE))
    assert named
    assert named <= set(re.findall(r"^([a-z][a-z-]*):", makefile_text(), re.MULTILINE))


def test_the_tree_names_no_registry_and_no_path_of_a_machine() -> None:
    found = []
    for path in tracked_files():
        text = path.read_text(encoding="utf-8", errors="replace")
        for number, line in enumerate(text.splitlines(), start=1):
            if REGISTRIES.search(line) or MACHINE_PATHS.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()}")
    assert found == []


@pytest.mark.parametrize("line", ["see /" + "root/x", "cd /" + "work/main", "https://" + "pypi" + ".org/simple"])
def test_such_a_line_would_be_found(line: str) -> None:
    assert REGISTRIES.search(line) or MACHINE_PATHS.search(line)


def test_every_dependency_has_its_reason_and_no_other_has_one() -> None:
    record = (ROOT / "docs" / "decisions" / "0001-dependencies.md").read_text(encoding="utf-8")
    reasons = set(re.findall(r"^\| ([\w-]+) \| \S.{20,}\|$", record, re.MULTILINE))
    assert reasons == set(declared())


def test_every_dependency_is_locked() -> None:
    names = {name for path in LOCKS for name in locked(path)}
    assert set(declared()) <= names


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_a_lock_has_hashes_for_all_and_names_no_index(path: Path) -> None:
    entries = re.split(r"\n(?=\S)", path.read_text(encoding="utf-8"))
    for entry in entries:
        if not entry.startswith("#"):
            assert re.match(r"[\w.-]+==", entry), entry
            assert "--hash=sha256:" in entry, entry
    assert "index" not in path.read_text(encoding="utf-8")


def test_locks_agree_on_every_version() -> None:
    seen: dict[str, set[str]] = {}
    for path in LOCKS:
        for name, versions in locked(path).items():
            assert seen.setdefault(name, versions) == versions, f"{name} in {path.name}"


def test_decisions_are_numbered_dated_and_listed() -> None:
    folder = ROOT / "docs" / "decisions"
    records = sorted(path for path in folder.glob("*.md") if path.name != "README.md")
    assert [path.name[:4] for path in records] == [f"{number:04}" for number in range(1, len(records) + 1)]
    listing = (folder / "README.md").read_text(encoding="utf-8")
    for path in records:
        status = path.read_text(encoding="utf-8").splitlines()[2]
        assert re.fullmatch(r"Status: (accepted|replaced by \d{4}) · \d{1,2} [A-Z][a-z]+ 20\d\d", status), path.name
        assert f"]({path.name})" in listing
