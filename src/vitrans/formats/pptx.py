"""Presentations (.pptx): the text of slides, tables, diagrams, charts, notes and comments."""

from collections.abc import Iterator
from re import compile as pattern
from typing import ClassVar

from vitrans.errors import InputError
from vitrans.formats.drawing import drawn_contents, paragraph
from vitrans.formats.inline_units import Unit, verbatim
from vitrans.formats.office import Content, OfficeFormat, occurrences
from vitrans.formats.ooxml import (
    NAMESPACES,
    alternative_text,
    parts_of,
    properties_contents,
    write_text,
)
from vitrans.formats.packages import Package
from vitrans.formats.xml_nodes import Node, nodes
from vitrans.types import Kind

_POINT = "application/vnd.openxmlformats-officedocument.presentationml."
_MAIN = tuple(
    f"{_POINT}{what}.main+xml" for what in ("presentation", "slideshow", "template")
) + tuple(
    f"application/vnd.ms-powerpoint.{what}.macroEnabled.main+xml"
    for what in ("presentation", "slideshow", "template")
)
_TEXTS = {
    f"{_POINT}slide+xml": "slides",
    f"{_POINT}notesSlide+xml": "notes",
    f"{_POINT}comments+xml": "comments",
    "application/vnd.ms-powerpoint.comments+xml": "comments",
}
_LEFT = {"fields": pattern(r"<[\w.-]+:fld\s")}
_WANTED = frozenset(["p:sp", "a:p", "p:cNvPr", "p:text"])
_LANG = pattern(
    rb"<[\w.-]+:rPr\s(?:[^<>]*\s)?lang=[\"'](?P<whole>(?P<code>[A-Za-z]{2})(?:-[\w-]+)?)[\"']"
)


class Presentation(OfficeFormat):
    """Presentations."""

    name = "pptx"
    title = "a presentation"
    suffixes: ClassVar[tuple[str, ...]] = (".pptx", ".pptm", ".potx", ".potm", ".ppsx", ".ppsm")
    named_language = _LANG

    def contents(self, package: Package) -> Iterator[Content]:
        """Yield the parts of a presentation that have text."""
        parts = parts_of(package)
        if not any(kind in parts for kind in _MAIN):
            raise InputError(f"{package.name!r} is no presentation; check the file")
        for kind, where in _TEXTS.items():
            for name in parts.get(kind, ()):
                part = package.read_xml(name)
                units = list(_units(part.text.encode(), package.about(name)))
                yield Content(part, units, where, occurrences(part.text, _LEFT))
        yield from drawn_contents(package, parts)
        yield from properties_contents(package, parts)


def _units(data: bytes, about: str) -> Iterator[Unit]:
    """Yield the units of a slide, of notes or of comments."""
    for node in nodes(data, _WANTED, NAMESPACES, about):
        kind = Kind.HEADLINE if _is_title(node) else Kind.PARAGRAPH
        for inner in node.within():
            if inner.name == "a:p" and (found := paragraph(data, inner, kind)):
                yield found
            elif inner.name == "p:cNvPr":
                yield from alternative_text(data, inner)
            elif inner.name == "p:text" and (
                told := verbatim(inner.inner, inner.close, inner.text, write_text)
            ):
                yield told


def _is_title(shape: Node) -> bool:
    """Say whether a shape holds the title of its slide."""
    place = shape.child("p:nvSpPr", "p:nvPr", "p:ph")
    return place is not None and place.attributes.get("type") in ("title", "ctrTitle")
