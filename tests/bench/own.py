"""What every benchmark stands on: a fresh database with durability on, and a web server before it."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy.engine import make_url

from api.kernel.database import Database, embedded_url
from api.kernel.migrations import upgrade
from api.kernel.settings import settings
from tests.conftest import Service


@contextmanager
def own_service() -> Iterator[tuple[Service, Database]]:
    """A migrated database of this run's own on the embedded server, as a newcomer's runs, and the service over it."""
    name = f"bench_{uuid.uuid4().hex[:12]}"
    url = embedded_url(settings.plumbline_home / "bench")
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(f"create database {name}")
        database = Database(make_url(url).set(database=name).render_as_string(hide_password=False))
        upgrade(database)
        with Service() as service:
            service.app.state.database = database
            yield service, database
        database.engine.dispose()
        admin.execute(f"drop database {name} with (force)")
