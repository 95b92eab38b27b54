"""The verifier of the council's own issuer: what holds is accepted, everything else is refused."""

import base64
import json
import time
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jose import jwt

from api.access.permissions import Role
from api.kernel.tokens import Keys, RefusedError, Verifier
from tests.access.make import make_client

ISSUER, AUDIENCE = "https://issuer.example", "plumbline"


def pair(bits: int = 2048) -> tuple[str, dict[str, Any]]:
    key = rsa.generate_private_key(65537, bits)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    numbers = key.public_key().public_numbers()

    def b64(n: int) -> str:
        return base64.urlsafe_b64encode(n.to_bytes((n.bit_length() + 7) // 8)).rstrip(b"=").decode()

    return pem, {"kty": "RSA", "use": "sig", "alg": "RS256", "n": b64(numbers.n), "e": b64(numbers.e)}


PEM, JWK = pair()
OTHER_PEM, _ = pair()
WEAK_PEM, WEAK = pair(1024)
KEY_SET = {"keys": [JWK | {"kid": "one"}, WEAK | {"kid": "weak"}, {"kty": "EC", "kid": "ec"}]}


def claims(**over: Any) -> dict[str, Any]:
    now = int(time.time())
    given = {"iss": ISSUER, "aud": AUDIENCE, "sub": "case-system", "iat": now, "exp": now + 600} | over
    return {name: value for name, value in given.items() if value is not None}


def token(pem: str = PEM, algorithm: str = "RS256", header: dict[str, Any] | None = None, **over: Any) -> str:
    return jwt.encode(claims(**over), pem, algorithm, headers={"kid": "one"} | (header or {}))


def unsigned(header: dict[str, Any]) -> str:
    def part(value: dict[str, Any]) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()

    return f"{part(header)}.{part(claims())}.{'A' * 86}"


@pytest.fixture
def verifier() -> Verifier:
    return Verifier(ISSUER, AUDIENCE, Keys(lambda: KEY_SET))


def test_good_token_gives_its_subject(verifier: Verifier):
    assert verifier.subject(token()) == "case-system"


NOW = int(time.time())
BAD = {
    "no audience": lambda: token(aud=None),
    "wrong audience": lambda: token(aud="elsewhere"),
    "no issuer": lambda: token(iss=None),
    "wrong issuer": lambda: token(iss="https://other.example"),
    "no subject": lambda: token(sub=None),
    "no expiry": lambda: token(exp=None),
    "expired": lambda: token(iat=NOW - 9_000, exp=NOW - 8_000),
    "not issued at": lambda: token(iat=None),
    "not yet": lambda: token(nbf=NOW + 5_000),
    "lives too long": lambda: token(exp=NOW + 90_000),
    "expiry as text": lambda: token(exp=str(NOW + 600)),
    "another key": lambda: token(OTHER_PEM),
    "weak key": lambda: token(WEAK_PEM, header={"kid": "weak"}),
    "unknown key": lambda: token(header={"kid": "two"}),
    "no kid": lambda: jwt.encode(claims(), PEM, "RS256"),
    "critical header": lambda: token(header={"crit": ["x"]}),
    "key inside": lambda: token(header={"jwk": JWK}),
    "key elsewhere": lambda: token(header={"jku": "https://evil.example"}),
    "identity token": lambda: token(header={"typ": "id+jwt"}),
    "algorithm none": lambda: unsigned({"alg": "none", "kid": "one"}),
    "algorithm as object": lambda: unsigned({"alg": {"a": 1}, "kid": "one"}),
    "public key as secret": lambda: token("x" * 32, "HS256"),
    "cut": lambda: token()[:-20],
    "not a token": lambda: "a.b.c",
    "very long": lambda: "a" * 100_000,
}


@pytest.mark.parametrize("make_token", BAD.values(), ids=BAD.keys())
def test_odd_token_is_refused(make_token, verifier: Verifier):
    with pytest.raises(RefusedError):
        verifier.subject(make_token())


def test_key_set_that_fails_keeps_the_known_keys_and_is_not_hammered():
    calls = []

    def fetch() -> dict[str, Any]:
        calls.append(1)
        if len(calls) > 1:
            raise OSError
        return KEY_SET

    keys = Keys(fetch, gap=0)
    verifier = Verifier(ISSUER, AUDIENCE, keys)
    verifier.subject(token())
    with pytest.raises(RefusedError):
        verifier.subject(token(header={"kid": "two"}))
    assert verifier.subject(token()) == "case-system"
    patient = Keys(fetch, gap=1_000)
    for _ in range(5):
        patient.get("nothing")
    assert len(calls) == 3, "one try in the gap"


def test_machine_signs_in_with_the_councils_own_token(anonymous, service, make):
    service.app.state.verifier = Verifier(ISSUER, AUDIENCE, Keys(lambda: KEY_SET))
    try:
        make_client(make, Role.bi_tool, issuer_subject="case-system")
        me = anonymous.get("/api/v1/me", headers={"Authorization": f"Bearer {token()}"})
        assert me.json()["kind"] == "client"
        stranger = anonymous.get("/api/v1/me", headers={"Authorization": f"Bearer {token(sub='other')}"})
        assert stranger.status_code == 401
    finally:
        service.app.state.verifier = None
