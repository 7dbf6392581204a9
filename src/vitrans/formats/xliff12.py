"""XLIFF 1.2: trans-units, segmented or not, with what Trados and memoQ add.

<http://docs.oasis-open.org/xliff/v1.2/os/xliff-core.html>. SDLXLIFF keeps what it knows of a
segment in `sdl:seg`; MQXLIFF in attributes of the trans-unit.
"""

import re
from collections.abc import Iterator

from vitrans.formats.bilingual import AGAIN, APPROVED, LOCKED, NOT_TO_BE, TRANSLATED
from vitrans.formats.xliff_units import File, Unit
from vitrans.formats.xml_inline import Inline, Role
from vitrans.formats.xml_tree import Element

SDL = "http://sdl.com/FileTypes/SdlXliff/1.0"
MQ = "MQXliff"
_PHRASE = "http://www.memsource.com/mxlf/2.0"
_NOT_LOCKED = ("", "false", "no", "unlocked")
# What a target is that nobody has translated yet.
_NEW = "new"
# What somebody has to look at still.
_DRAFTS = ("needs-review", "needs-translation", "needs-adaptation")
_COPIED = ("", _NEW, "needs-translation")
_INLINE = {
    **dict.fromkeys(("g", "mrk", "sub"), Role.PAIR),
    **dict.fromkeys(("bx", "bpt"), Role.OPEN),
    **dict.fromkeys(("ex", "ept"), Role.CLOSE),
}
_BREAKS = ("lb", "pb", "x-br")


def rule(element: Element) -> Inline:
    """Return what an inline element is."""
    role = _INLINE.get(element.name, Role.CODE)
    if element.name == "mrk" and "protected" in element.get("mtype"):
        role = Role.KEPT
    if element.get("ctype") in _BREAKS:
        role = Role.BREAK
    name = element.get("rid") or element.get("id")
    return Inline(role, name if role in (Role.OPEN, Role.CLOSE) else "")


def files(text: str, root: Element) -> Iterator[File]:
    """Yield the files of a document."""
    for element in root.named("file"):
        languages = element.get("source-language"), element.get("target-language")
        yield File(*languages, tuple(_units(text, element)))


def limits(root: Element) -> Iterator[tuple[Element, int]]:
    """Yield the targets that may have so many characters at most."""
    for unit in root.walk():
        most, target = unit.get("maxwidth"), unit.child("target")
        in_characters = unit.get("size-unit") == "char" and re.fullmatch(r"\d{1,9}", most)
        if unit.name == "trans-unit" and target and in_characters:
            yield target, int(most)


def _units(text: str, file: Element) -> Iterator[Unit]:
    """Yield the units of a file, with why each is left if it is."""
    waiting = [(file, "")]
    while waiting:
        element, left = waiting.pop()
        said = element.get("translate")
        left = "" if said == "yes" else NOT_TO_BE if said == "no" else left
        if element.name == "trans-unit":
            yield from _of(text, element, left)
        elif element.name in ("file", "body", "group"):
            waiting.extend((child, left) for child in reversed(element.children))


def _of(text: str, holder: Element, left: str) -> Iterator[Unit]:
    """Yield the units of a trans-unit."""
    source, target = holder.child("source"), holder.child("target")
    if source is None:
        return
    if holder.get("approved") == "yes":
        left = left or APPROVED
    if any(holder.get(f"{space} locked") not in _NOT_LOCKED for space in (MQ, _PHRASE)):
        left = left or LOCKED
    segmented = holder.child("seg-source")
    segments = _segments(segmented) if segmented else {}
    if not segments:
        yield Unit(holder, source, target, left=left or _why(text, source, target, target))
        return
    places = _segments(target) if target else {}
    defined = {one.get("id"): one for one in holder.walk() if _is_definition(one)}
    filled = target is not None and not places and bool(text[target.inner : target.last].strip())
    for number, segment in segments.items():
        place, definition = places.get(number), defined.get(number)
        why = left or (LOCKED if definition and _is_locked(definition) else "")
        why = why or (TRANSLATED if filled else _why(text, segment, place, target, definition))
        yield Unit(holder, segment, place, number, definition, why)


def _is_definition(element: Element) -> bool:
    return element.name == "seg" and element.space == SDL


def _is_locked(definition: Element) -> bool:
    return definition.get("locked") not in _NOT_LOCKED


def _segments(element: Element) -> dict[str, Element]:
    """Return the segments in a source or a target by their numbers."""
    marks = (one for one in element.walk() if one.name == "mrk" and one.get("mtype") == "seg")
    return {one.get("mid"): one for one in marks}


def _why(
    text: str,
    source: Element,
    place: Element | None,
    target: Element | None,
    definition: Element | None = None,
) -> str:
    """Return why a source is left that has a translation, nothing if it has none."""
    made = text[place.inner : place.last] if place else ""
    state = target.get("state") if target else ""
    if not made.strip() or state == _NEW:
        return ""
    is_copy = made == text[source.inner : source.last]
    if definition:
        drafted = AGAIN if definition.get("conf") == "Draft" else TRANSLATED
        return "" if is_copy and definition.get("origin") == "source" else drafted
    drafted = AGAIN if state.startswith(_DRAFTS) else TRANSLATED
    return "" if is_copy and state in _COPIED else drafted
