"""Subtitles, SubRip (.srt) and WebVTT (.vtt): the text of the cues is segments, the rest glue.

Numbers, identifiers, timings, settings, `NOTE`, `STYLE` and `REGION` blocks, and the tags, dashes,
brackets and notes of music around a text stay in the glue. A cue is one segment whose line breaks
are marks, or one for each speaker where lines start with a dash or a voice tag.

One line-based reader serves both formats and takes what it finds: a missing number or blank line,
an odd timing, text outside of cues. The rules are those of <https://www.w3.org/TR/webvtt1/>,
where a line with `-->` makes its block a cue. The libraries that read subtitles (pysubs2 1.8,
srt 3.5, webvtt-py 0.6) write numbers, blank lines, timings, line ends or styles anew; a file
would not come back byte for byte.
"""

import html
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import ClassVar

from vitrans.formats.base import TextFormat
from vitrans.formats.plain import Plain
from vitrans.formats.spans import Piece, Stretch, document
from vitrans.types import Cue, Document, Kind, MarkKind

_NAME = "[biuscva]|em|strong|ruby|rt|lang|font|span|br|sub|sup|mark|small"
# `<i>`, `<v Lan>`, `</font>`; a time stamp in a WebVTT cue, `<00:01.500>`; a command of SubStation
# Alpha, `{\\an8}`.
_TAG = re.compile(
    rf"<(?P<close>/)?(?P<name>{_NAME})(?:[\s./][^<>\n]{{0,200}})?>|<[\d:.]{{5,15}}>"
    r"|\{\\[^{}\n]{1,200}\}",
    re.IGNORECASE,
)
TAG = re.sub(r"\?P<\w+>", "?:", _TAG.pattern)
_ENTITY = re.compile(r"&(?:amp|lt|gt|nbsp|lrm|rlm|quot|apos|#\d{1,6}|#x[0-9a-fA-F]{1,6});")
_BREAK = re.compile(r"[ \t]*(?:\r\n?|\n)[ \t]*")
# A lone carriage return ends a line too, as the specification has it.
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+\Z")
_TIMING = re.compile(r"[ \t\ufeff]*(?P<start>\d[\d:.,]*)[ \t]*-->[ \t]*(?P<end>\d[\d:.,]*)")
_NUMBER = re.compile(r"[ \t\ufeff]*\d+\s*")
_ASIDE = re.compile(r"\ufeff?(?:WEBVTT|NOTE|STYLE|REGION)(?:\s|\Z)")
# What begins the words of another speaker: a dash, `>>`.
_TURN = r"[-–—‐−](?!-)|(?:>|&gt;){2,3}(?!>|&gt;)"
_LEAD = re.compile(rf"(?:[\s\ufeff♪♫]|{_TURN}|{TAG})*")
_TAIL = " \t\r\n\ufeff♪♫"
_SPEAKER = re.compile(rf"[\s\ufeff]*(?:{TAG})*?[ \t]*(?:{_TURN}|[♪♫](?!-)|<v[ .])")


class SubRip(TextFormat):
    """SubRip subtitles."""

    name = "srt"
    title = "SubRip subtitles"
    suffixes: ClassVar[tuple[str, ...]] = (".srt",)
    entities = False

    def parse(self, text: str) -> Document:
        """Return subtitles as a document; a text without any timing is plain text."""
        lines = [match.span() for match in _LINE.finditer(text)]
        if not any(_TIMING.match(text, *line) for line in lines):
            return Plain().parse(text)
        return document(text, _spans(text, lines, self.entities), self.name)

    def structure(self, text: str) -> list[str]:
        """Return the tags of a cue."""
        return [match[0] for match in _TAG.finditer(text)]


class WebVTT(SubRip):
    """WebVTT subtitles, in which `&`, `<` and `>` are written as references."""

    name = "vtt"
    title = "WebVTT subtitles"
    suffixes: ClassVar[tuple[str, ...]] = (".vtt",)
    entities = True


def inline(text: str, start: int, end: int, entities: bool) -> list[Piece]:
    """Return the tags, line breaks and character references in a stretch of a cue."""
    found = [_tag(match) for match in _TAG.finditer(text, start, end)]
    found += [Piece(*m.span(), MarkKind.BREAK, " ") for m in _BREAK.finditer(text, start, end)]
    if entities:
        found += [
            Piece(*m.span(), MarkKind.ESCAPE, html.unescape(m[0]))
            for m in _ENTITY.finditer(text, start, end)
        ]
    return sorted(found)


def _tag(match: re.Match[str]) -> Piece:
    """Return a tag as what opens, what closes or what stands alone."""
    name = (match["name"] or "").lower()
    if not name or name == "br":
        return Piece(*match.span(), MarkKind.ALONE)
    kind = MarkKind.CLOSE if match["close"] else MarkKind.OPEN
    return Piece(*match.span(), kind, name=name)


def _spans(text: str, lines: list[tuple[int, int]], entities: bool) -> Iterator[Stretch]:
    """Yield where the texts of the cues stand, speaker by speaker."""
    number, done = 1, 0
    cues = list(_cues(text, lines))
    starts = [start for start, _ in cues]
    for start, end in _turns(text, lines):
        first, last = _inner(text, start, end)
        if first < last:
            number += text.count("\n", done, first)
            done = first
            escape = "xml" if entities else ""
            pieces = inline(text, first, last, entities)
            at = bisect_right(starts, first) - 1
            cue = cues[at][1] if at >= 0 else None
            yield Stretch(first, last, Kind.CUE, number, pieces, escape, cue)


def _cues(text: str, lines: Sequence[tuple[int, int]]) -> Iterator[tuple[int, Cue]]:
    """Yield where each timing stands, and the cue that it is of."""
    before, count = (0, 0), 0
    for line in lines:
        if timing := _TIMING.match(text, *line):
            count += 1
            written = text[slice(*before)].strip(" \t\r\n\ufeff")
            number = int(written) if re.fullmatch(r"\d{1,9}", written) else count
            yield line[0], Cue(number, seconds(timing["start"]), seconds(timing["end"]))
        before = line


def seconds(time: str) -> float:
    """Return a time in seconds: `01:02:03,450` is 3723.45; of what is odd, what can be read."""
    total = 0.0
    for part in time.split(":"):
        digits = re.match(r"\d{0,9}[.,]?\d{0,9}", part)
        total = 60 * total + float((digits[0] if digits else "").replace(",", ".").rstrip(".") or 0)
    return total


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
