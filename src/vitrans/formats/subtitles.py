"""Subtitles, SubRip (.srt) and WebVTT (.vtt): the text of the cues is segments, the rest glue.

Numbers, identifiers, timings, settings, `NOTE`, `STYLE` and `REGION` blocks, and the tags, dashes,
brackets and notes of music around a text stay in the glue. A cue is one segment with its line
breaks inside (`formats.rewrap` puts them back after translation), or one for each speaker where
lines start with a dash or a voice tag. Tags within a sentence are part of it, left alone as code
is.

One line-based reader serves both formats and takes what it finds: a missing number or blank line,
an odd timing, text outside of cues. The rules are those of <https://www.w3.org/TR/webvtt1/>,
where a line with `-->` makes its block a cue. The libraries that read subtitles (pysubs2 1.8,
srt 3.5, webvtt-py 0.6) write numbers, blank lines, timings, line ends or styles anew; a file
would not come back byte for byte.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from vitrans.formats import plain
from vitrans.formats.spans import Span, document
from vitrans.text import TAG
from vitrans.types import Document, Kind

# A lone carriage return ends a line too, as the specification has it.
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+\Z")
_TIMING = re.compile(r"[ \t\ufeff]*\d[\d:.,]*[ \t]*-->[ \t]*\d")
_NUMBER = re.compile(r"[ \t\ufeff]*\d+\s*")
_ASIDE = re.compile(r"\ufeff?(?:WEBVTT|NOTE|STYLE|REGION)(?:\s|\Z)")
_LEAD = re.compile(rf"(?:[\s\ufeff♪♫]|[-–—‐−](?!-)|{TAG})*")
_TAIL = " \t\r\n\ufeff♪♫"
_SPEAKER = re.compile(rf"[\s\ufeff]*(?:{TAG})*?[ \t]*(?:[-–—‐−](?!-)|<v[ .])")
_TAG = re.compile(TAG)


def parse(text: str) -> Document:
    """Return subtitles as a document; a text without any timing is plain text."""
    lines = [match.span() for match in _LINE.finditer(text)]
    if not any(_TIMING.match(text, *line) for line in lines):
        return plain.parse(text)
    return document(text, _spans(text, lines))


def _spans(text: str, lines: list[tuple[int, int]]) -> Iterator[Span]:
    """Yield where the texts of the cues stand, speaker by speaker."""
    number, done = 1, 0
    for start, end in _turns(text, lines):
        inner = _inner(text, start, end)
        if inner[0] < inner[1]:
            number += text.count("\n", done, inner[0])
            done = inner[0]
            yield Span(*inner, Kind.CUE, number)


def _turns(text: str, lines: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the stretches of lines that one speaker has in one cue."""
    start = end = 0
    for first, last in _spoken(text, lines):
        if first != end or _SPEAKER.match(text, first, last):
            yield start, end
            start = first
        end = last
    yield start, end


def _spoken(text: str, lines: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the lines with text, leaving out timings, what stands above them, and asides."""
    aside, fresh = False, True
    for line, after in pairwise([*lines, (len(text), len(text))]):
        blank = not text[slice(*line)].strip("\ufeff \t\r\n")
        above = bool(_TIMING.match(text, *after)) and (fresh or _NUMBER.fullmatch(text, *line))
        timing = bool(_TIMING.match(text, *line))
        if blank or timing:
            aside = False
        elif fresh and not above:
            aside = bool(_ASIDE.match(text, *line))
        fresh = blank
        if not (blank or timing or above or aside):
            yield line


def _inner(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where a text stands within the tags, dashes and white space around it."""
    if lead := _LEAD.match(text, start, end):
        start = lead.end()
    while start < end:
        bare = start + len(text[start:end].rstrip().rstrip(_TAIL))
        opening = max(text.rfind("<", start, bare), text.rfind("{", start, bare))
        if bare == end and not (opening > start and _TAG.fullmatch(text, opening, end)):
            break
        end = bare if bare < end else opening
    return _unbracketed(text, start, end)


def _unbracketed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where a text stands within brackets that are all around it: `[Music]`."""
    inside = text[start + 1 : end - 1]
    pair = text[start : start + 1] + text[max(start, end - 1) : end]
    if pair in ("[]", "()") and inside == inside.strip() and not set(inside) & set("[]()"):
        return start + 1, end - 1
    return start, end
