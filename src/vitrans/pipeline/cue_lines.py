"""The lines of translated cues: broken anew where they stand well, measured, and reported.

A cue has one line if its text fits, else two of about a length, broken where a reader minds least.
Cues whose text has not changed, and those that somebody placed in the picture, stay as they are; so
do the ends of lines between speakers, sounds and languages.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from vitrans.formats.subtitles import line_end, without_carried
from vitrans.pipeline.cue_runs import parted, rejoined
from vitrans.pipeline.shares import within_words
from vitrans.text import strip_accents
from vitrans.text.links import is_address
from vitrans.types import (
    Cue,
    Document,
    Kind,
    Language,
    Mark,
    MarkKind,
    Segment,
    SubtitleRules,
    weave,
)

_LINES = 2  # that a cue may have, unless it had more
_OVER, _UNEVEN = 20.0, 4.0  # what counts against a way to break, beside the places
# Between two sentences of a cue: white space, or the end of a line.
_SOFT = re.compile(r"[ \t]*(?:\r\n?|\n|\\[Nn])?[ \t]*")
_BREAK = re.compile(r"[ \t]*(?:\r\n?|\n|\\[Nn])[ \t]*")
_COLOURED = re.compile(r"<\w+[\s.]")  # may be another speaker's
_LINE_END = re.compile(r"\r\n?|\n")
_TAG = re.compile(r"<[^<>\n]*>|\{[^{}\n]*\}")
# What is seen before a text on its line, and behind it.
_LEAD = re.compile(r"(?:[-–—‐−♪♫\[(\"'“‘] ?)+$")
_TAIL = re.compile(r"^ ?[♪♫\])]+")


@dataclass(frozen=True, slots=True)
class _Shown:
    """A segment of one cue with what stands before and behind it in the file."""

    segment: Segment
    before: str
    after: str


def relined(before: Document, after: Document, rules: SubtitleRules, target: Language) -> Document:
    """Return translated subtitles with the lines of changed cues broken anew.

    Args:
        before: the document as it was, its sentences segments.
        after: the same with the translations.
        rules: how long a line may be.
        target: the language of the translations.
    """
    if not any(segment.cues for segment in before.segments):
        return after
    old, new = _one_by_one(before), _one_by_one(after)
    segments, glue = list(new.segments), list(new.glue)
    end = _line_end(before)
    for first, last in _turns(new):
        turn = zip(old.segments[first:last], new.segments[first:last], strict=True)
        same = all(strip_accents(one.text) == strip_accents(other.text) for one, other in turn)
        if same or segments[first].cues[0].placed:
            continue
        lead = _lead(new, first)
        most = max(_LINES, _line_count(old, first, last))
        places = _places(_flat(new, first, last), lead, most, rules.line_length, target)
        _break(segments, glue, (first, last), places, _own_end(old, first, last) or end)
    return _together(after, replace(new, segments=tuple(segments), glue=tuple(glue)))


def _one_by_one(document: Document) -> Document:
    """Return a document with what each cue has as segments of its own."""
    return document.expanded(parted(segment) for segment in document.segments)


def _together(model: Document, document: Document) -> Document:
    """Return the reverse of `_one_by_one`, with segments as those of a model."""
    made: list[Segment] = []
    glue, at = [document.glue[0]], 0
    for segment in model.segments:
        count = max(1, len(segment.cues))
        parts = document.segments[at : at + count]
        joined = rejoined(parts, document.glue[at + 1 : at + count])
        made.append(joined if count > 1 else parts[0])
        at += count
        glue.append(document.glue[at])
    return replace(document, segments=tuple(made), glue=tuple(glue))


def _turns(document: Document) -> Iterator[tuple[int, int]]:
    """Yield the numbers of the first segment that one speaker has in a cue, and of that behind."""
    first = 0
    segments = document.segments
    for number in range(1, len(segments) + 1):
        if number < len(segments) and _is_one_turn(
            segments[number - 1], document.glue[number], segments[number]
        ):
            continue
        if segments[first].cues and segments[first].kind is Kind.CUE:
            yield first, number
        first = number


def _is_one_turn(before: Segment, gap: str, after: Segment) -> bool:
    """Say whether two sentences of a cue may share a line."""
    together = before.cues == after.cues and before.kind is after.kind is Kind.CUE
    if not together or _COLOURED.search(gap) or not _SOFT.fullmatch(without_carried(gap)):
        return False
    apart = is_address(before.text) or is_address(after.text)
    return not _is_line_end(gap) or (before.language is after.language and not apart)


def _is_line_end(gap: str) -> bool:
    """Say whether what stands between two sentences is the end of a line and no more."""
    return bool(_BREAK.fullmatch(without_carried(gap)))


def _flat(document: Document, first: int, last: int) -> str:
    """Return the text of a turn on one line."""
    texts = [segment.text for segment in document.segments[first:last]]
    gaps = [" " if _is_line_end(gap) else gap for gap in document.glue[first + 1 : last]]
    return "".join(part for pair in zip(texts, [*gaps, ""], strict=True) for part in pair)


def _line_count(document: Document, first: int, last: int) -> int:
    """Return how many lines a turn has."""
    marks = (mark for segment in document.segments[first:last] for mark in segment.marks)
    gaps = document.glue[first + 1 : last]
    inner = sum(mark.kind is MarkKind.BREAK for mark in marks)
    return 1 + inner + sum(map(_is_line_end, gaps))


def _lead(document: Document, first: int) -> int:
    """Return how many characters are seen on a line before a turn, such as a speaker's name."""
    glue = document.glue[first]
    seen = _LEAD.search(_TAG.sub("", glue))
    length = len(seen[0]) if seen else 0
    before = document.segments[first - 1] if first else None
    if before and before.cues == document.segments[first].cues and not _BREAK.search(glue):
        return len(before.text) + len(glue) + _lead(document, first - 1)
    return length


