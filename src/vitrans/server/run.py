"""A server, started and stopped."""

import os

from vitrans.server.app import SETTINGS
from vitrans.server.settings import ServerSettings

# What still runs when the server is to stop has so many seconds to be finished.
_GRACE = 600


def serve(settings: ServerSettings) -> None:
    """Serve until a signal says to stop; what runs then is finished first."""
    import uvicorn

    os.environ[SETTINGS] = settings.dumped()
    uvicorn.run(
        "vitrans.server.app:from_environment",
        factory=True,
        host=settings.host,
        port=settings.port,
        workers=settings.workers,
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=True,
        ws="none",
        lifespan="on",
        timeout_graceful_shutdown=_GRACE,
    )
