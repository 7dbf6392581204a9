"""Sentences of several files in shared batches: of threads that ask, one answers for all."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from vitrans.engines import Progress
from vitrans.types import Target, Translation

# From texts to one translation for each.
Translate = Callable[[Sequence[str], Target], list[Translation]]
_ENOUGH = 8_000  # characters that fill the batches of a call
_CALLS = 2  # one prepares and checks its texts while the model is at those of the other


@dataclass(slots=True, eq=False)
class _Request:
    """Texts that a thread waits for, and what became of them."""

    texts: Sequence[str]
    target: Target
    made: list[Translation] = field(default_factory=list)
    error: BaseException | None = None
    is_done: bool = False

    @property
    def size(self) -> int:
        """The characters of the texts, one more for each."""
        return sum(map(len, self.texts)) + len(self.texts)


class Gathering:
    """Puts the requests of threads that work side by side together into few calls.

    A call begins when there is enough to translate, or when every thread at work waits. What a text
    is translated into does not depend on what is beside it.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._at_work = 0
        self._waiting: list[_Request] = []
        self._calls = 0  # that are being made
        self._called = 0  # requests in them

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Count the calling thread among those whose requests others wait for."""
        with self._changed:
            self._at_work += 1
        try:
            yield
        finally:
            with self._changed:
                self._at_work -= 1
                self._changed.notify_all()

    def translate(
        self,
        translate: Translate,
        texts: Sequence[str],
        target: Target,
        on_progress: Progress | None = None,
    ) -> list[Translation]:
        """Return one translation for each text; `translate` makes those of all who wait.

        `on_progress` takes the number of texts when they are done.
        """
        if not texts:
            return []
        request = _Request(texts, target)
        with self._changed:
            self._waiting.append(request)
            self._changed.notify_all()
        while not request.is_done:
            with self._changed:
                self._changed.wait_for(
                    lambda: request.is_done or (request in self._waiting and self._is_due())
                )
                called = [] if request.is_done else self._taken(target)
            if called:
                self._call(translate, called, target)
        if request.error:
            raise request.error
        if on_progress:
            on_progress(len(texts))
        return request.made

    def _is_due(self) -> bool:
        if self._calls == _CALLS:
            return False
        everyone = len(self._waiting) + self._called >= self._at_work
        return everyone or sum(one.size for one in self._waiting) >= _ENOUGH

    def _taken(self, target: Target) -> list[_Request]:
        """Return requests for a language, which are to be in the next call.

        There is enough in it, or half of all where there is not enough for two.
        """
        ours = [one for one in self._waiting if one.target is target]
        most = min(_ENOUGH, sum(one.size for one in ours) / (_CALLS - self._calls))
        called: list[_Request] = []
        while ours and sum(one.size for one in called) < most:
            called.append(ours.pop(0))
        self._waiting = [one for one in self._waiting if one not in called]
        self._called += len(called)
        self._calls += bool(called)
        return called

    def _call(self, translate: Translate, called: Sequence[_Request], target: Target) -> None:
        error: BaseException | None = None
        made: list[Translation] = []
        try:
            made = translate([text for one in called for text in one.texts], target)
        except BaseException as stopped:
            error = stopped
        results = iter(made)
        with self._changed:
            for one in called:
                one.error = error
                one.made = [] if error else [next(results) for _ in one.texts]
                one.is_done = True
            self._called -= len(called)
            self._calls -= 1
            self._changed.notify_all()
