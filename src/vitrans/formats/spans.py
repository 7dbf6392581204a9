"""What a format's parser finds: stretches of the source that are to be read, and marks in them."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from vitrans.types import Cue, Document, Kind, Language, Mark, MarkKind, Segment

# What there is of a text between white space and byte order marks.
TEXT = re.compile(r"[^\s\ufeff](?:.*[^\s\ufeff])?", re.DOTALL)

# Inline objects stand in a text as the private-use characters from here on.
OBJECTS = range(0xE000, 0xF900)
_OUTSIDE = (MarkKind.ALONE, MarkKind.BREAK)
_NOTHING = re.compile(r"[\s\ufeff\ue000-\uf8ff]+")


class Piece(NamedTuple):
    """Characters `start` to `end` of a source that are no running text.

    `shown` is what the text has instead; `name` is the same for what opens and what closes.
    """

    start: int
    end: int
    kind: MarkKind
    shown: str = ""
    name: str = ""
    changed: str | None = None


class Stretch(NamedTuple):
    """Characters `start` to `end` of a source, its kind and 1-based line, and the marks in it.

    `row` is where it is on the page, where lines do not tell; `cue` is when it is shown, if it is a
    subtitle; `given` is the language that the file says it has.
    """

    start: int
    end: int
    kind: Kind
    line: int
    pieces: Sequence[Piece] = ()
    escape: str = ""
    cue: Cue | None = None
    row: int = 0
    given: Language = Language.UNDETERMINED


def document(text: str, spans: Iterable[Stretch], format: str = "text") -> Document:
    """Return a text as a document: spans, in order and apart, are segments, the rest is glue.

    Marks and white space at the ends of a span are glue too, unless a mark has its mate inside.

    Args:
        text: the source.
        spans: what of it is to be read.
        format: the name of the format that it is in.
    """
    segments: list[Segment] = []
    glue: list[str] = []
    done = 0
    for span in spans:
        start, end, segment = _segment(text, span)
        if segment is None:
            continue
        glue.append(text[done:start])
        segments.append(segment)
        done = end
    return Document(tuple(segments), (*glue, text[done:]), format)


def _segment(text: str, span: Stretch) -> tuple[int, int, Segment | None]:
    """Return where a span's segment starts and ends, and the segment, None if it has no text."""
    pieces = list(span.pieces)
    start, end = span.start, span.end
    start, end = _bare(text, start, end, pieces)
    kept = [piece for piece in pieces if _is_within(piece, start, end)]
    words, marks = _read(text, start, end, kept)
    if not _NOTHING.sub("", words):
        return start, end, None
    line = span.line + text.count("\n", span.start, start)
    cues = (span.cue,) if span.cue else ()
    made = Segment(
        words,
        span.kind,
        line=line,
        marks=marks,
        escape=span.escape,
        cues=cues,
        row=span.row,
        given=span.given,
    )
    return start, end, made


