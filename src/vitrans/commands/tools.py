"""The models that commands work with; all but the detector are loaded when first needed."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import typer

from vitrans.commands.progress import progress
from vitrans.types import Language, Translation

if TYPE_CHECKING:
    from vitrans.align.readings import WordEvidence
    from vitrans.language import Detector
    from vitrans.restore import Restoration, UserLexicon
    from vitrans.restore import Restorer as DetailedRestorer
    from vitrans.restore.evidence import Proposal
    from vitrans.translate import MarianTranslator

# Texts that are restored between two reports of progress.
_BATCH = 256

T = TypeVar("T")


def load_detector() -> "Detector":
    """Return the bundled language detector."""
    from vitrans.language import Detector

    return Detector.load()


def load_restorer(lexicon: "UserLexicon") -> "DetailedRestorer":
    """Return the bundled restorer, which obeys a lexicon."""
    from vitrans.restore import Restorer

    return Restorer.load(lexicon=lexicon)


def lexicon_path() -> Path:
    """Return the place of the user's own lexicon, whether there is one or not."""
    return Path(typer.get_app_dir("vitrans")) / "lexicon.tsv"


def load_lexicon(*paths: Path) -> "UserLexicon":
    """Return the phrases of the user's own lexicon, if there is one, and of the files given.

    Raises:
        InputError: a file is missing or is no lexicon.
    """
    from vitrans.restore import UserLexicon

    own = lexicon_path()
    return UserLexicon.read(*([own] if own.exists() else []), *paths)


def load_evidence() -> "WordEvidence":
    """Return the bundled evidence of English counterparts."""
    from vitrans.align.readings import WordEvidence

    return WordEvidence.load()


def load_translator(model: str | None, engine: str, beam: int | None) -> "MarianTranslator":
    """Return the bundled translator, or one with another model."""
    from vitrans.translate import load_translator

    return load_translator(model, engine, beam)


class LateRestorer:
    """The bundled restorer, loaded when there is something to restore.

    It obeys the lexicon given, or else the user's own.
    """

    def __init__(self, quiet: bool = True, lexicon: "UserLexicon | None" = None) -> None:
        self._quiet = quiet
        self._lexicon = load_lexicon() if lexicon is None else lexicon

    @cached_property
    def _restorer(self) -> "DetailedRestorer":
        return load_restorer(self._lexicon)

    def restore_batch(self, texts: Sequence[str]) -> list[str]:
        """Return the texts with diacritics."""
        return self._in_batches(lambda batch: self._restorer.restore_batch(batch), texts)

    def restore_detailed_batch(self, texts: Sequence[str]) -> "list[Restoration]":
        """Return the texts with diacritics and all that might have been chosen."""
        return self._in_batches(lambda batch: self._restorer.restore_detailed_batch(batch), texts)

    def _in_batches(
        self, work: Callable[[Sequence[str]], list[T]], texts: Sequence[str]
    ) -> list[T]:
        """Return what the work makes of the texts, showing how far it has got."""
        made: list[T] = []
        with progress(len(texts), "Restoring", self._quiet) as advance:
            for start in range(0, len(texts), _BATCH):
                batch = texts[start : start + _BATCH]
                made += work(batch)
                advance(len(batch))
        return made


class LateEvidence:
    """The bundled evidence of English counterparts, loaded when there is one."""

    @cached_property
    def _evidence(self) -> "WordEvidence":
        return load_evidence()

    def __call__(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Return log-probabilities of readings beside their English."""
        return self._evidence(pairs) if pairs else []

    def proposals(self, text: str, english: str) -> "Iterator[Proposal]":
        """Yield forms that the English calls for; none without English."""
        return self._evidence.proposals(text, english) if english else iter(())


class LateTranslator:
    """The translator that was asked for, loaded when there is something to translate."""

    def __init__(self, model: str | None, engine: str, beam: int | None, quiet: bool) -> None:
        self._model, self._engine, self._beam, self._quiet = model, engine, beam, quiet

    @cached_property
    def _translator(self) -> "MarianTranslator":
        return load_translator(self._model, self._engine, self._beam)

    def translate(self, texts: Sequence[str], target: Language) -> list[Translation]:
        """Return one translation for each text."""
        with progress(len(texts), "Translating", self._quiet) as advance:
            return self._translator.translate(texts, target, advance)
