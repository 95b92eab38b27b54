"""Idempotency-Key: the same request sent again has the same answer and no second effect.

A sixth file because pushes and imports share it. The key is stored first, in the transaction of the work itself, so
that two requests with one key cannot both do it; the answer is sealed, since it may name ids as they were sent.
"""

import hashlib
from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, Header, Request
from sqlmodel import Session

from api.access.who import Who
from api.cases.references import seal, unseal
from api.intake import queries
from api.kernel.errors import FieldError, Invalid

KEY_LENGTH = 255


class KeyReused(Invalid):
    detail = "This Idempotency-Key was used for another request."


class Repeatable:
    """What a request says about being a repetition: its key, if it sent one."""

    def __init__(self, key: str | None, address: str) -> None:
        self.key = key and hashlib.sha256(key.encode()).hexdigest()
        """Not as it was sent: nobody is told what to make a key of, and none is ever read again."""
        self.address = address

    def once(self, db: Session, who: Who, body: bytes, act: Callable[[], bytes]) -> bytes:
        """The answer that `act` gives, or gave when the key came first; KeyReused where the request was another."""
        if self.key is None:
            return act()
        digest = hashlib.sha256(self.address.encode() + b"\n" + body).hexdigest()
        if not queries.claim_key(db, who.id, self.key, digest):
            before = queries.get_repeated(db, who.id, self.key)
            if before.request_sha256 != digest:
                raise KeyReused(
                    errors=[FieldError(pointer="header:Idempotency-Key", code="reused", detail=KeyReused.detail)]
                )
            return unseal(before.answer_encrypted).encode()
        answer = act()
        queries.keep_answer(db, who.id, self.key, seal(answer.decode()))
        return answer


def _repeatable(
    request: Request,
    idempotency_key: Annotated[
        str | None,
        Header(max_length=KEY_LENGTH, pattern=r"^[\x21-\x7e]+$", description="The same key, the same answer."),
    ] = None,
) -> Repeatable:
    return Repeatable(idempotency_key, f"{request.method} {request.url.path}?{request.url.query}")


Repeats = Annotated[Repeatable, Depends(_repeatable)]
"""Whether the request repeats another."""
