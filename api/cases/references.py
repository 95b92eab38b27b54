"""Child references: how a person id becomes one, and how it is sealed so that only a worker's search finds it again.

A sixth file because it is neither table nor query: what identifies a child passes through here and nowhere else.
"""

import base64
import hmac
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from hashlib import sha256

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from api.cases.models import CHILD_REF_LENGTH
from api.kernel.settings import settings

_NONCE_BYTES = 12
_MOST_KNOWN = 100_000
_known: defaultdict[str, dict[str, str]] = defaultdict(dict)
"""References computed before, by source system: a council's files name the same children again and again."""
_BYTES = 10
"""Of a digest that make a reference."""


def _derived(purpose: bytes) -> bytes:
    return hmac.digest(settings.secret_key.encode(), purpose, sha256)


_REFERENCE_KEY = _derived(b"child reference")
_SEAL = AESGCM(_derived(b"sealed person id"))


def child_ref(source_system: str, person_id: str) -> str:
    """The reference of a child: base32 of a keyed HMAC-SHA256 of source system and person id, cut to 80 bits."""
    return child_refs(source_system, [person_id])[0]


def child_refs(source_system: str, person_ids: Iterable[str]) -> list[str]:
    """The references of many children, in their order; 80 bits are 16 letters, so all are written in one go."""
    known = _known[source_system]
    people = list(person_ids)
    found = list(map(known.get, people))
    if None not in found:
        return found  # type: ignore[return-value]  # none of them is None
    new = list({one for one, ref in zip(people, found, strict=True) if ref is None})
    if len(known) + len(new) > _MOST_KNOWN:
        known = _known[source_system] = {}  # another thread may still be reading from the old one
        new = list(set(people))
    known.update(zip(new, _compute(source_system, new), strict=True))
    return [known[one] for one in people]


def _compute(source_system: str, person_ids: list[str]) -> Iterator[str]:
    source = f"{source_system}|".encode()
    digests = [hmac.digest(_REFERENCE_KEY, source + one.encode(), "sha256")[:_BYTES] for one in person_ids]
    letters = base64.b32encode(b"".join(digests)).decode()
    return (letters[at : at + CHILD_REF_LENGTH] for at in range(0, len(letters), CHILD_REF_LENGTH))


def seal(person_id: str) -> bytes:
    """The person id under AES-256-GCM; each call gives other bytes."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + _SEAL.encrypt(nonce, person_id.encode(), None)


def unseal(sealed: bytes) -> str:
    """The person id that `seal` was given; raises cryptography's InvalidTag where the bytes are not ours."""
    return _SEAL.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], None).decode()