def _bare(text: str, start: int, end: int, pieces: Sequence[Piece]) -> tuple[int, int]:
    """Return a span without the white space, lone marks and pairs that are all around it."""
    mates = _mates(pieces)
    low, high = 0, len(pieces) - 1
    before = None
    while (start, end) != before:
        before = start, end
        start, end = _stripped(text, start, end)
        while low <= high and not _is_within(pieces[low], start, end):
            low += 1
        while low <= high and not _is_within(pieces[high], start, end):
            high -= 1
        first = low <= high and pieces[low].start == start
        last = low <= high and pieces[high].end == end
        if first and last and mates.get(low) == high and pieces[high].changed is None:
            start, end = pieces[low].end, pieces[high].start
        elif first and pieces[low].kind in _OUTSIDE:
            start = pieces[low].end
        elif last and pieces[high].kind in _OUTSIDE:
            end = pieces[high].start
    return start, end


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a span without white space at its ends; one that has nothing else as it is."""
    first, last = start, end
    while first < last and _is_space(text[first]):
        first += 1
    while first < last and _is_space(text[last - 1]):
        last -= 1
    return (first, last) if first < last else (start, end)


def _is_space(character: str) -> bool:
    return character.isspace() or character == "\ufeff"


def _is_within(piece: Piece, start: int, end: int) -> bool:
    """Say whether a piece is within a span; a gap at its ends is none."""
    if piece.kind is MarkKind.GAP:
        return start < piece.start < end
    return start <= piece.start and piece.end <= end


def with_mates(text: str, start: int, end: int, pieces: Sequence[Piece]) -> tuple[int, int]:
    """Return a span with what opens right before it and closes in it, and the reverse.

    Args:
        text: the source.
        start: where the span starts.
        end: where it ends.
        pieces: the marks in it and around it, in order.
    """
    pairs = [(pieces[one], pieces[other]) for one, other in _mates(pieces).items()]
    opening = {one.start for one, other in pairs if one.end <= start < other.start < end}
    closing = {other.end for one, other in pairs if start < one.end < end <= other.start}
    first, last = start, end
    for piece in reversed(pieces):
        if piece.end <= first and not text[piece.end : first].strip():
            first = piece.start
            start = first if first in opening else start
    for piece in pieces:
        if piece.start >= last and not text[last : piece.start].strip():
            last = piece.end
            end = last if last in closing else end
    return start, end


def _mates(pieces: Sequence[Piece]) -> dict[int, int]:
    """Return the number of what closes each mark that opens, by its number."""
    opened: dict[str, list[int]] = {}
    mates = {}
    for number, piece in enumerate(pieces):
        if piece.kind is MarkKind.OPEN:
            opened.setdefault(piece.name, []).append(number)
        elif piece.kind is MarkKind.CLOSE and opened.get(piece.name):
            mates[opened[piece.name].pop()] = number
    return mates


def _read(text: str, start: int, end: int, pieces: Sequence[Piece]) -> tuple[str, tuple[Mark, ...]]:
    """Return the words of a stretch of the source, and its marks by their place in the words."""
    words: list[str] = []
    marks: list[Mark] = []
    length, done, objects = 0, start, 0
    for piece in paired(pieces):
        words.append(text[done : piece.start])
        length += piece.start - done
        shown = piece.shown
        if piece.kind is MarkKind.OBJECT:
            shown = chr(OBJECTS[objects % len(OBJECTS)])
            objects += 1
        raw = text[piece.start : piece.end]
        pair = int(piece.name) if piece.kind in _PAIRED else -1
        marks.append(Mark(length, length + len(shown), raw, piece.kind, pair, piece.changed))
        words.append(shown)
        length += len(shown)
        done = piece.end
    return "".join((*words, text[done:end])), tuple(marks)


def paired(pieces: Iterable[Piece]) -> list[Piece]:
    """Return the pieces with a number for the name of each pair; what has no mate stands alone."""
    found = list(pieces)
    waiting: list[tuple[str, int]] = []
    names: Counter[str] = Counter()  # of those that wait
    pairs: dict[int, int] = {}
    for number, piece in enumerate(found):
        if piece.kind is MarkKind.OPEN:
            waiting.append((piece.name, number))
            names[piece.name] += 1
        elif piece.kind is MarkKind.CLOSE and names[piece.name]:
            while True:
                name, other = waiting.pop()
                names[name] -= 1
                if name == piece.name:
                    break
            pairs[other] = pairs[number] = other
    return [
        _numbered(piece, pairs.get(number)) if piece.kind in _PAIRED else piece
        for number, piece in enumerate(found)
    ]


_PAIRED = (MarkKind.OPEN, MarkKind.CLOSE)


def _numbered(piece: Piece, pair: int | None) -> Piece:
    """Return a piece with the number of its pair, or as one that stands alone."""
    if pair is None:
        return piece._replace(kind=MarkKind.ALONE, name="", changed=None)
    return piece._replace(name=str(pair))
