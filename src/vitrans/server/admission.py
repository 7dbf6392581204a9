"""Who calls, and whether they may: the key that the server asks for, and how often they call."""

import time
from dataclasses import dataclass, field
from ipaddress import ip_address

from fastapi import Depends, Request

from vitrans.server.given import read_given, text_of
from vitrans.server.keys import KeyFile
from vitrans.server.problems import RefusedError
from vitrans.server.settings import ServerSettings

# Callers whose calls are remembered at most; the longest silent are forgotten.
_REMEMBERED = 10_000
_MINUTE = 60.0


@dataclass(slots=True)
class Rates:
    """How often each caller may call: a bucket of calls that fills up again within a minute."""

    calls: float
    _buckets: dict[str, tuple[float, float]] = field(default_factory=dict)

    def wait(self, caller: str, now: float) -> float:
        """Count a call; return the seconds until the next one may come, 0 if it may come now."""
        left, then = self._buckets.pop(caller, (self.calls, now))
        left = min(self.calls, left + (now - then) * self.calls / _MINUTE)
        allowed = left >= 1
        self._buckets[caller] = (left - allowed, now)
        if len(self._buckets) > _REMEMBERED:
            self._buckets.pop(next(iter(self._buckets)))
        return 0.0 if allowed else (1 - left) * _MINUTE / self.calls


class Admission:
    """Lets callers in by their keys, and not too often."""

    def __init__(self, settings: ServerSettings) -> None:
        self._keys = KeyFile(settings.keys) if settings.keys else None
        rate = settings.limits.rate / settings.workers
        self._rates = Rates(max(1.0, rate)) if settings.limits.rate else None

    @property
    def needs_key(self) -> bool:
        """Whether a key is asked for."""
        return self._keys is not None

    async def admit(self, request: Request) -> str:
        """Return the name of the key that a request has, empty where none is asked for.

        Raises:
            RefusedError: it has no key that counts, or calls too often.
        """
        name = await self._name(request)
        address = request.client.host if request.client else ""
        if self._rates and (self._keys or not is_loopback(address)):
            wait = self._rates.wait(name or address, time.monotonic())
            if wait:
                headers = {"Retry-After": str(int(wait) + 1)}
                raise RefusedError(429, "too many requests; wait a moment", headers)
        return name

    async def _name(self, request: Request) -> str:
        if not self._keys:
            return ""
        key = header_key(request) or text_of(await read_given(request), "api_key")
        name = self._keys.name_of(key) if key else None
        if name is None:
            status = 401 if request.url.path.startswith("/v1/") else 403
            raise RefusedError(
                status, "Invalid API key" if key else "This server asks for an API key"
            )
        return name


def header_key(request: Request) -> str:
    """Return the key in a request's headers, as DeepL's and OpenAI's clients send it."""
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() in ("bearer", "deepl-auth-key"):
        return value.strip()
    return request.headers.get("x-api-key", "").strip()


def is_loopback(address: str) -> bool:
    """Say whether an address is of this machine itself."""
    try:
        return ip_address(address.partition("%")[0]).is_loopback
    except ValueError:
        return False


async def admit(request: Request) -> str:
    """Let a request in; return the name of its key."""
    admission: Admission = request.app.state.admission
    await read_given(request)  # what cannot be read is refused here, for all endpoints
    name = await admission.admit(request)
    request.state.caller = name
    return name


ADMITTED = [Depends(admit)]
"""What endpoints depend on that not everybody may call."""


def caller_of(request: Request) -> str:
    """Return the name of the key of a request that was let in."""
    return str(getattr(request.state, "caller", ""))
