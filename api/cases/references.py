"""Child references: how a person id becomes one, and how it is sealed so that only a worker's search finds it again.

A sixth file because it is neither table nor query: what identifies a child passes through here and nowhere else.
"""

import base64
import hmac
import os
from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from api.cases.models import CHILD_REF_LENGTH
from api.kernel.settings import settings

_NONCE_BYTES = 12
_MOST_KNOWN = 100_000
"""References held for records that come one by one: a council names the same children again and again."""
_BYTES = 10
"""Of a digest that make a reference."""


def _derived(purpose: bytes) -> bytes:
    return hmac.digest(settings.secret_key.encode(), purpose, sha256)


_REFERENCE_KEY = _derived(b"child reference")
_SEAL = AESGCM(_derived(b"sealed person id"))


@lru_cache(maxsize=_MOST_KNOWN)
def child_ref(source_system: str, person_id: str) -> str:
    """The reference of a child: base32 of a keyed HMAC-SHA256 of source system and person id, cut to 80 bits."""
    return child_refs(source_system, [person_id])[0]


def child_refs(source_system: str, person_ids: Iterable[str]) -> list[str]:
    """The references of many children, in their order; 80 bits are 16 letters, so all are written in one go."""
    source = f"{source_system}|".encode()
    digests = [hmac.digest(_REFERENCE_KEY, source + one.encode(), "sha256")[:_BYTES] for one in person_ids]
    letters = base64.b32encode(b"".join(digests)).decode()
    return [letters[at : at + CHILD_REF_LENGTH] for at in range(0, len(letters), CHILD_REF_LENGTH)]


def seal(person_id: str) -> bytes:
    """The person id under AES-256-GCM; each call gives other bytes."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + _SEAL.encrypt(nonce, person_id.encode(), None)


def opened(sealed: bytes) -> str | None:
    """The person id that was sealed; None where it was sealed with another key than the service has now."""
    try:
        return unseal(sealed)
    except (InvalidTag, ValueError):
        return None


def unseal(sealed: bytes) -> str:
    """The person id that `seal` was given; raises cryptography's InvalidTag where the bytes are not ours."""
    return _SEAL.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], None).decode()