def _places(text: str, lead: int, most: int, width: int, language: Language) -> list[int]:
    """Return the spaces at which a text is broken into lines, as few as will do."""
    if lead + len(text) <= width:
        return []
    costs = within_words(text, language)
    ways: list[tuple[float, tuple[int, ...]]] = []
    for count in range(2, 1 + min(most, len(costs) + 1)):
        ways.append(_broken(len(text), lead, costs, count, width))
        if ways[-1][0] < _OVER:
            break
    return list(min(ways)[1]) if ways else []


def _broken(
    length: int, lead: int, costs: dict[int, float], count: int, width: int
) -> tuple[float, tuple[int, ...]]:
    """Return the best spaces at which a text becomes so many lines, after what they cost."""
    mean = (lead + length) / count

    def line(start: int, end: int) -> float:
        return _OVER * max(0, end - start - width) + _UNEVEN * ((end - start - mean) / mean) ** 2

    best: dict[int, tuple[float, tuple[int, ...]]] = {-1 - lead: (0.0, ())}
    for _ in range(count - 1):
        best = {
            at: min(
                (before + line(start + 1, at) + cost, (*places, at))
                for start, (before, places) in best.items()
                if start < at
            )
            for at, cost in costs.items()
            if any(start < at for start in best)
        }
    return min((before + line(at + 1, length), way) for at, (before, way) in best.items())


def _break(
    segments: list[Segment], glue: list[str], turn: tuple[int, int], places: list[int], end: str
) -> None:
    """Put the ends of lines into the sentences of a turn, and between them."""
    done = 0
    before = _before(segments, glue, turn[0])
    for number in range(*turn):
        segment = segments[number]
        size = len(segment.text)
        kept = [mark for mark in segment.marks if mark.kind is not MarkKind.BREAK]
        for at in (place - done for place in places if done <= place < done + size):
            written = before + weave(segment.text[:at], (m for m in kept if m.end <= at))
            kept.append(Mark(at, at + 1, line_end(end, written), MarkKind.BREAK))
            kept.sort(key=lambda mark: mark.start)
        segments[number] = replace(segment, marks=tuple(kept))
        before += segments[number].raw
        done += size
        if number + 1 < turn[1]:
            gap = " " if _is_line_end(glue[number + 1]) else glue[number + 1]
            glue[number + 1] = line_end(end, before) if done in places else gap
            done += len(gap)
            before += glue[number + 1]


