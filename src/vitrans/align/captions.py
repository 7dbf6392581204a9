"""Caption pairs inside one article: Vietnamese captions and their English counterparts."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from vitrans.align.evidence import length_ratio, likeness
from vitrans.text.credits import find_credit, same_source
from vitrans.types import CaptionPair, Document, Kind, Language, Segment

_MOST_WORDS = 80
# How many segments apart a caption and its counterpart may stand.
_REACH = 12

# How much alike two texts must be, by what their credits say. Two translations of each other are
# hardly ever less alike than 0.2; two captions of different photos hardly ever more than 0.1.
_SAME_CREDIT = 0.05
_OTHER_CREDIT = 0.3
_ONE_CREDIT = 0.4
_NO_CREDIT = 0.38
# What is further apart must be more alike, and so must what is not of a length.
_EACH_STEP = 0.01
_UNEVEN = 0.5
_EACH_UNEVEN = 1.0
# Two runs of captions are mostly in the same order.
_IN_STEP = 0.15
# Two captions with credits, no blank line between them, are likely to be of the same photo.
_ONE_BLOCK = 0.1

_BOTH = (Language.VIETNAMESE, Language.ENGLISH)
# Marks of emphasis, where a line is read as it stands.
_MARKS = "*_ "
_STOPS = (".", "!", "?", "…")
_CLOSERS = "\"'”’»)] "


@dataclass(frozen=True, slots=True)
class _Caption:
    """A segment as a possible caption, at its place in the document; `credit` may be empty.

    `row` is its line on the page, `line` the one in the source.
    """

    text: str
    credit: str
    language: Language
    line: int
    row: int
    place: int


_Option = tuple[float, _Caption, _Caption]


def find_caption_pairs(document: Document) -> list[CaptionPair]:
    """Return the caption pairs of a document whose segments are tagged with their languages.

    A pair is a Vietnamese segment (accented or not) and an English one nearby, which agree in
    numbers, names, words and length; the less their credits say, the more the texts must. The
    best pairs are taken first, and no segment is in two. A credit may be in the same line as
    its caption or in the next one. `restored` is the caption as found.
    """
    return [pair for _, pair in find_placed_pairs(document)]


def find_placed_pairs(document: Document) -> list[tuple[int, CaptionPair]]:
    """Return the caption pairs of a document, each with the place of the Vietnamese segment."""
    captions = _plausible(list(_captions(document.segments)))
    vietnamese = [caption for caption in captions if caption.language is Language.VIETNAMESE]
    english = [caption for caption in captions if caption.language is Language.ENGLISH]
    options = [(_weight(vi, en), vi, en) for vi in vietnamese for en in _near(vi, english)]
    pairs = _best(options)
    pairs += _best(_in_step(options, pairs))
    return [(vi.row, _pair(vi, en)) for vi, en in sorted(pairs, key=lambda pair: pair[0].row)]


def _near(caption: _Caption, others: Sequence[_Caption]) -> Sequence[_Caption]:
    """Return those of the captions, in their order in the document, that are within reach."""
    first = bisect_left(others, caption.place - _REACH, key=lambda other: other.place)
    last = bisect_right(others, caption.place + _REACH, key=lambda other: other.place)
    return others[first:last]


def _captions(segments: Iterable[Segment]) -> Iterator[_Caption]:
    """Yield the segments that may be captions, with the credits in their lines or the next."""
    listed = list(segments)
    for place, (segment, after) in enumerate(pairwise([*listed, Segment("")])):
        beside = place > 0 and listed[place - 1].place == segment.place
        caption = _caption(segment, place, beside)
        follows = after.kind is Kind.CREDIT and after.place - segment.place == 1
        if caption and not caption.credit and follows:
            caption = _credited(caption, after.text)
        if caption and (caption.credit or segment.kind is not Kind.HEADLINE):
            yield caption


def _plausible(captions: list[_Caption]) -> list[_Caption]:
    """Return the captions without what is none, where the real ones have credits.

    A caption without a credit then stands in a run of lines with one that has it, and is a
    sentence, not a link or a headline.
    """
    credited = {caption.language for caption in captions if caption.credit}
    if not credited >= {Language.VIETNAMESE, Language.ENGLISH}:
        return captions
    runs = [0]
    for one, other in pairwise(captions):
        runs.append(runs[-1] + (other.row - one.row > 1))
    known = {run for caption, run in zip(captions, runs, strict=True) if caption.credit}
    return [
        caption
        for caption, run in zip(captions, runs, strict=True)
        if caption.credit or (run in known and caption.text.rstrip(_CLOSERS).endswith(_STOPS))
    ]


def _caption(segment: Segment, place: int, beside: bool = False) -> _Caption | None:
    """Return a segment as a possible caption, or None where it is none.

    `beside` says that the segment before is in the same line.
    """
    credit = find_credit(segment.text)
    text = (segment.text[: credit.body] if credit else segment.text).strip(_MARKS)
    if not text or segment.kind is Kind.BYLINE or len(text.split()) > _MOST_WORDS:
        return None
    foreign = segment.language in (Language.UNACCENTED, Language.MIXED)
    language = Language.VIETNAMESE if foreign else segment.language
    caption = _Caption(text, "", language, segment.line, segment.place, place)
    if not credit:
        return caption
    # In one line with the caption, the label of a credit outweighs the detector, unless the caption
    # stands beside its other half, with one credit for both.
    label = segment.text[credit.start : credit.end]
    told = language if beside and language in _BOTH else credit.language
    return replace(caption, credit=label, language=told)


def _credited(caption: _Caption, text: str) -> _Caption:
    """Return a caption with the credit of the line after it."""
    credit = find_credit(text)
    if not credit:
        return caption
    known = caption.language in _BOTH
    language = caption.language if known else credit.language
    return replace(caption, credit=text[credit.start : credit.end], language=language)


def _weight(vi: _Caption, en: _Caption) -> float:
    """Return how much more alike two captions are than they must be; below 0 they are no pair."""
    ratio = length_ratio(vi.text, en.text)
    uneven = _EACH_UNEVEN * max(0.0, _UNEVEN - ratio)
    steps = abs(vi.place - en.place) - 1
    return likeness(vi.text, en.text) - _required(vi, en) - _EACH_STEP * steps - uneven


def _required(vi: _Caption, en: _Caption) -> float:
    """Return how much alike two captions must be, side by side."""
    if vi.credit and en.credit:
        required = _SAME_CREDIT if same_source(vi.credit, en.credit) else _OTHER_CREDIT
        one_block = abs(vi.place - en.place) == abs(vi.row - en.row)
        return required - _ONE_BLOCK * one_block
    return _ONE_CREDIT if vi.credit or en.credit else _NO_CREDIT


def _best(options: Iterable[_Option]) -> list[tuple[_Caption, _Caption]]:
    """Return the heaviest options, no caption twice; of two as heavy, the one that reads on."""
    pairs: list[tuple[_Caption, _Caption]] = []
    taken: set[int] = set()
    wanted = [option for option in options if option[0] > 0]
    for _, vi, en in sorted(wanted, key=lambda o: (-o[0], o[2].place < o[1].place, o[1].place)):
        if not taken & {vi.place, en.place}:
            taken |= {vi.place, en.place}
            pairs.append((vi, en))
    return pairs


def _in_step(
    options: Iterable[_Option], pairs: Sequence[tuple[_Caption, _Caption]]
) -> Iterator[_Option]:
    """Yield what is left of the options; those next to a pair, on both sides, weigh more."""
    taken = {caption.place for pair in pairs for caption in pair}
    known = {(vi.place, en.place) for vi, en in pairs}
    for weight, vi, en in options:
        if not taken & {vi.place, en.place}:
            beside = {(vi.place + step, en.place + step) for step in (-1, 1)} & known
            yield weight + (_IN_STEP if beside else 0.0), vi, en


def _pair(vi: _Caption, en: _Caption) -> CaptionPair:
    """Return two captions as a pair."""
    return CaptionPair(vi.text, vi.text, en.text, vi.credit, en.credit, vi.line)
