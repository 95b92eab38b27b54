"""Makes what the sender meets: folders of invented tables, a worker that merges, and a network that fails once."""

import csv
import gzip
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from api.imports.service import resume_imports
from api.kernel.database import Database
from tests.senders.kept import SENDERS

CHILDREN = 400


def write_folder(folder: Path, *, children: int = CHILDREN, gone: int = 0) -> Path:
    """A council's dataset in three tables and three forms, of which the first `gone` visits are there no longer."""
    folder.mkdir(exist_ok=True)
    with (folder / "ssd_person.csv").open("w", newline="", encoding="utf-8-sig") as file:
        rows = csv.writer(file)
        rows.writerow(["pers_person_id", "pers_forename", "pers_dob", "pers_sex"])
        rows.writerows([f"p{n}", "Robin", "17/05/2015", "F"] for n in range(children))
    plans = [
        {"cppl_cp_plan_id": f"plan{n}", "cppl_person_id": f"p{n}", "cppl_cp_plan_start_date": "2026-03-02"}
        for n in range(children)
    ]
    (folder / "ssd_cp_plans.ndjson").write_text("".join(json.dumps(plan) + "\n" for plan in plans))
    with gzip.open(folder / "ssd_cp_visits.csv.gz", "wt", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["cppv_cp_visit_id", "cppv_person_id", "cppv_cp_plan_id", "cppv_cp_visit_date"])
        rows.writerows([f"v{n}", f"p{n}", f"plan{n}", "2026-11-02 00:00:00.000"] for n in range(gone, children))
    return folder


def run_sender(url: str, client_id: str, secret: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """The sender as a process of its own, as a nightly job starts it; what it writes goes beside the folder."""
    who = {"PLUMBLINE_URL": url, "PLUMBLINE_CLIENT_ID": client_id, "PLUMBLINE_CLIENT_SECRET": secret}
    command = [sys.executable, str(SENDERS / "send_ssd.py"), *map(str, arguments)]
    return subprocess.run(
        command, env={**os.environ, **who}, capture_output=True, text=True, timeout=120, check=False
    )  # fmt: skip


@contextmanager
def worker(database: Database) -> Iterator[None]:
    """Somebody who merges whatever is committed, for as long as the block lasts."""
    stopped = threading.Event()

    def work() -> None:
        while not stopped.wait(0.1):
            resume_imports(database)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join(30)


class BadNetwork:
    """A way to the service that fails the first upload: breaks off in its middle, or asks the sender to wait."""

    def __init__(self, port: int, *, answer: bytes | None = None) -> None:
        self.port, self.answer, self.failures = port, answer, 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                sender, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=(sender,), daemon=True).start()

    def _carry(self, sender: socket.socket) -> None:
        service = socket.create_connection(("127.0.0.1", self.port))
        threading.Thread(target=self._pump, args=(service, sender), daemon=True).start()
        with service, sender:
            while piece := sender.recv(65_536):
                if b"PUT " in piece and not self.failures:
                    self.failures += 1
                    self._fail(sender, service, piece)
                    return
                service.sendall(piece)

    def _fail(self, sender: socket.socket, service: socket.socket, piece: bytes) -> None:
        if self.answer is not None:
            sender.sendall(self.answer)
            return
        body_starts = piece.find(b"\r\n\r\n") + 4
        service.sendall(piece[: body_starts + 500])

    @staticmethod
    def _pump(service: socket.socket, sender: socket.socket) -> None:
        try:
            while piece := service.recv(65_536):
                sender.sendall(piece)
        except OSError:
            return

    def close(self) -> None:
        """Carry nothing more."""
        self.listener.close()
