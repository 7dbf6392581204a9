"""Packages of XML parts (DOCX, PPTX, ODT) as documents, and back.

The text of such a document has its parts, and in them a line for each unit, with tags for what is
not words. A unit whose line has changed is written anew where it stands; everything else, from the
bytes around it to the other parts of the package, comes through as it was.
"""

import logging
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from html import unescape
from types import MappingProxyType
from typing import ClassVar, NamedTuple

from vitrans.formats import inline_tags
from vitrans.formats.base import render
from vitrans.formats.inline_atoms import Run
from vitrans.formats.inline_units import Relabel, Unit
from vitrans.formats.packages import Package, Part, joined, parted
from vitrans.formats.sheet_words import LOOKED_FOR
from vitrans.formats.spans import TEXT, Stretch, document
from vitrans.text.counts import counted
from vitrans.types import Document, Language, Segment, Target

_LOG = logging.getLogger(__name__)
_SIGNATURES = ("_xmlsignatures/", "META-INF/documentsignatures")
# Ends the line of a unit; XML has no such character.
_END = "\x1e\n"
_LANGUAGES = {Language.ENGLISH: b"en-US", Language.VIETNAMESE: b"vi-VN"}


class Content(NamedTuple):
    """A part of a package, and what of it is text.

    `where` is what people call the place of the text, and `left` what else there is, and how often.
    """

    part: Part
    units: Sequence[Unit]
    where: str = "text"
    left: Mapping[str, int] = MappingProxyType({})

    @property
    def text(self) -> str:
        """A line for each unit."""
        return "".join(unit.text + _END for unit in self.units)


class OfficeFormat:
    """A format whose files are zip packages of XML parts."""

    name: ClassVar[str]
    title: ClassVar[str]
    suffixes: ClassVar[tuple[str, ...]]
    named_language: ClassVar[re.Pattern[bytes] | None] = None
    """Finds the language (`whole`, its `code`) that a run says it is in."""
    tracked: ClassVar[re.Pattern[str] | None] = None
    """Finds what was put in or taken out while changes were tracked."""

    styles: ClassVar[tuple[str, re.Pattern[bytes]] | None] = None
    """The part that has styles, and what finds the language (`code`, its `country`) of one."""
    package: ClassVar[type[Package]] = Package
    """Opens a file."""

    def contents(self, package: Package) -> Iterator[Content]:
        """Yield the parts that have text, in the order in which they are read.

        Raises:
            InputError: the package is not of this format.
        """
        raise NotImplementedError

    def read(self, data: bytes, name: str) -> Document:
        """Return the document in a package."""
        package = type(self).package(data, name)
        contents = list(self.contents(package))
        self.warn(package, contents)
        text, stretches = _laid_out(contents)
        read = document(text, stretches, self.name)
        parts = (_at_borders(segment) for segment in read.segments)
        return replace(read.expanded(parts), package=data, told=tuple(_told(contents)))

    def warn(self, package: Package, contents: Sequence[Content]) -> None:
        """Say what the reader of a package should know before its text is changed."""
        if self.tracked and any(self.tracked.search(content.part.text) for content in contents):
            _LOG.warning(
                "%s has tracked changes: they are read as accepted, and what was taken out "
                "keeps its words",
                package.name,
            )
        if count := sum(content.left.get(LOOKED_FOR, 0) for content in contents):
            _LOG.warning(
                "%s: %s that formulas, choices or filters look for %s as in the source",
                *(package.name, counted(count, "text"), "stays" if count == 1 else "stay"),
            )
        if any(name.startswith(_SIGNATURES) for name in package.names):
            _LOG.warning("%s is signed; the signature does not hold for a result", package.name)

    def write(self, document: Document) -> bytes:
        """Return the package with the document's texts in it."""
        package = type(self).package(document.package, "the document")
        lines = parted(render(document.with_segments(map(_possible, document.segments))))
        relabel = partial(_relabelled, named=self.named_language, target=document.target)
        changed = {}
        for content in self.contents(package):
            part, units = content.part, content.units
            made = _Splice(part.text.encode(), units, lines[part.name].split(_END), relabel)
            if made.edits:
                changed[part.name] = made.whole().decode().encode(part.encoding)
        if self.styles and changed and document.target and _is_mostly_done(document):
            name, find = self.styles
            data = changed.get(name) or (package.read(name) if name in package.names else b"")
            styled = find.sub(partial(_styled, target=document.target), data)
            changed |= {name: styled} if styled != data else {}
        return package.replaced(changed)

    def structure(self, text: str) -> list[str]:
        """Return the tags of a text."""
        return inline_tags.structure(text)


def occurrences(text: str, what: Mapping[str, re.Pattern[str]]) -> Counter[str]:
    """Return how often each of several things is in a text, by their names."""
    return Counter({name: len(find.findall(text)) for name, find in what.items()})


