"""Spreadsheets (.xlsx): the words of cells, comments, drawings, titles of charts and of pages.

Numbers, dates, formulas and names of sheets stay. So do the headings of tables and of pivot tables,
because formulas and the tables themselves call columns by them, and words that formulas, choices
and filters compare cells with.
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from re import compile as pattern
from typing import ClassVar

from vitrans.errors import InputError
from vitrans.formats.drawing import drawn_contents, paragraph
from vitrans.formats.inline_atoms import Atom, Role, Run, Stuff, Thing, Words
from vitrans.formats.inline_units import Unit, unit, verbatim
from vitrans.formats.office import Content, OfficeFormat, occurrences
from vitrans.formats.ooxml import (
    NAMESPACES,
    alternative_text,
    parts_of,
    properties_contents,
    write_text,
    write_words,
)
from vitrans.formats.packages import Package, Part
from vitrans.formats.sheet_pages import BESIDE_CELLS, said_beside_cells
from vitrans.formats.sheet_words import LOOKED_FOR, compared_words
from vitrans.formats.xml_nodes import Node, nodes
from vitrans.text import has_letters

_LOG = logging.getLogger(__name__)
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_MAIN = tuple(f"{_SHEET}{what}.main+xml" for what in ("sheet", "template")) + tuple(
    f"application/vnd.ms-excel.{what}.macroEnabled.main+xml" for what in ("sheet", "template")
)
# The parts that have texts of cells, and the elements in them that are such texts.
_SHEETS = f"{_SHEET}worksheet+xml"
_TEXTS = {
    f"{_SHEET}sharedStrings+xml": ("x:si", "cells"),
    _SHEETS: ("x:is", "cells"),
    f"{_SHEET}comments+xml": ("x:text", "comments"),
    "application/vnd.ms-excel.threadedcomments+xml": ("tc:text", "comments"),
}
# How a character that XML has no place for is written, and what ends a line in a cell.
_ESCAPE = pattern("_x([0-9A-Fa-f]{4})_")
_LINE_END = pattern(r"(?:_x000[AaDd]_|\r)*\n|(?:_x000[AaDd]_)+")
_HEADINGS = "headings of tables"
_LEFT = {
    "formulas": pattern(r"<(?:[\w.-]+:)?f[\s>/]"),
    "numbers and dates": pattern(
        r"<(?:[\w.-]+:)?c(?=[\s>])(?![^>]*\st=\"(?!n\")[^>]*>)[^>]*>\s*<(?:[\w.-]+:)?v>"
    ),
}
_SHEET_NAME = pattern(r"<(?:[\w.-]+:)?sheet\s[^<>]*?\bname=\"([^\"]*)\"")
_COLUMNS = {
    f"{_SHEET}table+xml": "x:tableColumn",
    f"{_SHEET}pivotCacheDefinition+xml": "x:cacheField",
}
_DRAWING = "application/vnd.openxmlformats-officedocument.drawing+xml"
_DRAWN = frozenset(["a:p", "xdr:cNvPr"])


class Spreadsheet(OfficeFormat):
    """Spreadsheets."""

    name = "xlsx"
    title = "a spreadsheet"
    suffixes: ClassVar[tuple[str, ...]] = (".xlsx", ".xlsm", ".xltx", ".xltm")

    def contents(self, package: Package) -> Iterator[Content]:
        """Yield the parts of a spreadsheet that have text."""
        parts = parts_of(package)
        if not any(kind in parts for kind in _MAIN):
            raise InputError(f"{package.name!r} is no spreadsheet; check the file")
        sheets = [package.read_xml(name) for name in parts.get(_SHEETS, ())]
        kept = dict.fromkeys(_compared(package, parts, sheets), LOOKED_FOR)
        kept |= dict.fromkeys(_columns(package, parts), _HEADINGS)
        for kind, (wanted, where) in _TEXTS.items():
            found = (package.read_xml(name) for name in parts.get(kind, ()))
            for part in sheets if kind == _SHEETS else found:
                about = package.about(part.name)
                yield _content(part, about, wanted, where, kept if where == "cells" else {})
        for name in parts.get(_DRAWING, ()):
            part = package.read_xml(name)
            units = list(_drawn(part.text.encode(), package.about(name)))
            yield Content(part, units, "text boxes")
        yield from drawn_contents(package, parts)
        yield from properties_contents(package, parts)

    def warn(self, package: Package, contents: Sequence[Content]) -> None:
        """Say what the reader of a package should know before its text is changed."""
        super().warn(package, contents)
        if any(content.left.get(_HEADINGS) for content in contents):
            _LOG.warning(
                "%s has tables: their headings stay, because formulas call columns by them",
                package.name,
            )


def _content(part: Part, about: str, wanted: str, where: str, kept: Mapping[str, str]) -> Content:
    """Return a part with the texts of its elements of a name; `kept` says which stay, and why."""
    data = part.text.encode()
    units, left = list[Unit](), occurrences(part.text, _LEFT)
    beside = BESIDE_CELLS if wanted == _TEXTS[_SHEETS][0] else frozenset[str]()
    for node in nodes(data, beside | {wanted}, NAMESPACES, about):
        if node.name in beside:
            units += said_beside_cells(data, node)
            continue
        words = _plain(_words(node))
        if why := kept.get(words):
            left[why] += has_letters(words)
        elif found := _text(data, node):
            units.append(found)
    return Content(part, units, where, left)


def _compared(
    package: Package, parts: Mapping[str, list[str]], sheets: Sequence[Part]
) -> frozenset[str]:
    """Return the words that formulas, choices and filters look for."""
    named = (package.read_xml(name).text for kind in _MAIN for name in parts.get(kind, ()))
    names = [unescape(name) for text in named for name in _SHEET_NAME.findall(text)]
    tables = (package.read_xml(name) for name in parts.get(f"{_SHEET}table+xml", ()))
    return compared_words((part.text for part in (*sheets, *tables)), names)


def _columns(package: Package, parts: Mapping[str, list[str]]) -> frozenset[str]:
    """Return the headings by which tables call their columns."""
    return frozenset(
        _plain(node.attributes.get("name", ""))
        for kind, element in _COLUMNS.items()
        for name in parts.get(kind, ())
        for node in nodes(
            package.read_xml(name).text.encode(),
            frozenset([element]),
            NAMESPACES,
            package.about(name),
        )
    )


def _plain(text: str) -> str:
    """Return a text with the characters that are written out in it, without spaces around it."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text).strip()


