"""The models that commands work with; all but the detector are loaded when first needed."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from vitrans.commands.progress import progress
from vitrans.types import Language, Restorer, Translation

if TYPE_CHECKING:
    from vitrans.language import Detector
    from vitrans.translate import MarianTranslator

# Texts that are restored between two reports of progress.
_BATCH = 256


def load_detector() -> "Detector":
    """Return the bundled language detector."""
    from vitrans.language import Detector

    return Detector.load()


def load_restorer() -> Restorer:
    """Return the bundled restorer."""
    from vitrans.restore import Restorer

    return Restorer.load()


def load_translator(model: str | None, engine: str, beam: int | None) -> "MarianTranslator":
    """Return the bundled translator, or one with another model."""
    from vitrans.translate import load_translator

    return load_translator(model, engine, beam)


class LateRestorer:
    """The bundled restorer, loaded when there is something to restore."""

    def __init__(self, quiet: bool = True) -> None:
        self._quiet = quiet

    @cached_property
    def _restorer(self) -> Restorer:
        return load_restorer()

    def restore_batch(self, texts: Sequence[str]) -> list[str]:
        """Return the texts with diacritics."""
        restored: list[str] = []
        with progress(len(texts), "Restoring", self._quiet) as advance:
            for start in range(0, len(texts), _BATCH):
                batch = texts[start : start + _BATCH]
                restored += self._restorer.restore_batch(batch)
                advance(len(batch))
        return restored


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
