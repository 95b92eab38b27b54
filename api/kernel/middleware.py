"""Around every request: its number, its one log line, and the headers that keep browsers safe."""

import logging
import re
import time
import uuid

from starlette.datastructures import MutableHeaders
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.kernel.errors import MEDIA_TYPE, TooLarge, respond

log = logging.getLogger("plumbline.request")

CONTENT_SECURITY_POLICY = "; ".join((
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'",
    "connect-src 'self'", "manifest-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
))  # fmt: skip

_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class BodyLimit:
    """Bounds the body of every request but those to addresses that read theirs as it comes, and bound it themselves."""

    def __init__(self, app: ASGIApp, max_body_size: int, streamed: re.Pattern[str]) -> None:
        self._streamed, self._any = streamed, app
        self._limited = RequestBodyLimitMiddleware(app, max_body_size)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, bounded or not."""
        is_streamed = scope["type"] == "http" and self._streamed.fullmatch(scope["path"]) is not None
        await (self._any if is_streamed else self._limited)(scope, receive, send)


def _is_plain_413(message: Message) -> bool:
    """Whether the body limit, which sits outside our error handlers, is answering in its own words."""
    is_413 = message["type"] == "http.response.start" and message["status"] == 413
    return is_413 and (b"content-type", MEDIA_TYPE.encode()) not in message["headers"]


class Envelope:
    """Numbers the request, adds the safety headers, logs one line with the operation and never the address."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request inside its envelope."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        number, started, status, is_replaced = str(uuid.uuid4()), time.perf_counter(), 500, False
        scope.setdefault("state", {})["request_id"] = number

        async def sealed(message: Message) -> None:
            nonlocal status, is_replaced
            if is_replaced:
                return
            if _is_plain_413(message):
                await respond(TooLarge())(scope, receive, sealed)
                is_replaced = True
                return
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                headers["X-Request-Id"] = number
                if scope["path"].startswith(("/api/", "/oauth2/", "/compat/")):
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        try:
            await self.app(scope, receive, sealed)
        finally:
            route = scope.get("route")
            log.info("request", extra={
                "request_id": number, "operation": getattr(route, "name", None), "method": scope["method"],
                "status": status, "milliseconds": round((time.perf_counter() - started) * 1000, 1),
            })  # fmt: skip
