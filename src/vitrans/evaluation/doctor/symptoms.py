"""What can be seen in the output of a model that is not driven as it was trained."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from vitrans.engines import Hypothesis
from vitrans.language import Detector
from vitrans.text.numbers import find_numbers
from vitrans.translate.loops import find_loop
from vitrans.translate.numbers import missing_numbers
from vitrans.types import Language, Target

# Codes as models write them before a text: >>vie<<, <2vi>, __vi__, vie_Latn, vi_VN, "vi: ".
_ECHO = re.compile(
    r"\s*(?:>>\w+<<|<2\w+>|__\w\w\w?__|\w{3}_[A-Z][a-z]{3}\b|(?:en_XX|vi_VN)\b|(?:en|vi) ?:)"
)
_SURE = 0.7  # probability from which a language is taken for told
_LATIN = 0.7  # share of letters that are Latin in both languages
_SHORT = 0.4  # of the reference's characters
_ENOUGH = 100  # characters from which a length says that something was cut off


class Symptom(StrEnum):
    """What is seen in an output."""

    EMPTY = "empty"
    ECHO = "echoed prefix"
    SCRIPT = "wrong script"
    LANGUAGE = "wrong language"
    LOOP = "loop"
    NUMBER = "number changed"
    CUT = "cut off"


@dataclass(frozen=True, slots=True)
class Seen:
    """One probe: what went in, what came out, what should have, and what is wrong with it."""

    source: str
    output: str
    reference: str
    pieces: int
    symptoms: tuple[Symptom, ...]


def look(
    source: str,
    output: str,
    reference: str,
    hypothesis: Hypothesis,
    target: Target,
    detector: Detector,
) -> Seen:
    """Return what is to be seen in the output of a probe."""
    found = tuple(_symptoms(source, output, reference, hypothesis, target, detector))
    return Seen(source, output, reference, len(hypothesis.pieces), found)


def _symptoms(
    source: str,
    output: str,
    reference: str,
    hypothesis: Hypothesis,
    target: Target,
    detector: Detector,
) -> Iterator[Symptom]:
    if not output.strip():
        yield Symptom.EMPTY
        return
    if echo := _ECHO.match(output):
        yield Symptom.ECHO
        output = output[echo.end() :]
    if _latin(output) < _LATIN:
        yield Symptom.SCRIPT
    elif find_loop(output):
        yield Symptom.LOOP
    elif _is_of_another(output, target, detector):
        yield Symptom.LANGUAGE
    elif not hypothesis.finished or _is_cut(output, reference):
        yield Symptom.CUT
    numbers = [one for one in find_numbers(source, target.other) if one.certain]
    if missing_numbers(numbers, output, target):
        yield Symptom.NUMBER


def _latin(text: str) -> float:
    letters = [c for c in text if c.isalpha()]
    latin = sum(unicodedata.name(c, "").startswith("LATIN") for c in letters)
    return latin / len(letters) if letters else 1.0


def _is_of_another(text: str, target: Target, detector: Detector) -> bool:
    """Say whether a text is surely not in a language; Vietnamese without accents is another."""
    found = detector.detect(text)
    if found.third:
        return True
    others = {Language.ENGLISH, Language.VIETNAMESE, Language.UNACCENTED, Language.MIXED}
    return found.language in others - {target} and found.confidence >= _SURE


def _is_cut(output: str, reference: str) -> bool:
    return len(reference) >= _ENOUGH and len(output) < _SHORT * len(reference)
