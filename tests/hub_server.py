"""A hub on this machine, in the form that huggingface_hub asks, which fails when it is told to."""

import contextlib
import hashlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@dataclass
class Hub:
    """A hub with the models of a folder, OWNER/MODEL.

    Attributes:
        asked: the paths requested of it, files with the byte from which they were asked for.
        tokens: what was sent as authorization.
        cuts: after how many bytes the next answers with weights break off.
        statuses: what the next requests are answered instead.
        only: statuses hold for paths that end so.
        lies: files whose hash is told wrong.
        short: files of which only the first half is there.
        page: what is answered to everything, as a network does that wants a login first.
        secret: the token without which nothing is shown.
    """

    folder: Path
    url: str = ""
    asked: list[str] = field(default_factory=list)
    tokens: set[str] = field(default_factory=set)
    cuts: list[int] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    only: str = ""
    lies: set[str] = field(default_factory=set)
    short: set[str] = field(default_factory=set)
    page: str = ""
    secret: str = ""


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[Hub]:  # noqa: C901  (the routes of a server)
    hub = Hub(folder)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = unquote(urlsplit(self.path).path)  # a proxy is asked for the whole address
            token = self.headers.get("Authorization", "")
            first = int(self.headers.get("Range", "bytes=0-")[6:].split("-")[0])
            hub.asked.append(f"{path} {first}")
            hub.tokens.add(token)
            status, data = _find(hub, path.strip("/").split("/"))
            if hub.secret and token != f"Bearer {hub.secret}":
                status, data = 401, b"{}"
            if hub.statuses and path.endswith(hub.only):
                status, data = hub.statuses.pop(0), b"{}"
            if hub.page:
                status, data = 200, hub.page.encode()
            self._answer(status, data, first if status == 200 else 0, path)

        def log_message(self, *args: object) -> None:
            pass

        def _answer(self, status: int, data: bytes, first: int, path: str) -> None:
            if status == 200 and first:
                status = 206 if first < len(data) else 416
            data = data[first:]
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            if status == 404 and path.startswith("/api/models/"):
                self.send_header("X-Error-Code", "RepoNotFound")
            if status >= 429:
                self.send_header("Retry-After", "0")
            self.end_headers()
            cut = hub.cuts.pop(0) if hub.cuts and len(data) > 10_000 else None
            self.wfile.write(data[:cut])
            if cut is not None:
                self.close_connection = True

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    hub.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _find(hub: Hub, parts: list[str]) -> tuple[int, bytes]:
    match parts:
        case ["api", "models", owner, name, *_] if (hub.folder / owner / name).is_dir():
            files = sorted((hub.folder / owner / name).iterdir())
            listing = {
                "id": f"{owner}/{name}",
                "sha": COMMIT,
                "siblings": [_listed(hub, path) for path in files],
            }
            return 200, json.dumps(listing).encode()
        case [owner, name, "resolve", _, file] if (hub.folder / owner / name / file).is_file():
            data = (hub.folder / owner / name / file).read_bytes()
            return 200, data[: len(data) // 2] if file in hub.short else data
    return 404, b"{}"


def _listed(hub: Hub, path: Path) -> dict[str, object]:
    """Return what the hub says of a file: large ones have a sha256, small ones git's hash."""
    data = path.read_bytes()
    git = hashlib.sha1(f"blob {len(data)}\0".encode() + data).hexdigest()
    sha256 = "0" * 64 if path.name in hub.lies else hashlib.sha256(data).hexdigest()
    large = {"lfs": {"sha256": sha256, "size": len(data), "pointerSize": 1}}
    listed = {"rfilename": path.name, "size": len(data), "blobId": git}
    return {**listed, **large} if path.suffix in (".safetensors", ".bin") else listed
