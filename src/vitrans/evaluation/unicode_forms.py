"""Unicode forms of Vietnamese that sacrebleu takes for other words.

`hoà` and `hòa` are one word, a decomposed text (NFD) looks like a composed one (NFC), and in both
cases no n-gram matches. A text without accents is another matter: it is worse, but a score says
nothing about how much of the difference is accents.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from vitrans.evaluation.metrics.sacrebleu import Scorer
from vitrans.text import has_accents, nfc, older_tone_placement, strip_accents, words
from vitrans.types import Score

_NOTICEABLE = 0.1  # points of a score, either way
_MANY = 0.1  # of the accented segments
_FEW_WORDS = 3


class UnicodeForm(StrEnum):
    """How a text may be written otherwise than its reference."""

    DECOMPOSED = "decomposed (not NFC)"
    UNACCENTED = "unaccented"
    PLACEMENT = "other tone placement"


@dataclass(frozen=True, slots=True)
class Difference:
    """In how many segments a text has another form than its references, and what that costs.

    `given` is the score with the form as it is, `normalised` with both sides brought into one:
    NFC, without accents, the older tone placement.
    """

    form: UnicodeForm
    segments: int
    given: Score
    normalised: Score

    @property
    def matters(self) -> bool:
        """Whether a reader of the score should know."""
        if self.form is UnicodeForm.UNACCENTED:
            return True
        return abs(self.given.value - self.normalised.value) >= _NOTICEABLE


def differences(
    texts: Sequence[str],
    references: Sequence[Sequence[str]],
    scorer: Scorer,
    is_unaccented: Callable[[str], bool] = lambda text: False,
) -> list[Difference]:
    """Return what is different about the form of a text.

    Args:
        texts: a system's output, as it is in its file.
        references: the references, as they are in their files, one sequence each.
        scorer: one over the references in NFC, whose settings and first metric are used.
        is_unaccented: whether a text without accents is Vietnamese that lacks them.
    """
    composed = [nfc(text) for text in texts]
    rows = list(zip(*references, strict=True))
    settings = replace(scorer.settings, metrics=scorer.settings.metrics[:1])

    def rescored(normal: Callable[[str], str], source: Sequence[str] = composed) -> Score:
        expected = [list(map(normal, reference)) for reference in references]
        return Scorer(expected, settings).first(list(map(normal, source)))

    found = []
    if count := sum(map(_is_decomposed, texts, rows)):
        raw = rescored(str, texts)
        found.append(Difference(UnicodeForm.DECOMPOSED, count, raw, scorer.first(composed)))
    accented = [any(map(has_accents, row)) for row in rows]
    pairs = zip(composed, accented, strict=True)
    bare = sum(a and _is_bare(text) and is_unaccented(text) for text, a in pairs)
    if bare and bare >= _MANY * sum(accented):
        stripped = rescored(_stripped)
        found.append(Difference(UnicodeForm.UNACCENTED, bare, scorer.first(composed), stripped))
    if count := sum(map(_placed_otherwise, composed, rows)):
        older = rescored(older_tone_placement)
        found.append(Difference(UnicodeForm.PLACEMENT, count, scorer.first(composed), older))
    return found


def _stripped(text: str) -> str:
    return strip_accents(nfc(text))


def _is_decomposed(text: str, references: Sequence[str]) -> bool:
    """Say whether a text or one of its references is not in NFC."""
    return any(each != nfc(each) for each in (text, *references))


def _is_bare(text: str) -> bool:
    """Say whether a text, long enough to tell, has no accents at all."""
    return len(words(text)) >= _FEW_WORDS and not has_accents(text)


def _placed_otherwise(text: str, references: Sequence[str]) -> bool:
    """Say whether a word differs from one of a reference in where its tone stands alone."""
    found = Counter(words(text.lower()))
    for reference in references:
        expected = Counter(words(nfc(reference).lower()))
        extra, missing = found - expected, expected - found
        if {older_tone_placement(w) for w in extra} & {older_tone_placement(w) for w in missing}:
            return True
    return False
