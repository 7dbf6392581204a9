"""The toolkit as a server has it: sentences share batches; lexicon and memory are read anew."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from vitrans import toolkit
from vitrans.cores import available_cores
from vitrans.restore import UserLexicon
from vitrans.restore.user_lexicon import read_phrases
from vitrans.server.batches import Batches, Wishing
from vitrans.terms import Glossary
from vitrans.toolkit import Toolkit
from vitrans.types import Target, Translation

if TYPE_CHECKING:
    from vitrans.memory import Memory, Remembering
    from vitrans.restore import Restorer

_MOST_THREADS = 4
# A memory is read as it stood so many seconds ago, or when this process last changed it.
_MEMORY_AGE = 5.0


@dataclass(frozen=True, slots=True)
class ServingToolkit(Toolkit):
    """A toolkit for many requests at once.

    Attributes:
        phrases: what this request says besides the user's lexicon.
        terms: what this request's glossaries say, besides those of the server.
        alternatives: how many other translations this request wants.
        with_memory: whether this request wants what the server's memory has.
    """

    phrases: tuple[str, ...] = ()
    terms: Glossary | None = None
    alternatives: int = 0
    with_memory: bool = True

    def following(self, phrases: Iterable[str]) -> "ServingToolkit":
        """Return the same toolkit with phrases that decide before the restorer does."""
        return replace(self, phrases=tuple(phrases))

    def obeying(self, glossary: Glossary) -> "ServingToolkit":
        """Return the same toolkit with terms that translations are to have."""
        return replace(self, terms=glossary)

    def with_alternatives(self, count: int) -> "ServingToolkit":
        """Return the same toolkit with other translations beside the best."""
        return replace(self, alternatives=count)

    def asking_memory(self, asked: bool) -> "ServingToolkit":
        """Return the same toolkit, with the server's memory or without."""
        return replace(self, with_memory=asked)

    @property
    def batches(self) -> Batches:
        """The translator that requests share."""
        return self._once("batches", self._make_batches)

    @property
    def memory(self) -> "Remembering | None":
        """The translator with the server's memory, as it stands about now.

        What an engine has made before is not asked for: requests differ in terms.
        """
        from vitrans.memory import Drafts, Remembering

        if self.settings.memory is None or not self.with_memory:
            return None
        drafts = cast(Drafts, _NoDrafts())
        translator, percent = self._load_translator(), self.settings.apply_from
        return Remembering(translator, self._units(), drafts, False, percent)

    def forget_memory(self) -> None:
        """Have the memory read anew: it was changed."""
        with self._lock:
            self._models.pop("units", None)

    def _units(self) -> "Memory":
        """Return the memory, opened a moment ago at most."""
        from vitrans.memory import Memory, memory_path

        with self._lock:
            opened, memory = cast(tuple[float, Memory], self._models.get("units", (0.0, None)))
            now = time.monotonic()
            if memory is None or now - opened > _MEMORY_AGE:
                memory = Memory.reading(memory_path(self.settings.memory or ""))
                self._models["units"] = (now, memory)
            return memory

    def _load_translator(self) -> Batches | Wishing:  # type: ignore[override]
        if self.terms is None and not self.alternatives:
            return self.batches
        return Wishing(self.batches, self.terms, self.alternatives)

    def _make_batches(self) -> Batches:
        threads = min(self.settings.threads or available_cores(), _MOST_THREADS)
        return Batches(
            lambda: Toolkit._load_translator(self),
            max(2, threads),
            glossary=lambda: self.glossary,
        )

    def _load_restorer(self) -> "Restorer":
        loaded = Toolkit._load_restorer(self)
        own = self._own_phrases()
        if not (own or self.phrases):
            return loaded
        return loaded.obeying(UserLexicon.of([*own, *self.phrases]))

    def _own_phrases(self) -> list[str]:
        """Return the user's phrases, read again when their file has changed."""
        path = toolkit.lexicon_path()
        if not self.settings.own_lexicon or not path.exists():
            return []
        changed = path.stat().st_mtime_ns
        with self._lock:
            known = self._models.get("phrases")
            if not isinstance(known, tuple) or known[0] != changed:
                known = self._models["phrases"] = (changed, read_phrases(path))
            return list(known[1])


class _NoDrafts:
    """Drafts that are neither kept nor asked for."""

    def get(self, texts: Iterable[str], target: Target) -> dict[str, Translation]:
        """Return nothing."""
        return {}

    def put(self, made: Sequence[Translation], target: Target) -> None:
        """Keep nothing."""
