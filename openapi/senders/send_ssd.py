"""Sends a folder of Standard Safeguarding Dataset tables to Plumbline as one import, and tells what came of it.

Needs Python 3.9 or newer and httpx. Who is sending stands in the environment: PLUMBLINE_URL, PLUMBLINE_CLIENT_ID and
PLUMBLINE_CLIENT_SECRET. Exit code: 0 brought in, 1 failed, 2 wrong use, 3 held until a person confirms.
"""

from __future__ import annotations

import argparse
import base64
import contextlib
import hashlib
import os
import sys
import time
import uuid
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

TYPES = {".csv": "text/csv", ".ndjson": "application/x-ndjson"}
TRIES = 8
LONGEST_PAUSE = 60.0
LONGEST_LOOK = 10.0
BLOCK = 1 << 20
BROUGHT_IN, FAILED, HELD = 0, 1, 3


class SendError(Exception):
    """Why it cannot go on, in a sentence for whoever reads the job's log."""


def say(sentence: str) -> None:
    """Write one line to the job's log."""
    print(f"{time.strftime('%H:%M:%S')} {sentence}", flush=True)


class Plumbline:
    """The service as a machine client meets it: the token is renewed, and what may succeed later is tried again."""

    def __init__(self, url: str, client_id: str, client_secret: str) -> None:
        self._http = httpx.Client(base_url=url, timeout=httpx.Timeout(60, read=600, write=600))
        self._who = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": client_secret}
        self._token = ""

    def request(self, method: str, address: str, **more: Any) -> httpx.Response:
        """Send a request until there is an answer that stands; `file` in `more` is the path of its body."""
        pause = 1.0
        for _ in range(TRIES):
            wanted = pause
            try:
                response = self._once(method, address, **more)
            except httpx.TransportError as fault:
                say(f"{method} {address}: {type(fault).__name__}")
            else:
                if response.status_code == 401 and self._token:  # a token lasts a quarter of an hour
                    self._token = ""
                    continue
                if response.status_code not in (429, 502, 503, 504):
                    return response
                say(f"{method} {address}: {response.status_code}")
                wanted = max(pause, asked_pause(response))
            say(f"Trying again in {wanted:.0f} s.")
            time.sleep(wanted)
            pause = min(pause * 2, LONGEST_PAUSE)
        raise SendError(f"{method} {address}: no answer after {TRIES} tries.")

    def _once(
        self, method: str, address: str, file: Path | None = None, headers: dict[str, str] | None = None, **more: Any
    ) -> httpx.Response:
        if not self._token:
            response = self._http.request("POST", "/oauth2/token", data=self._who)
            if response.status_code != 200:
                return response
            self._token = response.json()["access_token"]
        headers = {**(headers or {}), "Authorization": f"Bearer {self._token}"}
        if file is None:
            return self._http.request(method, address, headers=headers, **more)
        with file.open("rb") as body:
            return self._http.request(method, address, headers=headers, content=body)


def asked_pause(response: httpx.Response) -> float:
    """The seconds that the service asks to wait, or none."""
    asked = response.headers.get("Retry-After", "")
    return float(asked) if asked.isdigit() else 0.0


def answer(response: httpx.Response) -> Any:
    """What the service answered; raises SendError with its sentences where it refused."""
    if response.is_success:
        return response.json() if response.content else None
    try:
        problem = response.json()
        sentences = [problem["detail"], *(fault["detail"] for fault in problem["errors"][:5])]
    except (ValueError, KeyError):
        sentences = ["This is not Plumbline's own answer: look at the address and at the proxy."]
    raise SendError(f"{response.status_code} {' '.join(sentences)}")


def files_in(folder: Path) -> dict[str, Path]:
    """The files to send by the name each is sent under: `ssd_cp_visits.part2.csv.gz` goes as `cp_visits.part2`."""
    found: dict[str, Path] = {}
    for path in sorted(folder.glob("ssd_*")):
        bare = Path(path.stem if path.suffix == ".gz" else path.name)
        if bare.suffix not in TYPES:
            continue
        name = bare.stem[len("ssd_") :]
        if name in found:
            raise SendError(f"{found[name].name} and {path.name} are the same table: keep one of them.")
        found[name] = path
    if not found:
        raise SendError(f"There is no ssd_*.csv or ssd_*.ndjson in {folder}, nor one of them with .gz.")
    return found


