"""Attributes of tags within a sentence, which are texts of their own and stand in its marks.

The text of an image within a sentence cannot be a segment in its place, for its tag travels with
the words. So a copy of the tag follows the run, in the glue, with segments in it; when the page
is written, it takes the place of the tag. Four control characters, which no HTML has, hold what
belongs together:

    BEGIN run OLD tag NEW tag with segments OLD … END
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from vitrans.types import Document, Segment

BEGIN, OLD, NEW, END = "\x01", "\x02", "\x03", "\x04"
_CONTROLS = re.compile(f"([{BEGIN}-{END}])")
_HELD = re.compile(f"(?:{BEGIN}(?:{OLD}{NEW})+{END})+")
_COPIES = re.compile(f"{OLD}[^{END}]*{END}|{BEGIN}")


def is_free(text: str) -> bool:
    """Say whether a text has none of the characters that hold copies of tags."""
    return not _CONTROLS.search(text)


def copies(tags: Iterable[str]) -> Iterator[str]:
    """Yield what stands behind a run, piece by piece; every second one is a tag with segments."""
    for tag in tags:
        yield OLD + tag + NEW
        yield tag
    yield END


def without_copies(text: str) -> str:
    """Return a text as it was before tags in it were copied."""
    return _COPIES.sub("", text)


def settled(document: Document) -> Document:
    """Return a document in which the copies of tags are in the places of the tags."""
    found = "".join("".join(_CONTROLS.findall(glue)) for glue in document.glue)
    if not _HELD.fullmatch(found):
        return document  # a stray one is the page's own
    building = _Building()
    for number, glue in enumerate(document.glue):
        for part in _CONTROLS.split(glue):
            building.take(part)
        if number < len(document.segments):
            building.add(document.segments[number])
    return replace(document, segments=tuple(building.segments), glue=tuple(building.glue))


class _Building:
    """A document that grows; from `BEGIN` on, tags in it wait for their copies."""

    def __init__(self) -> None:
        self.segments: list[Segment] = []
        self.glue = [""]
        self._start, self._offset = 0, 0
        self._old: list[str] = []
        self._new: list[list[str]] = []

    def take(self, part: str) -> None:
        """Take glue without control characters, or one such character."""
        if part == BEGIN:
            self._start, self._offset = len(self.segments), len(self.glue[-1])
        elif part == OLD:
            self._old.append("")
        elif part == NEW:
            self._new.append([])
        elif part == END:
            self._replace(dict(zip(self._old, map("".join, self._new), strict=True)))
            self._old, self._new = [], []
        elif len(self._new) < len(self._old):
            self._old[-1] += part
        elif self._new:
            self._new[-1].append(part)
        else:
            self.glue[-1] += part

    def add(self, segment: Segment) -> None:
        """Take a segment, as one of the document or as a part of a tag's copy."""
        if self._new:
            self._new[-1].append(segment.raw)
        else:
            self.segments.append(segment)
            self.glue.append("")

    def _replace(self, tags: dict[str, str]) -> None:
        """Put tags in the places of others in what came since `BEGIN`."""
        pattern = re.compile("|".join(map(re.escape, tags)))

        def renewed(text: str) -> str:
            return pattern.sub(lambda match: tags[match[0]], text)

        start = self._start
        self.segments[start:] = [_renewed(s, renewed) for s in self.segments[start:]]
        before = self.glue[start][: self._offset]
        self.glue[start:] = [
            before + renewed(self.glue[start][self._offset :]),
            *map(renewed, self.glue[start + 1 :]),
        ]


def _renewed(segment: Segment, renewed: Callable[[str], str]) -> Segment:
    """Return a segment with other tags in its marks."""
    marks = tuple(replace(mark, raw=renewed(mark.raw)) for mark in segment.marks)
    return replace(segment, marks=marks) if marks != segment.marks else segment
