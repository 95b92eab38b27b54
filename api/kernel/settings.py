"""Settings: read from the environment once, checked, and never changed."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field


class Settings(BaseModel):
    """What differs between one installation and another. Each field is the environment variable of its name."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    database_url: str | None = None
    """Any PostgreSQL 15 or newer; without one the embedded server starts under `plumbline_home`."""
    plumbline_home: Path = Path(".plumbline")
    port: int = Field(default=8000, ge=1, le=65535)
    public_url: str = ""
    """Where people reach the service; https here turns on secure cookies. Default: loopback and the port."""
    secret_key: str = Field(default="", repr=False)
    """At least 32 characters; keys child references and encrypts the source id. Made and kept when embedded."""
    council_name: str = "Thamesmere Council"
    frontend_dist: Path = Path("frontend/dist")
    jwt_issuer: str | None = None
    """The council's own issuer of machine tokens; with `jwt_audience` and `jwt_keys_url`, its JWTs are accepted."""
    jwt_audience: str | None = None
    jwt_keys_url: str | None = None
    pool_size: int = Field(default=10, ge=1, le=200)
    max_body_bytes: int = Field(default=5_000_000, ge=1_000)
    max_upload_bytes: int = Field(default=8_000_000_000, ge=1_000)
    """The most that one file of an import may hold, as it is sent and unpacked."""
    compat_batches_per_minute: int = Field(default=240, ge=1)
    """How often a sender made for the DfE's receiver may send before it is asked to wait."""
    request_seconds: float = Field(default=20, gt=0)

    @property
    def origin(self) -> str:
        """The address people use, without a slash at the end."""
        return (self.public_url or f"http://127.0.0.1:{self.port}").rstrip("/")

    @property
    def is_secure(self) -> bool:
        """Whether people come over TLS, so that cookies may demand it."""
        return self.origin.startswith("https://")


class UnsafeSettingsError(Exception):
    """The environment asks for something that would not be safe; the sentence says what to set."""


def load(environment: Mapping[str, str]) -> Settings:
    """Read settings from `environment`; raises UnsafeSettingsError when an outside database comes without a secret."""
    values: dict[str, object] = {
        name: environment[name.upper()] for name in Settings.model_fields if environment.get(name.upper())
    }
    settings = Settings.model_validate(values)
    if not settings.secret_key:
        if settings.database_url:
            raise UnsafeSettingsError(
                "SECRET_KEY is needed with DATABASE_URL: at least 32 random characters, kept safe."
            )
        settings = settings.model_copy(update={"secret_key": _kept_secret(settings.plumbline_home)})
    if len(settings.secret_key) < 32:
        raise UnsafeSettingsError("SECRET_KEY is too short: at least 32 random characters are needed.")
    return settings


def _kept_secret(home: Path) -> str:
    """The embedded installation's own secret, made at the first start and readable by its owner alone."""
    path = home / "secret"
    if not path.exists():
        home.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text().strip()


settings = load(os.environ)
