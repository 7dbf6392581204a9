"""Subtitles in two languages: both in each cue, or in two tracks that are shown together.

In a file of which most cues have one line in each language the others are divided alike, however
short; and what stands beside its translation is not translated again.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from statistics import fmean
from typing import TYPE_CHECKING

from vitrans.align.word_links import find_words, link_strengths
from vitrans.pipeline.languages import by_language, told
from vitrans.text import has_accents
from vitrans.types import Cue, Document, Kind, Language, MarkKind, Segment, Target

if TYPE_CHECKING:
    from vitrans.language import Detector

_MOST, _LEAST = 0.5, 2  # of the cues with lines, so many are in two languages at least
_TOGETHER = 0.5  # of the time of a text that its translation is shown too
_SAME = 0.2  # how alike a text and its translation are, where a file is mostly in one language
_ALIKE = 0.1  # the same on average, in a file in two

_VIETNAMESE = (Language.VIETNAMESE, Language.UNACCENTED)


def by_languages(segments: Sequence[Segment], detector: "Detector") -> list[Document]:
    """Return each segment as a document of stretches in one language each, mostly one."""
    found = [by_language(segment, detector) for segment in segments]
    lined = [n for n, s in enumerate(segments) if s.kind is Kind.CUE and _middle(s) is not None]
    orders = Counter(order for n in lined if (order := _order(found[n])) is not None)
    if not orders:
        return found
    first, count = orders.most_common(1)[0]
    if count < max(_LEAST, _MOST * len(lined)):
        return found
    for number in lined:
        if _order(found[number]) is None:
            found[number] = _halved(segments[number], first, detector)
    return found


def _order(document: Document) -> bool | None:
    """Return whether English comes first of two languages, None if there are not two."""
    sides = [segment.language is Language.ENGLISH for segment in document.segments]
    known = all(s.language in (Language.ENGLISH, *_VIETNAMESE) for s in document.segments)
    return sides[0] if known and len(sides) == 2 and sides[0] != sides[1] else None


def _middle(segment: Segment) -> tuple[int, int] | None:
    """Return where the middle one of a cue's line breaks stands, None if there is none."""
    breaks = [mark for mark in segment.marks if mark.kind is MarkKind.BREAK]
    if len(breaks) % 2 == 0:
        return None
    mark = breaks[len(breaks) // 2]
    return mark.start, mark.end


def _halved(segment: Segment, english_first: bool, detector: "Detector") -> Document:
    """Return a cue as its two halves, in the languages that halves have in the file."""
    middle = _middle(segment)
    assert middle is not None
    parts = segment.divided([(0, middle[0]), (middle[1], len(segment.text))])
    found = [detector.detect(part.text) for part in parts.segments]
    wanted = [english_first, not english_first]
    sides = [one.language is Language.ENGLISH for one in found]
    clear = [one.language in (Language.ENGLISH, *_VIETNAMESE) for one in found]
    if all(clear) and sides[0] == sides[1]:
        return Document((told(segment, detector.detect(segment.text)),), ("", ""))
    return parts.with_segments(
        replace(part, language=_named(part, english), third="")
        for part, english in zip(parts.segments, wanted, strict=True)
    )


def _named(part: Segment, english: bool) -> Language:
    """Return the language of a half of a cue."""
    if english:
        return Language.ENGLISH
    return Language.VIETNAMESE if has_accents(part.text) else Language.UNACCENTED


def said_beside(document: Document, target: Target) -> frozenset[int]:
    """Return the numbers of the sentences whose translation is shown beside them.

    Args:
        document: sentences with their languages; those over several cues are joined.
        target: the language of the translation.
    """
    sides = {n: s.language for n, s in enumerate(document.segments) if _is_spoken(s)}
    english = target is Language.ENGLISH
    there = [n for n, one in sides.items() if (one is Language.ENGLISH) == english]
    others = [n for n, one in sides.items() if (one is Language.ENGLISH) != english]
    if not (there and others):
        return frozenset()
    beside = dict(_beside(document, others, there))
    alike = {n: _alike(document, [n], found) for n, found in beside.items()}
    many = len(beside) >= max(_LEAST, _MOST * len(others))
    if many and fmean(alike.values()) >= _ALIKE:
        return frozenset(beside)
    return frozenset(n for n, value in alike.items() if value >= _SAME)


def _is_spoken(segment: Segment) -> bool:
    """Say whether a segment is of a cue and in one of the two languages."""
    known = segment.language in (Language.ENGLISH, *_VIETNAMESE)
    return bool(segment.cues) and segment.kind is Kind.CUE and known


def _beside(
    document: Document, others: Iterable[int], there: Iterable[int]
) -> Iterator[tuple[int, list[int]]]:
    """Yield the sentences that are shown with some in the target language, and those."""
    shown = sorted((cue.start, cue.end, n) for n in there for cue in document.segments[n].cues)
    starts = [start for start, _, _ in shown]
    longest = max((end - start for start, end, _ in shown), default=0.0)
    for number in others:
        cues = document.segments[number].cues
        together, found = 0.0, list[int]()
        for cue in cues:
            first = bisect_left(starts, cue.start - longest)
            last = bisect_left(starts, cue.end)
            inside = [one for one in shown[first:last] if _shared(cue, *one[:2]) > 0]
            together += min(_length(cue), sum(_shared(cue, *one[:2]) for one in inside))
            found += [n for _, _, n in inside]
        if found and together >= _TOGETHER * sum(map(_length, cues)):
            yield number, list(dict.fromkeys(found))


def _length(cue: Cue) -> float:
    return max(0.0, cue.end - cue.start)


def _shared(cue: Cue, start: float, end: float) -> float:
    """Return how long a cue is shown with another, in seconds."""
    return min(cue.end, end) - max(cue.start, start)


def _alike(document: Document, one: Iterable[int], other: Iterable[int]) -> float:
    """Return how well the words of two texts translate each other: 0 to 1."""
    texts = [" ".join(document.segments[n].text for n in side) for side in (one, other)]
    if document.segments[next(iter(one))].language is Language.ENGLISH:
        texts.reverse()
    links = link_strengths(find_words(texts[0], True), find_words(texts[1], False))
    if not links or not links[0]:
        return 0.0
    return (fmean(map(max, links)) + fmean(map(max, zip(*links, strict=True)))) / 2
