"""Numbers for Prometheus: requests, how long they took, batches, and what waits."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client import generate_latest as generate
from prometheus_client.multiprocess import MultiProcessCollector

from vitrans.server.admission import ADMITTED

if TYPE_CHECKING:
    from vitrans.server.desk import Desk

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""The environment variable that names the folder where several processes keep their numbers."""
_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0)
_SIZES = (1, 2, 4, 8, 16, 32)

router = APIRouter(tags=["LibreTranslate"], dependencies=ADMITTED)


class Metrics:
    """What is counted."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Histogram(
            "vitrans_http_request_duration_seconds",
            "How long requests took.",
            ("method", "path", "status"),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.characters = Counter(
            "vitrans_characters", "Characters of texts.", registry=self.registry
        )
        self.batches = Histogram(
            "vitrans_batch_sentences",
            "Sentences in a batch.",
            buckets=_SIZES,
            registry=self.registry,
        )
        self.busy = Gauge(
            "vitrans_http_requests_in_flight",
            "Requests that are worked on.",
            registry=self.registry,
            multiprocess_mode="livesum",
        )
        self.waiting = Gauge(
            "vitrans_sentences_waiting",
            "Sentences that wait for a batch.",
            registry=self.registry,
            multiprocess_mode="livesum",
        )

    def text(self, desk: "Desk") -> bytes:
        """Return all numbers as Prometheus reads them."""
        self.busy.set(desk.busy)
        self.waiting.set(desk.tools.batches.waiting)
        registry = self.registry
        if os.environ.get(FOLDER):
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return generate(registry)


@router.get("/metrics", response_class=Response)
async def metrics(request: Request) -> Response:
    """Return numbers for Prometheus."""
    desk: Desk = request.app.state.desk
    return Response(desk.metrics.text(desk), media_type=CONTENT_TYPE_LATEST)


def share(folder: Path) -> None:
    """Have the processes that are started from now on keep their numbers in a folder."""
    os.environ[FOLDER] = str(folder)
