"""A server, started and stopped."""

import os
import socket
import sys
import tempfile
from pathlib import Path

from vitrans.errors import OutputError
from vitrans.memory import Memory, memory_path
from vitrans.server.app import SETTINGS
from vitrans.server.metrics import share
from vitrans.server.settings import ServerSettings
from vitrans.server.store import Store

# What still runs when the server is to stop has so many seconds to be finished.
_GRACE = 600
_BACKLOG = 2048
# A connection that pauses is kept so many seconds, longer than clients and proxies pause as a rule.
_KEPT = 75


def serve(settings: ServerSettings) -> None:
    """Serve until a signal says to stop; what runs then is finished first.

    Raises:
        OutputError: it cannot listen at the address, or keep its data.
    """
    import uvicorn
    from uvicorn.supervisors import Multiprocess

    Store(settings.data_dir).close()  # made before several processes look for it
    if settings.memory is not None:
        Memory.writing(memory_path(settings.memory)).close()
    os.environ[SETTINGS] = settings.dumped()
    if settings.workers > 1:
        share(Path(tempfile.mkdtemp(prefix="vitrans-metrics-")))
    listening = _listen(settings)
    config = uvicorn.Config(
        "vitrans.server.app:from_environment",
        factory=True,
        workers=settings.workers,
        log_config=None,
        access_log=False,
        server_header=False,
        ws="none",
        lifespan="on",
        backlog=_BACKLOG,
        timeout_keep_alive=_KEPT,
        timeout_graceful_shutdown=_GRACE,
    )
    _tell(listening)
    if settings.workers > 1:
        Multiprocess(config, sockets=[listening]).run()
    else:
        uvicorn.Server(config).run(sockets=[listening])


def _listen(settings: ServerSettings) -> socket.socket:
    """Return a socket at the address.

    Raises:
        OutputError: it cannot be had.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        address = settings.host, settings.port
        return socket.create_server(address, family=family, backlog=_BACKLOG)
    except OSError as error:
        where = f"{settings.host}:{settings.port}"
        reason = (error.strerror or str(error)).lower()
        raise OutputError(f"cannot listen at {where} ({reason}); give another --port") from None


def _tell(listening: socket.socket) -> None:
    """Say where the server is."""
    host, port = listening.getsockname()[:2]
    name = f"[{host}]" if ":" in host else host
    sys.stderr.write(f"vitrans: http://{name}:{port} (Ctrl-C stops it)\n")
    sys.stderr.flush()
