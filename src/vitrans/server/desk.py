"""What all endpoints share: the toolkit, threads to work in, and how much is let in."""

import asyncio
import contextvars
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar, cast

from vitrans.server.batches import TICKET, Ticket
from vitrans.server.documents import Documents
from vitrans.server.glossaries import Glossaries
from vitrans.server.metrics import Metrics
from vitrans.server.problems import RefusedError
from vitrans.server.serving import ServingToolkit
from vitrans.server.settings import Limits, ServerSettings
from vitrans.server.store import Store
from vitrans.server.terms import Terms
from vitrans.server.usage import Usage
from vitrans.text.counts import counted
from vitrans.toolkit import Settings

S = TypeVar("S")
T = TypeVar("T")
_TEXTS_AT_ONCE = 32
_RETRY = {"Retry-After": "1"}


class Desk:
    """Where requests are let in and worked on."""

    def __init__(self, settings: ServerSettings, tools: ServingToolkit | None = None) -> None:
        """Make a desk; models are loaded when first needed, or by `warm`."""
        self.settings = settings
        self.tools = tools or ServingToolkit(
            Settings(
                settings.model or None,
                threads=settings.threads,
                memory=settings.memory,
                glossaries=settings.glossaries,
                keep=settings.keep,
            )
        )
        self.busy = 0
        limits = settings.limits
        self.metrics = Metrics()
        self.tools.batches.on_batch = self.metrics.batches.observe
        self.store = Store(settings.data_dir)
        self.usage = Usage(self.store)
        self.glossaries = Glossaries(self.store)
        self.terms = Terms(self.glossaries)
        folder = settings.data_dir / "documents"
        self.documents = Documents(self.store, folder, self.tools, self.terms, limits, settings.run)
        self._requests = ThreadPoolExecutor(limits.queue + 1, "request")  # one to warm up
        self._texts = ThreadPoolExecutor(_TEXTS_AT_ONCE, "text")

    @property
    def limits(self) -> Limits:
        """What the server bears."""
        return self.settings.limits

    async def run(self, work: Callable[[], T]) -> T:
        """Return what work makes in a thread.

        Raises:
            RefusedError: too much is being worked on, or it took too long.
        """
        with self._place() as context:
            return await self._made(work, context)

    async def stream(self, pieces: Iterator[T]) -> AsyncIterator[T]:
        """Yield what is made in threads piece by piece, each as soon as it is there.

        Raises:
            RefusedError: too much is being worked on, or a piece took too long.
        """
        end = object()
        with self._place() as context:
            while (made := await self._made(lambda: next(pieces, end), context)) is not end:
                yield cast(T, made)

    @contextmanager
    def _place(self) -> Iterator[contextvars.Context]:
        """Have a place among the requests that are worked on, and what its threads run in."""
        if self.busy >= self.limits.queue:
            raise RefusedError(429, "the server is busy; try again in a moment", _RETRY)
        ticket = Ticket()
        context = contextvars.copy_context()
        context.run(TICKET.set, ticket)
        self.busy += 1
        try:
            yield context
        finally:
            ticket.given_up = True
            self.busy -= 1

    async def _made(self, work: Callable[[], T], context: contextvars.Context) -> T:
        loop = asyncio.get_running_loop()
        future = loop.run_in_executor(self._requests, context.run, work)
        try:
            return await asyncio.wait_for(future, self.limits.seconds)
        except TimeoutError:
            message = f"it took longer than {self.limits.seconds:g} s; send less at once"
            raise RefusedError(504, message) from None

    def each(self, texts: Sequence[S], work: Callable[[S], T]) -> list[T]:
        """Return what work makes of each text; several are worked on at once."""
        if len(texts) < 2:
            return [work(text) for text in texts]
        jobs = [(contextvars.copy_context(), text) for text in texts]
        futures = [self._texts.submit(context.run, work, text) for context, text in jobs]
        return [future.result() for future in futures]

    def check(self, texts: Sequence[str]) -> None:
        """Refuse more text than one request may have.

        Raises:
            RefusedError: there is too much.
        """
        if len(texts) > self.limits.texts:
            raise RefusedError(
                413, f"{counted(len(texts), 'text')}; at most {self.limits.texts} at once"
            )
        count = sum(map(len, texts))
        if count > self.limits.characters:
            most = self.limits.characters
            raise RefusedError(
                413, f"{counted(count, 'character')}; at most {most} at once, or send a file"
            )

    def count(self, owner: str, characters: int) -> None:
        """Count characters that were translated for an owner."""
        self.metrics.characters.inc(characters)
        self.usage.add(owner, characters)

    def start(self) -> None:
        """Load models before the first request asks for them, and take up what was left."""
        self._requests.submit(self._warm)
        self.documents.resume()

    def _warm(self) -> None:
        self.tools.translate("Nha san xuat co mat.", "en")

    def close(self) -> None:
        """Finish what runs."""
        self._requests.shutdown(wait=True)
        self.documents.close()
        self._texts.shutdown(wait=True)
        self.tools.batches.close()
        self.usage.write()
        self.store.close()
