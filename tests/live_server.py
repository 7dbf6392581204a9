"""A server of vitrans on a free port, in a thread, for clients that know nothing of tests."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx2 as httpx
import uvicorn
from fastapi import FastAPI

from vitrans.server.app import create_app
from vitrans.server.serving import ServingToolkit
from vitrans.server.settings import ServerSettings


@dataclass(frozen=True)
class LiveServer:
    """Where it is, and what asks it."""

    url: str
    client: httpx.Client
    app: FastAPI

    def post(self, path: str, **body: Any) -> httpx.Response:
        """Return the answer to JSON."""
        return self.client.post(path, json=body)


@contextmanager
def live_server(
    settings: ServerSettings, tools: ServingToolkit | None = None
) -> Iterator[LiveServer]:
    """Have a server run."""
    app = create_app(settings, tools)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        config = uvicorn.Config(app, log_config=None, access_log=False, ws="none")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        while not server.started:
            time.sleep(0.01)
        try:
            with httpx.Client(base_url=url, timeout=30) as client:
                yield LiveServer(url, client, app)
        finally:
            server.should_exit = True
            thread.join()
