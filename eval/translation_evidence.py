"""What a translation model says of readings of a Vietnamese text beside the known English."""

from collections.abc import Sequence
from math import isnan

from vitrans.translate.translator import MarianTranslator
from vitrans.types import Language


class TranslationEvidence:
    """Scores both directions: how probable the English is, and how probable the reading."""

    def __init__(self, translator: MarianTranslator, weight: float = 5.0) -> None:
        """Take a translator of both directions, and how much its mean log-probabilities count."""
        self._translator = translator
        self._weight = weight

    def __call__(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Return weighted log-probabilities of readings, each with its English.

        They are means over pieces, so long texts weigh no more than short ones. A pair that is
        too long for the model has 0, which says nothing.
        """
        vietnamese, english = [vi for vi, _ in pairs], [en for _, en in pairs]
        forth = self._translator.score(vietnamese, english, Language.ENGLISH)
        back = self._translator.score(english, vietnamese, Language.VIETNAMESE)
        sums = (one + other for one, other in zip(forth, back, strict=True))
        return [0.0 if isnan(value) else self._weight * value for value in sums]
