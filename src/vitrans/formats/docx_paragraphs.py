"""What a paragraph of Word is made of.

Text in tracked changes is read as if they were accepted: what was put in is read, and what was
taken out stands among the words as one thing. Marks of spelling, of the last page breaks and of
editing sessions are left out of a paragraph that is written anew, and runs that look alike become
one.
"""

import re
from collections.abc import Iterator

from vitrans.formats.docx_fields import FieldMark, Raw, is_link, with_fields
from vitrans.formats.docx_styles import Styles
from vitrans.formats.inline_atoms import (
    NO_RUN,
    Atom,
    Close,
    Open,
    RangeEnd,
    Role,
    Run,
    Stuff,
    Thing,
    Words,
    with_ranges,
)
from vitrans.formats.xml_nodes import Node

# What of a run's properties is not to be seen in Latin letters, or hardly.
_NOISE = re.compile(
    rb"<[\w.-]+:rPrChange\b.*?</[\w.-]+:rPrChange>"
    rb"|<[\w.-]+:(?:lang|noProof|kern|webHidden|szCs|bCs|iCs)\b[^<>]*/>"
    rb"|<[\w.-]+:spacing\s+[\w.-]+:val=\"-?(?:\d|10)\"\s*/>"
    rb"|\s[\w.-]+:(?:rsid\w*|hint|cs|cstheme|eastAsia|eastAsiaTheme)=\"[^\"]*\"",
    re.DOTALL,
)
_EMPTY = re.compile(rb"<[\w.-]+:(?:rFonts|rPr)\s*/>|<([\w.-]+:rPr)>\s*</\1>")
_NO = ("0", "false", "off", "none")
# Elements whose words are words of the paragraph; the element in them that has none of these.
_AROUND = {
    "w:hyperlink": "",
    "w:ins": "",
    "w:moveTo": "",
    "w:dir": "",
    "w:bdo": "",
    "w:smartTag": "w:smartTagPr",
    "w:customXml": "w:customXmlPr",
}
_RANGES = {
    "w:bookmarkStart": ("bookmark", True),
    "w:bookmarkEnd": ("bookmark", False),
    "w:commentRangeStart": ("comment", True),
    "w:commentRangeEnd": ("comment", False),
    "w:permStart": ("perm", True),
    "w:permEnd": ("perm", False),
}
_LEFT_OUT = frozenset(["w:pPr", "w:rPr", "w:proofErr", "w:lastRenderedPageBreak", "w:softHyphen"])
_DATES = ("day", "month", "year")
_OBJECTS = frozenset(
    ["m:oMath", "m:oMathPara", "w:sym", "w:ruby", "w:pgNum"]
    + [f"w:{what}{length}" for what in _DATES for length in ("Short", "Long")]
)
_SHOWN = frozenset(["w:drawing", "w:pict", "w:object", "mc:AlternateContent"])


def paragraph_atoms(data: bytes, paragraph: Node, styles: Styles) -> list[Atom]:
    """Return what a paragraph is made of.

    Raises:
        ValueError: a field in it begins in an element that it does not end in.
    """
    reader = _Reader(data, styles)
    return with_ranges(with_fields(list(reader.content(paragraph))))


