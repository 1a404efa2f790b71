"""The built wheel carries the rules and the schemas, and finds them when it is installed."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from bareme.packaged import packaged_rules, packaged_schemas

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    environment = os.environ | {"BAREME_ASSETS": "skip"}
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, env=environment)
    (built,) = folder.glob("*.whl")
    return built


def source_files(folder: str) -> set[str]:
    kept = (path for path in (ROOT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(ROOT).as_posix() for path in kept}


def test_the_wheel_holds_all_code_and_data_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    code = set().union(*(source_files(package) for package in ("engine", "simulator", "bareme")))
    data = {f"bareme/_data/{name}" for folder in ("rules", "schemas") for name in source_files(folder)}
    assert "bareme/_data/rules/common/pack.yaml" in held
    assert held == code | data


def test_an_installed_copy_finds_its_rules(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    question = "from bareme import packaged; print(packaged.packaged_rules(), packaged.packaged_schemas())"
    environment = os.environ | {"PYTHONPATH": str(site)}
    command = [sys.executable, "-c", question]
    answer = subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True, text=True).stdout
    data = site / "bareme" / "_data"
    assert answer.split() == [str(data / "rules"), str(data / "schemas")]


def test_a_checkout_uses_its_own_folders() -> None:
    assert packaged_rules() == ROOT / "rules"
    assert packaged_schemas() == ROOT / "schemas"
