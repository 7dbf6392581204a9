"""Sentences of concurrent requests, translated together.

Each call waits in a lane of its own. Threads take sentences from all lanes in turn, a few of each,
and translate them as one batch: so a document holds nobody up, and nothing waits for a batch to
become full.
"""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Protocol

from vitrans.terms import Glossary
from vitrans.types import Target, Translation, Translator

# Sentences in one batch, and those of one lane that go into it while others wait.
_BATCH = 32
_SHARE = 8


class GivenUpError(Exception):
    """Nobody waits for the result any more."""


@dataclass(slots=True)
class Ticket:
    """Stands for a request; what it still waits for is left out once it is given up."""

    given_up: bool = False


TICKET: ContextVar[Ticket | None] = ContextVar("ticket", default=None)
"""The request that this thread works for."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a request wants of its translations; those with the same wish share batches.

    Attributes:
        target: the language.
        glossary: the terms that they are to have, None for those of the server.
        alternatives: how many other translations come with each.
    """

    target: Target
    glossary: Glossary | None = None
    alternatives: int = 0


class Varying(Translator, Protocol):
    """A translator that may be had with other terms."""

    def translate(self, texts: Sequence[str], target: Target) -> list[Translation]:
        """Return one translation for each text, in their order."""
        ...

    def varied(self, glossary: Glossary, alternatives: int) -> Translator:
        """Return the same with other terms and another number of alternatives."""
        ...


@dataclass(slots=True, eq=False)
class _Lane:
    """The sentences of one call that are still to be taken."""

    wish: Wish
    waiting: deque[tuple[str, "Future[Translation]"]]
    ticket: Ticket | None


@dataclass(slots=True)
class Batches:
    """A translator that many threads call, and few threads run.

    Attributes:
        load: returns the translator, once.
        threads: batches that are worked on at once.
        on_batch: is told the size of each batch.
        glossary: returns the terms of the server.
    """

    load: Callable[[], Varying]
    threads: int = 2
    on_batch: Callable[[int], None] = lambda size: None
    glossary: Callable[[], Glossary] = Glossary
    _lanes: deque[_Lane] = field(default_factory=deque)
    _some: threading.Condition = field(default_factory=threading.Condition)
    _running: list[threading.Thread] = field(default_factory=list)
    _closed: bool = False

    def translate(
        self,
        texts: Sequence[str],
        target: Target,
        on_progress: Callable[[int], None] | None = None,
        wish: Wish | None = None,
    ) -> list[Translation]:
        """Return one translation for each text, in their order, when all are made.

        Raises:
            GivenUpError: the request was given up, or the server is stopping.
        """
        futures: list[Future[Translation]] = [Future() for _ in texts]
        lane = _Lane(wish or Wish(target), deque(zip(texts, futures, strict=True)), TICKET.get())
        with self._some:
            if self._closed:
                raise GivenUpError
            self._start()
            self._lanes.append(lane)
            self._some.notify()
        made = []
        for future in futures:
            made.append(future.result())
            if on_progress:
                on_progress(1)
        return made

    def place(
        self, spans: Sequence[tuple[int, int]], source: str, target: str, language: Target
    ) -> list[tuple[int, int] | None]:
        """Return where words of a source stand in its translation."""
        return self.load().place(spans, source, target, language)

    @property
    def waiting(self) -> int:
        """How many sentences wait."""
        with self._some:
            return sum(len(lane.waiting) for lane in self._lanes)

    def close(self) -> None:
        """Let the threads end once nothing waits."""
        with self._some:
            self._closed = True
            self._some.notify_all()
        for thread in self._running:
            thread.join()

    def _start(self) -> None:
        while len(self._running) < self.threads:
            name = f"batches-{len(self._running)}"
            thread = threading.Thread(target=self._run, name=name, daemon=True)
            self._running.append(thread)
            thread.start()

    def _run(self) -> None:
        """Translate batches until the server stops."""
        while batch := self._next():
            wish, pairs = batch
            self.on_batch(len(pairs))
            self._work(wish, pairs)

    def _next(self) -> tuple[Wish, list[tuple[str, "Future[Translation]"]]] | None:
        """Return a batch when there is one, None when the server stops."""
        with self._some:
            while True:
                self._drop()
                if self._lanes:
                    wish = self._lanes[0].wish
                    batch = self._taken(wish)
                    if self._lanes:
                        self._some.notify()  # what is left is for a thread that sleeps
                    return wish, batch
                if self._closed:
                    return None
                self._some.wait()

    def _drop(self) -> None:
        """Leave out what nobody waits for any more."""
        for lane in [one for one in self._lanes if one.ticket and one.ticket.given_up]:
            self._lanes.remove(lane)
            for _, future in lane.waiting:
                future.set_exception(GivenUpError())

    def _taken(self, wish: Wish) -> list[tuple[str, "Future[Translation]"]]:
        """Take sentences with one wish from the lanes in turn, until they make a batch."""
        batch: list[tuple[str, Future[Translation]]] = []
        while len(batch) < _BATCH:
            lane = next((one for one in self._lanes if one.wish == wish), None)
            if lane is None:
                break
            self._lanes.remove(lane)
            for _ in range(min(_SHARE, _BATCH - len(batch), len(lane.waiting))):
                batch.append(lane.waiting.popleft())
            if lane.waiting:
                self._lanes.append(lane)
        return batch

    def _work(self, wish: Wish, pairs: list[tuple[str, "Future[Translation]"]]) -> None:
        """Translate a batch; where it fails, each sentence alone, so that one spoils no other."""
        try:
            made = self._translator(wish).translate([text for text, _ in pairs], wish.target)
        except Exception as error:
            if len(pairs) == 1:
                pairs[0][1].set_exception(error)
                return
            for pair in pairs:
                self._work(wish, [pair])
            return
        for (_, future), translation in zip(pairs, made, strict=True):
            future.set_result(translation)

    def _translator(self, wish: Wish) -> Translator:
        """Return the translator that does what is wished."""
        translator = self.load()
        if wish.glossary is None and not wish.alternatives:
            return translator
        return translator.varied(wish.glossary or self.glossary(), wish.alternatives)


@dataclass(frozen=True, slots=True)
class Wishing:
    """The translator of one request."""

    batches: Batches
    glossary: Glossary | None
    alternatives: int

    def translate(
        self,
        texts: Sequence[str],
        target: Target,
        on_progress: Callable[[int], None] | None = None,
    ) -> list[Translation]:
        """Return one translation for each text, in their order."""
        wish = Wish(target, self.glossary, self.alternatives)
        return self.batches.translate(texts, target, on_progress, wish)

    def place(
        self, spans: Sequence[tuple[int, int]], source: str, target: str, language: Target
    ) -> list[tuple[int, int] | None]:
        """Return where words of a source stand in its translation."""
        return self.batches.place(spans, source, target, language)
