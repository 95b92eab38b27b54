"""The embedded web server's own guard: a request that does not arrive whole in time is cut off."""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from api.kernel.settings import settings

_MAX_HEADER_BYTES = 32_768
_A_TIMES_WORTH = 1_000_000
"""Bytes of a body for each of which the time begins anew: a file may be large, but not trickle."""


class DeadlineProtocol(HttpToolsProtocol):
    """uvicorn's protocol, which by itself waits for ever for the rest of a half-sent request."""

    _deadline: asyncio.TimerHandle | None = None
    _header_bytes = 0
    _body_bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start the clock on the first byte's arrival."""
        super().connection_made(transport)
        self._arm()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clock."""
        self._disarm()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """A new request on a kept-alive connection gets its own time."""
        self._header_bytes = self._body_bytes = 0
        self._arm()
        super().on_message_begin()

    def on_body(self, body: bytes) -> None:
        """Part of a body; time that the service itself takes to read it does not count against the sender."""
        self._body_bytes += len(body)
        if self._body_bytes >= _A_TIMES_WORTH:
            self._body_bytes = 0
            self._arm()
        super().on_body(body)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Refuse headers without end."""
        self._header_bytes += len(name) + len(value)
        if self._header_bytes > _MAX_HEADER_BYTES:
            self._expire()
            return
        super().on_header(name, value)

    def on_message_complete(self) -> None:
        """It arrived whole; the answer may take as long as it needs."""
        self._disarm()
        super().on_message_complete()

    def _arm(self) -> None:
        self._disarm()
        self._deadline = self.loop.call_later(settings.request_seconds, self._expire)

    def _disarm(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _expire(self) -> None:
        transport: Any = self.transport
        if not transport.is_closing():
            transport.abort()
