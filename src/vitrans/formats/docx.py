"""Word documents (.docx): the text of paragraphs, wherever they stand, and what is said of them.

Read are the document with its tables and text boxes, footnotes, endnotes, comments, headers and
footers, the titles of charts and diagrams, the alternative text of pictures, and the title, subject
and description of the document. Macros, pictures and all the rest are never touched.
"""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import replace
from re import compile as pattern
from typing import ClassVar

from vitrans.errors import InputError
from vitrans.formats.docx_paragraphs import paragraph_atoms
from vitrans.formats.docx_styles import Styles, read_styles
from vitrans.formats.drawing import drawn_contents
from vitrans.formats.inline_units import Unit, unit, with_twins
from vitrans.formats.office import Content, OfficeFormat, occurrences
from vitrans.formats.ooxml import (
    NAMESPACES,
    alternative_text,
    parts_of,
    properties_contents,
    write_words,
)
from vitrans.formats.packages import Package
from vitrans.formats.xml_nodes import Node, nodes
from vitrans.types import Kind

_LOG = logging.getLogger(__name__)
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_MAIN = (
    f"{_WORD}document.main+xml",
    f"{_WORD}template.main+xml",
    "application/vnd.ms-word.document.macroEnabled.main+xml",
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
)
_PLACES = {
    "footnotes": "footnotes",
    "endnotes": "endnotes",
    "comments": "comments",
    "header": "headers",
    "footer": "footers",
}
_TEXTS = dict.fromkeys(_MAIN, "text") | {f"{_WORD}{p}+xml": name for p, name in _PLACES.items()}
_LEFT = {
    "fields": pattern(
        r"<[\w.-]+:instrText\b[^>]*>\s*(?!HYPERLINK\b)[A-Z=]{1,20}[\s<]"
        r"|<[\w.-]+:fldSimple\s(?![^>]*\sHYPERLINK\b)"
    ),
    "formulas": pattern(r"<m:oMath[\s>]"),
    "hidden text": pattern(
        r"<[\w.-]+:r(?:\s[^>]*)?><[\w.-]+:rPr>(?:<(?!/[\w.-]+:rPr>)[^>]*>)*?"
        r"<[\w.-]+:vanish(?:/>|\s(?![^>]*=\"(?:0|false|off)\"))"
    ),
    "text taken out in tracked changes": pattern(
        r"<[\w.-]+:(?:del|moveFrom)\s[^>]*\bauthor=[^>]*(?<!/)>"
    ),
}
_STYLE = pattern(r"<[\w.-]+:pStyle\s[^>]*val=\"([^\"]*)\"")
_STYLES = f"{_WORD}styles+xml"
_WANTED = frozenset(["w:p", "wp:docPr"])
_LANG = pattern(
    rb"<[\w.-]+:lang\s(?:[^<>]*\s)?[\w.-]+:val=[\"'](?P<whole>(?P<code>[A-Za-z]{2})(?:-[\w-]+)?)[\"']"
)
_STYLED = pattern(
    rb"<[\w.-]+:lang\s(?:[^<>]*\s)?[\w.-]+:val=[\"'](?P<code>[A-Za-z]{2})(?:-(?P<country>\w+))?[\"']"
)


class WordDocument(OfficeFormat):
    """Word documents."""

    name = "docx"
    title = "a Word document"
    suffixes: ClassVar[tuple[str, ...]] = (".docx", ".docm", ".dotx", ".dotm")
    named_language = _LANG
    styles = ("word/styles.xml", _STYLED)
    tracked = pattern(r"<[\w.-]+:(?:ins|del|moveFrom|moveTo)\s[^>]*\bauthor=")

    def contents(self, package: Package) -> Iterator[Content]:
        """Yield the parts of a Word document that have text."""
        parts = parts_of(package)
        if not any(kind in parts for kind in _MAIN):
            raise InputError(f"{package.name!r} is no Word document; check the file")
        styles = Styles({}, frozenset())
        for name in parts.get(_STYLES, ()):
            styles = read_styles(package.read_xml(name).text.encode(), package.about(name))
        for kind, where in _TEXTS.items():
            for name in parts.get(kind, ()):
                part = package.read_xml(name)
                units = list(_units(part.text.encode(), styles, package.about(name)))
                yield Content(part, units, where, _left(part.text, styles))
        yield from drawn_contents(package, parts)
        yield from properties_contents(package, parts)


def _left(text: str, styles: Styles) -> Mapping[str, int]:
    """Return what of a part is left as it is, and how often it is there."""
    code = sum(name in styles.code for name in _STYLE.findall(text))
    return {"paragraphs of code": code, **occurrences(text, _LEFT)}


def _units(data: bytes, styles: Styles, about: str) -> Iterator[Unit]:
    """Yield the units of a part."""
    for node in nodes(data, _WANTED, NAMESPACES, about):
        yield from _within(data, node, styles)


def _within(data: bytes, node: Node, styles: Styles) -> Iterator[Unit]:
    """Yield the unit of a paragraph, and those of the text boxes and pictures in an element.

    A text box is there twice, for newer and for older programs; both say the same.
    """
    if node.name == "wp:docPr":
        yield from alternative_text(data, node)
    elif node.name == "mc:AlternateContent":
        new, old = (
            [
                u
                for n in node.nodes
                if (n.name == "mc:Fallback") == is_old
                for u in _in(data, n, styles)
            ]
            for is_old in (False, True)
        )
        yield from with_twins(new, old)
        return
    elif node.name == "w:p" and (own := _paragraph(data, node, styles)):
        yield own
    yield from _in(data, node, styles)


def _in(data: bytes, node: Node, styles: Styles) -> Iterator[Unit]:
    """Yield the units of what is in an element."""
    for child in node.nodes:
        found = _within(data, child, styles)
        if child.name == "w:txbxContent":
            found = (replace(unit, where=unit.where or "text boxes") for unit in found)
        yield from found


def _paragraph(data: bytes, node: Node, styles: Styles) -> Unit | None:
    """Return the unit of a paragraph, None where it has no words to read."""
    properties = node.child("w:pPr")
    style = properties.child("w:pStyle") if properties else None
    name = style.attributes.get("w:val", "") if style else ""
    if name in styles.code:
        return None
    try:
        atoms = paragraph_atoms(data, node, styles)
    except ValueError as error:
        _LOG.warning("a paragraph stays as it is: %s", error)
        return None
    kind = Kind.HEADLINE if _is_outlined(properties) else styles.kind(name)
    return unit(properties.end if properties else node.inner, node.close, atoms, write_words, kind)


def _is_outlined(properties: Node | None) -> bool:
    """Say whether a paragraph is a heading of the document's outline by itself."""
    level = properties.child("w:outlineLvl") if properties else None
    return level is not None and level.attributes.get("w:val", "9") in "012345678"
