"""Text of DrawingML: paragraphs on slides, in the titles of charts and in diagrams."""

import re
from collections.abc import Iterator, Mapping

from vitrans.formats.inline_atoms import NO_RUN, Atom, Role, Run, Stuff, Thing, Words
from vitrans.formats.inline_units import Unit, unit
from vitrans.formats.office import Content
from vitrans.formats.ooxml import NAMESPACES, write_slide_words
from vitrans.formats.packages import Package
from vitrans.formats.xml_nodes import Node, nodes
from vitrans.types import Kind

_CHARTS, _DIAGRAMS = "titles in charts", "diagrams"
_TYPES = {
    "application/vnd.openxmlformats-officedocument.drawingml.chart+xml": _CHARTS,
    "application/vnd.ms-office.chartex+xml": _CHARTS,
    "application/vnd.openxmlformats-officedocument.drawingml.diagramData+xml": _DIAGRAMS,
    "application/vnd.ms-office.drawingml.diagramDrawing+xml": _DIAGRAMS,
}
# A word that a chart keeps of its table: the name of a series or a category.
_OF_TABLE = re.compile(
    r"<(?:[\w.-]+:)?strCache\b.*?</(?:[\w.-]+:)?strCache>|<(?:[\w.-]+:)?strDim\b.*?</(?:[\w.-]+:)?strDim>",
    re.DOTALL,
)
_NAME = re.compile(r"<(?:[\w.-]+:)?pt\s")
# Attributes of a run's properties that are not to be seen.
_NOISE = re.compile(
    rb"\s(?:lang|altLang|dirty|err|noProof|smtClean|smtId|bmk|kumimoji)=(?:\"[^\"]*\"|'[^']*')"
)
# Typefaces in which slides show programs.
_CODE = re.compile(
    r"courier|consolas|menlo|monaco|lucida console|.* (?:mono|code)\b.*", re.IGNORECASE
)
_NO_PROPERTIES = re.compile(rb"<[\w.-]+:rPr\s*/>|<([\w.-]+:rPr)\s*>\s*</\1>")


def drawn_contents(package: Package, parts: Mapping[str, list[str]]) -> Iterator[Content]:
    """Yield the charts and diagrams of a package.

    Args:
        package: the package.
        parts: the names of its parts by their types.
    """
    for kind, where in _TYPES.items():
        for name in parts.get(kind, ()):
            part = package.read_xml(name)
            data = part.text.encode()
            found = nodes(data, frozenset(["a:p"]), NAMESPACES, package.about(name))
            units = (paragraph(data, node) for node in found)
            names = sum(len(_NAME.findall(found[0])) for found in _OF_TABLE.finditer(part.text))
            left = {"names of series and categories in charts": names}
            yield Content(part, [each for each in units if each], where, left)


def paragraph(data: bytes, node: Node, kind: Kind = Kind.PARAGRAPH) -> Unit | None:
    """Return the unit of a paragraph, None where it has no words."""
    properties, last = node.child("a:pPr"), node.child("a:endParaRPr")
    start = properties.end if properties else node.inner
    atoms = [atom for child in node.nodes for atom in _atoms(data, child)]
    return unit(start, last.start if last else node.close, atoms, write_slide_words, kind)


def _atoms(data: bytes, node: Node) -> Iterator[Atom]:
    """Yield what an element of a paragraph is."""
    if node.name == "a:r":
        yield from _run(data, node)
    elif node.name == "a:br":
        yield Thing(Role.BREAK, (Stuff(NO_RUN, node.start, node.end),))
    elif node.name not in ("a:pPr", "a:endParaRPr"):
        yield Thing(Role.OBJECT, (Stuff(NO_RUN, node.start, node.end),))


def _run(data: bytes, node: Node) -> Iterator[Atom]:
    """Yield the words of a run, and the tabs between them."""
    properties, words = node.child("a:rPr"), node.child("a:t")
    if not words:
        return
    face = properties.child("a:latin") if properties else None
    if face and _CODE.match(face.attributes.get("typeface", "")):
        yield Thing(Role.OBJECT, (Stuff(NO_RUN, node.start, node.end),))
        return
    head = data[node.start : words.start]
    name = data[node.start + 1 : node.inner].split(None, 1)[0].rstrip(b"/>")
    run = Run(head, b"</%b>" % name)
    look = data[properties.start : properties.end] if properties else b""
    look = _NO_PROPERTIES.sub(b"", _NOISE.sub(b"", look))
    for number, text in enumerate(words.text.split("\t")):
        if number:
            yield Thing(Role.BORDER, (Stuff(run, 0, 0, "\t"),))
        yield Words(text, look, Stuff(run, words.start, words.end))
