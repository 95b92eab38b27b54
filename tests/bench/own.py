"""What every benchmark stands on: a fresh database with durability on, and the service over it in its own process."""

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy.engine import make_url

from api.kernel.database import Database, embedded_url
from api.kernel.migrations import ROOT, upgrade
from api.kernel.settings import settings

SERVER_PIDS: dict[str, int] = {}


@contextmanager
def own_service() -> Iterator[tuple[str, Database]]:
    """The address of a service of this run's own, and the migrated database behind it, on the embedded server."""
    name = f"bench_{uuid.uuid4().hex[:12]}"
    url = embedded_url(settings.plumbline_home / "bench")
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(f"create database {name}")
        own_url = make_url(url).set(database=name).render_as_string(hide_password=False)
        database = Database(own_url)
        upgrade(database)
        environment = os.environ | {"DATABASE_URL": own_url, "SECRET_KEY": settings.secret_key}
        command = [sys.executable, "-m", "tests.bench.one_server"]
        with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as server:
            try:
                assert server.stdout
                SERVER_PIDS[own_url] = server.pid
                yield server.stdout.readline().strip(), database
            finally:
                server.terminate()
        database.dispose()
        admin.execute(f"drop database {name} with (force)")


@contextmanager
def own_worker(database: Database) -> Iterator[int]:
    """The process id of a worker apart, as production has it."""
    own_url = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    environment = os.environ | {"DATABASE_URL": own_url, "SECRET_KEY": settings.secret_key}
    with subprocess.Popen([sys.executable, "-m", "api.cli", "worker"], cwd=ROOT, env=environment) as worker:
        try:
            yield worker.pid
        finally:
            worker.terminate()


def server_pid(database: Database) -> int:
    """The process id of the service over `database`."""
    return SERVER_PIDS[database.url.set(drivername="postgresql").render_as_string(hide_password=False)]


def peak_megabytes(pid: int) -> float:
    """The most memory a process has held so far."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024
