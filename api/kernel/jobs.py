"""The queue of jobs, in the same PostgreSQL: a request adds one with its own transaction, a worker does it.

The queue is procrastinate's. It wakes its workers as soon as a job is stored. A worker that dies leaves its job behind;
`sweep`s, which every worker does from time to time, find whatever should be under way and is not, whether or not its
job is still in the queue.
"""

import asyncio
import json
import logging
import threading
from collections.abc import Callable, Sequence
from typing import Any

import procrastinate
from sqlalchemy import text
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlmodel import Session

from api.kernel.database import Database

log = logging.getLogger("plumbline.worker")

Job = Callable[..., None]
SWEEP_SECONDS = 10.0
SILENT_SECONDS = 60.0
"""A worker says every ten seconds that it is there; one that has not for so long is dead."""

_FORGET_WORKERS = text(
    "delete from procrastinate_workers where last_heartbeat < now() - make_interval(secs => :seconds)"
)
_FORGET_JOBS = text("delete from procrastinate_jobs where status = 'doing' and worker_id is null")

_JOBS: dict[str, Job] = {}


def job(act: Job) -> Job:
    """Make a function a job, by its name: it is given the database and the arguments it was enqueued with."""
    _JOBS[act.__name__] = act
    return act


def enqueue(db: Session, act: Job, **arguments: str) -> None:
    """Add a job to the queue, to be done once this transaction is stored."""
    db.execute(
        text("select enqueue(:task, cast(:arguments as jsonb))"),
        {"task": act.__name__, "arguments": json.dumps(arguments)},
    )


def work(database: Database, stopped: threading.Event, sweeps: Sequence[Callable[[Database], object]]) -> None:
    """Do jobs as they come and `sweeps` every few seconds, until `stopped`."""
    asyncio.run(_work(database, stopped, (*sweeps, _forget_lost)))


async def _work(database: Database, stopped: threading.Event, sweeps: Sequence[Callable[[Database], object]]) -> None:
    try:
        while not stopped.is_set():
            try:
                await _until_lost(database, stopped, sweeps)
            except procrastinate.exceptions.ConnectorException:
                log.error("queue out of reach")
                await asyncio.to_thread(stopped.wait, SWEEP_SECONDS)
    finally:
        stopped.set()


async def _until_lost(
    database: Database, stopped: threading.Event, sweeps: Sequence[Callable[[Database], object]]
) -> None:
    """Work until `stopped`, or PostgreSQL was away: of that the queue does not recover, and is begun anew."""
    app = _queue(database)
    async with app.open_async():
        doing = asyncio.create_task(
            app.run_worker_async(install_signal_handlers=False, delete_jobs="always", concurrency=1)
        )
        is_there = True
        try:
            while is_there and not stopped.is_set():
                is_there = all([await asyncio.to_thread(_safely, sweep, database) for sweep in sweeps])
                await asyncio.to_thread(stopped.wait, SWEEP_SECONDS)
        finally:
            doing.cancel()
            await asyncio.gather(doing, return_exceptions=True)


def _queue(database: Database) -> procrastinate.App:
    url = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    options = "-c role=plumbline_system -c search_path=jobs"
    connector = procrastinate.PsycopgConnector(conninfo=url, kwargs={"options": options}, min_size=1, max_size=4)
    app = procrastinate.App(connector=connector)
    for name, act in _JOBS.items():
        app.task(name=name, pass_context=False)(_task(database, act))
    return app


def _forget_lost(database: Database) -> None:
    """Delete the jobs of workers that died: what they were at is found by what it left undone."""
    with database.transaction("plumbline_system") as db:
        db.execute(text("set local search_path = jobs"))  # the queue's own triggers name its tables so
        db.execute(_FORGET_WORKERS, {"seconds": SILENT_SECONDS})
        db.execute(_FORGET_JOBS)


def _task(database: Database, act: Job) -> Callable[..., Any]:
    async def run(**arguments: str) -> None:
        await asyncio.to_thread(_logged, act, database, **arguments)

    return run


def _logged(act: Job, database: Database, **arguments: str) -> None:
    try:
        act(database, **arguments)
    except Exception as error:
        log.error("job failed", extra={"operation": act.__name__, "kind": type(error).__name__})
        raise


def _safely(sweep: Callable[[Database], object], database: Database) -> bool:
    """Whether PostgreSQL was there for it."""
    try:
        sweep(database)
    except Exception as error:
        log.error("sweep failed", extra={"operation": sweep.__name__, "kind": type(error).__name__})
        return not isinstance(error, OperationalError | InterfaceError)
    return True
