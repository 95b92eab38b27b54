"""What every test stands on: PostgreSQL, a database of its own, a real server, and people in named roles.

A template is migrated once a session; each test that asks for `db` gets a clone of it, so that commits, row-level
security and races are the real ones.
"""

import os
import socket
import threading
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from tests.home import own_home

os.environ["PLUMBLINE_HOME"] = str(own_home())
os.environ["SECRET_KEY"] = "only-for-tests-" + "0123456789abcdef" * 2

import httpx
import psycopg
import pytest
import uvicorn
from sqlalchemy.engine import make_url
from sqlmodel import Session

from api.access.permissions import Role
from api.kernel import clock
from api.kernel.database import Database, embedded_url
from api.kernel.migrations import upgrade
from api.kernel.server import DeadlineProtocol
from api.kernel.settings import settings
from api.main import create_app
from tests.access.make import Caller, make_council, sign_in_as
from tests.day import set_clock, set_day_of

set_clock()

LONG = ("test_load.py", "test_hostile.py", "test_worker.py", "test_attack.py", "test_reach.py")
"""Files that take a minute or more: begun first, so that no process works on one of them while the others wait."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long files first, the rest as they stand."""
    items.sort(key=lambda item: item.path.name not in LONG)


@pytest.fixture(scope="session")
def server_url() -> str:
    """A PostgreSQL to test on: DATABASE_URL, or the embedded one with durability off."""
    url = os.environ.get("TEST_DATABASE_URL") or embedded_url(settings.plumbline_home)
    with psycopg.connect(url, autocommit=True) as admin:
        if "TEST_DATABASE_URL" not in os.environ:
            for rule in ("fsync", "synchronous_commit", "full_page_writes"):
                admin.execute(f"alter system set {rule} = off")
            admin.execute("select pg_reload_conf()")
    return url


def _named(url: str, name: str) -> str:
    return make_url(url).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def template(server_url: str) -> Iterator[str]:
    """The name of a database that holds the migrated schema and nothing else."""
    name = f"template_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server_url, autocommit=True) as admin:
        admin.execute(f"create database {name}")
        database = Database(_named(server_url, name))
        upgrade(database)
        set_day_of(database)
        database.dispose()
        yield name
        admin.execute(f"drop database {name} with (force)")


@pytest.fixture
def database(server_url: str, template: str) -> Iterator[Database]:
    """A database of this test's own, migrated and empty."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server_url, autocommit=True) as admin:
        admin.execute(f"create database {name} template {template} strategy file_copy")
        database = Database(_named(server_url, name))
        yield database
        database.dispose()
        admin.execute(f"drop database {name} with (force)")


@pytest.fixture
def make(database: Database) -> Iterator[Session]:
    """A session that sees and writes everything, for arranging a test and for looking at what was stored.

    It commits at each `make.commit()`; makers do so themselves.
    """
    with Session(database.engine, expire_on_commit=False) as session:
        yield session


class Service:
    """The application behind a real web server on loopback."""

    def __init__(self) -> None:
        self.app = create_app(Database("postgresql://nobody@127.0.0.1:1/none"))
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        self.server = uvicorn.Server(
            uvicorn.Config(self.app, http=DeadlineProtocol, log_level="critical", timeout_graceful_shutdown=1)
        )
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [self.socket]}, daemon=True)

    def __enter__(self) -> "Service":
        ready = threading.Event()
        startup = self.server.startup

        async def started(sockets: list[socket.socket] | None = None) -> None:
            await startup(sockets)
            ready.set()

        self.server.startup = started  # type: ignore[method-assign]  # uvicorn offers no other word that it is up
        self.thread.start()
        assert ready.wait(20), "the server did not start"
        return self

    def __exit__(self, *_: object) -> None:
        self.server.should_exit = True
        self.thread.join(10)


@pytest.fixture(scope="session")
def service() -> Iterator[Service]:
    """One web server for the session; each test points it at its own database."""
    with Service() as service:
        yield service


@pytest.fixture
def anonymous(service: Service, database: Database) -> Iterator[httpx.Client]:
    """Somebody with no credential, over HTTP, against this test's database."""
    service.app.state.database = database
    with httpx.Client(base_url=service.url, timeout=30) as client:
        yield client


@pytest.fixture
def council(make: Session) -> dict[str, uuid.UUID]:
    """The units of a small council by name: council, north, south, and the teams north_1, north_2, south_1."""
    return make_council(make)


@pytest.fixture
def as_(anonymous: httpx.Client, make: Session, council: dict[str, uuid.UUID]) -> Iterator[Callable[..., Caller]]:
    """`as_("team_manager", unit="north_1")`: an HTTP client signed in as somebody new in that role."""
    opened: list[httpx.Client] = []

    def signed_in(role: str | Role, *, unit: str | None = None, **more: object) -> Caller:
        caller = sign_in_as(make, str(anonymous.base_url), Role(role), council.get(unit or "north_1"), **more)
        opened.append(caller)
        return caller

    yield signed_in
    for client in opened:
        client.close()


@pytest.fixture
def travel() -> Iterator[Callable[[datetime], None]]:
    """Move the service's clock for the rest of the test."""
    with clock.travel(clock.now()):

        def to(instant: datetime) -> None:
            clock._shift = instant - (clock.now() - clock._shift)

        yield to


@pytest.fixture
def shared() -> Path:
    """The folder of real formats and published figures beside the checkout; the test skips where there is none."""
    folder = Path(__file__).resolve().parents[2] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("shared/data is not beside the checkout: the real files are not here to test against")
    return folder
