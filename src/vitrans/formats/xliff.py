"""XLIFF 1.2 and 2.x (.xlf, .xliff, .sdlxliff, .mqxliff, .mxliff): targets beside their sources.

Targets are put in by place; all else stays byte for byte. The libraries for XLIFF write quotation
marks, empty tags and the declaration anew (translate-toolkit, lxml).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import ClassVar, NamedTuple

from vitrans.errors import InputError
from vitrans.formats import xliff2, xliff2_edits, xliff12, xliff12_edits, xml_inline, xml_units
from vitrans.formats.bilingual import (
    AGAIN,
    TRANSLATED,
    Opened,
    Result,
    check_direction,
    counted,
    is_open,
    language_of,
    tag_for,
)
from vitrans.formats.places import Lines
from vitrans.formats.spans import document
from vitrans.formats.splice import Edit, spliced
from vitrans.formats.xliff_units import File, Unit
from vitrans.formats.xml_inline import Rule
from vitrans.formats.xml_text import XmlFormat
from vitrans.formats.xml_tree import Element, read
from vitrans.types import Document, Language, Target

_SPACE = "urn:oasis:names:tc:xliff:document:"


class _Version(NamedTuple):
    """What is different between versions of the format."""

    files: Callable[[str, Element], Iterator[File]]
    rule: Rule
    edits: Callable[[str, Iterable[Unit], Iterable[Result], str], Iterator[Edit]]
    languages: Callable[[str, Element, str], Iterator[Edit]]


_FIRST = _Version(xliff12.files, xliff12.rule, xliff12_edits.edits, xliff12_edits.languages)
_SECOND = _Version(xliff2.files, xliff2.rule, xliff2_edits.edits, xliff2_edits.languages)
_VERSIONS = {"1.1": _FIRST, "1.2": _FIRST, "2.0": _SECOND, "2.1": _SECOND, "2.2": _SECOND}


class Xliff(XmlFormat):
    """XLIFF of all tools."""

    name = "xliff"
    title = "XLIFF"
    suffixes: ClassVar[tuple[str, ...]] = (
        *(".xlf", ".xliff", ".xlf2", ".sdlxliff", ".mqxliff", ".mxliff"),
    )

    def parse(self, text: str) -> Document:
        """Return all sources and targets of a file that are not locked, as they stand."""
        root = read(text)
        version = _version(root)
        places = sorted(_places(version.files(text, root)), key=lambda place: place[0].start)
        lines = Lines(text)
        spans = [
            span
            for element, language in places
            for span in xml_inline.content(
                text, element, version.rule, lines.at(element.start), language
            )
        ]
        return document(text, spans, self.name)

    def opened(self, text: str, target: Target, again: bool = False) -> Opened:
        """Return the sources that have no translation yet."""
        root = read(text)
        version = _version(root)
        found = list(version.files(text, root))
        for file in found:
            check_direction(file.source, file.target, target)
        lines = Lines(text)
        units = tuple(
            unit
            for one in _open(text, found, again)
            for unit in xml_units.units(
                text, one.source, version.rule, lines.at(one.source.start), target.other
            )
        )
        return Opened(
            units,
            counted(
                "" if is_open(unit.left, again) else unit.left
                for file in found
                for unit in file.units
            ),
        )

    def filled(self, text: str, target: Target, done: Sequence[Result], again: bool = False) -> str:
        """Return a file with its targets filled, and their states set."""
        return spliced(text, _edits(text, done, again, target))

    def over_length(self, before: str, after: str) -> Iterator[str]:
        """Yield which targets have more characters than their `maxwidth`, and had not before."""
        if "maxwidth" in after and before != after:
            known = {found[1:] for found in _over_length(before)}
            for line, most, words in _over_length(after):
                if (most, words) not in known:
                    yield f"line {line}: {len(words)} characters; {most} are allowed"

    def structure(self, text: str) -> list[str]:
        """Return the tags and placeholders in a text."""
        return xml_inline.structure(text)


def _over_length(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the line, the limit and the words of each target that is too long."""
    lines = Lines(text)
    for target, most in xliff12.limits(read(text)):
        words = xml_inline.shown(text[target.inner : target.last])
        if len(words) > most:
            yield lines.at(target.start), most, words


def _edits(text: str, done: Sequence[Result], again: bool, target: Target) -> list[Edit]:
    """Return what changes in a file whose open units are translated."""
    root = read(text)
    version = _version(root)
    found = list(version.files(text, root))
    source = next((file.source for file in found), "")
    tag = next((file.target for file in found if file.target), "") or tag_for(target, source)
    units = list(_open(text, found, again))
    new = xml_units.contents(text, (unit.source for unit in units), version.rule, done)
    edits = list(version.edits(text, units, new, tag))
    return [*version.languages(text, root, tag), *edits] if edits else []


def _version(root: Element) -> _Version:
    """Return the version of a document.

    Raises:
        InputError: it is none that is read here.
    """
    number = root.get("version")
    if root.name != "xliff":
        raise InputError(f"it is no XLIFF: its root is <{root.name}>; check the file")
    if number not in _VERSIONS:
        raise InputError(
            f"it is XLIFF {number or 'without a version'}; vitrans reads {', '.join(_VERSIONS)}: "
            "have your program export one of them"
        )
    first = _VERSIONS[number] is _FIRST
    known = {f"{_SPACE}{number}", *(("", f"{_SPACE}1.2") if first else (f"{_SPACE}2.0",))}
    if root.space not in known:
        raise InputError(
            f"it says it is XLIFF {number}, but its namespace is {root.space!r}; "
            f"it should be '{_SPACE}{number}'"
        )
    return _VERSIONS[number]


def _open(text: str, files: Iterable[File], again: bool) -> Iterator[Unit]:
    """Yield the units that are to be translated: those with something in them."""
    for file in files:
        for unit in file.units:
            if is_open(unit.left, again) and text[unit.source.inner : unit.source.last].strip():
                yield unit


def _places(files: Iterable[File]) -> Iterator[tuple[Element, Language]]:
    """Yield the elements with text that may be changed, each once, with its language."""
    seen = set()
    for file in files:
        languages = language_of(file.source), language_of(file.target)
        for unit in file.units:
            whole = unit.holder.child("source") or unit.source
            sides = [
                (whole, languages[0]),
                (unit.source, languages[0]),
                (unit.target, languages[1]),
            ]
            for element, language in sides:
                free = unit.left in ("", TRANSLATED, AGAIN)
                if element and free and element.start not in seen:
                    seen.add(element.start)
                    yield element, language
