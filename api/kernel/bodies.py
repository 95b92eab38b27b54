"""Bodies of any size, read as they come: counted, digested, unpacked, and never held as a whole."""

import base64
import binascii
import hashlib
import re
import threading
import zlib
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Annotated

import anyio.from_thread
from fastapi import Depends, Request
from starlette.requests import ClientDisconnect

from api.kernel.errors import Busy, FieldError, Invalid, TooLarge
from api.kernel.settings import settings

MAX_EXPANSION = 200
"""A body that unpacks to more than so many times its size, beyond a first few megabytes, is a bomb."""
_SMALL = 20_000_000
_DIGEST = re.compile(r"\bsha-256=:([A-Za-z0-9+/=]{44}):")
_at_once = threading.BoundedSemaphore(8)
"""Each body that is read holds a thread for as long as its sender takes."""


class UnknownEncoding(Invalid):
    status = 415
    detail = "Content-Encoding may be gzip, or absent."


class BrokenGzip(Invalid):
    detail = "The body is not whole gzip: it breaks off or is damaged. Nothing of it was kept; send it again."


class WrongDigest(Invalid):
    detail = "The body is not the one that Content-Digest speaks of. Nothing of it was kept; send it again."


class UnknownDigest(Invalid):
    detail = "Content-Digest must be of the form sha-256=:base64: as RFC 9530 has it."


class BodyBrokeOff(Invalid):
    detail = "The connection ended before the body was whole."


class Expands(TooLarge):
    detail = "The body unpacks to more than one request may carry."


class Body:
    """A request's body as a file to be read once, from the thread of a plain endpoint.

    `bytes_received` and `sha256` are of the bytes as they were sent; both are final when `read` has given nothing.
    """

    def __init__(self, request: Request) -> None:
        self.bytes_received = 0
        self._stream: AsyncIterator[bytes] = request.stream()
        self._sha256 = hashlib.sha256()
        self._wanted = _wanted_digest(request.headers.get("content-digest"))
        self._unpacker = _unpacker(request.headers.get("content-encoding"))
        self._unpacked = 0
        self._rest = bytearray()
        self._is_over = False

    @property
    def sha256(self) -> str:
        """The digest in hex."""
        return self._sha256.hexdigest()

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes, waiting for them; none at the end. Raises what is wrong with the body."""
        while not self._is_over and (size < 0 or len(self._rest) < size):
            self._take()
        taken = bytes(self._rest if size < 0 else self._rest[:size])
        del self._rest[: len(taken)]
        return taken

    def drain(self) -> None:
        """Read what is left and forget it, so that the sender gets to hear the answer."""
        while self.read(1_000_000):
            pass

    def _take(self) -> None:
        try:
            piece = anyio.from_thread.run(self._next)
        except ClientDisconnect:
            raise BodyBrokeOff from None
        if piece is None:
            self._finish()
            return
        self.bytes_received += len(piece)
        self._sha256.update(piece)
        if self.bytes_received > settings.max_upload_bytes:
            raise TooLarge
        self._rest += piece if self._unpacker is None else self._unpack(piece)

    async def _next(self) -> bytes | None:
        return await anext(self._stream, None)

    def _unpack(self, piece: bytes) -> bytes:
        """The unpacked bytes; several members one after the other are one file, as gzip has it."""
        unpacked = b""
        try:
            while piece:
                if self._unpacker is None or self._unpacker.eof:
                    self._unpacker = zlib.decompressobj(wbits=31)
                unpacked += self._unpacker.decompress(piece, 64_000_000)
                piece = self._unpacker.unconsumed_tail or self._unpacker.unused_data
                self._check(len(unpacked))
        except zlib.error:
            raise BrokenGzip from None
        self._unpacked += len(unpacked)
        return unpacked

    def _check(self, more: int) -> None:
        size = self._unpacked + more
        if size > settings.max_upload_bytes or size > _SMALL + MAX_EXPANSION * self.bytes_received:
            raise Expands

    def _finish(self) -> None:
        self._is_over = True
        if self._unpacker is not None and not self._unpacker.eof:
            raise BrokenGzip
        _check_digest(self._wanted, self._sha256.digest())


def _wanted_digest(header: str | None) -> bytes | None:
    if header is None:
        return None
    found = _DIGEST.search(header)
    try:
        return base64.b64decode(found[1] if found else "", validate=True) or _refuse_digest()
    except binascii.Error:
        return _refuse_digest()


def _check_digest(wanted: bytes | None, found: bytes) -> None:
    if wanted is not None and wanted != found:
        raise WrongDigest(
            errors=[FieldError(pointer="header:Content-Digest", code="wrong_digest", detail=WrongDigest.detail)]
        )


def _refuse_digest() -> bytes:
    raise UnknownDigest(
        errors=[FieldError(pointer="header:Content-Digest", code="unknown_digest", detail=UnknownDigest.detail)]
    )


def _unpacker(header: str | None) -> "zlib._Decompress | None":
    name = (header or "identity").strip().lower()
    if name == "identity":
        return None
    if name not in {"gzip", "x-gzip"}:
        raise UnknownEncoding
    return zlib.decompressobj(wbits=31)


def _open(request: Request) -> Body:
    return Body(request)


@contextmanager
def taking_turns() -> Iterator[None]:
    """For as long as a long body is read; Busy where too many are being read already."""
    if not _at_once.acquire(blocking=False):
        raise Busy(headers={"Retry-After": "5"})
    try:
        yield
    finally:
        _at_once.release()


StreamedBody = Annotated[Body, Depends(_open)]
"""The body, to be read as it comes."""


def check_digest(body: bytes, content_digest: str | None) -> None:
    """Hold a small body that was read already to its Content-Digest, if it came with one."""
    _check_digest(_wanted_digest(content_digest), hashlib.sha256(body).digest())


def unpack(body: bytes, content_encoding: str | None, limit: int) -> bytes:
    """A small body that was read already, unpacked to at most `limit` bytes."""
    unpacker = _unpacker(content_encoding)
    if unpacker is None:
        return body
    unpacked = b""
    try:
        while body:
            if unpacker.eof:
                unpacker = zlib.decompressobj(wbits=31)
            unpacked += unpacker.decompress(body, limit + 1 - len(unpacked))
            if len(unpacked) > limit:
                raise Expands
            body = unpacker.unconsumed_tail or unpacker.unused_data
    except zlib.error:
        raise BrokenGzip from None
    if not unpacker.eof:
        raise BrokenGzip
    return unpacked
