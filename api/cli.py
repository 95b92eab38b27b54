"""The `plumbline` command line: run, serve, migrate, demo, worker, contract."""

import json
import logging
import signal
import sys
import threading
from pathlib import Path
from typing import Annotated

import typer
import uvicorn
from sqlalchemy import text

from api.actions.service import escalate_overdue
from api.comparators.reading import RefusedError
from api.comparators.service import load_files
from api.demonstration.load import load_council
from api.exceptions.service import raise_exceptions
from api.imports.service import clear_away, resume_imports
from api.indicators.service import refresh_indicators
from api.kernel import jobs, logs
from api.kernel.database import Database, embedded_url
from api.kernel.migrations import ROOT, upgrade
from api.kernel.server import DeadlineProtocol
from api.kernel.settings import settings
from api.main import create_app
from api.rounds.service import note_reminders
from api.sources.service import refresh_quality

app = typer.Typer(help="Quality assurance for children's social care.", no_args_is_help=True, add_completion=False)

CONTRACT = ROOT / "openapi" / "openapi.json"
DEMONSTRATION = settings.plumbline_home / "demo.json"
SWEEPS = (
    resume_imports,
    refresh_quality,
    refresh_indicators,
    raise_exceptions,
    escalate_overdue,
    note_reminders,
    clear_away,
)
"""What a worker looks after from time to time; each does nothing where there is nothing to do."""


def open_database() -> Database:
    """The configured database, or the embedded one, started; a termination leaves in order, which stops that one."""
    for ended in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ended, lambda number, _: sys.exit(128 + number))
    return Database(settings.database_url or embedded_url(settings.plumbline_home), pool_size=settings.pool_size)


def is_empty(database: Database) -> bool:
    """Whether nobody is known yet."""
    with database.transaction("plumbline_system") as db:
        return db.execute(text("select 1 from person limit 1")).first() is None


def contract_text() -> str:
    """The contract, as it is written to the file."""
    return json.dumps(create_app(Database("postgresql://unused")).openapi(), indent=1, sort_keys=True) + "\n"


@app.command()
def migrate() -> None:
    """Bring the database's schema to the newest version."""
    upgrade(open_database())


@app.command()
def contract(check: Annotated[bool, typer.Option(help="Only compare; exit 1 on a difference.")] = False) -> None:
    """Write openapi/openapi.json from the application, or check that it is current."""
    if not check:
        CONTRACT.write_text(contract_text())
    elif CONTRACT.read_text() != contract_text():
        typer.echo("openapi/openapi.json is out of date: run `make contract`.", err=True)
        raise typer.Exit(1)


@app.command()
def demo() -> None:
    """Load the demonstration council into an empty database, through the public API."""
    database = open_database()
    upgrade(database)
    if not is_empty(database):
        typer.echo("There are people in this database already: the demonstration is for an empty one.", err=True)
        raise typer.Exit(1)
    load_council(database, DEMONSTRATION, say=typer.echo)


@app.command()
def comparators(files: Annotated[list[Path], typer.Argument(help="Published CSV files, as they are.")]) -> None:
    """Load figures that the Department for Education has published, to hold this council's against."""
    try:
        loads = load_files(open_database(), [(file.name, file.read_bytes()) for file in files])
    except OSError as error:
        typer.echo(f"{error.filename} cannot be read: {error.strerror}.", err=True)
        raise typer.Exit(1) from error
    except RefusedError as refused:
        typer.echo("\n".join(["Nothing was loaded.", *(fault.detail for fault in refused.faults)]), err=True)
        raise typer.Exit(1) from refused
    for load in loads:
        typer.echo(f"{load.source_file}, {load.published_name}: {load.rows:,} rows, "
                   f"{load.created:,} new, {load.changed:,} changed")  # fmt: skip


@app.command()
def worker() -> None:
    """Merge imports and keep the figures up to date with what comes in; one or more may run beside the API."""
    logs.install()
    jobs.work(open_database(), threading.Event(), SWEEPS)


@app.command()
def serve(host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1") -> None:
    """Serve API and front end; migrate and start a worker apart (production does)."""
    _serve(open_database(), host)


@app.command()
def run() -> None:
    """Migrate, load the demonstration council into an empty database, then serve API, front end and worker."""
    database = open_database()
    upgrade(database)
    if is_empty(database):
        load_council(database, DEMONSTRATION, say=typer.echo)
    elif settings.database_url is None and not DEMONSTRATION.exists():
        home = settings.plumbline_home
        typer.echo(f"Loading the demonstration was interrupted. Delete {home}/postgres and start again.", err=True)
        raise typer.Exit(1)
    _introduce()
    stopped = threading.Event()
    threading.Thread(target=jobs.work, args=(database, stopped, SWEEPS), name="worker", daemon=True).start()
    try:
        _serve(database, "127.0.0.1")
    finally:
        stopped.set()


def _serve(database: Database, host: str) -> None:
    logs.install(logging.WARNING if host == "127.0.0.1" else logging.INFO)
    uvicorn.run(
        create_app(database), host=host, port=settings.port, http=DeadlineProtocol, access_log=False,
        log_config=None, timeout_graceful_shutdown=10, server_header=False,
    )  # fmt: skip


def _introduce() -> None:
    """Print the addresses and, where the demonstration is loaded, who may sign in."""
    typer.echo(
        f"\n  {settings.council_name}: {settings.origin}\n  API contract: {settings.origin}/api/v1/openapi.json\n"
    )
    if not DEMONSTRATION.exists():
        return
    known = json.loads(DEMONSTRATION.read_text())
    width = max(len(person["role"]) for person in known["people"])
    typer.echo("  Sign in as (the people, the children and the council are invented):\n")
    for person in known["people"]:
        typer.echo(f"  {person['role']:<{width}}  {person['email']:<44}  {person['password']}")
    for client in known["clients"]:
        typer.echo(f"  {client['role']:<{width}}  {client['client_id']:<44}  {client['client_secret']}")
    typer.echo(f"\n  These are in {DEMONSTRATION} too. Stop with Ctrl+C.\n")


if __name__ == "__main__":
    app()
