"""From a document as it was read to its sentences, each with its kind and language, told once."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from vitrans.formats import PLAIN
from vitrans.kinds import classify
from vitrans.pipeline.cue_runs import join_cues
from vitrans.pipeline.languages import in_context, told
from vitrans.pipeline.two_languages import by_languages
from vitrans.segment import split
from vitrans.text import has_letters, nfc, words
from vitrans.text.credits import find_credits, find_label
from vitrans.text.links import is_address
from vitrans.text.speakers import find_speakers
from vitrans.types import Detection, Document, Kind, Language, MarkKind, Segment

if TYPE_CHECKING:
    from vitrans.language import Detector

# A sentence is taken to be in another language than its paragraph only where the detector is this
# sure of it, and there are this many words to be sure of.
_SURE = 0.9
_FEW, _FEWEST = 4, 2
_CERTAIN = 0.99  # how sure of it where there are fewer
_SOUND = re.compile(r"\[(?P<sound>[^\[\]]{1,80})\]|\((?P<note>[^()]{1,80})\)")


def parse_lines(text: str, first: int = 1) -> Document:
    """Return a text as a document of lines that know nothing of each other.

    What becomes of a line does not depend on those around it; `first` is the number of line one.
    """
    document = PLAIN.parse_lines(text)
    return document.with_segments(
        replace(segment, kind=classify([segment.text])[0], line=segment.line + first - 1)
        for segment in document.segments
    )


def tag(document: Document, detector: "Detector") -> Document:
    """Return the document with its segments in NFC, and the kind and the language of each."""
    normal = with_kinds(document.with_segments(map(normalised, document.segments)))
    return in_context(normal.expanded(by_languages(normal.segments, detector)), detector)


def with_kinds(document: Document) -> Document:
    """Return the document with the kind of each segment, as far as looks tell it."""
    return document.with_segments(
        segment if segment.kind is kind else replace(segment, kind=kind)
        for segment, kind in zip(document.segments, _kinds(document), strict=True)
    )


def divide(document: Document, detector: "Detector") -> Document:
    """Return a tagged document with every sentence and photo credit a segment of its own.

    A sentence takes the language of its paragraph unless it clearly has another; of subtitles it
    may run over several cues.
    """
    divided = document.expanded(_divided(segment, detector) for segment in document.segments)
    return join_cues(divided, detector)


def normalised(segment: Segment) -> Segment:
    """Return a segment in NFC, every mark between the same characters."""
    if segment.text == nfc(segment.text):
        return segment
    edges = sorted({0, len(segment.text), *(p for m in segment.marks for p in (m.start, m.end))})
    made, places = "", {0: 0}
    for start, end in pairwise(edges):
        made += nfc(segment.text[start:end])
        places[end] = len(made)
    marks = (replace(m, start=places[m.start], end=places[m.end]) for m in segment.marks)
    return replace(segment, text=made, marks=tuple(marks))


def _kinds(document: Document) -> list[Kind]:
    """Return the kinds of segments; marks have told those of some, looks tell the others."""
    lines: list[str] = []
    places = []
    plain = any(segment.kind is Kind.LINE for segment in document.segments)
    for glue, segment in zip(document.glue[:-1], document.segments, strict=True):
        blank = glue.count("\n") - bool(lines)
        lines += [""] * max(0, blank if plain else 0)
        places.append(len(lines))
        lines.append(segment.text)
    lines += [""] * max(0, document.glue[-1].count("\n") - 1 if plain else 0)
    found = classify(lines, headlines=plain)
    told = (segment.kind for segment in document.segments)
    return [
        found[place] if kind in (Kind.LINE, Kind.PARAGRAPH) else kind
        for kind, place in zip(told, places, strict=True)
    ]


def _divided(segment: Segment, detector: "Detector") -> Document:
    """Return a segment as a document of its sentences, credits, speakers, sounds, addresses."""
    if segment.kind is not Kind.CUE:
        return _with_credits(segment, detector)
    parts = segment.divided(_between_sounds(segment))
    parts = parts.expanded(part.divided(_between_addresses(part)) for part in parts.segments)
    return parts.expanded(_with_speakers(part, detector) for part in parts.segments)


def _between_sounds(segment: Segment) -> Iterator[tuple[int, int]]:
    """Yield the sounds and notes of a cue (`[door slams]`), and what stands between them."""
    text, done = segment.text, 0
    ends = {mark.start for mark in segment.marks if mark.kind is MarkKind.BREAK} | {len(text)}
    starts = {mark.end for mark in segment.marks if mark.kind is MarkKind.BREAK} | {0}
    for match in _SOUND.finditer(text):
        if match.start() in starts or (match.end() in ends and text[match.start()] == "["):
            if text[done : match.start()].strip():
                yield _trimmed(text, done, match.start())
            yield match.span(match.lastgroup or 0)
            done = match.end()
    if text[done:].strip():
        yield _trimmed(text, done, len(text))


def _between_addresses(segment: Segment) -> Iterator[tuple[int, int]]:
    """Yield the lines of a cue that are addresses, and the lines between them together."""
    ends = [(m.start, m.end) for m in segment.marks if m.kind is MarkKind.BREAK]
    edges = [0, *(place for end in ends for place in end), len(segment.text)]
    lines = list(zip(edges[::2], edges[1::2], strict=True))
    for alone, some in groupby(lines, key=lambda line: is_address(segment.text[slice(*line)])):
        group = list(some)
        yield from group if alone else [(group[0][0], group[-1][1])]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a stretch without the white space at its ends."""
    inner = text[start:end]
    return start + len(inner) - len(inner.lstrip()), start + len(inner.rstrip())


