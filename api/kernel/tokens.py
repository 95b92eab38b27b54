"""Verifies bearer tokens of the council's own issuer; the only file that imports jose.

python-jose alone forgives a missing audience, expiry or issuer, ignores `kid`, `crit` and `typ`, and lets several kinds
of exception escape; each is closed here (RFC 8725, RFC 9068). Anything odd about a token means it is refused.
"""

import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx
from jose import jwk, jwt

_ALGORITHMS = ["RS256"]
_COMPACT = re.compile(r"\A[A-Za-z0-9_-]{10,2048}\.[A-Za-z0-9_-]{2,6144}\.[A-Za-z0-9_-]{64,1024}\Z")
_REFUSED_HEADERS = {"crit", "jku", "jwk", "x5u", "b64"}
_REQUIRED = {f"require_{claim}": True for claim in ("aud", "iss", "exp", "iat", "sub")}
_MAX_LIFE = 7_200
_LEEWAY = 30


class RefusedError(Exception):
    """The token is not one to trust; the reason is for tests, never for the caller."""


def fetch_keys(url: str) -> dict[str, Any]:
    """The issuer's key set over https: no redirects, five seconds, 64 kB at most."""
    if not url.startswith("https://"):
        raise RefusedError("keys come over https only")
    answer = httpx.get(url, timeout=5, follow_redirects=False)
    if answer.status_code != 200 or len(answer.content) > 65_536:
        raise RefusedError("no key set")
    keys: dict[str, Any] = answer.json()
    return keys


class Keys:
    """An issuer's public keys by `kid`, fetched again for an unknown one at most every `gap` seconds."""

    def __init__(self, fetch: Callable[[], dict[str, Any]], *, gap: float = 30, max_age: float = 3_600) -> None:
        self._fetch, self._gap, self._max_age = fetch, gap, max_age
        self._keys: dict[str, Any] = {}
        self._loaded_at = self._tried_at = float("-inf")
        self._lock = threading.Lock()

    def get(self, kid: str) -> Any | None:
        """The key named `kid`, or None."""
        if time.monotonic() - self._loaded_at > self._max_age or kid not in self._keys:
            self._load()
        return self._keys.get(kid)

    def _load(self) -> None:
        with self._lock:
            if time.monotonic() - self._tried_at < self._gap:
                return
            self._tried_at = time.monotonic()
            try:
                found = {key["kid"]: _key(key) for key in self._fetch()["keys"] if _is_usable(key)}
            except Exception:
                return
            if found:
                self._keys, self._loaded_at = found, time.monotonic()


def _is_usable(key: dict[str, Any]) -> bool:
    fits = key.get("kty") == "RSA" and key.get("use", "sig") == "sig" and key.get("alg", "RS256") == "RS256"
    return fits and bool(key.get("kid")) and _key(key).prepared_key.key_size >= 2_048


def _key(key: dict[str, Any]) -> Any:
    return jwk.construct({name: key[name] for name in ("kty", "n", "e")}, "RS256")


@dataclass(frozen=True)
class Verifier:
    """Accepts the tokens of one issuer for one audience."""

    issuer: str
    audience: str
    keys: Keys

    def subject(self, token: str) -> str:
        """The `sub` of a token that holds in every respect; raises RefusedError otherwise."""
        try:
            return str(self._claims(token)["sub"])
        except RefusedError:
            raise
        except Exception as error:
            raise RefusedError(type(error).__name__) from None

    def _claims(self, token: str) -> dict[str, Any]:
        if not _COMPACT.match(token):
            raise RefusedError("shape")
        header = jwt.get_unverified_header(token)
        kid = header.get("kid")
        if set(header) & _REFUSED_HEADERS or header.get("alg") not in _ALGORITHMS:
            raise RefusedError("header")
        if str(header.get("typ", "jwt")).lower() not in {"at+jwt", "jwt"} or not isinstance(kid, str):
            raise RefusedError("type or kid")
        key = self.keys.get(kid)
        if key is None:
            raise RefusedError("unknown key")
        claims: dict[str, Any] = jwt.decode(
            token, key, algorithms=_ALGORITHMS, audience=self.audience, issuer=self.issuer,
            options={**_REQUIRED, "leeway": _LEEWAY, "verify_at_hash": False},
        )  # fmt: skip
        if any(type(claims.get(name)) is not int for name in ("exp", "iat")):
            raise RefusedError("dates are whole numbers")
        if claims["exp"] - claims["iat"] > _MAX_LIFE:
            raise RefusedError("lives too long")
        return claims
