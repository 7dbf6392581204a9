"""The language of each segment: line by line where there are two, else by its document.

A cue, a wrapped paragraph or a line may say the same in both languages (`Giờ mở cửa / Opening
hours`); its lines are judged one by one, and stand apart where they clearly differ. A heading, a
cell or an item of a word or two takes the language of its document.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from vitrans.align.lexicon import lexicon
from vitrans.text import has_accents, has_letters, is_syllable, words
from vitrans.text.english import stem
from vitrans.text.protected import without_protected
from vitrans.types import Detection, Document, Kind, Language, MarkKind, Segment

if TYPE_CHECKING:
    from vitrans.language import Detector
    from vitrans.translate.names import NameFinder

# A line is taken for one in another language where the detector is this sure of it, and there are
# this many words.
_SURE, _FEW = 0.9, 3
_LETTERS = 3  # that a word has at least to be speech, and no sound
# What may stand between two languages on one line.
_BETWEEN = re.compile(r"\s+[/|–—-]\s+|\s*//\s*")
# A document has a language where this share of its letters is in it.
_MAIN = 0.8
# How probable a Vietnamese word must be for an English one that is no name.
_TRANSLATED = 0.1
_SHORT = 4  # words that a segment without a language of its own may have

_VIETNAMESE = (Language.VIETNAMESE, Language.UNACCENTED)


def told(segment: Segment, found: Detection) -> Segment:
    """Return a segment with the language that was found, or that its file gives it.

    What a file says counts, unless the text clearly is in the other of the two languages;
    whether Vietnamese has its marks is for the text to tell.
    """
    if segment.given is Language.UNDETERMINED:
        return replace(segment, language=found.language, third=found.third)
    return replace(segment, language=_settled(segment, found), third="")


def _settled(segment: Segment, found: Detection) -> Language:
    """Return the language of a segment whose file gives one."""
    given, text = segment.given, segment.text
    if _is_other(given, found) and found.confidence >= _SURE and len(words(text)) >= _FEW:
        return found.language
    if given is Language.VIETNAMESE and not has_accents(text):
        bare = found.language is Language.UNACCENTED or all(map(is_syllable, words(text)))
        return Language.UNACCENTED if bare and has_letters(text) else given
    return given


def _is_other(given: Language, found: Detection) -> bool:
    """Say whether a language was found that is the other one of the two than is given."""
    others = (Language.ENGLISH,) if given is Language.VIETNAMESE else _VIETNAMESE
    return found.language in others


def by_language(segment: Segment, detector: "Detector") -> Document:
    """Return a segment as a document of stretches in one language each, mostly one."""
    whole = Document((told(segment, detector.detect(segment.text)),), ("", ""))
    parts = list(_parts(segment))
    if len(parts) < 2 or segment.kind in (Kind.BYLINE, Kind.CREDIT):
        return whole
    if segment.given is not Language.UNDETERMINED:
        return whole
    found = [detector.detect(segment.text[start:end]) for start, end in parts]
    sides = [_side(one, segment.text[slice(*part)]) for one, part in zip(found, parts, strict=True)]
    if not {True, False} <= set(sides):
        return whole
    spans = list(_runs(parts, sides))
    divided = segment.divided(spans)
    return divided.with_segments(told(one, detector.detect(one.text)) for one in divided.segments)


def _parts(segment: Segment) -> Iterator[tuple[int, int]]:
    """Yield the lines of a segment, or what stands about a stroke on one line."""
    gaps = [(m.start, m.end) for m in segment.marks if m.kind is MarkKind.BREAK]
    gaps = gaps or [match.span() for match in _BETWEEN.finditer(segment.text)]
    start = 0
    for first, last in gaps:
        yield start, first
        start = last
    yield start, len(segment.text)


def _side(found: Detection, text: str) -> bool | None:
    """Return whether a line is clearly English (True) or Vietnamese (False), None for neither."""
    if found.confidence < _SURE or len(words(text)) < _FEW:
        return None
    if found.language is Language.ENGLISH:
        return True
    return False if found.language in _VIETNAMESE else None


def _runs(
    parts: Sequence[tuple[int, int]], sides: Sequence[bool | None]
) -> Iterator[tuple[int, int]]:
    """Yield stretches of lines in one language; what is unclear belongs to what is before it."""
    known: list[bool | None] = []
    for side in sides:
        known.append(side if side is not None else (known[-1] if known else None))
    first = next(side for side in known if side is not None)
    filled = [first if side is None else side for side in known]
    for _, run in groupby(zip(filled, parts, strict=True), key=lambda pair: pair[0]):
        stretch = [part for _, part in run]
        yield stretch[0][0], stretch[-1][1]


def in_context(document: Document, detector: "Detector") -> Document:
    """Return a document whose short segments have its language, where nothing else tells one.

    Only ordinary words of that language count; a name has none. Where no segment has a language,
    as in a table of single words, all of them together may have one.
    """
    letters: Counter[bool] = Counter()
    for segment in document.segments:
        if segment.language in (Language.ENGLISH, *_VIETNAMESE):
            letters[segment.language is Language.ENGLISH] += len(segment.text)
    total = letters.total()
    if not total:
        return _with_common(document, detector)
    english = letters[True] >= _MAIN * total
    if not english and letters[False] < _MAIN * total:
        return document
    main = Language.ENGLISH if english else Language.VIETNAMESE
    return document.with_segments(_with_main(s, main) for s in document.segments)


def _with_common(document: Document, detector: "Detector") -> Document:
    """Return a document of short segments without a language with that of their words together."""
    texts = [s.text for s in document.segments if has_letters(s.text) and not s.third]
    if len(texts) < _FEW:
        return document
    found = detector.detect(". ".join(texts))
    if found.language is not Language.ENGLISH or found.confidence < _SURE:
        return document
    return document.with_segments(_with_main(s, Language.ENGLISH) for s in document.segments)


def _with_main(segment: Segment, main: Language) -> Segment:
    """Return a short segment without a language with that of its document, if its words are."""
    if segment.language is not Language.UNDETERMINED or segment.third:
        return segment
    found = words(segment.text)
    if not 0 < len(found) <= _SHORT or segment.kind in (Kind.BYLINE, Kind.CREDIT):
        return segment
    if all(_is_ordinary(word.lower(), main) for word in found):
        return replace(segment, language=main)
    return segment


def is_unknown(segment: Segment) -> bool:
    """Say whether a segment without a language has several words that are no names."""
    if segment.language is not Language.UNDETERMINED or segment.kind in (Kind.BYLINE, Kind.CREDIT):
        return False
    text = without_protected(segment.text)
    small = {word for word in words(text) if word.islower() and len(word) >= _LETTERS}
    return len(small) >= _FEW


def is_name_like(segment: Segment) -> bool:
    """Say whether a segment begins with a word that is no ordinary one of its language."""
    first = next(iter(words(segment.text)), "").lower()
    language = Language.ENGLISH if segment.language is Language.ENGLISH else Language.VIETNAMESE
    return not ordinary(language).is_ordinary(first)


def _is_ordinary(word: str, language: Language) -> bool:
    """Say whether a word is an ordinary one of a language, not a name."""
    translated = language is Language.VIETNAMESE or stem(word) in _english_stems()
    return translated and ordinary(language).is_ordinary(word)


@cache
def _english_stems() -> frozenset[str]:
    """Return the stems of the English words that the word table translates."""
    return frozenset(
        word
        for unit, row in lexicon().items()
        if all(map(is_syllable, unit.split()))
        for word, (_, back) in row.items()
        if word[0] not in "#^" and back >= _TRANSLATED
    )


@cache
def ordinary(language: Language) -> "NameFinder":
    """Return what knows the ordinary words of a language."""
    from vitrans.translate.names import NameFinder

    return NameFinder.load(language)
