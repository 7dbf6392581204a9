"""Translation memories as documents (.tmx): units that lack the target language get it.

TMX 1.4b, <https://www.gala-global.org/tmx-14b>. What a memory already has stays byte for byte; its
reading for evaluation and for use as a memory stands in `exchange/tmx.py`.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import ClassVar, NamedTuple

from vitrans.errors import InputError
from vitrans.formats.bilingual import (
    TRANSLATED,
    Made,
    Opened,
    Result,
    check_direction,
    counted,
    language_of,
    tag_for,
)
from vitrans.formats.places import Lines
from vitrans.formats.spans import document
from vitrans.formats.splice import Edit, spliced
from vitrans.formats.xml_inline import Inline, Role, content, structure
from vitrans.formats.xml_text import XmlFormat
from vitrans.formats.xml_tree import XML, Element, indent, opened, read, tag_of, with_attributes
from vitrans.formats.xml_units import contents, units
from vitrans.types import Document, Target

_INLINE = {"hi": Role.PAIR, "bpt": Role.OPEN, "ept": Role.CLOSE}
_ALL = "*all*"
_NO_SOURCE = "without a source"


class _Unit(NamedTuple):
    """A unit: its element, the variant that is its source, an empty one that is its target."""

    element: Element
    source: Element | None
    target: Element | None
    left: str


class Memory(XmlFormat):
    """Translation memories."""

    name = "tmx"
    title = "a translation memory"
    suffixes: ClassVar[tuple[str, ...]] = (".tmx",)

    def parse(self, text: str) -> Document:
        """Return the segments of all variants as they stand."""
        lines = Lines(text)
        spans = [
            span
            for variant in _root(text).walk()
            if variant.name == "tuv" and (segment := variant.child("seg"))
            for span in content(
                text, segment, _rule, lines.at(segment.start), language_of(_tag(variant))
            )
        ]
        return document(text, spans, self.name)

    def opened(self, text: str, target: Target, again: bool = False) -> Opened:
        """Return the sources of units that lack the target language."""
        root, lines = _root(text), Lines(text)
        check_direction(_source_of(root), "", target)
        found = list(_units(text, root, target))
        opened = tuple(
            unit
            for segment in map(_segment, _open(found))
            for unit in units(text, segment, _rule, lines.at(segment.start), target.other)
        )
        return Opened(opened, counted(one.left for one in found))

    def filled(self, text: str, target: Target, done: Sequence[Result], again: bool = False) -> str:
        """Return a memory with variants of the target language, which say who made them."""
        root = _root(text)
        tags = [_tag(one) for one in root.walk() if one.name == "tuv"]
        known = next((tag for tag in tags if language_of(tag) is target), "")
        made = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
        found = list(_open(_units(text, root, target)))
        new = contents(text, map(_segment, found), _rule, done)
        edits = [
            _edit(text, one, result, known or tag_for(target, tags[0]), made)
            for one, result in zip(found, new, strict=True)
            if not result.is_left
        ]
        return spliced(text, edits)

    def structure(self, text: str) -> list[str]:
        """Return the tags and placeholders in a text."""
        return structure(text)


def _rule(element: Element) -> Inline:
    """Return what an inline element is."""
    role = _INLINE.get(element.name, Role.CODE)
    if element.get("type") == "lb":
        role = Role.BREAK
    return Inline(role, element.get("i") if role in (Role.OPEN, Role.CLOSE) else "")


def _root(text: str) -> Element:
    """Return the root of a memory.

    Raises:
        InputError: it is none.
    """
    root = read(text)
    if root.name != "tmx":
        raise InputError(f"it is no TMX: its root is <{root.name}>; check the file")
    return root


def _source_of(root: Element) -> str:
    """Return the tag of the language that all sources are in, empty where they may be in any."""
    header = root.child("header")
    tag = header.get("srclang") if header else ""
    return "" if tag.lower() == _ALL else tag


def _units(text: str, root: Element, target: Target) -> Iterator[_Unit]:
    """Yield the units of a memory, with why each is left if it is."""
    for element in root.walk():
        if element.name == "tu":
            variants = {language_of(_tag(one)): one for one in reversed(list(element.named("tuv")))}
            source, known = variants.get(target.other), variants.get(target)
            left = TRANSLATED if known and _has_text(text, known) else ""
            missing = source is None or not _has_text(text, source)
            yield _Unit(element, source, known, left or (_NO_SOURCE if missing else ""))


def _has_text(text: str, variant: Element) -> bool:
    segment = variant.child("seg")
    return segment is not None and bool(text[segment.inner : segment.last].strip())


def _open(units: Iterator[_Unit] | Sequence[_Unit]) -> Iterator[_Unit]:
    """Yield the units that are to be translated."""
    return (one for one in units if not one.left)


def _segment(one: _Unit) -> Element:
    """Return the segment of a unit's source."""
    segment = one.source.child("seg") if one.source else None
    assert segment
    return segment


def _tag(variant: Element) -> str:
    """Return the language tag of a variant."""
    return variant.get(f"{XML} lang") or variant.get("lang")


def _edit(text: str, one: _Unit, result: Result, tag: str, made: str) -> Edit:
    """Return the variant of a target language, which says when it was made, and that no person did.

    What a reviewer has corrected is a person's, whose name the file does not have.
    """
    assert one.source
    is_machine = result.how is not Made.REVIEWED
    segment = opened(tag_of(text, _segment(one)))
    inner = f"{segment}{result.text}</seg>"
    if one.target:
        by = {"changedate": made, **({"changeid": "vitrans"} if is_machine else {})}
        start = opened(with_attributes(tag_of(text, one.target), by))
        if place := one.target.child("seg"):
            start += text[one.target.inner : place.start]
            return Edit(one.target.start, place.end, f"{start}{inner}")
        return Edit(one.target.start, one.target.end, f"{start}{inner}</tuv>")
    name = "xml:lang" if one.source.get(f"{XML} lang") else "lang"
    by = {name: tag, "creationdate": made, **({"creationid": "vitrans"} if is_machine else {})}
    start = with_attributes("<tuv>", by)
    last = list(one.element.named("tuv"))[-1]
    return Edit(last.end, last.end, f"{indent(text, last)}{start}{inner}</tuv>")
