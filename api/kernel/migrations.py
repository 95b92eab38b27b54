"""Brings a database's schema to the newest version."""

from pathlib import Path

from alembic import command
from alembic.config import Config

from api.kernel.database import Database

ROOT = Path(__file__).resolve().parents[2]


def upgrade(database: Database) -> None:
    """Run the migrations that are missing, each in its own transaction; does nothing where there are none."""
    config = Config(ROOT / "alembic.ini")
    config.set_main_option("script_location", str(ROOT / "migrations"))
    with database.engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
