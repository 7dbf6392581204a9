"""One file over HTTP, whole or not at all."""

import hashlib
import http.client
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from vitrans.errors import InputError

# Takes how many bytes more have arrived, and how many there are in all, None if that is unknown.
DownloadProgress = Callable[[int, int | None], None]

_BLOCK = 1 << 16
_SECONDS = 60
_HELP = "or fetch it by other means and give its folder with --from"


def download(url: str, path: Path, on_progress: DownloadProgress = lambda new, total: None) -> str:
    """Write what is at a URL to `path` and return its sha256.

    Proxies of the environment are honoured. What came when it broke off is removed.

    Raises:
        InputError: there is nothing there, it cannot be reached, or it breaks off.
    """
    request = urllib.request.Request(url, headers={"User-Agent": "vitrans"})
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:
            return _save(answer, path, on_progress)
    except urllib.error.HTTPError as error:
        error.close()
        raise InputError(
            f"{url} answers {error.code} ({error.reason}); try later, {_HELP}"
        ) from None
    except (OSError, http.client.HTTPException) as error:
        path.unlink(missing_ok=True)
        raise InputError(
            f"{url} cannot be fetched ({_reason(error)}); check the network, {_HELP}"
        ) from error


def _save(answer: http.client.HTTPResponse, path: Path, on_progress: DownloadProgress) -> str:
    length = answer.headers.get("Content-Length", "")
    total = int(length) if length.isdecimal() else None
    digest, size = hashlib.sha256(), 0
    with path.open("wb") as file:
        while block := answer.read(_BLOCK):
            file.write(block)
            digest.update(block)
            size += len(block)
            on_progress(len(block), total)
    if total is not None and size != total:
        raise http.client.IncompleteRead(b"", total - size)
    return digest.hexdigest()


def _reason(error: Exception) -> str:
    if isinstance(error, http.client.IncompleteRead):
        return f"it broke off {error.expected:,} bytes before its end"
    reason = error.reason if isinstance(error, urllib.error.URLError) else error
    return str(getattr(reason, "strerror", None) or reason).lower()
