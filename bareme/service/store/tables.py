"""The tables, as both databases have them. Times are UTC in ISO 8601, which sorts as it reads."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, LargeBinary, MetaData, String, Table, Text

metadata = MetaData()

releases = Table(
    "releases",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("pack", String(64), nullable=False),
    Column("version", String(64), nullable=False),
    Column("first_seen", String(32), nullable=False),
    Column("content", LargeBinary, nullable=False, comment="canonical form, compressed with zlib"),
)

links = Table(
    "links",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("revocation_hash", String(64), nullable=False),
    Column("scenario", Text, nullable=False),
    Column("content", LargeBinary, nullable=False, comment="result and explanation, compressed with zlib"),
    Column("made", String(32), nullable=False),
    Column("expires", String(32), nullable=False),
    Index("links_expire", "expires"),
)

link_releases = Table(
    "link_releases",
    metadata,
    Column("token_hash", String(64), ForeignKey("links.token_hash", ondelete="CASCADE"), primary_key=True),
    Column("sha256", String(64), ForeignKey("releases.sha256"), primary_key=True),
)