def _before(segments: Sequence[Segment], glue: Sequence[str], number: int) -> str:
    """Return what stands before a segment in its cue, as far as it is not on a line of its own."""
    first = number
    while first and segments[first - 1].cues == segments[number].cues:
        first -= 1
    start = re.split(r"[\r\n]", glue[first])[-1]
    return start + "".join(segments[at].raw + glue[at + 1] for at in range(first, number))


def _own_end(document: Document, first: int, last: int) -> str:
    """Return how a line of a turn ends in the file, nothing if it has one line."""
    for number in range(first, last):
        for mark in document.segments[number].marks:
            if mark.kind is MarkKind.BREAK:
                return mark.raw
        gap = document.glue[number + 1] if number + 1 < last else ""
        if _is_line_end(gap):
            return gap
    return ""


def _line_end(document: Document) -> str:
    """Return how lines within a cue end in a file of a format."""
    if document.format == "ass":
        return "\\N"
    found = next(filter(None, map(_LINE_END.search, document.glue)), None)
    return found[0] if found else "\n"


def hard_to_read(before: Document, after: Document, rules: SubtitleRules) -> Iterator[str]:
    """Yield what is too long or too fast in the cues that have changed.

    Args:
        before: the document as it was, its sentences segments.
        after: the same with the translations, in their lines.
        rules: what is too long, and too fast.
    """
    old, new = _one_by_one(before), _one_by_one(after)
    changed = {
        s.cues
        for one, s in zip(old.segments, new.segments, strict=True)
        if strip_accents(s.text) != strip_accents(one.text)
    }
    for cues, shown in groupby(_with_glue(new), key=lambda one: one.segment.cues):
        if cues and cues in changed:
            parts = list(shown)
            yield from _judged(cues[0], parts[0].segment.line, _visible(parts), rules)


def _with_glue(document: Document) -> Iterator[_Shown]:
    """Yield the segments with what stands before and behind them."""
    for number, segment in enumerate(document.segments):
        yield _Shown(segment, document.glue[number], document.glue[number + 1])


def _visible(parts: Sequence[_Shown]) -> list[str]:
    """Return the lines of a cue as a viewer sees them."""
    lead = _LEAD.search(_TAG.sub("", parts[0].before))
    tail = _TAIL.search(_TAG.sub("", parts[-1].after))
    pieces = [lead[0] if lead else ""]
    for number, part in enumerate(parts):
        marks = (
            replace(mark, raw="\n" if mark.kind is MarkKind.BREAK else "")
            for mark in part.segment.marks
            if mark.kind is not MarkKind.ESCAPE
        )
        pieces.append(replace(part.segment, marks=tuple(marks)).raw)
        if number + 1 < len(parts):
            pieces.append(_BREAK.sub("\n", _TAG.sub("", part.after)))
    text = "".join((*pieces, tail[0] if tail else ""))
    return [line for line in text.split("\n") if line]


def _judged(cue: Cue, line: int, lines: Sequence[str], rules: SubtitleRules) -> Iterator[str]:
    """Yield what is hard to read in a cue."""
    where = f"cue {cue.number} (line {line})"
    longest = max(map(len, lines), default=0)
    if longest > rules.line_length:
        yield f"{where}: a line of {longest} characters; {rules.line_length} are easy to read"
    seconds = cue.end - cue.start
    speed = sum(map(len, lines)) / seconds if seconds > 0 else 0.0
    if speed > rules.cps:
        yield f"{where}: {speed:.1f} characters a second; {rules.cps:g} are easy to read"
