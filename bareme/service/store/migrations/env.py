"""Run by Alembic: migrates over the connection that the service holds, inside its transaction."""

from __future__ import annotations

from alembic import context

from bareme.service.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
