"""Sentences that run over several cues: joined into one segment, and taken apart again.

A joined segment has a seam, a mark that stands for one space, for what the file has between two
cues. So a sentence is restored whole, letter by letter, and translated whole; dots or dashes that
say that it goes on belong to the seam.

Small letters tell that a cue goes on, in a file that has capitals; else an end that wants more.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from vitrans.formats.ass import is_karaoke
from vitrans.pipeline.languages import is_name_like, told
from vitrans.text.links import is_address
from vitrans.text.phrasing import leans
from vitrans.types import Document, Kind, Language, Mark, MarkKind, Segment

if TYPE_CHECKING:
    from vitrans.language import Detector

_LONGEST, _MOST = 400, 8  # letters and cues that a sentence may run over
_PAUSE = 3.0  # seconds between two cues of one sentence at most
_CASED = 0.3  # share of the cues that start large, in a file with capitals
_STOPPED = 0.5  # share of the cues that end with a full stop, in a file that has them
_CLOSERS = "\"'”’»)]"
_STOPS = (".", "!", "?", ":", "…")
# Says that a sentence goes on in the next cue, or comes from the one before.
_ON = re.compile(r"\s*(?:\.{2,}|…|--+|—)$")
_FROM = re.compile(r"^(?:\.{2,}|…|--+|—)\s*")
# Another speaker, a song or a sound begins before a text.
_APART = re.compile(r"[-–—‐−♪♫\[(]\s*(?:<[^<>]*>|\{[^{}]*\})*\s*$|<v[ .][^<>]*>[^\n]*$")
_CLOSED = re.compile(r"^\s*(?:<[^<>]*>|\{[^{}]*\})*\s*[♪♫\])]")
_I = re.compile(r"I(?:['’][a-z]+)?\b")


@dataclass(frozen=True, slots=True)
class _Habits:
    """What a file does at the ends of cues: whether it has capitals, and full stops."""

    cased: bool
    stopped: bool


def join_cues(document: Document, detector: "Detector") -> Document:
    """Return a divided document with each sentence that runs over cues as one segment."""
    segments = document.segments
    if not any(segment.cues for segment in segments):
        return document
    habits = _habits(segments)
    made: list[Segment] = []
    glue: list[str] = [document.glue[0]]
    run: list[Segment] = []
    gaps: list[str] = []
    for segment, after in zip(segments, document.glue[1:], strict=True):
        if run and not (_fits(run, segment) and _goes_on(run[-1], gaps[-1], segment, habits)):
            made.append(_joined(run, gaps[:-1], detector))
            glue.append(gaps[-1])
            run, gaps = [], []
        run.append(segment)
        gaps.append(after)
    made.append(_joined(run, gaps[:-1], detector))
    return replace(document, segments=tuple(made), glue=(*glue, gaps[-1]))


def parted(segment: Segment) -> Document:
    """Return a segment as a document of what each of its cues has."""
    seams = [mark for mark in segment.marks if mark.kind is MarkKind.SEAM]
    starts = [0, *(mark.end for mark in seams)]
    ends = [*(mark.start for mark in seams), len(segment.text)]
    parts = segment.divided(zip(starts, ends, strict=True))
    cues = [(cue,) for cue in segment.cues] if seams else [segment.cues]
    return parts.with_segments(
        replace(part, cues=own) for part, own in zip(parts.segments, cues, strict=True)
    )


def rejoined(parts: Sequence[Segment], gaps: Sequence[str]) -> Segment:
    """Return parts of a sentence, and what the file has between them, as one segment."""
    text, marks, pairs = "", list[Mark](), 0
    for number, part in enumerate(parts):
        if number:
            marks.append(Mark(len(text), len(text) + 1, gaps[number - 1], MarkKind.SEAM))
            text += " "
        marks += _moved(part.marks, len(text), pairs)
        text += part.text
        pairs = max((pairs, *(mark.pair + 1 for mark in marks)))
    cues = tuple(cue for part in parts for cue in part.cues)
    return replace(parts[0], text=text, marks=tuple(marks), cues=cues)


def _moved(marks: Iterable[Mark], by: int, pairs: int) -> Iterator[Mark]:
    """Yield marks farther on, their pairs numbered anew."""
    for mark in marks:
        pair = mark.pair + pairs if mark.pair >= 0 else mark.pair
        yield replace(mark.at(mark.start + by), pair=pair)


def before_seam(text: str, part: Segment, seam: str) -> str:
    """Return what a cue has of a translation: no comma before dots or dashes of the seam.

    Args:
        text: what it has by its share.
        part: what it had of the source.
        seam: what the file has from there to the next cue.
    """
    first = re.split(r"[\r\n<{]", seam, maxsplit=1)[0]
    own = part.text.rstrip().endswith(",")
    return text.rstrip(",") if _ON.fullmatch(first) and not own else text


def in_one_line(segment: Segment) -> str:
    """Return the text of a segment with its marks, on one line where it runs over cues."""
    plain = (replace(m, raw=" ") if m.kind is MarkKind.SEAM else m for m in segment.marks)
    return replace(segment, marks=tuple(plain)).raw


def _habits(segments: Sequence[Segment]) -> _Habits:
    """Return what most cues of a file do."""
    cues = [list(run) for _, run in groupby(segments, key=lambda s: s.cues)]
    spoken = [[s.text for s in cue if s.kind is Kind.CUE] for cue in cues if cue[0].cues]
    firsts = [texts[0] for texts in spoken if texts]
    lasts = [texts[-1] for texts in spoken if texts]
    large = sum(next((c.isupper() for c in text if c.isalpha()), False) for text in firsts)
    stopped = sum(text.rstrip(_CLOSERS).endswith(_STOPS) for text in lasts)
    return _Habits(large >= _CASED * len(firsts), stopped >= _STOPPED * len(lasts))


def _fits(run: Sequence[Segment], segment: Segment) -> bool:
    """Say whether a run may have another part."""
    length = sum(len(part.text) for part in run) + len(segment.text)
    return len(run) < _MOST and length <= _LONGEST


def _goes_on(before: Segment, gap: str, after: Segment, habits: _Habits) -> bool:
    """Say whether a sentence goes on in the next cue."""
    return (
        habits.cased
        and _are_neighbours(before, after)
        and not (_APART.search(gap) or _CLOSED.match(gap))
        and _reads_on(before, after, habits)
    )


def _are_neighbours(before: Segment, after: Segment) -> bool:
    """Say whether two texts are of cues of one track, one soon after the other, in one language."""
    if not (before.cues and after.cues) or before.cues == after.cues:
        return False
    one, other = before.cues[-1], after.cues[0]
    pause = other.start - one.end
    late = other.start > one.start and min(one.start - one.end, -0.5) / 2 <= pause <= _PAUSE
    alike = one.track == other.track and one.placed == other.placed
    words = before.kind is after.kind is Kind.CUE and not any(map(_is_no_speech, (before, after)))
    return late and alike and words and _is_one_language(before, after)


def _is_no_speech(segment: Segment) -> bool:
    """Say whether a text is timed for singing, or an address."""
    return is_karaoke(segment) or is_address(segment.text)


def _is_one_language(before: Segment, after: Segment) -> bool:
    """Say whether two texts may be of one sentence by their languages."""
    sides = {_SIDE[s.language] for s in (before, after) if s.language in _SIDE}
    return len(sides) < 2 and before.third == after.third


_SIDE = {
    Language.ENGLISH: True,
    Language.VIETNAMESE: False,
    Language.UNACCENTED: False,
}


def _reads_on(before: Segment, after: Segment, habits: _Habits) -> bool:
    """Say whether the letters at the end of a cue and the start of the next are of one sentence."""
    first = _FROM.sub("", after.text).lstrip("\"'“‘«¿¡([")[:1]
    text = before.text.rstrip(_CLOSERS)
    if first.islower():
        return bool(_ON.search(before.text)) or not text.endswith(_STOPS[:4])
    if text.endswith((*_STOPS, "-", "—")) or before.text.isupper() != after.text.isupper():
        return False
    language = Language.ENGLISH if Language.ENGLISH is before.language else Language.VIETNAMESE
    wants = text.endswith(",") or leans(text.split()[-1], language)
    if first.isdigit():
        return wants or habits.stopped
    return wants or (habits.stopped and bool(_I.match(after.text) or is_name_like(after)))


def _joined(run: Sequence[Segment], gaps: Sequence[str], detector: "Detector") -> Segment:
    """Return a run as one segment in the language that all of it is in."""
    if len(run) == 1:
        return run[0]
    parts, seams = list(run), list(gaps)
    for number, gap in enumerate(gaps):
        parts[number], on = _without(parts[number], _ON)
        parts[number + 1], back = _without(parts[number + 1], _FROM)
        seams[number] = on + gap + back
    joined = rejoined(parts, seams)
    found = detector.detect(joined.text)
    clear = found.language is not Language.UNDETERMINED
    return told(joined, found) if clear else joined


def _without(segment: Segment, pattern: re.Pattern[str]) -> tuple[Segment, str]:
    """Return a segment without what a pattern finds at its end or start, and what that was."""
    match = pattern.search(segment.text)
    if not match or match.end() - match.start() == len(segment.text):
        return segment, ""
    start, end = (match.end(), len(segment.text)) if match.start() == 0 else (0, match.start())
    if any(not (start <= m.start and m.end <= end) for m in segment.marks):
        return segment, ""
    parts = segment.divided([(start, end)])
    return parts.segments[0], parts.glue[0] + parts.glue[1]
