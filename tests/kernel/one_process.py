"""One API process on a free port of loopback; prints its address when it is listening."""

import socket

import uvicorn

from api.cli import open_database
from api.main import create_app
from tests.day import set_clock

if __name__ == "__main__":
    set_clock()
    listening = socket.create_server(("127.0.0.1", 0))
    print(f"http://127.0.0.1:{listening.getsockname()[1]}", flush=True)  # noqa: T201 - the parent reads it
    uvicorn.Server(uvicorn.Config(create_app(open_database()), log_level="critical")).run(sockets=[listening])