class _Reader:
    """Reads the elements of a paragraph."""

    def __init__(self, data: bytes, styles: Styles) -> None:
        self._data, self._styles = data, styles

    def content(self, parent: Node, without: str = "") -> Iterator[Raw]:
        """Yield what the elements in a paragraph, a link or the like are."""
        for node in parent.nodes:
            if node.name == "w:r":
                yield from self._run(node)
            elif node.name in _AROUND:
                yield from self._around(node, node.child(_AROUND[node.name]), node)
            elif node.name == "w:sdt":
                yield from self._control(node)
            elif node.name == "w:fldSimple":
                yield from self._simple_field(node)
            elif node.name in _RANGES:
                what, first = _RANGES[node.name]
                yield RangeEnd(f"{what} {node.attributes.get('w:id')}", first, _beside(node))
            elif node.name not in _LEFT_OUT and node.name != without:
                role = Role.OBJECT if node.name in _OBJECTS else Role.ALONE
                yield Thing(role, (_beside(node),))

    def _around(self, node: Node, head: Node | None, inner: Node) -> Iterator[Raw]:
        """Yield an element that goes with the words in it."""
        key = f"element {node.start}"
        first = Stuff(NO_RUN, node.start, head.end if head else inner.inner)
        yield Open(key, (first,))
        yield from self.content(inner, head.name if head else "")
        yield Close(key, (Stuff(NO_RUN, inner.close, node.end),))

    def _control(self, node: Node) -> Iterator[Raw]:
        """Yield a content control, or one thing where it has no content."""
        content = node.child("w:sdtContent")
        if content and content.close > content.inner:
            yield from self._around(node, None, content)
        else:
            yield Thing(Role.ALONE, (_beside(node),))

    def _simple_field(self, node: Node) -> Iterator[Raw]:
        if is_link(node.attributes.get("w:instr", "")):
            yield from self._around(node, node.child("w:fldData"), node)
        else:
            yield Thing(Role.OBJECT, (_beside(node),))

    def _run(self, node: Node) -> Iterator[Raw]:
        """Yield what is in a run; code is one object, and hidden text stands by itself."""
        properties = node.child("w:rPr")
        style = properties.child("w:rStyle") if properties else None
        if style and style.attributes.get("w:val") in self._styles.code:
            yield Thing(Role.OBJECT, (_beside(node),))
            return
        if properties and _is_on(properties, "w:vanish"):
            yield Thing(Role.ALONE, (_beside(node),))
            return
        head = self._data[node.start : properties.end if properties else node.inner]
        name = self._data[node.start + 1 : node.inner].split(None, 1)[0].rstrip(b"/>")
        run = Run(head, b"</%b>" % name)
        look = _look(self._data[properties.start : properties.end]) if properties else b""
        lined = bool(properties and _is_on(properties, "w:u"))
        for child in node.nodes:
            yield from _in_run(child, run, look, lined)


def _in_run(node: Node, run: Run, look: bytes, lined: bool) -> Iterator[Raw]:
    """Yield what an element in a run is."""
    stuff = Stuff(run, node.start, node.end)
    if node.name == "w:t":
        if lined and not node.text.strip():
            yield Thing(Role.ALONE, (stuff,))  # a line to be written on
        else:
            yield Words(node.text, look, stuff)
    elif node.name == "w:noBreakHyphen":
        yield Words("\u2011", look, stuff)
    elif node.name == "w:fldChar":
        yield FieldMark(node.attributes.get("w:fldCharType", ""), stuff)
    elif node.name == "w:instrText":
        yield FieldMark("instruction", stuff, node.text)
    elif node.name not in _LEFT_OUT:
        yield Thing(_role(node), (stuff,))


def _role(node: Node) -> Role:
    """Return what an element among words is to them."""
    if node.name in _OBJECTS:
        return Role.OBJECT
    if node.name in _SHOWN and not any(inner.name == "wp:anchor" for inner in node.within()):
        return Role.SHOWN
    if node.name in ("w:tab", "w:ptab"):
        return Role.BORDER
    if node.name in ("w:br", "w:cr"):
        line = node.attributes.get("w:type", "textWrapping") == "textWrapping"
        return Role.BREAK if line else Role.BORDER
    return Role.ALONE


def _look(properties: bytes) -> bytes:
    """Return the properties of a run without those that are not to be seen."""
    return _EMPTY.sub(b"", _EMPTY.sub(b"", _NOISE.sub(b"", properties)))


def _is_on(properties: Node, name: str) -> bool:
    found = properties.child(name)
    return found is not None and found.attributes.get("w:val", "1") not in _NO


def _beside(node: Node) -> Stuff:
    """Return an element that stands beside runs."""
    return Stuff(NO_RUN, node.start, node.end)
