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

from vitrans.encodings import encode
from vitrans.formats.base import TextFormat, render
from vitrans.formats.bilingual import language_of, tag_for
from vitrans.formats.plain import Plain
from vitrans.formats.spans import Piece, Stretch, document, with_mates
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
_CLOSES, _OPENS = r"</[a-z]+>|\{\\[ibus]0\}", r"<[a-z][^<>\n]{0,200}>|\{\\[ibus]1\}"
# The end of a line at which tags are closed and opened again: `</i>`, a line end, `<i>`.
_CARRIED = re.compile(
    rf"(?<![ \t])[ \t]*(?P<closes>(?:{_CLOSES}){{1,8}})[ \t]*(?P<end>\r\n?|\n|\\[Nn])"
    rf"[ \t]*(?P<opens>(?:{_OPENS}){{1,8}})[ \t]*",
    re.IGNORECASE,
)
_TAGS = re.compile(rf"{_CARRIED.pattern}|{_OPENS}|{_CLOSES}", re.IGNORECASE)
_OPENING, _CLOSING = (re.compile(one, re.IGNORECASE) for one in (_OPENS, _CLOSES))
_TAG_NAME = re.compile(r"[a-z]+", re.IGNORECASE)
# A lone carriage return ends a line too, as the specification has it.
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+\Z")
_TIMING = re.compile(r"[ \t\ufeff]*(?P<start>\d[\d:.,]*)[ \t]*-->[ \t]*(?P<end>\d[\d:.,]*)")
_NUMBER = re.compile(r"[ \t\ufeff]*\d+\s*")
_ASIDE = re.compile(r"\ufeff?(?:WEBVTT|NOTE|STYLE|REGION)(?:\s|\Z)")
# The language in the head of a WebVTT file, as YouTube writes it.
_LANGUAGE = re.compile(
    r"\ufeff?WEBVTT[^\r\n]*(?:(?:\r\n?|\n)(?!Language:)[^\r\n]+)*(?:\r\n?|\n)Language:[ \t]*"
    r"(?P<tag>[\w-]+)"
)
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
        """Return the tags of a cue; those that only carry over the end of a line are none."""
        return [match[0] for match in _TAG.finditer(without_carried(text))]


class WebVTT(SubRip):
    """WebVTT subtitles, in which `&`, `<` and `>` are written as references."""

    name = "vtt"
    title = "WebVTT subtitles"
    suffixes: ClassVar[tuple[str, ...]] = (".vtt",)
    entities = True

    def write(self, document: Document) -> bytes:
        """Return the file's bytes; the language that its head names follows the translation."""
        text = render(document)
        head = _LANGUAGE.match(text)
        if document.target and head and language_of(head["tag"]) is document.target.other:
            tag = tag_for(document.target, head["tag"])
            text = text[: head.start("tag")] + tag + text[head.end("tag") :]
        return encode(text, document.encoding)


def carried(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the ends of lines in a stretch at which the same tags are closed and opened again."""
    return [m.span() for m in _CARRIED.finditer(text, start, end) if _reopens(m)]


def _reopens(line_end: re.Match[str]) -> bool:
    """Say whether tags of the same names are closed and opened at the end of a line."""
    return _names(_CLOSING, line_end["closes"]) == _names(_OPENING, line_end["opens"])[::-1]


def _names(tags: re.Pattern[str], text: str) -> list[str]:
    r"""Return the names of tags of a kind: `i` of `<i>` and of `{\i1}`, `c` of `<c.yellow>`."""
    return [_name(match[0]) for match in tags.finditer(text)]


def _name(tag: str) -> str:
    found = _TAG_NAME.search(tag)
    return found[0].lower() if found else ""


def without_carried(text: str) -> str:
    """Return a text without the tags that are closed at the end of a line and opened again."""
    return _CARRIED.sub(lambda m: m["end"] if _reopens(m) else m[0], text)


def line_end(raw: str, before: str) -> str:
    """Return the end of a line as it is written behind a text of its cue.

    Args:
        raw: the end of a line, with tags that are closed and opened again, or without.
        before: the text, with its tags; where those are not open, the line end alone is right.
    """
    match = _CARRIED.fullmatch(raw)
    if not match:
        return raw
    opened, closed = _names(_OPENING, before), _names(_CLOSING, before)
    names = _names(_CLOSING, match["closes"])
    is_open = all(opened.count(name) > closed.count(name) for name in names)
    return raw if is_open else match["end"]


def inline(text: str, start: int, end: int, entities: bool) -> list[Piece]:
    """Return the tags, line breaks and character references in a stretch of a cue."""
    ends = carried(text, start, end)
    found = [_tag(match) for match in _TAG.finditer(text, start, end)]
    found += [Piece(*m.span(), MarkKind.BREAK, " ") for m in _BREAK.finditer(text, start, end)]
    if entities:
        found += [
            Piece(*m.span(), MarkKind.ESCAPE, html.unescape(m[0]))
            for m in _ENTITY.finditer(text, start, end)
        ]
    return with_carried(found, ends)


def with_carried(pieces: Sequence[Piece], ends: Sequence[tuple[int, int]]) -> list[Piece]:
    """Return pieces, in order, with one line break for all that stands at each of some ends."""
    starts = [start for start, _ in ends]

    def is_at_end(piece: Piece) -> bool:
        before = bisect_right(starts, piece.start) - 1
        return before >= 0 and piece.start < ends[before][1]

    kept = [piece for piece in pieces if not is_at_end(piece)]
    return sorted([*kept, *(Piece(*end, MarkKind.BREAK, " ") for end in ends)])


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
    turns = (part for turn in _turns(text, lines) for part in _by_colour(text, *turn))
    for start, end in turns:
        pieces = inline(text, start, end, entities)
        first, last = _inner(text, start, end, pieces)
        if first < last:
            number += text.count("\n", done, first)
            done = first
            escape = "xml" if entities else ""
            pieces = [one for one in pieces if first <= one.start and one.end <= last]
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


def _by_colour(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the lines of a turn that are in the same tags: another colour is another speaker."""
    opened: dict[str, list[str]] = {}
    for match in _TAGS.finditer(text, start, end):
        closed = [
            waiting.pop() if (waiting := opened.get(name)) else ""
            for name in _names(_CLOSING, match[0])
        ]
        new = _OPENING.findall(match[0])
        for tag in new:
            opened.setdefault(_name(tag), []).append(tag)
        same = all(one in ("", tag) for one, tag in zip(reversed(closed), new, strict=False))
        if match["closes"] and _reopens(match) and not same:
            yield start, match.end("end")
            start = match.end("end")
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


def _inner(text: str, start: int, end: int, pieces: Sequence[Piece]) -> tuple[int, int]:
    """Return where a text stands within the tags, dashes and white space around it."""
    if lead := _LEAD.match(text, start, end):
        start = lead.end()
    while start < end:
        bare = start + len(text[start:end].rstrip().rstrip(_TAIL))
        opening = max(text.rfind("<", start, bare), text.rfind("{", start, bare))
        if bare == end and not (opening > start and _TAG.fullmatch(text, opening, end)):
            break
        end = bare if bare < end else opening
    return _unbracketed(text, *with_mates(text, start, end, pieces))


def _unbracketed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where a text stands within brackets that are all around it: `[Music]`."""
    inside = text[start + 1 : end - 1]
    pair = text[start : start + 1] + text[max(start, end - 1) : end]
    if pair in ("[]", "()") and inside == inside.strip() and not set(inside) & set("[]()"):
        return start + 1, end - 1
    return start, end
