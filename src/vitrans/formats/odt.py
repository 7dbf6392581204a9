"""OpenDocument texts, presentations and spreadsheets (.odt, .odp, .ods), and flat texts (.fodt).

Read are paragraphs and headings wherever they stand: tables, frames, notes, comments, headers and
footers; what is said of pictures, and the title, subject and description of the document. Text that
was deleted while changes were tracked stays as it is, and so do the numbers and results of
formulas in a spreadsheet.
"""

import re
from collections.abc import Iterator
from typing import ClassVar

from vitrans.errors import InputError
from vitrans.formats.inline_units import Unit, unit, verbatim
from vitrans.formats.odt_paragraphs import paragraph_atoms, write_words
from vitrans.formats.odt_styles import TextStyles, text_styles
from vitrans.formats.office import Content, OfficeFormat
from vitrans.formats.ooxml import write_text
from vitrans.formats.packages import CONTENT, FlatPackage, Package, Part
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
_NOT_READ = frozenset(["text:tracked-changes"])
_STYLED = re.compile(
    rb"fo:language=[\"'](?P<code>[a-z]{2})[\"']\s+fo:country=[\"'](?P<country>[A-Z]{2})[\"']"
)
_CELL = "table:table-cell"


class OpenText(OfficeFormat):
    """OpenDocument texts."""

    name = "odt"
    title = "an OpenDocument text"
    suffixes: ClassVar[tuple[str, ...]] = (".odt", ".ott")
    tracked = re.compile("<text:tracked-changes")
    styles = ("styles.xml", _STYLED)
    read_parts: ClassVar[tuple[str, ...]] = _PARTS
    wanted: ClassVar[frozenset[str]] = _PARAGRAPHS | _SAID | _NOT_READ

    def contents(self, package: Package) -> Iterator[Content]:
        """Yield the parts of an OpenDocument file that have text."""
        if CONTENT not in package.names:
            raise InputError(f"{package.name!r} is no OpenDocument file: it lacks {CONTENT}")
        _refuse_encrypted(package)
        parts = [package.read_xml(name) for name in _PARTS if name in package.names]
        found = (
            node for part in parts for node in _nodes(package, part, frozenset(["style:style"]))
        )
        styles = text_styles(found)
        for part in parts:
            if part.name not in self.read_parts:
                continue
            yield Content(part, list(_units(package, part, styles, self.wanted)))
        if "meta.xml" in package.names:
            part = package.read_xml("meta.xml")
            yield Content(part, list(_elements(_nodes(package, part, _ABOUT))))


class OpenPresentation(OpenText):
    """OpenDocument presentations; what their styles say is shown to who writes slides alone."""

    name = "odp"
    title = "an OpenDocument presentation"
    suffixes: ClassVar[tuple[str, ...]] = (".odp", ".otp")
    read_parts = (CONTENT,)


class OpenSpreadsheet(OpenText):
    """OpenDocument spreadsheets: cells with words; numbers, dates and formulas stay."""

    name = "ods"
    title = "an OpenDocument spreadsheet"
    suffixes: ClassVar[tuple[str, ...]] = (".ods", ".ots")
    read_parts = (CONTENT,)
    wanted = OpenText.wanted | {_CELL}


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
    data = part.text.encode()
    for node in _nodes(package, part, wanted):
        if node.name in _NOT_READ or _is_reckoned(node):
            continue
        for inner in node.within():
            if inner.name in _PARAGRAPHS and (found := _paragraph(data, inner, styles)):
                yield found
            elif inner.name in _SAID | _ABOUT:
                yield from _elements([inner])


def _is_reckoned(node: Node) -> bool:
    """Say whether an element is a cell with a number or a formula, whose text programs make."""
    kind = node.attributes.get("office:value-type", "string")
    return node.name == _CELL and (kind != "string" or "table:formula" in node.attributes)


def _paragraph(data: bytes, node: Node, styles: TextStyles) -> Unit | None:
    """Return the unit of a paragraph or heading, None where it has no words to read."""
    style = node.attributes.get("text:style-name", "")
    if style in styles.told.code:
        return None
    kind = Kind.HEADLINE if node.name == "text:h" else styles.told.kind(style)
    return unit(node.inner, node.close, paragraph_atoms(data, node, styles), write_words, kind)


def _elements(found: Iterator[Node] | list[Node]) -> Iterator[Unit]:
    """Yield the units of elements that have but text."""
    for node in found:
        if told := verbatim(node.inner, node.close, node.text, write_text):
            yield told
