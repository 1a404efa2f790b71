"""Links to kept results, and the releases they rest on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "releases",
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("pack", sa.String(64), nullable=False),
        sa.Column("version", sa.String(64), nullable=False),
        sa.Column("first_seen", sa.String(32), nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False, comment="canonical form, compressed with zlib"),
    )
    op.create_table(
        "links",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        sa.Column("revocation_hash", sa.String(64), nullable=False),
        sa.Column("scenario", sa.Text, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False, comment="result and explanation, compressed with zlib"),
        sa.Column("made", sa.String(32), nullable=False),
        sa.Column("expires", sa.String(32), nullable=False),
    )
    op.create_index("links_expire", "links", ["expires"])
    op.create_table(
        "link_releases",
        sa.Column("token_hash", sa.String(64), sa.ForeignKey("links.token_hash", ondelete="CASCADE"), primary_key=True),
        sa.Column("sha256", sa.String(64), sa.ForeignKey("releases.sha256"), primary_key=True),
    )


def downgrade() -> None:
    op.drop_table("link_releases")
    op.drop_index("links_expire", "links")
    op.drop_table("links")
    op.drop_table("releases")
