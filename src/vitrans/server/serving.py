"""The toolkit as a server has it: sentences share batches, and the lexicon is read as it grows."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from vitrans import toolkit
from vitrans.cores import available_cores
from vitrans.restore import UserLexicon
from vitrans.restore.user_lexicon import read_phrases
from vitrans.server.batches import Batches
from vitrans.toolkit import Toolkit
from vitrans.types import Translator

if TYPE_CHECKING:
    from vitrans.restore import Restorer

_MOST_THREADS = 4


@dataclass(frozen=True, slots=True)
class ServingToolkit(Toolkit):
    """A toolkit for many requests at once.

    Attributes:
        phrases: what this request says besides the user's lexicon.
    """

    phrases: tuple[str, ...] = ()

    def following(self, phrases: Iterable[str]) -> "ServingToolkit":
        """Return the same toolkit with phrases that decide before the restorer does."""
        return replace(self, phrases=tuple(phrases))

    @property
    def batches(self) -> Batches:
        """The translator that requests share."""
        return self._once("batches", self._make_batches)

    def _load_translator(self) -> Translator:  # type: ignore[override]
        return self.batches

    def _make_batches(self) -> Batches:
        threads = min(self.settings.threads or available_cores(), _MOST_THREADS)
        return Batches(lambda: Toolkit._load_translator(self), max(2, threads))

    def _load_restorer(self) -> "Restorer":
        loaded = Toolkit._load_restorer(self)
        own = self._own_phrases()
        return (
            loaded.obeying(UserLexicon.of([*own, *self.phrases])) if own or self.phrases else loaded
        )

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
