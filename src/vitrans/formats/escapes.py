"""How a new text is written where a format has characters of its own."""

import re
from collections.abc import Mapping

from vitrans.types import Mark, MarkKind, Segment

# At the start of a line these would be a list, a heading, a quotation or a rule.
_LINE_START = re.compile(r"[#>+*=-]|\d{1,9}(?=[.)](?:\s|$))")
_SPECIAL = re.compile(r"[\\`*_\[\]<>$~{}|]")
LINED = "html-lined"
"""What `Segment.escape` is where a web page shows line ends as they are in the file."""

_XML = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_XML_DOUBLE = _XML | {'"': "&quot;"}
_DOUBLE = {'"': '\\"', "\\": "\\\\"}
_UNSAFE = re.compile(r"^[\s!&*\[\]{}>|'\"%@`#,?:-]|:(?:\s|$)|\s#|[\n\t]|\s$")
_NO_TEXT = re.compile(r"(?:true|false|yes|no|on|off|null|~|[\d.,:_+-]+)", re.IGNORECASE)


def escapes(text: str, source: Segment, everything: bool = False) -> list[Mark]:
    """Return the marks that a new text needs to be read as it is in the place of a segment.

    Args:
        text: the new text.
        source: the segment; what it escapes is escaped in the new text too.
        everything: whether all that might be a mark is escaped.
    """
    if source.escape == "yaml-plain":
        return _quoted(text, _DOUBLE) if _UNSAFE.search(text) or _NO_TEXT.fullmatch(text) else []
    if source.escape == "html-bare":
        return _quoted(text, _XML_DOUBLE)
    written = _written(source)
    marks = [
        Mark(at, at + 1, written[character], MarkKind.ESCAPE)
        for at, character in enumerate(text)
        if character in written
    ]
    if source.escape in ("markdown", "cell"):
        marks += _markdown(text, written, everything)
    return sorted(marks, key=lambda mark: mark.start)


def _written(source: Segment) -> dict[str, str]:
    """Return how the characters that the format or the source escapes are written."""
    seen = {source.text[m.start : m.end]: m.raw for m in source.marks if m.kind is MarkKind.ESCAPE}
    rules = {
        "xml": _XML,
        "html": _XML,
        LINED: _XML,
        "html-double": _XML_DOUBLE,
        "html-single": _XML | {"'": "&#39;"},
        "double": _DOUBLE,
        "single": {"'": "''"},
        "cell": {"|": "\\|"},
        "quoted": {'"': '""'},
        "row": {"\\": "\\\\", "\t": "\\t"},
    }
    return {**seen, **rules.get(source.escape, {})}


def _markdown(text: str, written: dict[str, str], everything: bool) -> list[Mark]:
    """Return backslashes before what would begin a block, and, if asked, before all marks."""
    found = []
    if (match := _LINE_START.match(text)) and everything:
        at = match.end() if match[0].isdigit() else match.start()
        found.append(at)
    if everything:
        found += [match.start() for match in _SPECIAL.finditer(text)]
    return [
        Mark(at, at + 1, "\\" + text[at], MarkKind.ESCAPE)
        for at in dict.fromkeys(found)
        if text[at] not in written
    ]


def _quoted(text: str, written: Mapping[str, str]) -> list[Mark]:
    """Return quotation marks around a text, and what must be escaped between them."""
    inner = [
        Mark(at, at + 1, written[character], MarkKind.ESCAPE)
        for at, character in enumerate(text)
        if character in written
    ]
    end = len(text)
    return [Mark(0, 0, '"', MarkKind.ALONE), *inner, Mark(end, end, '"', MarkKind.ALONE)]
