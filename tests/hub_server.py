"""As much of the Hugging Face hub as huggingface_hub needs for a snapshot, on localhost."""

import contextlib
import hashlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@dataclass
class Hub:
    """A hub with the models of a folder, OWNER/MODEL; `asked` lists the paths requested of it."""

    folder: Path
    url: str = ""
    asked: list[str] = field(default_factory=list)


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[Hub]:
    hub = Hub(folder)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer(body=True)

        def do_HEAD(self) -> None:
            self._answer(body=False)

        def log_message(self, *args: object) -> None:
            pass

        def _answer(self, body: bool) -> None:
            path = self.path.split("?")[0]
            hub.asked.append(path)
            status, data = _find(hub.folder, path.strip("/").split("/"))
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.send_header("X-Repo-Commit", COMMIT)
            self.send_header("ETag", f'"{hashlib.sha256(data).hexdigest()}"')
            if status == 404:
                self.send_header("X-Error-Code", "RepoNotFound")
            self.end_headers()
            if body:
                self.wfile.write(data)

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


def _find(folder: Path, parts: list[str]) -> tuple[int, bytes]:
    match parts:
        case ["api", "models", owner, name, *rest] if (folder / owner / name).is_dir():
            files = sorted((folder / owner / name).iterdir())
            if rest[:1] == ["tree"]:
                listing: object = [
                    {"type": "file", "path": p.name, "size": p.stat().st_size, "oid": "0" * 40}
                    for p in files
                ]
            else:
                listing = {
                    "id": f"{owner}/{name}",
                    "sha": COMMIT,
                    "siblings": [{"rfilename": path.name} for path in files],
                }
            return 200, json.dumps(listing).encode()
        case [owner, name, "resolve", _, file] if (folder / owner / name / file).is_file():
            return 200, (folder / owner / name / file).read_bytes()
    return 404, b"{}"
