"""What the formats of Office Open XML (ECMA-376, ISO 29500) have in common."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from xml.sax.saxutils import escape

from vitrans.errors import InputError
from vitrans.formats.inline_atoms import Run
from vitrans.formats.inline_units import Unit, verbatim
from vitrans.formats.office import Content
from vitrans.formats.packages import Package
from vitrans.formats.xml_nodes import Node, attribute, nodes

_SCHEMAS = "http://schemas.openxmlformats.org/"
# The strict form of the standard has namespaces of its own.
_STRICT = "http://purl.oclc.org/ooxml/"
_OFFICE = {
    "w": "wordprocessingml/{}main",
    "a": "drawingml/{}main",
    "p": "presentationml/{}main",
    "x": "spreadsheetml/{}main",
    "xdr": "drawingml/{}spreadsheetDrawing",
    "wp": "drawingml/{}wordprocessingDrawing",
    "m": "officeDocument/{}math",
}
NAMESPACES = {
    **{_SCHEMAS + path.format("2006/"): prefix for prefix, path in _OFFICE.items()},
    **{_STRICT + path.format(""): prefix for prefix, path in _OFFICE.items()},
    _SCHEMAS + "markup-compatibility/2006": "mc",
    _SCHEMAS + "package/2006/content-types": "ct",
    _SCHEMAS + "package/2006/metadata/core-properties": "cp",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments": "tc",
    "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main": "x14",
}
_TYPES = "[Content_Types].xml"
_CORE = "application/vnd.openxmlformats-package.core-properties+xml"
_ABOUT = frozenset(["dc:title", "dc:subject", "dc:description"])
_DIGITS = re.compile(r"(\d+)")
_SPACES = re.compile(r"^\s|\s$|\s\s")


def parts_of(package: Package) -> dict[str, list[str]]:
    """Return the names of a package's parts by their content types.

    Raises:
        InputError: it is no package of Office Open XML.
    """
    if _TYPES not in package.names:
        raise InputError(f"{package.name!r} is no document of Office Open XML: it lacks {_TYPES}")
    data = package.read_xml(_TYPES).text.encode()
    found: dict[str, list[str]] = {}
    for node in nodes(data, frozenset(["ct:Override"]), NAMESPACES, package.about(_TYPES)):
        part = node.attributes.get("PartName", "").lstrip("/")
        if part in package.names:
            found.setdefault(node.attributes.get("ContentType", ""), []).append(part)
    for names in found.values():
        names.sort(key=lambda name: [int(t) if t.isdigit() else t for t in _DIGITS.split(name)])
    return found


def properties_contents(package: Package, parts: Mapping[str, list[str]]) -> Iterator[Content]:
    """Yield the title, the subject and the description of a document."""
    for name in parts.get(_CORE, ()):
        part = package.read_xml(name)
        found = nodes(part.text.encode(), _ABOUT, NAMESPACES, package.about(name))
        units = (verbatim(node.inner, node.close, node.text, write_text) for node in found)
        yield Content(part, [unit for unit in units if unit], "title and subject")


def alternative_text(data: bytes, node: Node) -> Iterator[Unit]:
    """Yield what a drawing says to those who do not see it."""
    for name in ("title", "descr"):
        place = attribute(data, node, name) if node.attributes.get(name, "").strip() else None
        if place and (
            unit := verbatim(*place.span("value"), node.attributes[name], write_attribute)
        ):
            yield replace(unit, where="descriptions of pictures")


def write_words(run: Run, text: str) -> bytes:
    """Return words as a run has them, spaces at their ends kept."""
    name = run.opening[1:].split(None, 1)[0].split(b">")[0]
    prefix = name[:-1]
    kept = b' xml:space="preserve"' if _SPACES.search(text) else b""
    return b"<%bt%b>%b</%bt>" % (prefix, kept, escape(text).encode(), prefix)


def write_slide_words(run: Run, text: str) -> bytes:
    """Return words as a run of DrawingML has them."""
    prefix = run.opening[1:].split(None, 1)[0].split(b">")[0][:-1]
    return b"<%bt>%b</%bt>" % (prefix, escape(text).encode(), prefix)


def write_text(run: Run, text: str) -> bytes:
    """Return a text as an element has it."""
    return escape(text).encode()


def write_attribute(run: Run, text: str) -> bytes:
    """Return a text as an attribute has it, in either kind of quotes."""
    return escape(text, {'"': "&quot;", "'": "&apos;", "\n": "&#10;"}).encode()
