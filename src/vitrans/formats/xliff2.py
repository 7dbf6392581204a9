"""XLIFF 2.0, 2.1 and 2.2: segments of units.

<https://docs.oasis-open.org/xliff/xliff-core/v2.1/xliff-core-v2.1.html>
"""

from collections.abc import Iterator

from vitrans.formats.bilingual import AGAIN, NOT_TO_BE, TRANSLATED
from vitrans.formats.xliff_units import File, Unit
from vitrans.formats.xml_inline import Inline, Role
from vitrans.formats.xml_tree import Element

_INLINE = {
    **dict.fromkeys(("pc", "mrk"), Role.PAIR),
    **dict.fromkeys(("sc", "sm"), Role.OPEN),
    **dict.fromkeys(("ec", "em"), Role.CLOSE),
    "cp": Role.BREAK,
}
_DONE = ("translated", "reviewed", "final")


def rule(element: Element) -> Inline:
    """Return what an inline element is."""
    role = _INLINE.get(element.name, Role.CODE)
    if element.name == "mrk" and element.get("translate") == "no":
        role = Role.KEPT
    if element.get("subType") in ("xlf:lb", "xlf:pb"):
        role = Role.BREAK
    name = element.get("startRef") or element.get("id")
    return Inline(role, name if role in (Role.OPEN, Role.CLOSE) else "")


def files(text: str, root: Element) -> Iterator[File]:
    """Yield the document as one file: its languages hold for all of them."""
    yield File(root.get("srcLang"), root.get("trgLang"), tuple(_units(text, root)))


def _units(text: str, root: Element) -> Iterator[Unit]:
    """Yield the segments of all units, with why each is left if it is."""
    waiting = [(root, "")]
    while waiting:
        element, left = waiting.pop()
        said = element.get("translate")
        left = "" if said == "yes" else NOT_TO_BE if said == "no" else left
        if element.name == "unit":
            for segment in element.named("segment"):
                yield from _of(text, element, segment, left)
        elif element.name in ("xliff", "file", "group"):
            waiting.extend((child, left) for child in reversed(element.children))


def _of(text: str, unit: Element, segment: Element, left: str) -> Iterator[Unit]:
    """Yield a segment."""
    source, target = segment.child("source"), segment.child("target")
    if source is not None:
        left = left or _why(text, source, target, segment)
        yield Unit(unit, source, target, segment.get("id"), segment, left)


def _why(text: str, source: Element, target: Element | None, segment: Element) -> str:
    """Return why a source is left that has a translation, nothing if it has none."""
    state = segment.get("state")
    made = text[target.inner : target.last] if target else ""
    if not made.strip() and state != "final":
        return ""
    if made == text[source.inner : source.last] and state not in _DONE:
        return ""
    by_machine = segment.get("subState").startswith("vitrans:")
    return AGAIN if by_machine or state not in _DONE else TRANSLATED
