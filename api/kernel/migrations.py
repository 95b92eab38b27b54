"""Brings a database's schema to the newest version."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from psycopg.errors import InsufficientPrivilege
from sqlalchemy.exc import ProgrammingError

from api.kernel.database import Database

ROOT = Path(__file__).resolve().parents[2]


def upgrade(database: Database, revision: str = "head") -> None:
    """Run the migrations that are missing up to `revision`, each in its own transaction; none, and nothing is done.

    Where the role of DATABASE_URL may not, SystemExit says what a database administrator has to run once.
    """
    config = Config(ROOT / "alembic.ini")
    config.set_main_option("script_location", str(ROOT / "migrations"))
    with database.engine.connect() as connection:
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, revision)
        except ProgrammingError as error:
            if not isinstance(error.orig, InsufficientPrivilege):
                raise
            said, role = error.orig.diag, database.url.username
            remedy = (
                said.message_hint
                or f"alter database {database.url.database} owner to {role}; alter role {role} inherit"
            )
            raise SystemExit(
                f"Not migrated ({said.message_primary}). A database administrator runs once: {remedy};"
            ) from error
