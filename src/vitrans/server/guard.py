"""What stands before all endpoints: who may call, by which name, and how much they may send."""

import asyncio
from ipaddress import ip_address

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from vitrans.server.problems import RefusedError, answer
from vitrans.server.settings import ServerSettings

# Beside a file, a form has its other fields.
_BESIDES = 1_000_000
# How long a body may pause.
_PAUSE = 30.0
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

    def __init__(self, app: ASGIApp, settings: ServerSettings) -> None:
        self._app = app
        self._hosts = frozenset(name.lower() for name in (*settings.allow_hosts, settings.host))
        self._origins = frozenset(settings.allow_origins)
        self._most = settings.limits.upload + _BESIDES

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        try:
            self._check(request)
        except RefusedError as refusal:
            refused = answer(request, refusal.status, refusal.message, refusal.headers)
            await refused(scope, receive, send)
            return
        await self._app(scope, _Body(receive, self._most).receive, _with_headers(send))

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


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", []), *_HEADERS]
        await send(message)

    return sending
