"""Alembic's entry: runs the migrations on the connection that `monitor.store.schema` hands in."""

from alembic import context

from monitor.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
