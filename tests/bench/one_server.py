"""The service in a process of its own, for the benchmarks, with the hand-written list that ours is measured by."""

import socket
from typing import Any

import orjson
import uvicorn
from fastapi import FastAPI
from sqlalchemy import event
from starlette.responses import Response

from api.cli import open_database
from api.kernel.database import Database
from api.kernel.server import DeadlineProtocol
from api.main import create_app

BY_HAND = "/bench/audits"


def serve_by_hand(app: FastAPI, database: Database) -> None:
    """Add an endpoint that runs the SQL of the audits' list as it last ran, and dumps its rows."""
    last: list[tuple[str, Any]] = []

    def note(_: Any, __: Any, statement: str, values: Any, *___: Any) -> None:
        if "FROM audit" in statement and not last:
            last.append((statement, values))

    event.listen(database.requests, "before_cursor_execute", note)

    def list_by_hand() -> Response:
        with database.engine.connect() as connection:
            rows = connection.exec_driver_sql(*last[0]).mappings().all()
        return Response(orjson.dumps({"items": [dict(row) for row in rows[:50]]}), media_type="application/json")

    app.router.routes.insert(0, app.router.route_class(BY_HAND, list_by_hand))


if __name__ == "__main__":
    database = open_database()
    app = create_app(database)
    serve_by_hand(app, database)
    listening = socket.create_server(("127.0.0.1", 0))
    print(f"http://127.0.0.1:{listening.getsockname()[1]}", flush=True)
    config = uvicorn.Config(app, http=DeadlineProtocol, log_level="critical", access_log=False)
    uvicorn.Server(config).run(sockets=[listening])
