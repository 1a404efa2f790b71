"""The store keeps what was shared, for its time, on both databases alike."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text

from bareme.service.store import Database, Links, opened
from bareme.service.store.database import downgrade, upgrade
from bareme.service.store.tables import metadata
from simulator.registry import Registry

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
SCENARIO = {"country": "be", "act": "job"}
CONTENT = {"result": {"values": {"net_pay": "520.42"}}, "trace": {"note": "à l’émploi"}}


@pytest.fixture
def links(database: Database) -> Links:
    return Links(database)


def keep(links: Links, registry: Registry, days: int = 30, now: datetime = NOW) -> Any:
    return links.keep(SCENARIO, CONTENT, [registry.country("be").pack], days, now)


def test_what_is_kept_comes_back(links: Links, registry: Registry) -> None:
    kept = links.open(keep(links, registry).token, NOW)
    assert kept is not None
    assert (kept.scenario, kept.content) == (SCENARIO, CONTENT)
    assert set(kept.releases) == {part["sha256"] for part in registry.country("be").bundle}


def test_two_links_share_their_releases(links: Links, registry: Registry) -> None:
    first, second = keep(links, registry), keep(links, registry)
    assert first.token != second.token
    hashes = [row["sha256"] for row in links.releases()]
    assert len(hashes) == len(set(hashes)) == 2
    content = links.release(hashes[0])
    assert content is not None
    assert content.startswith(b"{")


def test_a_link_ends_by_itself_and_is_then_forgotten(links: Links, registry: Registry) -> None:
    link = keep(links, registry, days=2)
    assert links.open(link.token, NOW + timedelta(days=2, seconds=-1)) is not None
    assert links.open(link.token, NOW + timedelta(days=2)) is None
    keep(links, registry, now=NOW + timedelta(days=3))
    assert links.open(link.token, NOW) is None


def test_only_its_own_key_revokes_a_link(links: Links, registry: Registry) -> None:
    link, other = keep(links, registry), keep(links, registry)
    assert links.revoke(link.token, other.revocation_key) is False
    assert links.open(link.token, NOW) is not None
    assert links.revoke(link.token, link.revocation_key) is True
    assert links.open(link.token, NOW) is None
    assert links.revoke(link.token, link.revocation_key) is None


def test_the_database_holds_no_secret_of_a_link(links: Links, registry: Registry) -> None:
    link = keep(links, registry)
    with links.database.engine.connect() as connection:
        rows = repr(connection.execute(text("select * from links")).all())
    assert link.token not in rows
    assert link.revocation_key not in rows


@pytest.mark.parametrize("token", ["", "x", "' or 1=1 --", "\x00", "é" * 300, "../../etc/passwd"])
def test_a_guessed_token_opens_nothing(links: Links, registry: Registry, token: str) -> None:
    keep(links, registry)
    assert links.open(token, NOW) is None


def test_the_migrations_make_the_tables_of_the_code(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, metadata) == []


def test_migrations_go_back_and_forth(empty_engine: Engine) -> None:
    upgrade(empty_engine)
    assert "links" in inspect(empty_engine).get_table_names()
    downgrade(empty_engine, "base")
    assert "links" not in inspect(empty_engine).get_table_names()
    upgrade(empty_engine)
    upgrade(empty_engine)
    assert "links" in inspect(empty_engine).get_table_names()


def test_sqlite_survives_a_power_cut_by_its_settings(tmp_path: Path) -> None:
    database = opened(f"sqlite:///{tmp_path / 'deep' / 'er' / 'x.sqlite3'}")
    with database.engine.connect() as connection:
        assert connection.execute(text("pragma journal_mode")).scalar() == "wal"
        assert connection.execute(text("pragma synchronous")).scalar() == 2
    database.close()


KEEPER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from bareme.service.store import Links, opened
from simulator.registry import Registry
links = Links(opened(sys.argv[1]))
pack = Registry(Path(sys.argv[2])).country("be").pack
while True:
    link = links.keep({}, {"n": 1}, [pack], 30, datetime.now(UTC))
    print(link.token, flush=True)
"""


def test_what_was_acknowledged_survives_being_killed(tmp_path: Path, rules: Path) -> None:
    url = f"sqlite:///{tmp_path / 'kill.sqlite3'}"
    command = [sys.executable, "-c", KEEPER, url, str(rules)]
    acknowledged = []
    for stop_after in (3, 11, 24):
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            acknowledged += [process.stdout.readline().strip() for _ in range(stop_after)]
            process.kill()
            acknowledged += [line.strip() for line in process.stdout if line.endswith("\n")]
    links = Links(opened(url))
    assert len(acknowledged) >= 38
    assert all(links.open(token, datetime.now(UTC)) is not None for token in acknowledged)
    links.database.close()
