"""What a sentence in the target language has in the other one: `He said: "Mai chợ mở cửa."`.

Where that is most of the sentence, it becomes a segment of its own and is translated, while the
frame around it stays. Where it is less, such as a proverb, it stays, and is spoken of.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from vitrans.pipeline.languages import ordinary
from vitrans.text import find_quotations, has_letters, words
from vitrans.types import Document, Language, MarkKind, Segment, Target

Span = tuple[int, int]

# Words of speech in small letters, which no name has; the least of them that are spoken of, and the
# least words in quotation marks, as fewer are a title.
_SPEECH, _SAID, _QUOTED = 4, 2, 6
_LEAST = 3
_BETWEEN = re.compile(r"[\s,;:.!?…–—-]*")
_STOP = re.compile(r"[.!?…]+")


def with_speech_apart(segment: Segment, target: Target) -> Document:
    """Return a sentence as a document in which what must be translated of it is a segment.

    That is most of a sentence in the `target` language which is in the other one.
    """
    whole = Document((segment,), ("", ""))
    if segment.language is not target or any(m.kind is MarkKind.SEAM for m in segment.marks):
        return whole
    text = segment.text
    found = next((one for one in _stretches(text, target) if _is_most(text, one)), None)
    if found is None:
        return whole
    start, end = found
    stop = _STOP.match(text, end)
    end = stop.end() if stop else end
    after = end + len(text[end:]) - len(text[end:].lstrip())
    parts = ((0, len(text[:start].rstrip())), (start, end), (after, len(text)))
    spans = [span for span in parts if has_letters(text[slice(*span)])]
    divided = segment.divided(spans)
    return divided.with_segments(
        replace(one, language=target.other) if span == (start, end) else one
        for one, span in zip(divided.segments, spans, strict=True)
    )


def left_over(segment: Segment, target: Target) -> str:
    """Return what a sentence in the `target` language has in the other one, empty if nothing."""
    if segment.language is not target:
        return ""
    text = segment.text
    quoted = [(one.start, one.end) for one in find_quotations(text)]
    for start, end in _stretches(text, target):
        found = words(text[start:end])
        inside = any(first <= start and end <= last for first, last in quoted)
        least = _QUOTED if inside and not _STOP.match(text, end) else _LEAST
        if len(found) >= least and sum(map(str.islower, found)) >= _SAID:
            return text[start:end]
    return ""


def _stretches(text: str, target: Target) -> Iterator[Span]:
    """Yield where a text has words of the other language in a row, over commas and stops."""
    from vitrans.translate.spans import english_runs, vietnamese_runs

    find = vietnamese_runs if target is Language.ENGLISH else english_runs
    joined: list[Span] = []
    for start, end in find(text, ordinary(Language.ENGLISH).is_ordinary):
        if joined and _BETWEEN.fullmatch(text, joined[-1][1], start):
            start = joined.pop()[0]
        joined.append((start, end))
    yield from joined


def _is_most(text: str, stretch: Span) -> bool:
    """Say whether a stretch is speech, and most of a text."""
    found = words(text[slice(*stretch)])
    return sum(map(str.islower, found)) >= _SPEECH and 2 * len(found) > len(words(text))
