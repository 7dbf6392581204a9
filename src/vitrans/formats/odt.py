"""OpenDocument texts, presentations and spreadsheets (.odt, .odp, .ods), and flat texts (.fodt).

Read are paragraphs and headings wherever they stand: tables, frames, notes, comments, headers and
footers; what is said of pictures, and the title, subject and description of the document. Text that
was deleted while changes were tracked stays as it is, and so do the numbers and results of
formulas in a spreadsheet.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import unescape
from typing import ClassVar

from vitrans.errors import InputError
from vitrans.formats.inline_tags import escaped
from vitrans.formats.inline_units import Unit, unit, verbatim
from vitrans.formats.odt_changes import CHANGES, Deletions
from vitrans.formats.odt_paragraphs import paragraph_atoms, write_words
from vitrans.formats.odt_styles import TextStyles, text_styles
from vitrans.formats.office import Content, OfficeFormat, occurrences
from vitrans.formats.ooxml import write_text
from vitrans.formats.packages import CONTENT, FlatPackage, Package, Part
from vitrans.formats.sheet_words import LOOKED_FOR, compared_words
from vitrans.formats.xml_nodes import Node, nodes
from vitrans.types import Kind

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_NAMESPACES = {
    **{
        f"{_OASIS}{name}:1.0": name
        for name in ("office", "style", "text", "table", "form", "presentation", "manifest", "meta")
    },
    f"{_OASIS}drawing:1.0": "draw",
    f"{_OASIS}dr3d:1.0": "dr3d",
    f"{_OASIS}svg-compatible:1.0": "svg",
    f"{_OASIS}xsl-fo-compatible:1.0": "fo",
    "http://openoffice.org/2009/office": "officeooo",
    "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0": "loext",
    "http://purl.org/dc/elements/1.1/": "dc",
}
_MANIFEST = "META-INF/manifest.xml"
_PARTS = (CONTENT, "styles.xml")
_ABOUT = frozenset(["dc:title", "dc:subject", "dc:description"])
_SAID = frozenset(["svg:title", "svg:desc"])
_PARAGRAPHS = frozenset(["text:p", "text:h"])
_NOT_READ = frozenset(["text:tracked-changes", "table:tracked-changes"])
_STYLED = re.compile(
    rb"fo:language=[\"'](?P<code>[a-z]{2})[\"']\s+fo:country=[\"'](?P<country>[A-Z]{2})[\"']"
)
_CELL = "table:table-cell"
_PAGES, _TITLE = "headers and footers", "title and subject"
_WHERE = {
    "office:annotation": "comments",
    "text:note": "footnotes and endnotes",
    "presentation:notes": "notes",
    "style:header": _PAGES,
    "style:footer": _PAGES,
    **dict.fromkeys(_SAID, "descriptions of pictures"),
    **dict.fromkeys(_ABOUT, _TITLE),
}
_FIELD = (
    "page-(?:number|count|variable-get)|date|time|file-name|author-(?:name|initials)|chapter|title"
    "|sheet-name|sequence|variable-(?:get|set)|user-field-get|expression|placeholder"
    "|(?:bookmark|reference|sequence|note)-ref|bibliography-mark|conditional-text|database-display"
)
_LEFT = {
    "fields": re.compile(rf"<text:(?:{_FIELD})[\s>/]"),
    "text taken out in tracked changes": re.compile(r"<text:deletion[\s/>]|<table:previous[\s>]"),
    "formulas": re.compile(r"\stable:formula=\"|<math[\s>]"),
    "numbers and dates": re.compile(
        r"<table:table-cell(?=\s)(?![^>]*\stable:formula=)"
        r"[^>]*\soffice:value-type=\"(?:float|percentage|currency|date|time|boolean)\""
    ),
}
_SHEET_NAME = re.compile(r"<table:table\s[^<>]*?\btable:name=\"([^\"]*)\"")


class OpenText(OfficeFormat):
    """OpenDocument texts."""

    name = "odt"
    title = "an OpenDocument text"
    suffixes: ClassVar[tuple[str, ...]] = (".odt", ".ott")
    tracked = re.compile("<t(?:ext|able):tracked-changes")
    styles = ("styles.xml", _STYLED)
    read_parts: ClassVar[tuple[str, ...]] = _PARTS
    wanted: ClassVar[frozenset[str]] = _PARAGRAPHS | _SAID | _NOT_READ
    where: ClassVar[str] = "text"

    def contents(self, package: Package) -> Iterator[Content]:
        """Yield the parts of an OpenDocument file that have text."""
        if CONTENT not in package.names:
            raise InputError(f"{package.name!r} is no OpenDocument file: it lacks {CONTENT}")
        _refuse_encrypted(package)
        parts = [package.read_xml(name) for name in _PARTS if name in package.names]
        compared = self.compared(parts)
        found = (
            node for part in parts for node in _nodes(package, part, frozenset(["style:style"]))
        )
        styles = text_styles(found)
        for part in parts:
            if part.name not in self.read_parts:
                continue
            units = list(_units(package, part, styles, self.wanted))
            left = occurrences(part.text, _LEFT)
            if compared:
                kept = [u for u in units if not u.where and u.text in compared]
                units = [u for u in units if u.where or u.text not in compared]
                left[LOOKED_FOR] = len(kept)
            yield Content(part, units, self.where if part.name == CONTENT else _PAGES, left)
        if "meta.xml" in package.names:
            part = package.read_xml("meta.xml")
            yield Content(part, list(_elements(_nodes(package, part, _ABOUT))), _TITLE)

    def compared(self, parts: Sequence[Part]) -> frozenset[str]:
        """Return the words that formulas look for, as lines of units; a spreadsheet has such."""
        return frozenset()


class OpenPresentation(OpenText):
    """OpenDocument presentations; what their styles say is shown to who writes slides alone."""

    name = "odp"
    title = "an OpenDocument presentation"
    suffixes: ClassVar[tuple[str, ...]] = (".odp", ".otp")
    read_parts = (CONTENT,)
    where = "slides"


class OpenSpreadsheet(OpenText):
    """OpenDocument spreadsheets: cells with words; numbers, dates and formulas stay."""

    name = "ods"
    title = "an OpenDocument spreadsheet"
    suffixes: ClassVar[tuple[str, ...]] = (".ods", ".ots")
    read_parts = (CONTENT,)
    wanted = OpenText.wanted | {_CELL}
    where = "cells"

    def compared(self, parts: Sequence[Part]) -> frozenset[str]:
        """Return the words that formulas, choices and filters look for, as lines of units."""
        names = [unescape(name) for part in parts for name in _SHEET_NAME.findall(part.text)]
        return frozenset(map(escaped, compared_words((part.text for part in parts), names)))


class FlatText(OpenText):
    """OpenDocument texts that are one file of XML."""

    name = "fodt"
    title = "a flat OpenDocument text"
    suffixes: ClassVar[tuple[str, ...]] = (".fodt",)
    wanted = OpenText.wanted | _ABOUT
    package = FlatPackage

    def contents(self, package: Package) -> Iterator[Content]:
        """Yield the file's text."""
        part = package.read_xml(CONTENT)
        if next(_nodes(package, part, frozenset(["office:text"])), None) is None:
            raise InputError(f"{package.name!r} is no flat OpenDocument text; check the file")
        yield from super().contents(package)


