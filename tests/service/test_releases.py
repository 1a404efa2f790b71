"""Published releases can be listed, fetched by their hash, computed with and compared."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from engine.reading.folder import read_folder
from engine.releases.freeze import freeze
from simulator.registry import Registry
from tests.service.serving import SCENARIO, Service, running


@pytest.fixture(scope="module")
def released(rules: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """Belgium was published, and its fee changed since."""
    base = tmp_path_factory.mktemp("released")
    for name in ("common", "be"):
        shutil.copytree(rules / name, base / "rules" / name, ignore=shutil.ignore_patterns("tests"))
    registry = Registry(base / "rules")
    freeze(
        registry.shelf, [read_folder(registry.rules / "common"), read_folder(registry.rules / "be")], date(2026, 3, 1)
    )
    fee = next(
        path for path in (registry.rules / "be").glob("*.yaml") if "fee.rate:" in path.read_text(encoding="utf-8")
    )
    text = fee.read_text(encoding="utf-8")
    assert "6.5 %" in text
    fee.write_text(text.replace("6.5 %", "9 %"), encoding="utf-8")
    with running(registry.rules, f"sqlite:///{base / 'x.sqlite3'}") as service:
        yield service


def test_a_published_release_is_listed_and_its_content_has_its_hash(released: Service) -> None:
    listed = released.client.get("/v1/releases").json()["releases"]
    found = {row["pack"]: row for row in listed}
    assert set(found) == {"common", "be"}
    assert found["be"]["published"] == "2026-03-01"
    for row in listed:
        content = released.client.get(f"/v1/releases/{row['sha256']}")
        assert hashlib.sha256(content.content).hexdigest() == row["sha256"]


def test_a_kept_result_does_not_list_a_release_twice(released: Service) -> None:
    asked = {"scenario": {**SCENARIO, "options": {"release": "be@1.0.0"}}, "days": 1}
    assert released.client.post("/v1/links", json=asked).status_code == 201
    listed = released.client.get("/v1/releases").json()["releases"]
    assert len({row["sha256"] for row in listed}) == len(listed)
    be = [row for row in listed if row["pack"] == "be"]
    assert [(row["published"], bool(row["first_seen"])) for row in be] == [("2026-03-01", True)]


def test_the_releases_are_columns_of_the_comparison_page(released: Service) -> None:
    form = {"scenario": json.dumps(SCENARIO), "kind": "releases"}
    answered = released.client.post("/en/compare", data=form, headers={"accept": "text/html"})
    assert answered.status_code == 200
    assert "the rules as they stand" in answered.text
    assert "be@1.0.0" in answered.text
    assert "90.00" in answered.text
    assert "65.00" in answered.text
