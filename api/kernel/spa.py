"""The front end's files, served beside the API in the embedded default; and the health checks.

Production serves the same build from nginx. Hashed assets are kept for a year, the pages are asked for anew each time.
"""

from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel
from sqlalchemy import text
from starlette.responses import FileResponse

from api.kernel.errors import Busy, NotFound
from api.kernel.settings import settings

router = APIRouter()


class Config(BaseModel):
    """What the front end must know before anybody signs in."""

    council_name: str
    product_name: str = "Plumbline"
    sign_in: dict[str, bool] = {"local": True}
    is_demonstration: bool = False


class Health(BaseModel):
    """Whether the service is up."""

    status: str = "ok"


@router.get("/health/live", tags=["health"])
def read_live() -> Health:
    """The process answers."""
    return Health()


@router.get("/health/ready", tags=["health"])
def read_ready(request: Request) -> Health:
    """The database answers too; 503 while it does not."""
    return _ready(request)


@router.get("/config.json", tags=["health"])
def read_config() -> Config:
    """The council's name and the ways to sign in."""
    return Config(council_name=settings.council_name, is_demonstration=(settings.plumbline_home / "demo.json").exists())


@router.get("/{path:path}", include_in_schema=False)
def serve(path: str) -> Response:
    """A file of the front end, or its page for an address of its own."""
    return _file(path)


def _ready(request: Request) -> Health:
    try:
        with request.app.state.database.transaction() as db:
            db.execute(text("select 1"))
    except Exception as error:
        raise Busy from error
    return Health()


def _file(path: str) -> Response:
    root = settings.frontend_dist.resolve()
    try:
        found = (root / path).resolve()
        is_file = found.is_file()
    except (ValueError, OSError):  # a NUL, or a longer name than a file can have
        raise NotFound from None
    if path.startswith(("api/", "oauth2/", "compat/")) or not found.is_relative_to(root):
        raise NotFound
    if is_file:
        return _cached(found, "public, max-age=31536000, immutable" if path.startswith("assets/") else "no-cache")
    if path.startswith("assets/") or Path(path).suffix or not (root / "index.html").is_file():
        raise NotFound
    return _cached(root / "index.html", "no-cache")


def _cached(file: Path, rule: str) -> Response:
    headers: dict[str, Any] = {"Cache-Control": rule}
    return FileResponse(file, headers=headers)
