"""Runs migrations: on the connection it is given, each in its own transaction, never waiting long for a lock."""

from alembic import context
from sqlalchemy import text

from api.kernel.database import Database, Table
from api.kernel.settings import settings
from api.main import ROOMS  # noqa: F401 - the rooms bring their tables

LOCK_TIMEOUT = "5s"


def run() -> None:
    """Migrate over the caller's connection, or over one to DATABASE_URL."""
    connection = context.config.attributes.get("connection")
    if connection is None:
        if settings.database_url is None:
            raise SystemExit("Set DATABASE_URL, or use `plumbline migrate`, which starts the embedded server.")
        with Database(settings.database_url).engine.connect() as own:
            context.config.attributes["connection"] = own
            run()
        return
    connection.execute(text("select set_config('statement_timeout', '0', false)"))
    connection.execute(text("select set_config('lock_timeout', :wait, false)"), {"wait": LOCK_TIMEOUT})
    connection.commit()
    context.configure(
        connection=connection,
        target_metadata=Table.metadata,
        transaction_per_migration=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
