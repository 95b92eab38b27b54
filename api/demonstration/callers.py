"""How the demonstration speaks to the service: over its public API, as people with sessions and as machines."""

from collections.abc import Iterator, Sequence
from typing import Any

import httpx
import orjson
from fastapi import FastAPI

API = "/api/v1"


class LoadError(Exception):
    """The service refused a step of the demonstration; says which, and its answer."""


class Caller:
    """One person or machine, with what the last answer's version was where an edit needs it."""

    def __init__(self, app: FastAPI) -> None:
        transport = httpx.ASGITransport(app=app)
        self._http = httpx.AsyncClient(transport=transport, base_url="http://demonstration", timeout=120)

    async def sign_in(self, email: str, password: str) -> dict[str, Any]:
        """Open a session, for changes too."""
        self._http.headers["X-Plumbline"] = "1"
        return await self.send("POST", "/session", {"email": email, "password": password})

    async def take_token(self, client_id: str, secret: str) -> None:
        """Get a token by client credentials."""
        form = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret}
        answer = self._checked(await self._http.post("/oauth2/token", data=form))
        self._http.headers["Authorization"] = f"Bearer {answer['access_token']}"

    async def send(self, method: str, path: str, body: Any = None, *, version: int | None = None) -> dict[str, Any]:
        """One request; raises LoadError unless it succeeded. Gives the answer's JSON."""
        headers = {"If-Match": f'"{version}"'} if version is not None else {}
        return self._checked(await self._http.request(method, API + path, json=body, headers=headers))

    async def push(self, entity: str, rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
        """One push of records as NDJSON."""
        lines = b"\n".join(orjson.dumps(row) for row in rows)
        kind = {"Content-Type": "application/x-ndjson"}
        return self._checked(await self._http.post(f"{API}/records/{entity}", content=lines, headers=kind))

    async def upload(self, path: str, table: bytes) -> dict[str, Any]:
        """Put a file of CSV at an import's address."""
        kind = {"Content-Type": "text/csv"}
        return self._checked(await self._http.put(API + path, content=table, headers=kind))

    async def post_file(self, path: str, table: bytes) -> dict[str, Any]:
        """Post a file of CSV."""
        kind = {"Content-Type": "text/csv"}
        return self._checked(await self._http.post(API + path, content=table, headers=kind))

    async def everything(self, path: str) -> list[dict[str, Any]]:
        """All items of a list, page by page."""
        found: list[dict[str, Any]] = []
        cursor = ""
        while True:
            page = await self.send("GET", f"{path}{'&' if '?' in path else '?'}limit=200{cursor}")
            found += page["items"]
            if page["next_cursor"] is None:
                return found
            cursor = f"&cursor={page['next_cursor']}"

    @staticmethod
    def _checked(answer: httpx.Response) -> dict[str, Any]:
        if answer.is_error:
            where = f"{answer.request.method} {answer.request.url.path}"
            raise LoadError(f"{where}: {answer.status_code} {answer.text[:1000]}")
        found: dict[str, Any] = answer.json() if answer.content else {}
        return found


def batches(rows: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    """`rows` in runs of at most `size`."""
    return (rows[at : at + size] for at in range(0, len(rows), size))
