"""Releases: whole or not at all, never altered, found by name and by the day on which they were known."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from engine.language import codes
from engine.language.diagnostic import Refused
from engine.reading.folder import read_folder
from engine.releases.canonical import digest
from engine.releases.freeze import freeze
from engine.releases.manifest import Broken, Manifest, Part, opened, sealed
from engine.releases.shelf import Shelf
from engine.releases.verify import verify
from simulator.registry import Registry
from simulator.result import result
from simulator.running import run
from simulator.scenario import Scenario
from tests.releases.packs import SMALL, write_small

DAY = date(2026, 3, 1)


def published(rules: Path, shelf: Shelf, version: str = "1.0.0", fee: str = "6.5 %", on: date = DAY) -> Manifest:
    """A release of the small pack with this version and fee."""
    write_small(
        rules,
        **{
            "pack.yaml": SMALL["pack.yaml"].replace("1.0.0", version),
            "fee.yaml": SMALL["fee.yaml"].replace("6.5 %", fee),
        },
    )
    return freeze(shelf, [read_folder(rules / "common"), read_folder(rules / "xx")], on)


def fee_of(registry: Registry, release: str | None = None, known_on: date | None = None) -> str:
    given = {"invoice.excl_vat": "1000"}
    asked = Scenario("xx", "sale", date(2025, 3, 10), "open_ended", given, release=release, known_on=known_on)
    values: dict[str, str] = result(run(registry, asked))["values"]
    return values["fee"]


def test_a_release_keeps_the_files_byte_for_byte_and_is_computed_from(tmp_path: Path) -> None:
    registry = Registry(tmp_path / "rules")
    manifest = published(registry.rules, registry.shelf)
    files = manifest.parts[-1].files
    assert set(files) == {*SMALL, "tests/sale.yaml"}
    for name, sha256 in files.items():
        assert registry.shelf.kept(sha256) == (registry.rules / "xx" / name).read_bytes()
    before = fee_of(registry)
    write_small(registry.rules, **{"fee.yaml": SMALL["fee.yaml"].replace("6.5 %", "9 %")})
    fresh = Registry(registry.rules)
    assert (fee_of(fresh), fee_of(fresh, "xx@1.0.0")) == ("90.00", before) == ("90.00", "65.00")


def test_the_result_from_a_release_is_the_same_bytes(tmp_path: Path) -> None:
    registry = Registry(tmp_path / "rules")
    published(registry.rules, registry.shelf)
    asked = Scenario("xx", "sale", date(2026, 3, 10), "day", {"invoice.excl_vat": "1000"})
    pinned = Scenario("xx", "sale", date(2026, 3, 10), "day", {"invoice.excl_vat": "1000"}, release="xx@1.0.0")
    one, other = (json.dumps(result(run(registry, each)), sort_keys=True) for each in (asked, pinned))
    assert one == other


def test_freezing_the_same_again_changes_nothing(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "releases")
    first = published(tmp_path / "rules", shelf)
    kept = {path: path.stat().st_mtime_ns for path in shelf.folder.rglob("*") if path.is_file()}
    assert published(tmp_path / "rules", shelf, on=DAY + timedelta(9)) == first
    assert {path: path.stat().st_mtime_ns for path in shelf.folder.rglob("*") if path.is_file()} == kept


@pytest.mark.parametrize(
    ("version", "fee", "on", "message"),
    [
        ("1.1.0", "7 %", DAY, "xx@1.1.0 was published on 2026-03-01 with another content"),
        ("1.0.9", "7 %", DAY, "xx@1.1.0 is already published: 1.0.9 would be older"),
        ("1.2.0", "7 %", date(2026, 2, 1), "a release of xx was published on 2026-03-01, after 2026-02-01"),
    ],
)
def test_a_version_is_given_once_and_only_forward(
    tmp_path: Path, version: str, fee: str, on: date, message: str
) -> None:
    shelf = Shelf(tmp_path / "releases")
    first = published(tmp_path / "rules", shelf, "1.1.0")
    with pytest.raises(Refused) as refused:
        published(tmp_path / "rules", shelf, version, fee, on)
    problem = refused.value.diagnostics[0]
    assert (problem.code, problem.message.startswith(message)) == (codes.RELEASE_EXISTS, True)
    assert problem.mend
    assert shelf.releases() == (first,)


def test_what_it_is_computed_with_cannot_change_under_its_version(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "releases")
    published(tmp_path / "rules", shelf)
    write_small(tmp_path / "rules", **{"pack.yaml": SMALL["pack.yaml"].replace("1.0.0", "1.1.0")})
    common = tmp_path / "rules" / "common"
    (common / "rules.yaml").write_text((common / "rules.yaml").read_text().replace("label: Sale", "label: A sale"))
    with pytest.raises(Refused, match=r"common 1\.0\.0 was published with another content, in xx@1\.0\.0"):
        freeze(shelf, [read_folder(common), read_folder(tmp_path / "rules" / "xx")], DAY)


def test_a_layer_is_released_with_what_it_lies_on(tmp_path: Path) -> None:
    from tests.releases.packs import write_layer

    write_small(tmp_path / "rules")
    registry = Registry(tmp_path / "rules", (write_layer(tmp_path / "arts"),))
    manifest = freeze(registry.shelf, registry.parts("xx"), DAY)
    assert (manifest.name, manifest.country) == ("arts@1.0.0", "xx")
    assert [part.pack for part in manifest.parts] == ["common", "xx", "arts"]
    plain = Registry(tmp_path / "rules")
    asked = Scenario("xx", "sale", date(2025, 3, 10), "day", {"invoice.excl_vat": "1000"}, release="arts@1.0.0")
    assert [part["pack"] for part in result(run(plain, asked))["bundle"]] == ["common", "xx", "arts"]


# ---- tampering ---------------------------------------------------------------------------


def test_every_byte_of_a_release_is_watched(tmp_path: Path) -> None:
    """One changed byte, anywhere in the folder, is found; so is a file that is gone."""
    shelf = Shelf(tmp_path / "releases")
    published(tmp_path / "rules", shelf)
    rng = Random(3)
    paths = sorted(path for path in shelf.folder.rglob("*") if path.is_file())
    assert len(paths) > 8
    for path in paths:
        raw = path.read_bytes()
        place = rng.randrange(len(raw))
        for other in (raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :], raw[:-1], raw + b"\n", b""):
            path.chmod(0o644)
            path.write_bytes(other)
            assert _altered(shelf), path
        path.unlink()
        assert _altered(shelf), path
        path.write_bytes(raw)
    assert not _altered(shelf)


def _altered(shelf: Shelf) -> bool:
    try:
        return not shelf.releases("xx") or bool(verify(shelf, shelf.manifest("xx@1.0.0")))
    except Refused as refused:
        return all(one.code in (codes.ALTERED_RELEASE, codes.UNKNOWN_RELEASE) for one in refused.diagnostics)


def test_a_release_under_another_name_is_no_release(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "releases")
    published(tmp_path / "rules", shelf)
    (shelf.folder / "xx" / "2.0.0.json").write_bytes((shelf.folder / "xx" / "1.0.0.json").read_bytes())
    with pytest.raises(Refused, match=r"it is the manifest of xx@1\.0\.0"):
        shelf.manifest("xx@2.0.0")


@pytest.mark.parametrize("raw", [b"", b"{}", b"[]", b"\xff", b'{"seal": 1}', b"null", b'"x"'])
def test_a_file_that_is_no_manifest_is_refused(raw: bytes) -> None:
    with pytest.raises(Broken):
        opened(raw)


def test_a_manifest_comes_back_as_it_was() -> None:
    part = Part("xx", "1.0.0", "0" * 64, {"é.yaml": "1" * 64})
    manifest = Manifest("xx", 1, DAY, "0.1.0", (part,))
    assert opened(sealed(manifest)) == manifest


@pytest.mark.parametrize("name", ["xx", "xx@1", "../xx@1.0.0", "xx@9.9.9", "xx@1.0.0/..", ""])
def test_what_is_no_release_is_refused_with_those_there_are(tmp_path: Path, name: str) -> None:
    shelf = Shelf(tmp_path / "releases")
    published(tmp_path / "rules", shelf)
    with pytest.raises(Refused) as refused:
        shelf.manifest(name)
    assert refused.value.diagnostics[0].code == codes.UNKNOWN_RELEASE
    assert "1.0.0" in refused.value.diagnostics[0].mend


# ---- what was known when -----------------------------------------------------------------


def test_what_was_known_on_a_day_never_changes(tmp_path: Path) -> None:
    """Random histories of publication, held to the naive list of what somebody would have seen each day."""
    for seed in range(60):
        rng = Random(seed)
        shelf = Shelf(tmp_path / str(seed))
        day = date(2026, 1, 1)
        seen: dict[date, str | None] = {}
        latest: str | None = None
        for number in range(rng.randrange(1, 8)):
            for _ in range(rng.randrange(0, 20)):
                seen[day] = latest
                day += timedelta(1)
            version = f"{number // 3}.{rng.choice((number, 10 + number))}.{number}"
            if latest is not None and tuple(map(int, version.split("."))) <= tuple(map(int, latest.split("."))):
                continue
            assert shelf.publish(Manifest("xx", 1, day, "0", (Part("xx", version, "0" * 64, {}),)))
            latest = version
        for known, version_then in seen.items():
            found = shelf.known_on("xx", known)
            assert (found.version if found else None) == version_then


def test_a_simulation_as_known_on_a_day(tmp_path: Path) -> None:
    registry = Registry(tmp_path / "rules")
    published(registry.rules, registry.shelf, "1.0.0", "6.5 %", date(2026, 3, 1))
    published(registry.rules, registry.shelf, "1.1.0", "7 %", date(2026, 5, 1))
    assert fee_of(registry, known_on=date(2026, 4, 30)) == "65.00"
    assert fee_of(registry, known_on=date(2026, 5, 1)) == "70.00"
    with pytest.raises(Refused, match="no release of `xx` was known on 2026-02-28"):
        fee_of(registry, known_on=date(2026, 2, 28))
    with pytest.raises(Refused, match=r"xx@1\.1\.0 is later than that day"):
        fee_of(registry, "xx@1.1.0", date(2026, 4, 30))


def test_a_release_of_another_country_is_refused(tmp_path: Path) -> None:
    registry = Registry(tmp_path / "rules")
    published(registry.rules, registry.shelf)
    with pytest.raises(Refused, match=r"xx@1\.0\.0 is of `xx`, not of `yy`"):
        registry.country("yy", "xx@1.0.0")


# ---- kill -9 -----------------------------------------------------------------------------

PUBLISHER = """
import sys
from datetime import date
from pathlib import Path
from tests.releases.test_shelf import published
from engine.releases.shelf import Shelf
for number in range(1, 10_000):
    one = published(Path(sys.argv[1]), Shelf(Path(sys.argv[2])), f"1.{number}.0", f"{number % 50 + 1} %")
    print(one.name, flush=True)
"""


def test_a_killed_publisher_leaves_whole_releases_only(tmp_path: Path) -> None:
    rng = Random(5)
    for attempt in range(3):
        folder = tmp_path / str(attempt)
        command = [sys.executable, "-c", PUBLISHER, str(folder / "rules"), str(folder / "releases")]
        root = Path(__file__).parents[2]
        environment = {**os.environ, "PYTHONPATH": str(root)}
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root, env=environment) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "xx@1.1.0\n"
            time.sleep(rng.uniform(0.0, 0.3))
            process.send_signal(signal.SIGKILL)
            acknowledged = ["xx@1.1.0", *process.stdout.read().split()]
        shelf = Shelf(folder / "releases")
        there = shelf.releases("xx")
        assert len(acknowledged) <= len(there) <= len(acknowledged) + 1
        for manifest in there:
            assert verify(shelf, manifest) == ()
            assert digest(shelf.load(manifest)[-1]) == manifest.sha256
