"""Where the marks of a sentence go in its translation: around the words that stand for theirs.

Pairs are never lost, split or crossed: what cannot be placed by words stands around all of the
sentence's words, or between the same ones by share. Objects are characters of the text, so the
translator has put them in their places.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from vitrans.formats.escapes import escapes
from vitrans.formats.wrapping import breaks
from vitrans.pipeline.cue_runs import before_seam, parted, rejoined
from vitrans.pipeline.shares import share
from vitrans.text.protected import find_protected
from vitrans.types import Mark, MarkKind, Segment, Target, weave

Span = tuple[int, int]
# What ends a sentence or a clause is not of the words before it.
_STOPS = tuple(".,;:!?…")
_ENDS, _STARTS = (*_STOPS, *'"”’»)]'), tuple('"“‘«([')
# Finds the span of target characters for each span of source characters, None where it cannot.
Place = Callable[[Sequence[Span], str, str, Target], list[Span | None]]


@dataclass(frozen=True, slots=True)
class _Pair:
    """A mark that opens, the one that closes, and the words between them in source and target."""

    opening: Mark
    closing: Mark
    target: Span

    @property
    def source(self) -> Span:
        """The words of the source."""
        return self.opening.start, self.closing.start


def transfer(
    source: Segment, target: str, language: Target, place: Place, careful: bool = False
) -> Segment:
    """Return a segment with a translation in its place, and the segment's marks about its words.

    A sentence that runs over cues is shared out over them; what a cue has stays in it.

    Args:
        source: the sentence with its marks.
        target: its translation; objects are in it.
        language: that of the translation.
        place: finds words of the source in the target.
        careful: whether pairs go around the whole sentence, and all that might be a mark is
            escaped; for where the marks would otherwise not be read as before.
    """
    seams = [mark.raw for mark in source.marks if mark.kind is MarkKind.SEAM]
    if not seams:
        return _transferred(source, target, language, place, careful)
    parts = parted(source).segments
    pieces = share([part.text for part in parts], target, language)
    edges = zip(pieces, parts, [*seams, ""], strict=True)
    pieces = [before_seam(piece, part, seam) for piece, part, seam in edges]
    made = (
        _transferred(part, piece, language, place, careful)
        for part, piece in zip(parts, pieces, strict=True)
    )
    return rejoined(list(made), seams)


def _transferred(
    source: Segment, target: str, language: Target, place: Place, careful: bool
) -> Segment:
    """Return a segment of one cue, or of no subtitle, with a translation; see `transfer`."""
    source = _completed(_with_empty_pairs_joined(source))
    pairs = _pairs(source, target, language, place, careful)
    placed = [
        *_pair_events(source, target, pairs),
        *_alone_events(source, target, pairs, language, place),
        *_wide_events(source, target, careful),
    ]
    marks = [mark for _, mark in sorted(placed, key=lambda event: event[0]) if mark.raw]
    return source.with_translation(target, _apart(marks))


def with_marks(source: Segment, target: str, marks: Sequence[Mark]) -> Segment:
    """Return a segment with a translation in its place and its marks where they are given.

    Args:
        source: the sentence with its marks.
        target: its translation; objects are in it.
        marks: those of the source that open, close or stand alone, placed in the target, in order.
    """
    wide = [mark for _, mark in sorted(_wide_events(source, target, False), key=lambda e: e[0])]
    placed = sorted([*marks, *wide], key=lambda mark: (mark.start, mark.end > mark.start))
    return source.with_translation(target, _apart(placed))


def _with_empty_pairs_joined(source: Segment) -> Segment:
    """Return a sentence in which pairs without words between them, all in them, are one mark."""
    ends = {m.pair: n for n, m in enumerate(source.marks) if m.kind is MarkKind.CLOSE}
    marks: list[Mark] = []
    done = 0
    for number, mark in enumerate(source.marks):
        last = ends.get(mark.pair, -1) if mark.kind is MarkKind.OPEN else -1
        if number < done:
            continue
        if last > number and not source.text[mark.start : source.marks[last].end].strip():
            at = mark.start
            inner = (m.at(m.start - at) for m in source.marks[number : last + 1])
            raw = weave(source.text[at : source.marks[last].end], inner)
            mark, done = Mark(at, at, raw, MarkKind.ALONE), last + 1
        marks.append(mark)
    return replace(source, marks=tuple(marks))


def _completed(source: Segment) -> Segment:
    """Return a sentence in which pairs that other sentences open or close reach to its ends.

    So they cross no pair of the sentence; the marks added are empty.
    """
    opens = {m.pair for m in source.marks if m.kind is MarkKind.OPEN}
    closes = {m.pair for m in source.marks if m.kind is MarkKind.CLOSE}
    last = len(source.text)
    before = [Mark(0, 0, "", MarkKind.OPEN, pair) for pair in closes - opens]
    after = [Mark(last, last, "", MarkKind.CLOSE, pair) for pair in opens - closes]
    return replace(source, marks=(*before, *source.marks, *after))


def _pairs(
    source: Segment, target: str, language: Target, place: Place, careful: bool
) -> list[_Pair]:
    """Return the pairs of a sentence with their places in the target, outer ones first."""
    opened = {m.pair: m for m in source.marks if m.kind is MarkKind.OPEN}
    found = [
        (opened[m.pair], m)
        for m in source.marks
        if m.kind is MarkKind.CLOSE and m.pair in opened and opened[m.pair].start <= m.start
    ]
    found.sort(key=lambda pair: (pair[0].start, -pair[1].start, source.marks.index(pair[0])))
    spans = [(one.start, other.start) for one, other in found]
    inner = [span for span in spans if span != (0, len(source.text))]
    found_places = place(inner, source.text, target, language) if inner and not careful else []
    places = iter(_with_whole_codes(found_places, target))
    pairs: list[_Pair] = []
    for (opening, closing), span in zip(found, spans, strict=True):
        whole = careful or span == (0, len(source.text))
        at = (0, len(target)) if whole else _in_word(next(places), span, source.text, target)
        share = _by_share(span, source.text, target)
        options = [
            _fitted(_with_stops(one, span, source.text, target), span, pairs)
            for one in (at or share, share)
        ]
        best = next((one for one in options if one[0] < one[1]), options[0])
        pairs.append(_Pair(opening, closing, best))
    return [_with_label(pair, source, target) for pair in pairs]


def _with_whole_codes(found: Sequence[Span | None], target: str) -> list[Span | None]:
    """Return places that end in the middle of no placeholder, link or the like."""
    codes = [(one.start, one.end) for one in find_protected(target)] if any(found) else []
    return [_widened(span, codes) if span else None for span in found]


def _in_word(at: Span | None, span: Span, source: str, target: str) -> Span | None:
    """Return a place in which a word is divided as its source is: the 6 of 10<sup>6</sup>."""
    start, end = span
    while start > 0 and source[start - 1 : start + 1].isalnum():
        start -= 1
    while end < len(source) and source[end - 1 : end + 1].isalnum():
        end += 1
    word = source[start:end]
    if at is None or (start, end) == span or not word.isalnum():
        return at
    found = [one.start() for one in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", target)]
    if not found:
        return at
    near = min(found, key=lambda place: abs(place - at[0]))
    return near + span[0] - start, near + span[1] - start


def _widened(span: Span, codes: Sequence[Span]) -> Span:
    """Return a span with the whole of each code that it has a part of."""
    start, end = span
    touched = [code for code in codes if code[0] < end and start < code[1]]
    return min([start, *(at for at, _ in touched)]), max([end, *(at for _, at in touched)])


def _with_stops(at: Span, span: Span, source: str, target: str) -> Span:
    """Return a place with the stops and quotation marks at its ends, as its source has them."""
    start, end = at
    if start == end:
        return at
    if source[: span[1]].endswith(_ENDS) and target[end : end + 1] in _ENDS:
        end += 1
    if source[span[0] : span[1]].startswith(_STARTS) and target[:start].endswith(_STARTS):
        start -= 1
    return start, end


def _fitted(at: Span, source: Span, before: Sequence[_Pair]) -> Span:
    """Return a place that crosses none of the places before: inside its outer pairs, else apart."""
    start, end = at
    for pair in before:
        first, last = pair.target
        if pair.source[0] <= source[0] and source[1] <= pair.source[1]:
            start, end = max(start, first), min(end, last)
            if start >= end:
                start, end = first, last
        elif start < last and first < end:
            if start < first:
                end = first
            elif end > last:
                start = last
            else:
                start = end = last
    return start, max(start, end)


def _with_label(pair: _Pair, source: Segment, target: str) -> _Pair:
    """Return a pair whose end names its own words anew where they have changed."""
    closing = pair.closing
    if closing.changed is None or source.text[slice(*pair.source)] == target[slice(*pair.target)]:
        return pair
    return replace(pair, closing=replace(closing, raw=closing.changed, changed=None))


def _by_share(span: Span, source: str, target: str) -> Span:
    """Return the words of the target that stand about where the span stands in the source."""
    start, end = (round(at / max(1, len(source)) * len(target)) for at in span)
    while start > 0 and not target[start - 1].isspace():
        start -= 1
    while end < len(target) and not target[end].isspace():
        end += 1
    if not source[: span[1]].rstrip().endswith(_STOPS):
        end = start + len(target[start:end].rstrip("".join(_STOPS)))
    return start, max(start, end)


# An event is a mark with the key by which it is sorted: its place; what closes comes before what
# opens; inner pairs close before outer ones, and open after them.
_Event = tuple[tuple[int, int, int], Mark]
_INNER_END, _CLOSE, _BETWEEN, _OPEN, _INNER_START, _WIDE = range(6)


def _pair_events(source: Segment, target: str, pairs: Sequence[_Pair]) -> Iterator[_Event]:
    """Yield where pairs open and close, and marks whose mates are in other sentences."""
    for depth, pair in enumerate(pairs):
        start, end = pair.target
        if start == end:
            yield (start, _BETWEEN, 2 * depth), pair.opening.at(start)
            yield (end, _BETWEEN, 2 * depth + 1), pair.closing.at(end)
            continue
        yield (start, _OPEN, depth), pair.opening.at(start)
        yield (end, _CLOSE, -depth), pair.closing.at(end)
    known = {pair.opening.pair for pair in pairs}
    for mark in source.marks:
        if mark.kind is MarkKind.OPEN and mark.pair not in known:
            at = 0 if mark.start == 0 else _word_at(mark.start, source.text, target)[0]
            yield (at, _OPEN, -1), mark.at(at)
        elif mark.kind is MarkKind.CLOSE and mark.pair not in known:
            whole = mark.start == len(source.text)
            at = len(target) if whole else _word_at(mark.start, source.text, target)[1]
            yield (at, _CLOSE, 1), mark.at(at)


def _word_at(place: int, source: str, target: str) -> Span:
    """Return the word of the target about where a place of the source is."""
    return _by_share((place, place), source, target)


def _alone_events(
    source: Segment, target: str, pairs: Sequence[_Pair], language: Target, place: Place
) -> Iterator[_Event]:
    """Yield where marks go that stand alone: with the word that they stand with in the source."""
    alone = [mark for mark in source.marks if mark.kind is MarkKind.ALONE]
    words = [_neighbour(source.text, mark.start) for mark in alone]
    found = place([span for span, _ in words], source.text, target, language) if alone else []
    places = _with_whole_codes(found, target)
    for number, (mark, (span, after), at) in enumerate(zip(alone, words, places, strict=True)):
        first, last = at or _by_share(span, source.text, target)
        where = last if after else first
        if (touched := _touched(source, mark, pairs)) is not None:
            where = touched
        if mark.start == 0:
            where = 0
        elif mark.start == len(source.text):
            where = len(target)
        inside = [pair for pair in pairs if _is_inside(source, pair, mark)]
        for pair in inside:
            where = min(max(where, pair.target[0]), pair.target[1])
        rank = _BETWEEN
        if any(where == pair.target[1] for pair in inside):
            rank = _INNER_END
        elif any(where == pair.target[0] for pair in inside):
            rank = _INNER_START
        yield (where, rank, number), mark.at(where)


def _touched(source: Segment, mark: Mark, pairs: Sequence[_Pair]) -> int | None:
    """Return where the pair ends in the target that a mark stands right behind, if it does so."""
    for before in reversed(source.marks[: source.marks.index(mark)]):
        if before.end < mark.start or before.kind is MarkKind.OPEN:
            return None
        if before.kind is MarkKind.CLOSE:
            return next((p.target[1] for p in pairs if p.closing.pair == before.pair), None)
    return None


def _is_inside(source: Segment, pair: _Pair, mark: Mark) -> bool:
    """Say whether a mark stands between the marks of a pair that has words in the target."""
    order = source.marks.index
    if pair.target[0] == pair.target[1]:
        return False
    return order(pair.opening) < order(mark) < order(pair.closing)


def _neighbour(text: str, at: int) -> tuple[Span, bool]:
    """Return the word that a place belongs to, and whether the place is after it."""
    after = at > 0 and not text[at - 1].isspace()
    if not after:
        while at < len(text) and text[at].isspace():
            at += 1
    start = end = at
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while not after and end < len(text) and not text[end].isspace():
        end += 1
    return (start, max(end, at)), after


def _wide_events(source: Segment, target: str, careful: bool) -> Iterator[_Event]:
    """Yield the marks that stand for characters of the target: objects, escapes, line breaks."""
    objects = {source.text[m.start]: m for m in source.marks if m.kind is MarkKind.OBJECT}
    for at, character in enumerate(target):
        if mark := objects.pop(character, None):
            yield (at, _WIDE, 0), mark.at(at)
    for mark in escapes(target, source, careful):
        wrapper = mark.start == mark.end
        rank = (_INNER_END if mark.start else _CLOSE) if wrapper else _WIDE
        yield (mark.start, rank, -1 if not mark.start else 9), mark
    for mark in breaks(target, source):
        yield (mark.start, _WIDE, 0), mark


def _apart(marks: Sequence[Mark]) -> Iterator[Mark]:
    """Yield the marks, leaving out those that stand for characters that another stands for."""
    done = 0
    for mark in marks:
        if mark.start >= done:
            done = mark.end
            yield mark