def _with_speakers(segment: Segment, detector: "Detector") -> Document:
    """Return a stretch of a cue as a document of its sentences and the names of its speakers."""
    starts = [0, *(mark.end for mark in segment.marks if mark.kind is MarkKind.BREAK)]
    spans, names, done = [], set(), 0
    for start, end, speech in find_speakers(segment.text, starts):
        if segment.text[done:start].strip():
            spans.append((done, start - (start > done)))
        names.add(len(spans))
        spans.append((start, end))
        done = speech
    parts = segment.divided([*spans, (done, len(segment.text))])
    return parts.expanded(
        Document((replace(part, kind=Kind.SPEAKER),), ("", ""))
        if number in names
        else _with_credits(part, detector)
        for number, part in enumerate(parts.segments)
    )


def _with_credits(segment: Segment, detector: "Detector") -> Document:
    """Return a segment as a document of its sentences and its credit."""
    if segment.kind is Kind.BYLINE:
        return Document((segment,), ("", ""))
    spans, labels, done = [], set(), 0
    label = find_label(segment.text)
    for credit in [*([label] if label else []), *find_credits(segment.text)]:
        if credit.body > done:
            spans.append((done, credit.body))
        labels.add(len(spans))
        spans.append((credit.start, credit.end))
        done = credit.end
    rest = len(segment.text) - len(segment.text[done:].lstrip(")]} \t\u00a0"))
    if has_letters(segment.text[rest:]) or not spans:
        spans.append((rest, len(segment.text)))
    parts = segment.divided(spans)
    return parts.expanded(
        Document((replace(part, kind=Kind.CREDIT),), ("", ""))
        if number in labels
        else _sentences(part, detector)
        for number, part in enumerate(parts.segments)
    )


def _sentences(segment: Segment, detector: "Detector") -> Document:
    """Return a segment as a document of its sentences, each with its language."""
    whole = split(Document((segment,), ("", "")))
    if len(whole.segments) < 2:
        return whole
    return whole.with_segments(_told(sentence, detector) for sentence in whole.segments)


def _told(sentence: Segment, detector: "Detector") -> Segment:
    """Return a sentence that carries the language of its paragraph with its own, if it is clear."""
    found = detector.detect(sentence.text)
    if found.third or (
        sentence.language is Language.MIXED and found.language is not Language.UNDETERMINED
    ):
        return told(sentence, found)
    clear = found.language not in (Language.UNDETERMINED, Language.MIXED)
    fewest = _FEWEST if _stands_apart(sentence, found) else _FEW
    sure = found.confidence >= _SURE and len(words(sentence.text)) >= fewest
    return told(sentence, found) if clear and sure else sentence


def _stands_apart(sentence: Segment, found: Detection) -> bool:
    """Say whether a sentence of few words clearly is in another language than its paragraph.

    In a third language `La casa` may be read as bare Vietnamese; accents and English are clear.
    """
    if sentence.third:
        return found.language is not Language.UNACCENTED
    pair = {sentence.language, found.language}
    small = any(map(str.islower, words(sentence.text)))
    two = pair == {Language.ENGLISH, Language.VIETNAMESE}
    return two and small and found.confidence >= _CERTAIN
