"""Caption pairs inside one article: a Vietnamese caption beside its English counterpart."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from vitrans.credit import find_credit, same_source
from vitrans.text import strip_accents
from vitrans.types import CaptionPair, Document, Kind, Language, Segment

_LANGUAGES = {Language.VIETNAMESE, Language.ENGLISH}
_MOST_WORDS = 80
# Of two pairs as likely, that with the English caption after the Vietnamese one is taken.
_AFTER = 0.01

_TITLE = re.compile(r"“([^“”]+)”|\"([^\"]+)\"|«([^«»]+)»")
# A capital that opens no sentence, accents already stripped.
_NAME = re.compile(r"(?<=\w )[A-Z][A-Za-z]{2,}|(?<=[,;-] )[A-Z][A-Za-z]{2,}")
_NUMBER = re.compile(r"\d+(?:[.,]\d{3})*")


@dataclass(frozen=True, slots=True)
class _Caption:
    """A segment as a possible caption; `credit` is empty where it has none."""

    text: str
    credit: str
    language: Language
    line: int


def find_caption_pairs(document: Document) -> list[CaptionPair]:
    """Return the caption pairs of a document whose segments are tagged with their languages.

    A pair is two neighbouring segments, in either order, one Vietnamese (accented or not) and one
    English, which carry the same credit or agree strongly in names, numbers, titles and length.
    No segment is in two pairs. `restored` is the caption as found.
    """
    captions = [_caption(segment) for segment in document.segments]
    weights = [_weight(one, other) for one, other in pairwise(captions)]
    pairs = [(captions[i], captions[i + 1]) for i in _heaviest(weights)]
    return [_pair(one, other) for one, other in pairs if one and other]


def _caption(segment: Segment) -> _Caption | None:
    """Return a segment as a possible caption, or None where it is none."""
    credit = find_credit(segment.text)
    text = segment.text[: credit.body] if credit else segment.text
    if not text or segment.kind is Kind.BYLINE or len(text.split()) > _MOST_WORDS:
        return None
    if not credit:
        same = Language.VIETNAMESE if segment.language is Language.UNACCENTED else segment.language
        return None if segment.kind is Kind.HEADLINE else _Caption(text, "", same, segment.line)
    label = segment.text[credit.start : credit.end]
    return _Caption(text, label, credit.language, segment.line)


def _weight(one: _Caption | None, other: _Caption | None) -> float:
    """Return how likely two neighbours are a pair; 0 where they are none."""
    if not one or not other or {one.language, other.language} != _LANGUAGES:
        return 0.0
    agreement = _agreement(one, other)
    after = _AFTER if one.language is Language.VIETNAMESE else 0.0
    return agreement + after if agreement else 0.0


def _agreement(one: _Caption, other: _Caption) -> float:
    """Return how much two captions agree; the less the credits say, the more the texts must."""
    ratio = min(len(one.text), len(other.text)) / max(len(one.text), len(other.text))
    found, share = _shared(one.text, other.text)
    if one.credit and other.credit and same_source(one.credit, other.credit):
        return 1 + share if ratio >= 0.4 else 0.0
    if one.credit or other.credit:
        return share if ratio >= 0.4 and found >= 1 and share >= 0.3 else 0.0
    return share if ratio >= 0.6 and found >= 2 and share >= 0.5 else 0.0


def _shared(one: str, other: str) -> tuple[int, float]:
    """Return how many names, numbers and titles either text has of the other's, and the share."""
    first, second = _found(one, other), _found(other, one)
    share = (sum(first) + sum(second)) / max(1, len(first) + len(second))
    return min(sum(first), sum(second)), share


def _found(text: str, other: str) -> list[bool]:
    """Say of each name, number and title of a text whether the other text has it."""
    plain, squashed = strip_accents(text), _squashed(other)
    words = {"".join(groups) for groups in _TITLE.findall(plain)} | {*_NAME.findall(plain)}
    numbers = _numbers(other)
    return [
        *(_squashed(word) in squashed for word in words),
        *(number in numbers for number in _numbers(text)),
    ]


def _numbers(text: str) -> set[str]:
    """Return the numbers of a text; 1.300 and 1,300 are the same."""
    return {_squashed(number) for number in _NUMBER.findall(text)}


def _squashed(text: str) -> str:
    """Return the letters and digits of a text alone, so that `Hà Nội` is in `Hanoi`."""
    return re.sub(r"[\W_]+", "", strip_accents(text).lower())


def _heaviest(weights: Sequence[float]) -> list[int]:
    """Return which weights, no two of them neighbours, sum to the most."""
    best: list[tuple[float, list[int]]] = [(0.0, []), (0.0, [])]
    for i, weight in enumerate(weights):
        total, chosen = best[-2]
        taken = (total + weight, [*chosen, i]) if weight else best[-1]
        best.append(max(best[-1], taken, key=lambda option: option[0]))
    return best[-1][1]


def _pair(one: _Caption, other: _Caption) -> CaptionPair:
    """Return two captions as a pair, the Vietnamese one first."""
    vi, en = (one, other) if one.language is Language.VIETNAMESE else (other, one)
    return CaptionPair(vi.text, vi.text, en.text, vi.credit, en.credit, vi.line)