def _refuse_encrypted(package: Package) -> None:
    """Refuse a package whose parts are encrypted."""
    if _MANIFEST not in package.names:
        return
    data = package.read_xml(_MANIFEST).text.encode()
    wanted = frozenset(["manifest:encryption-data"])
    if next(nodes(data, wanted, _NAMESPACES, package.about(_MANIFEST)), None):
        raise InputError(f"{package.name!r} is protected by a password; save it anew without one")


def _nodes(package: Package, part: Part, wanted: frozenset[str]) -> Iterator[Node]:
    return nodes(part.text.encode(), wanted, _NAMESPACES, package.about(part.name))


def _units(
    package: Package, part: Part, styles: TextStyles, wanted: frozenset[str]
) -> Iterator[Unit]:
    """Yield the units of a part."""
    changes = _nodes(package, part, CHANGES) if "tracked-changes" in part.text else iter(())
    reader = _Reader(part.text.encode(), styles, Deletions.of(changes))
    for node in _nodes(package, part, wanted):
        if not _is_reckoned(node):
            where = next((_WHERE[name] for name in reversed(node.above) if name in _WHERE), "")
            yield from reader.within(node, where)


class _Reader:
    """Reads the units of a part."""

    def __init__(self, data: bytes, styles: TextStyles, deletions: Deletions) -> None:
        self._data, self._styles, self._deletions = data, styles, deletions

    def within(self, node: Node, where: str) -> Iterator[Unit]:
        """Yield the units of an element that stands somewhere, and of those in it."""
        if node.name in _NOT_READ or self._deletions.hold(node):
            return
        where = _WHERE.get(node.name, where)
        if node.name in _PARAGRAPHS and (found := self._paragraph(node)):
            yield replace(found, where=where)
        elif node.name in _SAID | _ABOUT:
            yield from (replace(unit, where=where) for unit in _elements([node]))
        for child in node.nodes:
            yield from self.within(child, where)

    def _paragraph(self, node: Node) -> Unit | None:
        """Return the unit of a paragraph or heading, None where it has no words to read."""
        style, told = node.attributes.get("text:style-name", ""), self._styles.told
        if style in told.code:
            return None
        kind = Kind.HEADLINE if node.name == "text:h" else told.kind(style)
        atoms = paragraph_atoms(self._data, node, self._styles, self._deletions)
        return unit(node.inner, node.close, atoms, write_words, kind)


def _is_reckoned(node: Node) -> bool:
    """Say whether an element is a cell with a number or a formula, whose text programs make."""
    kind = node.attributes.get("office:value-type", "string")
    return node.name == _CELL and (kind != "string" or "table:formula" in node.attributes)


def _elements(found: Iterator[Node] | list[Node]) -> Iterator[Unit]:
    """Yield the units of elements that have but text."""
    for node in found:
        if told := verbatim(node.inner, node.close, node.text, write_text):
            yield told
