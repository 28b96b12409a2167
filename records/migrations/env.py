"""Alembic's entry point: runs the migrations on the URL it is given."""

from __future__ import annotations

from alembic import context

from records.database import connect
from records.tables import metadata

engine = connect(str(context.config.get_main_option("sqlalchemy.url")))
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=metadata)
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
engine.dispose()
