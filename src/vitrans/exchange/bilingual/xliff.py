"""A sheet as XLIFF 1.2, whose inline codes say where the marks of the original stand.

The specification is OASIS's of 2008 (docs.oasis-open.org/xliff/v1.2). A pair is `bpt` and `ept`,
or `it` where its other half is in another sentence; what stands alone or for words is `ph`.
"""

from collections.abc import Iterator
from typing import Any

from vitrans._version import __version__
from vitrans.encodings import decode
from vitrans.errors import InputError
from vitrans.exchange.bilingual.sheet import (
    Code,
    Coded,
    Entry,
    Reviewed,
    Row,
    Sheet,
    digest,
    is_changed,
    joined,
    percent,
    shown,
)
from vitrans.exchange.tmx import FORBIDDEN, TAGS, xml_root
from vitrans.types import MarkKind, Match, Target, target_of

_NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
_OWN = "urn:vitrans:review:1"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_OPENING, _CLOSING = frozenset({"bpt", "bx"}), frozenset({"ept", "ex"})
_ALONE = frozenset({"ph", "x"})


def write(sheet: Sheet) -> bytes:
    """Return a unit for each row, its id the row's, its flags as notes."""
    from lxml import etree

    root = etree.Element(_q("xliff"), version="1.2", nsmap={None: _NAMESPACE, "vitrans": _OWN})
    file = etree.SubElement(root, _q("file"), _file(sheet))
    header = etree.SubElement(file, _q("header"))
    tool = {"tool-id": "vitrans", "tool-name": "vitrans", "tool-version": __version__}
    etree.SubElement(header, _q("tool"), tool)
    body = etree.SubElement(file, _q("body"))
    for row in sheet.rows:
        _add_unit(body, row)
    for block in (root, file, header, body, *body):
        _indent(block)
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return made + b"\n"


def read(data: bytes, name: str) -> Reviewed:
    """Return what a reviewer says: the units of XLIFF 1.2, as any tool has written them.

    Raises:
        InputError: it is not well-formed, or no XLIFF 1.2 with a target language.
    """
    root = xml_root(decode(data, name).text)
    file = next(root.iter(_q("file")), None)
    if file is None:
        raise InputError(f"{name!r} is no XLIFF 1.2; give the file that vitrans wrote, reviewed")
    entries = tuple(
        _entry(unit, place) for place, unit in enumerate(root.iter(_q("trans-unit")), 1)
    )
    return Reviewed(entries, _target(file), coded=True)


def _q(name: str) -> str:
    return f"{{{_NAMESPACE}}}{name}"


def _file(sheet: Sheet) -> dict[str, str]:
    return {
        "original": _clean(sheet.name),
        "source-language": TAGS[sheet.source],
        "target-language": TAGS[sheet.target],
        "datatype": "plaintext",
        "tool-id": "vitrans",
    }


def _add_unit(body: Any, row: Row) -> None:
    """Put a row at the end of the body."""
    from lxml import etree

    unit = etree.SubElement(body, _q("trans-unit"), id=str(row.id))
    unit.set(_SPACE, "preserve")
    unit.set(f"{{{_OWN}}}check", digest(_flat(row.target)))
    _fill(etree.SubElement(unit, _q("source")), row.source)
    target = etree.SubElement(unit, _q("target"), state="translated")
    if row.is_translated:
        unsure = row.flags or row.is_doubtful
        target.set("state", "needs-review-translation" if unsure else "translated")
        target.set("state-qualifier", "leveraged-tm" if row.memory else "leveraged-mt")
    _fill(target, row.target)
    context = etree.SubElement(unit, _q("context-group"), purpose="location")
    line = {"context-type": "linenumber"}
    etree.SubElement(context, _q("context"), line).text = str(row.line)
    sure = percent(row.confidence)
    notes = [*row.flags, *([f"confidence {sure} %"] if sure else [])]
    for note in notes:
        etree.SubElement(unit, _q("note"), {"from": "vitrans"}).text = _clean(note)
    for match in row.matches:
        _add_match(unit, match)


