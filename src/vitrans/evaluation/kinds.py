"""What the segments of a test set are: their language, and kinds that may be hard."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from vitrans.evaluation.groups import Groups
from vitrans.language import Detector
from vitrans.text.credits import find_credit
from vitrans.translate.names import NameFinder
from vitrans.types import Language, Target

_SAMPLE = 200
_DIGIT = re.compile(r"\d")
ALL = "all"


def language_of(texts: Sequence[str], detector: Detector) -> Target | None:
    """Return English or Vietnamese, whichever most of the texts are in; None for neither."""
    found = Counter(detector.detect(text).language for text in texts[:_SAMPLE])
    english = found[Language.ENGLISH]
    vietnamese = found[Language.VIETNAMESE] + found[Language.UNACCENTED]
    if max(english, vietnamese) * 2 < min(len(texts), _SAMPLE):
        return None
    return Language.ENGLISH if english > vietnamese else Language.VIETNAMESE


def by_kind(texts: Sequence[str], language: Language, detector: Detector) -> Groups:
    """Return the segments that are unaccented, have names or numbers, or are captions.

    Args:
        texts: the sources, in NFC, or the references if there are none.
        language: theirs, English or Vietnamese.
        detector: tells unaccented Vietnamese.
    """
    names = NameFinder.load(language)
    groups: Groups = {ALL: list(range(len(texts)))}
    for index, text in enumerate(texts):
        for kind in _kinds(text, language, detector, names):
            groups.setdefault(kind, []).append(index)
    return groups


def _kinds(text: str, language: Language, detector: Detector, names: NameFinder) -> Iterator[str]:
    vietnamese = language is Language.VIETNAMESE
    if vietnamese and detector.detect(text).language is Language.UNACCENTED:
        yield "unaccented"
    if names.find(text):
        yield "with names"
    if _DIGIT.search(text):
        yield "with numbers"
    if find_credit(text):
        yield "captions, with a credit"