def about(path: Path) -> dict[str, str]:
    """The headers that say what a file is, and the SHA-256 of its bytes as they travel."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    is_packed = path.suffix == ".gz"
    headers = {
        "Content-Type": TYPES[Path(path.stem).suffix if is_packed else path.suffix],
        "Content-Digest": f"sha-256=:{base64.b64encode(digest.digest()).decode()}:",
    }
    return {**headers, "Content-Encoding": "gzip"} if is_packed else headers


def begin(service: Plumbline, options: argparse.Namespace) -> str:
    """Open an import and give its id; one of the same source under way is waited for or ended first."""
    wanted = {"format": "ssd", "mode": "snapshot" if options.snapshot else "upsert", "is_dry_run": options.dry_run}
    if options.as_of:
        wanted["as_of"] = options.as_of
    while True:
        key = {"Idempotency-Key": str(uuid.uuid4())}
        response = service.request("POST", "/api/v1/imports", json=wanted, headers=key)
        if response.status_code != 409 or "Location" not in response.headers:
            return str(answer(response)["id"])
        other = response.headers["Location"].rpartition("/")[2]
        say(f"Import {other} of this source is under way: {options.if_busy}.")
        if options.if_busy == "abort":
            abort(service, other)
            follow(service, other, options)
        else:
            follow(service, other, options, while_in=("open", "queued", "processing", "held"))


def abort(service: Plumbline, import_id: str) -> None:
    """End an import: nothing of it is stored. One that the worker is at, or that has ended, is left as it is."""
    response = service.request("DELETE", f"/api/v1/imports/{import_id}")
    if response.status_code not in (404, 409):
        answer(response)


def upload(service: Plumbline, import_id: str, name: str, path: Path) -> None:
    """Send one file; sending it again puts the new one in the place of what had come of the old."""
    response = service.request("PUT", f"/api/v1/imports/{import_id}/files/{name}", headers=about(path), file=path)
    told = answer(response)
    if told["is_ignored"]:
        say(f"{path.name}: Plumbline keeps nothing of this table.")
    else:
        say(f"{path.name}: {told['rows']:,} rows, {told['rejected']:,} rejected.")


def commit(service: Plumbline, import_id: str) -> None:
    """Have the files brought in; where the answer to the first try was lost, the second finds it begun."""
    response = service.request("POST", f"/api/v1/imports/{import_id}/commit")
    if response.status_code != 409 or read(service, import_id)["state"] == "open":
        answer(response)


def read(service: Plumbline, import_id: str) -> dict[str, Any]:
    """An import as it stands."""
    told: dict[str, Any] = answer(service.request("GET", f"/api/v1/imports/{import_id}"))
    return told


def follow(
    service: Plumbline,
    import_id: str,
    options: argparse.Namespace,
    while_in: tuple[str, ...] = ("queued", "processing"),
) -> dict[str, Any]:
    """Wait until an import has left the states `while_in`, and give it as it stands then."""
    until = time.monotonic() + options.minutes * 60
    pause = 0.5
    while (told := read(service, import_id))["state"] in while_in:
        if time.monotonic() > until:
            raise SendError(f"Import {import_id} is still {told['state']} after {options.minutes:g} minutes.")
        time.sleep(pause)
        pause = min(pause * 2, LONGEST_LOOK)
    return told


def keep_rejections(service: Plumbline, import_id: str, path: Path) -> None:
    """Write rejected rows, and the values left out of others, to a CSV file; none is left if all is well."""
    response = service.request("GET", f"/api/v1/imports/{import_id}/rejections", params={"format": "csv"})
    if not response.is_success:
        answer(response)
    lines = max(response.content.count(b"\n") - 1, 0)
    path.unlink(missing_ok=True)
    if lines:
        path.write_bytes(response.content)
        say(f"{lines:,} rows or values could not be read: see {path}.")


def tell(told: dict[str, Any]) -> None:
    """Print what became of each entity's rows."""
    counts = ("received", "created", "updated", "unchanged", "removed", "rejected")
    print(f"{'':<24}" + "".join(f"{name:>11}" for name in counts))
    for entity in told["entities"]:
        print(f"{entity['entity']:<24}" + "".join(f"{entity[name]:>11,}" for name in counts))
    say(told["sentence"])


def send(service: Plumbline, options: argparse.Namespace) -> int:
    """Send the folder's files as one import and give the exit code; whatever fails leaves nothing half done."""
    files = files_in(options.folder)
    import_id = begin(service, options)
    say(f"Import {import_id}: {len(files)} files.")
    try:
        for name, path in files.items():
            upload(service, import_id, name, path)
        commit(service, import_id)
    except SendError:
        with contextlib.suppress(SendError):
            abort(service, import_id)
        raise
    told = follow(service, import_id, options)
    tell(told)
    keep_rejections(service, import_id, options.rejections)
    return {"completed": BROUGHT_IN, "held": HELD}.get(told["state"], FAILED)


def read_options(arguments: list[str] | None) -> argparse.Namespace:
    """What was asked for on the command line; secrets never stand there."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("folder", type=Path, help="where the ssd_*.csv or ssd_*.ndjson files are, plain or .gz")
    asked.add_argument("--snapshot", action="store_true", help="the files are all there is: remove what they lack")
    asked.add_argument("--as-of", help="the instant for which the files vouch, such as 2026-11-23T02:00:00Z; else now")
    asked.add_argument(
        "--dry-run", action="store_true", help="go through everything, tell what would be, store nothing"
    )
    asked.add_argument(
        "--if-busy", choices=("wait", "abort"), default="wait", help="what to do about an import under way"
    )
    asked.add_argument("--minutes", type=float, default=120, help="how long to wait for an import at most")
    asked.add_argument(
        "--rejections", type=Path, default=Path("rejections.csv"), help="where to write what was rejected"
    )
    return asked.parse_args(arguments)


def connect() -> Plumbline:
    """The service named in the environment, over TLS unless it is on this very machine."""
    missing = [name for name in ("URL", "CLIENT_ID", "CLIENT_SECRET") if not os.environ.get(f"PLUMBLINE_{name}")]
    if missing:
        raise SendError(f"Not in the environment: {', '.join(f'PLUMBLINE_{name}' for name in missing)}.")
    url = urlsplit(os.environ["PLUMBLINE_URL"])
    if url.scheme != "https" and (url.scheme != "http" or url.hostname not in ("127.0.0.1", "localhost")):
        raise SendError("PLUMBLINE_URL must begin with https://, so that nobody on the way can read along.")
    return Plumbline(url.geturl(), os.environ["PLUMBLINE_CLIENT_ID"], os.environ["PLUMBLINE_CLIENT_SECRET"])


def main(arguments: list[str] | None = None) -> int:
    """Send as the command line and the environment say, and give the exit code."""
    options = read_options(arguments)
    try:
        return send(connect(), options)
    except SendError as reason:
        say(f"FAILED: {reason}")
        return FAILED


if __name__ == "__main__":
    sys.exit(main())
