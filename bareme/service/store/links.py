"""Results kept behind unguessable links: made, opened, revoked, forgotten when their time is over."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.exc import IntegrityError

from bareme.service.store.database import Database
from bareme.service.store.tables import link_releases, links, releases
from engine.program.pack import Pack
from engine.releases.canonical import canonical_bytes, digest

TOKEN_BYTES = 24
"""192 bits: nobody guesses a link."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link just made. The two secrets are never seen again: only their hashes are kept."""

    token: str
    revocation_key: str
    expires: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """What stands behind a link."""

    scenario: Mapping[str, Any]
    content: Mapping[str, Any]
    made: datetime
    expires: datetime
    releases: tuple[str, ...]


@dataclass(frozen=True)
class Links:
    """The links of one database."""

    database: Database

    def keep(
        self, scenario: Mapping[str, Any], content: Mapping[str, Any], packs: Iterable[Pack], days: int, now: datetime
    ) -> Link:
        """Keep a result for some days; its releases are kept with it."""
        link = Link(secrets.token_urlsafe(TOKEN_BYTES), secrets.token_urlsafe(TOKEN_BYTES), now + timedelta(days=days))
        with self.database.engine.begin() as connection:
            connection.execute(delete(links).where(links.c.expires <= _text(now)))
            hashes = [each for pack in packs for each in _keep_releases(connection, pack, now)]
            connection.execute(
                insert(links).values(
                    token_hash=_hash(link.token),
                    revocation_hash=_hash(link.revocation_key),
                    scenario=json.dumps(scenario, sort_keys=True, ensure_ascii=False),
                    content=_packed(content),
                    made=_text(now),
                    expires=_text(link.expires),
                )
            )
            for sha256 in dict.fromkeys(hashes):
                connection.execute(insert(link_releases).values(token_hash=_hash(link.token), sha256=sha256))
        return link

    def open(self, token: str, now: datetime) -> Kept | None:
        """What stands behind a link; None if it was never made, was revoked, or has expired."""
        with self.database.engine.connect() as connection:
            row = connection.execute(select(links).where(links.c.token_hash == _hash(token))).one_or_none()
            if row is None or row.expires <= _text(now):
                return None
            rests_on = connection.execute(
                select(link_releases.c.sha256)
                .where(link_releases.c.token_hash == row.token_hash)
                .order_by(link_releases.c.sha256)
            ).scalars()
            return Kept(
                json.loads(row.scenario),
                _unpacked(row.content),
                datetime.fromisoformat(row.made),
                datetime.fromisoformat(row.expires),
                tuple(rests_on),
            )

    def revoke(self, token: str, key: str) -> bool | None:
        """Forget a link; False if the key is another's, None if there is no such link."""
        with self.database.engine.begin() as connection:
            row = connection.execute(select(links).where(links.c.token_hash == _hash(token))).one_or_none()
            if row is None:
                return None
            if not hmac.compare_digest(row.revocation_hash, _hash(key)):
                return False
            connection.execute(delete(links).where(links.c.token_hash == row.token_hash))
            return True

    def release(self, sha256: str) -> bytes | None:
        """The canonical content of a release, by its hash."""
        with self.database.engine.connect() as connection:
            found = connection.execute(select(releases.c.content).where(releases.c.sha256 == sha256)).scalar()
            return None if found is None else zlib.decompress(found)

    def releases(self) -> list[dict[str, str]]:
        """Every release that was ever part of a kept result, newest first."""
        columns = (releases.c.pack, releases.c.version, releases.c.sha256, releases.c.first_seen)
        with self.database.engine.connect() as connection:
            rows = connection.execute(select(*columns).order_by(releases.c.first_seen.desc(), releases.c.sha256))
            return [dict(row._mapping) for row in rows]


def _keep_releases(connection: Connection, pack: Pack, now: datetime) -> list[str]:
    hashes = []
    for part in pack.parts:
        sha256 = digest(part)
        hashes.append(sha256)
        if connection.execute(select(releases.c.sha256).where(releases.c.sha256 == sha256)).scalar() is None:
            row = {
                "sha256": sha256,
                "pack": part.name,
                "version": part.header.version,
                "first_seen": _text(now),
                "content": zlib.compress(canonical_bytes(part), 9),
            }
            try:
                with connection.begin_nested():
                    connection.execute(insert(releases).values(row))
            except IntegrityError:
                continue  # another process kept the same content a moment ago
    return hashes


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _packed(content: Mapping[str, Any]) -> bytes:
    return zlib.compress(json.dumps(content, sort_keys=True, ensure_ascii=False).encode(), 6)


def _unpacked(content: bytes) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(zlib.decompress(content))
    return data


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