def _words(node: Node) -> str:
    """Return all words of a text."""
    return "".join(each.text for each in _strings(node))


def _strings(node: Node) -> Iterator[Node]:
    """Yield the strings of a text, without those that say how it is pronounced."""
    for child in node.nodes:
        words = (
            child if child.name == "x:t" else child.child("x:t") if child.name == "x:r" else None
        )
        if words:
            yield words


def _text(data: bytes, node: Node) -> Unit | None:
    """Return the unit of a text of a cell or a comment, None where it has no words."""
    runs = [child for child in node.nodes if child.name == "x:r"]
    if runs:
        atoms = [atom for run in runs for atom in _run(data, run)]
        return unit(runs[0].start, runs[-1].end, atoms, write_words)
    words = node if node.name == "tc:text" else next(_strings(node), None)
    if not words:
        return None
    return verbatim(words.inner, words.close, words.text, write_text, _LINE_END)


def _run(data: bytes, node: Node) -> Iterator[Atom]:
    """Yield the words of a run, and the line ends between them."""
    properties, words = node.child("x:rPr"), node.child("x:t")
    if not words:
        return
    name = data[node.start + 1 : node.inner].split(None, 1)[0].rstrip(b"/>")
    run = Run(data[node.start : words.start], b"</%b>" % name)
    look = data[properties.start : properties.end] if properties else b""
    done = 0
    for found in _LINE_END.finditer(words.text):
        yield Words(words.text[done : found.start()], look, Stuff(run, words.start, words.end))
        yield Thing(Role.BREAK, (Stuff(run, 0, 0, found[0]),))
        done = found.end()
    yield Words(words.text[done:], look, Stuff(run, words.start, words.end))


def _drawn(data: bytes, about: str) -> Iterator[Unit]:
    """Yield the units of the shapes and pictures that lie on a sheet."""
    for node in nodes(data, _DRAWN, NAMESPACES, about):
        if node.name == "xdr:cNvPr":
            yield from alternative_text(data, node)
        elif found := paragraph(data, node):
            yield found