def _told(contents: Sequence[Content]) -> Iterator[str]:
    """Return lines for people on where in a package text was read, and what was left in it."""
    read = Counter(unit.where or content.where for content in contents for unit in content.units)
    left = sum((Counter(content.left) for content in contents), Counter[str]())
    return told_of(read, left)


def told_of(read: Counter[str], left: Counter[str]) -> Iterator[str]:
    """Yield lines for people on how many paragraphs were read where, and what was left."""
    for line, counts in (("paragraphs read", read), ("left as they are", left)):
        if counts := +counts:
            yield f"{line}: " + ", ".join(f"{name} {count}" for name, count in counts.items())


def _possible(segment: Segment) -> Segment:
    """Return a segment without characters that XML has no place for."""
    sound = inline_tags.possible(segment.raw)
    return segment if sound == segment.raw else segment.with_translation(sound)


def _relabelled(run: Run, named: re.Pattern[bytes] | None, target: Target | None) -> Run:
    """Return a run with the target language, where it said that it was in the other one."""
    found = named.search(run.opening) if named and target else None
    if not (found and target) or found["code"].lower() != str(target.other).encode():
        return run
    start, end = found.span("whole")
    return run._replace(opening=run.opening[:start] + _LANGUAGES[target] + run.opening[end:])


def _is_mostly_done(document: Document) -> bool:
    """Say whether more of a document is in the language it was translated into than is not."""
    done = sum(segment.language is document.target for segment in document.segments)
    return 2 * done > len(document.segments)


def _styled(found: re.Match[bytes], target: Target) -> bytes:
    """Return where a style says its language, which follows if it is that of the sources."""
    if found["code"].lower() != str(target.other).encode():
        return found[0]
    made, start = found[0], found.start()
    language, _, country = _LANGUAGES[target].partition(b"-")
    for name, new in (("country", country), ("code", language)):
        first, last = found.span(name)
        if first >= 0:
            made = made[: first - start] + new + made[last - start :]
    return made


def _laid_out(contents: Sequence[Content]) -> tuple[str, list[Stretch]]:
    """Return the text of a document, and where in it the units stand."""
    pieces = list(joined(content.part._replace(text=content.text) for content in contents))
    text = "".join(pieces)
    stretches: list[Stretch] = []
    at = 0
    for content, heading in zip(contents, pieces[::2], strict=True):
        at += len(heading)
        for unit in content.units:
            end = at + len(unit.text)
            tags = sorted(inline_tags.pieces(text, at, end))
            stretches.append(Stretch(at, end, unit.kind, len(stretches) + 1, tags, "xml"))
            at = end + len(_END)
    return text, stretches


def _at_borders(segment: Segment) -> Document:
    """Return a segment as a document of the stretches between its tabs and line ends."""
    borders = [m for m in segment.marks if segment.text[m.start : m.end] == inline_tags.TAB]
    if not borders:
        return Document((segment,), ("", ""))
    starts = [0, *(mark.end for mark in borders)]
    ends = [*(mark.start for mark in borders), len(segment.text)]
    found = (TEXT.search(segment.text, *span) for span in zip(starts, ends, strict=True))
    return segment.divided(
        match.span() for match in found if match and any(map(_is_text, match[0]))
    )


def _is_text(character: str) -> bool:
    """Say whether a character is more than a space or something that stands for an object."""
    return not (character.isspace() or "\ue000" <= character <= "\uf8ff")


class _Splice:
    """A part in which some units have other texts."""

    def __init__(
        self, data: bytes, units: Sequence[Unit], lines: Sequence[str], relabel: Relabel
    ) -> None:
        self._data, self._relabel = data, relabel
        changed = [
            (one, line)
            for unit, line in zip(units, lines, strict=False)
            if line != unit.text
            for one in (unit, *unit.twins)
        ]
        self.edits = sorted(changed, key=lambda edit: (edit[0].start, -edit[0].end))
        self._starts = [unit.start for unit, _ in self.edits]

    def whole(self) -> bytes:
        """Return the part."""
        return self.between(0, len(self._data))

    def between(self, start: int, end: int) -> bytes:
        """Return bytes `start` to `end` of the part, the units in them with their texts."""
        made: list[bytes] = []
        for number in range(bisect_left(self._starts, start), len(self.edits)):
            unit, text = self.edits[number]
            if unit.start >= end:
                break
            if start <= unit.start and unit.end <= end:
                inner = unit.written(text, self.between, self._relabel)
                if unit.most and len(unescape(inner.decode())) > unit.most:
                    _LOG.warning(
                        "longer than the %d characters that its place takes, so left as it was: %s",
                        *(unit.most, inline_tags.plain(text)),
                    )
                    inner = self._data[unit.start : unit.end]
                made += (self._data[start : unit.start], inner)
                start = unit.end
        return b"".join((*made, self._data[start:end]))
