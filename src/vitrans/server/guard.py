"""What stands before all endpoints: who may call, by which name, and how much they may send."""

import asyncio
import logging
import secrets
import time
from ipaddress import ip_address

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from vitrans.server.metrics import Metrics
from vitrans.server.problems import RefusedError, answer
from vitrans.server.settings import ServerSettings

_LOG = logging.getLogger(__name__)
# Beside a file, a form has its other fields.
_BESIDES = 1_000_000
# How long a body may pause.
_PAUSE = 30.0
_TRACED = ("/v2/", "/v3/")
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (
        b"content-security-policy",
        b"default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
        b"frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    ),
)


class Guard:
    """Refuses requests that no endpoint is to see."""

    def __init__(self, app: ASGIApp, settings: ServerSettings, metrics: Metrics) -> None:
        self._app, self._metrics = app, metrics
        self._hosts = frozenset(name.lower() for name in (*settings.allow_hosts, settings.host))
        self._origins = frozenset(settings.allow_origins)
        self._most = settings.limits.upload + _BESIDES

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if scope["method"] == "HEAD":
            scope = {**scope, "method": "GET"}  # the server below leaves the body out
        request = Request(scope)
        sending = _Answer(send, request.url.path)
        began = time.perf_counter()
        try:
            self._check(request)
            await self._app(scope, _Body(receive, self._most).receive, sending.send)
        except RefusedError as refusal:
            refused = answer(request, refusal.status, refusal.message, refusal.headers)
            await refused(scope, receive, sending.send)
        finally:
            self._note(request, sending.status, time.perf_counter() - began)

    def _note(self, request: Request, status: int, seconds: float) -> None:
        """Count a request, and log it: by the path that it is of, without what it has."""
        route = request.scope.get("route")
        path = getattr(route, "path", "") or "other"
        self._metrics.requests.labels(request.method, path, str(status)).observe(seconds)
        told = {
            "method": request.method,
            "path": path,
            "status": status,
            "ms": round(1000 * seconds, 1),
            "key": getattr(request.state, "caller", ""),
        }
        _LOG.info("request", extra=told)

    def _check(self, request: Request) -> None:
        """Refuse a request by its head.

        Raises:
            RefusedError: it may not be made.
        """
        headers = request.headers
        host = headers.get("host", "")
        if not self._is_ours(name_of(host)):
            message = "this server is not called so; start it with --allow-host NAME"
            raise RefusedError(400, message)
        origin = headers.get("origin")
        if origin and request.method not in _SAFE and not self._may_call(origin, host):
            message = "a page from elsewhere may not call; start with --allow-origin ORIGIN"
            raise RefusedError(403, message)
        self._check_length(headers)

    def _check_length(self, headers: Headers) -> None:
        length = headers.get("content-length", "0")
        if length.isdecimal() and int(length) > self._most:
            raise RefusedError(413, f"too large; at most {self._most} bytes")

    def _is_ours(self, name: str) -> bool:
        """Say whether a name is one of this server's; addresses cannot be rebound."""
        if name in self._hosts or name == "localhost" or name.endswith(".localhost"):
            return True
        try:
            ip_address(name)
        except ValueError:
            return False
        return True

    def _may_call(self, origin: str, host: str) -> bool:
        """Say whether pages of an origin may change something here."""
        return origin in self._origins or origin.partition("://")[2] == host


def name_of(host: str) -> str:
    """Return the name or address in a Host header, without the port."""
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    return host.partition(":")[0].lower()


class _Body:
    """The body of a request as it comes in: counted, and not waited for without end."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive, self._most = receive, most
        self._count, self._whole = 0, False

    async def receive(self) -> Message:
        """Return what comes next.

        Raises:
            RefusedError: it is too much, or too slow.
        """
        if self._whole:
            return await self._receive()  # that the client goes away
        try:
            message = await asyncio.wait_for(self._receive(), _PAUSE)
        except TimeoutError:
            raise RefusedError(408, "the body did not come; send it again") from None
        self._count += len(message.get("body", b""))
        self._whole = not message.get("more_body", False)
        if self._count > self._most:
            raise RefusedError(413, f"too large; at most {self._most} bytes")
        return message


class _Answer:
    """An answer on its way: with headers for browsers, and its status noted."""

    def __init__(self, send: Send, path: str) -> None:
        self._send, self.status = send, 500
        self._headers = [*_HEADERS]
        if path.startswith(_TRACED):
            self._headers.append((b"x-trace-id", secrets.token_hex(16).encode()))

    async def send(self, message: Message) -> None:
        """Send what comes next."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message["headers"] = [*message.get("headers", []), *self._headers]
        await self._send(message)