def _add_match(unit: Any, match: Match) -> None:
    """Put what a translation memory has at the end of a unit."""
    from lxml import etree

    facts = {"match-quality": f"{match.score}%", "origin": _clean(match.origin)}
    known = {name: value for name, value in facts.items() if value}
    made = etree.SubElement(unit, _q("alt-trans"), known)
    for name, text in (("source", match.source), ("target", match.target)):
        etree.SubElement(made, _q(name)).text = _clean(text)


def _fill(element: Any, text: Coded) -> None:
    """Put a text with its codes into an element."""
    from lxml import etree

    codes = [piece for piece in text if isinstance(piece, Code)]
    opened = {code.id for code in codes if code.kind is MarkKind.OPEN}
    closed = {code.id for code in codes if code.kind is MarkKind.CLOSE}
    for piece in text:
        if isinstance(piece, str):
            _append(element, _clean(piece))
            continue
        name, more = _element(piece, piece.id in opened & closed)
        child = etree.SubElement(element, _q(name), {"id": str(piece.id), **more})
        child.text = _clean(piece.raw)


def _element(code: Code, paired: bool) -> tuple[str, dict[str, str]]:
    """Return the name and attributes of the element that stands for a code."""
    if code.kind is MarkKind.OPEN:
        return ("bpt", {}) if paired else ("it", {"pos": "open"})
    if code.kind is MarkKind.CLOSE:
        return ("ept", {}) if paired else ("it", {"pos": "close"})
    return "ph", {}


def _append(element: Any, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _indent(element: Any) -> None:
    """Put each child of an element on a line of its own."""
    depth = sum(1 for _ in element.iterancestors())
    for child in element:
        child.tail = "\n" + "  " * depth + "  "
    if len(element):
        element.text = "\n" + "  " * depth + "  "
        element[-1].tail = "\n" + "  " * depth


def _target(file: Any) -> Target | None:
    code = (file.get("target-language") or "").lower().partition("-")[0]
    return target_of(code) if code in ("en", "vi") else None


def _entry(unit: Any, place: int) -> Entry:
    number = unit.get("id") or ""
    target = _read(unit.find(_q("target")))
    return Entry(
        shown(_read(unit.find(_q("source")))),
        target,
        int(number) if number.isascii() and number.isdigit() else None,
        is_changed(_flat(target), unit.get(f"{{{_OWN}}}check") or ""),
        f"unit {number or place}",
    )


def _read(element: Any) -> Coded:
    """Return the text of a source or target with its codes."""
    return () if element is None else joined(_pieces(element))


def _pieces(element: Any) -> Iterator[str | Code]:
    yield element.text or ""
    for child in element:
        yield from _inside(child)
        yield child.tail or ""


def _inside(child: Any) -> Iterator[str | Code]:
    """Yield what a child of a text is: codes, or the words that it marks."""
    name = str(child.tag).removeprefix(f"{{{_NAMESPACE}}}")
    number = child.get("id") or ""
    if name == "mrk" or (name in ("g", "sub") and not number.isdigit()):
        yield from _pieces(child)
    elif name == "g":
        yield Code(int(number), MarkKind.OPEN)
        yield from _pieces(child)
        yield Code(int(number), MarkKind.CLOSE)
    elif kind := _kind(name, child.get("pos")):
        yield Code(int(number) if number.isdigit() else -1, kind, child.text or "")


def _kind(name: str, position: str | None) -> MarkKind | None:
    if name in _OPENING or (name == "it" and position == "open"):
        return MarkKind.OPEN
    if name in _CLOSING or name == "it":
        return MarkKind.CLOSE
    return MarkKind.ALONE if name in _ALONE else None


def _flat(text: Coded) -> str:
    """Return a text and the places of its codes, to see whether either has changed."""
    return "".join(
        piece if isinstance(piece, str) else f"{{{_SIGN[piece.kind]}{piece.id}}}" for piece in text
    )


_SIGN = {MarkKind.OPEN: "<", MarkKind.CLOSE: ">", MarkKind.ALONE: "", MarkKind.OBJECT: ""}


def _clean(text: str) -> str:
    """Return a text without what XML cannot hold."""
    return FORBIDDEN.sub("", text)
