"""Opening the database: SQLite that survives a power cut, or PostgreSQL; migrated when it is opened."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine, event, make_url, text

MIGRATIONS = Path(__file__).parent / "migrations"


@dataclass(frozen=True)
class Database:
    """An open database at the newest revision."""

    engine: Engine

    def answers(self) -> bool:
        """Whether it can be asked at all."""
        with self.engine.connect() as connection:
            return bool(connection.execute(text("select 1")).scalar_one())

    def close(self) -> None:
        self.engine.dispose()


def opened(url: str) -> Database:
    """The database at `url`, created or migrated to the newest revision."""
    engine = _engine(url)
    upgrade(engine)
    return Database(engine)


def _engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        if parsed.database and parsed.database != ":memory:":
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(parsed, connect_args={"timeout": 5})
        event.listen(engine, "connect", _for_sqlite)
        return engine
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    return create_engine(parsed, pool_pre_ping=True, pool_size=4, max_overflow=4)


def _for_sqlite(connection: Any, _record: Any) -> None:
    """Write-ahead log and a full sync at each commit: what was acknowledged outlives a power cut."""
    cursor = connection.cursor()
    for setting in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        cursor.execute(f"pragma {setting}")
    cursor.close()


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the tables to a revision; several processes may start at once."""
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("select pg_advisory_xact_lock(718281828)"))
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Take the tables back to an older revision."""
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.downgrade(config, revision)
