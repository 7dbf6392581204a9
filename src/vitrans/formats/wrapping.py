"""Where a translation is broken into lines: a cue into as many as before, a paragraph anew."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

from vitrans.formats.escapes import LINED
from vitrans.types import Document, Kind, Mark, MarkKind, Segment

WRAPPED = "wrapped"
"""What `Segment.escape` is in a paragraph that was broken at a fixed width."""

_END = re.compile(r"[^\S\n]*\n[\s>]*|[^\S\r]*\r[\s>]*")
_LINE_END = re.compile(r"[\r\n]")
_SPACE = re.compile(r" +(?=\S)")


def breaks(target: str, source: Segment) -> Iterator[Mark]:
    """Yield the line breaks for a translation: those of a cue, and those that are tags of a page.

    Each goes to the space that is nearest to it, measured in shares of the whole length; where
    there are fewer words than lines, some are left out.
    """
    lines = [mark for mark in source.marks if _is_kept(mark, source)]
    spaces = [place for place, character in enumerate(target) if character == " "]
    chosen: list[Mark] = []
    for left, mark in zip(range(len(lines), 0, -1), reversed(lines), strict=True):
        if len(spaces) < left:
            continue
        aim = mark.start / len(source.text) * len(target)
        best = min(spaces[left - 1 :], key=lambda place: abs(place - aim))
        chosen.append(Mark(best, best + 1, mark.raw, MarkKind.BREAK))
        spaces = spaces[: spaces.index(best)]
    yield from reversed(chosen)


def _is_kept(mark: Mark, source: Segment) -> bool:
    """Say whether a line break is one of the text, not of how the file was written."""
    if mark.kind is not MarkKind.BREAK:
        return False
    lined = source.escape == LINED and bool(_LINE_END.search(mark.raw))
    return lined or source.kind is Kind.CUE or "<br" in mark.raw.lower()


def rewrapped(before: Document, after: Document) -> Document:
    """Return a document with its changed paragraphs filled up to the width that they had.

    Args:
        before: the document as it was, its sentences segments.
        after: the same with other sentences, which may have lost their line breaks.
    """
    segments, glue = list(after.segments), list(after.glue)
    for first, last in _runs(before):
        if before.segments[first:last] == after.segments[first:last]:
            continue
        lead = _lead(after.glue[first])
        raw = [segment.raw for segment in before.segments[first:last]]
        source = " " * lead + _woven(raw, before.glue[first + 1 : last])
        if end := _END.search(source):
            width = max(map(len, _LINE_END.split(source)))
            parts = segments[first:last], glue[first + 1 : last]
            segments[first:last], glue[first + 1 : last] = _filled(*parts, lead, end[0], width)
    return replace(after, segments=tuple(segments), glue=tuple(glue))


def _runs(document: Document) -> Iterator[tuple[int, int]]:
    """Yield the numbers of the first sentence of each wrapped paragraph and of that behind it."""
    first = None
    for number, segment in enumerate(document.segments):
        inside = segment.escape == WRAPPED
        if first is not None and (not inside or _is_apart(document.glue[number])):
            yield first, number
            first = None
        if inside and first is None:
            first = number
    if first is not None:
        yield first, len(document.segments)


def _is_apart(glue: str) -> bool:
    """Say whether a new paragraph starts behind a stretch of glue."""
    ends = glue.count("\n") or glue.count("\r")
    return ends > 1 or (ends == 1 and not _END.fullmatch(glue))


def _lead(glue: str) -> int:
    """Return the column at which what follows a stretch of glue starts."""
    return len(_LINE_END.split(glue)[-1].lstrip("\ufeff"))


def _woven(texts: Sequence[str], gaps: Sequence[str]) -> str:
    """Return texts with what stands between them."""
    return "".join(part for pair in zip(texts, [*gaps, ""], strict=True) for part in pair)


def _filled(
    segments: Sequence[Segment], gaps: Sequence[str], lead: int, end: str, width: int
) -> tuple[list[Segment], list[str]]:
    """Return the sentences of a paragraph and what stands between them, in lines of a width."""
    bare = [_on_one_line(segment) for segment in segments]
    gaps = [_END.sub(" ", gap) for gap in gaps]
    texts = [segment.text for segment in bare]
    places = _places(_woven(texts, gaps), lead, end, width)
    sizes = [len(part) for pair in zip(texts, [*gaps, ""], strict=True) for part in pair]
    starts = list(accumulate(sizes, initial=0))
    here = [[(a - s, b - s) for a, b in places if s <= a < e] for s, e in pairwise(starts)]
    made = [_with_breaks(one, inner, end) for one, inner in zip(bare, here[::2], strict=True)]
    glue = [_with_ends(gap, inner, end) for gap, inner in zip([*gaps, ""], here[1::2], strict=True)]
    return made, glue[:-1]


def _on_one_line(segment: Segment) -> Segment:
    """Return a segment without line breaks."""
    marks = tuple(mark for mark in segment.marks if mark.kind is not MarkKind.BREAK)
    return replace(segment, marks=marks)


def _with_breaks(segment: Segment, places: Sequence[tuple[int, int]], end: str) -> Segment:
    """Return a segment with line breaks for some of its spaces."""
    marks = [*segment.marks, *(Mark(a, b, end, MarkKind.BREAK) for a, b in places)]
    return replace(segment, marks=tuple(sorted(marks, key=lambda mark: mark.start)))


def _with_ends(gap: str, places: Sequence[tuple[int, int]], end: str) -> str:
    """Return a stretch of glue with a line end for its last space, if that is to be one."""
    return f"{gap[: places[-1][0]]}{end}{gap[places[-1][1] :]}" if places else gap


def _places(text: str, lead: int, end: str, width: int) -> list[tuple[int, int]]:
    """Return the spaces of a text that are to be line breaks.

    Args:
        text: a paragraph on one line.
        lead: the column at which it starts.
        end: what ends a line and leads the next one.
        width: how long a line may be.
    """
    indent = _lead(end)
    places: list[tuple[int, int]] = []
    column, done = lead, 0
    space = (0, 0)
    for match in (*_SPACE.finditer(text), None):
        stop = match.start() if match else len(text)
        if column + stop - done > width and space[1] > done:
            places.append(space)
            column, done = indent, space[1]
        space = match.span() if match else space
    return places
