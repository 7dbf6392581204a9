r"""SubStation Alpha subtitles (.ass, .ssa): the text of the dialogue is segments, the rest glue.

Only the last field of the `Dialogue:` lines of `[Events]` is read; where it stands is said by the
`Format:` line before them. Style names, actors, timings, comments, drawings and every other byte
stay in the glue. Override blocks (`{\i1}`, `{\k20}`) are marks, `\N` and `\n` line breaks,
`\h` a space (<https://github.com/libass/libass/wiki/ASS-File-Format-Guide>).
"""

import re
from collections.abc import Iterator
from typing import ClassVar

from vitrans.formats.base import TextFormat
from vitrans.formats.spans import Piece, Stretch, document
from vitrans.text import lines
from vitrans.types import Document, Kind, MarkKind, Segment

_SECTION = re.compile(r"\s*\ufeff?\[(?P<name>[^\]\r\n]+)\]")
_FORMAT = re.compile(r"\s*Format\s*:(?P<fields>[^\r\n]*)", re.IGNORECASE)
_EVENT = re.compile(r"\s*Dialogue\s*:", re.IGNORECASE)
_INLINE = re.compile(r"(?P<block>\{[^{}]*\})|(?P<line>[ \t]*\\[Nn][ \t]*)|(?P<space>\\h)")
# A block that turns drawing on: what follows it are coordinates.
_DRAWING = re.compile(r"\{[^{}]*\\p[1-9]")
_TIMED = re.compile(r"\{[^{}]*\\[kK][fo]?\d")
_FIELDS = 10
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
        """Return the override blocks of an event."""
        return [match["block"] for match in _INLINE.finditer(text) if match["block"]]


def is_karaoke(segment: Segment) -> bool:
    """Say whether the syllables of a segment are timed for singing."""
    return any(_TIMED.match(mark.raw) for mark in segment.marks)


def _spans(text: str) -> Iterator[Stretch]:
    """Yield the texts of the dialogue."""
    events, fields, start = False, _FIELDS, 0
    for number, line in enumerate(lines(text), 1):
        if section := _SECTION.match(line):
            events = section["name"].strip().lower() == "events"
        elif events and (named := _FORMAT.match(line)):
            fields = named["fields"].count(",") + 1
        elif events and (event := _EVENT.match(line)):
            first = _field(line, event.end(), fields - 1)
            if first is not None and not _DRAWING.search(line, first):
                yield _span(text, start + first, start + len(line.rstrip("\r\n")), number)
        start += len(line)


def _field(line: str, start: int, commas: int) -> int | None:
    """Return where the field after so many commas starts."""
    for _ in range(commas):
        start = line.find(",", start) + 1
        if not start:
            return None
    return start


def _span(text: str, start: int, end: int, number: int) -> Stretch:
    """Return an event's text with its marks."""
    pieces = [_piece(match) for match in _INLINE.finditer(text, start, end)]
    return Stretch(start, end, Kind.CUE, number, pieces)


def _piece(match: re.Match[str]) -> Piece:
    """Return an override block, a line break or a hard space."""
    if match["line"]:
        return Piece(*match.span(), MarkKind.BREAK, " ")
    if match["space"]:
        return Piece(*match.span(), MarkKind.ESCAPE, "\u00a0")
    return Piece(*match.span(), MarkKind.ALONE)
