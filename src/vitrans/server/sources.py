"""The language of a text that a client has named: it decides where the words themselves do not."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from vitrans.text import has_accents, words
from vitrans.types import Detection, Language

if TYPE_CHECKING:
    from vitrans.language import Detector

# A text of as many words that is clearly in the other language stays so, whatever was said.
_FEW, _SURE = 4, 0.9
_VIETNAMESE = (Language.VIETNAMESE, Language.UNACCENTED, Language.MIXED)


@dataclass(frozen=True, slots=True)
class _Named:
    """A detector that was told the language."""

    detector: "Detector"
    language: Language

    def detect(self, text: str) -> Detection:
        """Return the language that was named, unless the text is clearly in the other one."""
        found = self.detector.detect(text)
        if self._agrees(found) or self._contradicts(found, text):
            return found
        bare = self.language is Language.VIETNAMESE and not has_accents(text)
        return Detection(Language.UNACCENTED if bare else self.language, 1.0)

    def _agrees(self, found: Detection) -> bool:
        if self.language is Language.ENGLISH:
            return found.language is Language.ENGLISH
        return found.language in _VIETNAMESE

    def _contradicts(self, found: Detection, text: str) -> bool:
        told = found.language is not Language.UNDETERMINED
        return told and found.confidence >= _SURE and len(words(text)) >= _FEW


def detector_for(source: str, detector: "Detector") -> "Detector":
    """Return what tells the language of sentences, where `en`, `vi` or nothing was named."""
    return cast("Detector", _Named(detector, Language(source))) if source else detector
