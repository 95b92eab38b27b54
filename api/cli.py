"""The `plumbline` command line: run, migrate, demo, worker, contract."""

import json
from typing import Annotated

import typer
import uvicorn

from api.kernel import logs
from api.kernel.database import Database, embedded_url
from api.kernel.migrations import ROOT, upgrade
from api.kernel.server import DeadlineProtocol
from api.kernel.settings import settings
from api.main import create_app

app = typer.Typer(help="Quality assurance for children's social care.", no_args_is_help=True, add_completion=False)

CONTRACT = ROOT / "openapi" / "openapi.json"


def open_database() -> Database:
    """The configured database, or the embedded one, started."""
    return Database(settings.database_url or embedded_url(settings.plumbline_home), pool_size=settings.pool_size)


@app.command()
def migrate() -> None:
    """Bring the database's schema to the newest version."""
    upgrade(open_database())


@app.command()
def contract(check: Annotated[bool, typer.Option(help="Only compare; exit 1 on a difference.")] = False) -> None:
    """Write openapi/openapi.json from the application, or check that it is current."""
    written = json.dumps(create_app(Database("postgresql://unused")).openapi(), indent=1, sort_keys=True) + "\n"
    if check:
        if CONTRACT.read_text() != written:
            typer.echo("openapi/openapi.json is out of date: run `plumbline contract`.", err=True)
            raise typer.Exit(1)
        return
    CONTRACT.write_text(written)


@app.command()
def run() -> None:
    """Migrate, load the demonstration council into an empty database, and serve API and front end on loopback."""
    database = open_database()
    upgrade(database)
    logs.install()
    uvicorn.run(
        create_app(database), host="127.0.0.1", port=settings.port, http=DeadlineProtocol, access_log=False,
        log_config=None, timeout_graceful_shutdown=10, server_header=False,
    )  # fmt: skip


if __name__ == "__main__":
    app()
