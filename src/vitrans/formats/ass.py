r"""SubStation Alpha subtitles (.ass, .ssa): the text of the dialogue is segments, the rest glue.

Only the last field of the `Dialogue:` lines of `[Events]` is read; where it stands is said by the
`Format:` line before them. Style names, actors, timings, comments, drawings (`{\p1}` to `{\p0}`)
and every other byte stay in the glue, as do the dash of a speaker and notes of music at the start
of a line. Override blocks (`{\i1}`, `{\k20}`) are marks, `\N` and `\n` line breaks, `\h` a space
(<https://github.com/libass/libass/wiki/ASS-File-Format-Guide>).
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import ClassVar

from vitrans.formats.base import TextFormat
from vitrans.formats.spans import Piece, Stretch, document, with_mates
from vitrans.formats.subtitles import carried, seconds, with_carried, without_carried
from vitrans.text import lines
from vitrans.types import Cue, Document, Kind, MarkKind, Segment

_SECTION = re.compile(r"\s*\ufeff?\[(?P<name>[^\]\r\n]+)\]")
_FORMAT = re.compile(r"\s*Format\s*:(?P<fields>[^\r\n]*)", re.IGNORECASE)
_EVENT = re.compile(r"\s*Dialogue\s*:", re.IGNORECASE)
_INLINE = re.compile(r"(?P<block>\{[^{}]*\})|(?P<line>[ \t]*\\[Nn][ \t]*)|(?P<space>\\h)")
# What turns drawing on and off: between them are coordinates.
_DRAWING = re.compile(r"\\p(?P<scale>\d+)")
# What is slanted, bold, underlined or struck out from here, and no more from there.
_SWITCH = re.compile(r"\{\\(?P<name>[ibus])(?P<on>[01])\}")
_TIMED = re.compile(r"\{[^{}]*\\[kK][fo]?\d")
_PLACED = re.compile(r"\\(?:pos|move|org|i?clip)\s*\(|\\fr[xyz]?-?\d")
_BLOCK = r"(?:\{[^{}]*\}|\s)*"
# Another speaker, or a line of a song, begins here.
_TURN = re.compile(rf"\\[Nn](?={_BLOCK}(?:[-–—‐−](?!-)|[♪♫]))")
_LEAD = re.compile(rf"{_BLOCK}(?:(?:[-–—‐−](?!-)|>{{2,3}}(?!>)|[♪♫]){_BLOCK})*")
_TAIL = " \t♪♫"
_FIELDS = ("layer", "start", "end", "style", "name", "ml", "mr", "mv", "effect", "text")
"""Fields of an event where no `Format:` line says otherwise."""


class SubStation(TextFormat):
    """SubStation Alpha subtitles."""

    name = "ass"
    title = "SubStation Alpha subtitles"
    suffixes: ClassVar[tuple[str, ...]] = (".ass", ".ssa")

    def parse(self, text: str) -> Document:
        """Return subtitles as a document."""
        return document(text, _spans(text), self.name)

    def structure(self, text: str) -> list[str]:
        """Return the override blocks of an event but those that carry over the end of a line."""
        found = _INLINE.finditer(without_carried(text))
        return [match["block"] for match in found if match["block"]]


def is_karaoke(segment: Segment) -> bool:
    """Say whether the syllables of a segment are timed for singing."""
    return any(_TIMED.match(mark.raw) for mark in segment.marks)


def _spans(text: str) -> Iterator[Stretch]:
    """Yield the texts of the dialogue."""
    events, start, count = False, 0, 0
    fields: tuple[str, ...] = _FIELDS
    for number, line in enumerate(lines(text), 1):
        if section := _SECTION.match(line):
            events = section["name"].strip().lower() == "events"
        elif events and (named := _FORMAT.match(line)):
            fields = tuple(name.strip().lower() for name in named["fields"].split(","))
        elif events and (event := _EVENT.match(line)):
            first = _field(line, event.end(), len(fields) - 1)
            if first is not None:
                count += 1
                cue = _cue(line, event.end(), first, fields, count)
                yield from _turns(
                    text, start + first, start + len(line.rstrip("\r\n")), number, cue
                )
        start += len(line)


def _field(line: str, start: int, commas: int) -> int | None:
    """Return where the field after so many commas starts."""
    for _ in range(commas):
        start = line.find(",", start) + 1
        if not start:
            return None
    return start


def _cue(line: str, start: int, first: int, fields: Sequence[str], number: int) -> Cue:
    """Return when and in which style an event is shown, its text being at `first`."""
    values = dict(zip(fields, map(str.strip, line[start:first].split(",")), strict=False))
    begins, ends = seconds(values.get("start", "")), seconds(values.get("end", ""))
    return Cue(number, begins, ends, values.get("style", ""), bool(_PLACED.search(line, first)))


def _turns(text: str, start: int, end: int, number: int, cue: Cue) -> Iterator[Stretch]:
    """Yield what an event says, speaker by speaker, without drawings."""
    for first, last in _written(text, start, end):
        ends = [match.start() for match in _TURN.finditer(text, first, last)]
        for one, other in pairwise([first, *ends, last]):
            yield from _turn(text, one, other, number, cue)


def _turn(text: str, start: int, end: int, number: int, cue: Cue) -> Iterator[Stretch]:
    """Yield what one speaker says in an event, with its marks."""
    line = _INLINE.match(text, start, end)
    start = line.end() if line and line["line"] else start
    whole = [_piece(match) for match in _INLINE.finditer(text, start, end)]
    pieces = with_carried(whole, carried(text, start, end))
    if lead := _LEAD.match(text, start, end):
        start = lead.end()
    end = start + len(text[start:end].rstrip(_TAIL))
    start, end = with_mates(text, start, end, pieces)
    inner = [piece for piece in pieces if start <= piece.start and piece.end <= end]
    yield Stretch(start, end, Kind.CUE, number, inner, cue=cue)


def _written(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches of an event that are no drawing."""
    drawn = False
    for match in _INLINE.finditer(text, start, end):
        scales = _DRAWING.findall(match["block"] or "")
        if not scales:
            continue
        if not drawn:
            yield start, match.start()
        drawn, start = bool(int(scales[-1][:3])), match.start()
    if not drawn:
        yield start, end


def _piece(match: re.Match[str]) -> Piece:
    """Return an override block, a line break or a hard space."""
    if match["line"]:
        return Piece(*match.span(), MarkKind.BREAK, " ")
    if match["space"]:
        return Piece(*match.span(), MarkKind.ESCAPE, "\u00a0")
    if switch := _SWITCH.fullmatch(match["block"]):
        kind = MarkKind.OPEN if switch["on"] == "1" else MarkKind.CLOSE
        return Piece(*match.span(), kind, name=switch["name"])
    return Piece(*match.span(), MarkKind.ALONE)
