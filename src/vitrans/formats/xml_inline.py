"""The content of an element as words with marks: inline codes, references, line ends.

What an inline element is comes from a rule of its format (`Role`). Codes are kept whole: what
opens and closes goes with the words between, what stands alone keeps its place among the words,
and what stands like a word, such as a variable, is one character of the text.
"""

import html
import re
from collections.abc import Callable, Iterator
from enum import Enum
from itertools import pairwise
from typing import NamedTuple

from vitrans.formats.spans import Piece, Stretch
from vitrans.formats.strings import placeholders
from vitrans.formats.xml_tree import Element
from vitrans.types import Kind, Language, MarkKind

_HTML = (
    r"&lt;(?P<close>/)?(?P<name>[A-Za-z][\w-]{0,20})(?:\s(?:[^&<]|&(?:quot|apos|amp);){0,500}?)?"
    r"(?P<single>/)?&gt;"
)
_GAP = re.compile(
    rf"(?P<tag>{_HTML})|(?P<alone><!--.*?-->|<\?.*?\?>)|<!\[CDATA\[(?P<data>.*?)\]\]>"
    r"|(?P<entity>&[^;\s]{1,40};)|(?P<line>[ \t]*(?:\r\n?|\n)\s*)",
    re.DOTALL,
)
_SPECIAL = re.compile("[&<>]")
_TAGS = re.compile(r"</?[\w:.-]+(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
_CODES = re.compile(r"<((?:[\w.-]+:)?(?:bpt|ept|ph|it|ut))\b[^<>]*(?<!/)>.*?</\1>", re.DOTALL)
# What stands for a word that is put in later: `%s`, `{0}`, `${name}`.
_VARIABLE = re.compile(r"%[\d$.]*[sdif@]|%\(|\{\{?[\w.]*\}?\}|\$\{")
_SHOWN = ("equiv-text", "equiv", "disp")
_STOPS = ".,;:!?…)]}”’\"'"


class Role(Enum):
    """What an inline element is to the words around it."""

    PAIR = "pair"
    """Its content is text."""
    CODE = "code"
    """It stands for something, whole."""
    OPEN = "open"
    """It opens what another element closes."""
    CLOSE = "close"
    BREAK = "break"
    """It ends a line or a page."""
    KEPT = "kept"
    """Its content is text that stays as it is."""


class Inline(NamedTuple):
    """The role of an element, and for what opens or closes the name that it shares."""

    role: Role
    name: str = ""


Rule = Callable[[Element], Inline]


def content(
    text: str, element: Element, rule: Rule, line: int, given: Language
) -> Iterator[Stretch]:
    """Yield the content of an element as stretches of the text that it stands in.

    It is one, or one for each line where white space counts.
    """
    first, pieces = element.inner, list[Piece]()
    for piece in sorted(_pieces(text, element, rule)):
        if element.keeps_space and piece.kind is MarkKind.BREAK:
            yield Stretch(first, piece.start, Kind.PARAGRAPH, line, pieces, "xml", given=given)
            line += text.count("\n", first, piece.end)
            first, pieces = piece.end, []
        else:
            pieces.append(piece)
    yield Stretch(first, element.last, Kind.PARAGRAPH, line, pieces, "xml", given=given)


def _pieces(text: str, element: Element, rule: Rule) -> Iterator[Piece]:
    """Yield all in the content of an element that is no plain word."""
    codes = _joined(sorted(_inside(text, element, rule)))
    edges = [element.inner, *(at for p in codes for at in (p.start, p.end)), element.last]
    yield from codes
    for start, end in list(pairwise(edges))[::2]:
        yield from _characters(text, start, end)


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Return codes in order, those that open and close nothing as one that stands alone."""
    made: list[Piece] = []
    for piece in pieces:
        made.append(piece)
        if piece.kind is MarkKind.CLOSE:
            first = len(made) - 2
            while first >= 0 and made[first].kind is MarkKind.ALONE:
                first -= 1
            run = made[max(first, 0) :]
            mates = run[0].kind is MarkKind.OPEN and run[0].name == piece.name
            if mates and all(one.end == other.start for one, other in pairwise(run)):
                made[first:] = [Piece(run[0].start, piece.end, MarkKind.ALONE)]
    return made


def _inside(text: str, element: Element, rule: Rule) -> Iterator[Piece]:
    """Yield the tags and codes within an element."""
    for child in element.children:
        role, name = rule(child)
        if role is Role.PAIR and not child.is_empty_tag:
            yield Piece(child.start, child.inner, MarkKind.OPEN, name=f"<{child.start}")
            yield from _inside(text, child, rule)
            yield Piece(child.last, child.end, MarkKind.CLOSE, name=f"<{child.start}")
        elif role in (Role.OPEN, Role.CLOSE):
            kind = MarkKind.OPEN if role is Role.OPEN else MarkKind.CLOSE
            yield Piece(child.start, child.end, kind, name=name)
        else:
            yield Piece(child.start, child.end, _kind(text, element, child, role))


def _kind(text: str, parent: Element, child: Element, role: Role) -> MarkKind:
    """Return whether a code is a word of the sentence or stands between words."""
    before, after = text[parent.inner : child.start], text[child.end : parent.last]
    if role is Role.BREAK or not _stands_apart(before, after):
        return MarkKind.ALONE
    if role is Role.KEPT or _VARIABLE.search(_shown(text, child)):
        return MarkKind.OBJECT
    inner = before.strip() and after.strip().strip(_STOPS)
    return MarkKind.OBJECT if inner and role is Role.CODE else MarkKind.ALONE


def _stands_apart(before: str, after: str) -> bool:
    """Say whether there are spaces, stops or nothing around a code, as around a word."""
    left = not before or before[-1].isspace() or before[-1] in "([{“‘\"'"
    return left and (not after or after[0].isspace() or after[0] in _STOPS)


def _shown(text: str, code: Element) -> str:
    """Return what a code says that it stands for."""
    return " ".join((text[code.inner : code.last], *(code.get(name) for name in _SHOWN)))


def _characters(text: str, start: int, end: int) -> Iterator[Piece]:
    """Yield references, line ends, written-out tags, comments and sections between tags."""
    for found in _GAP.finditer(text, start, end):
        if found["tag"]:
            yield _tag(found)
        elif found["entity"]:
            yield Piece(*found.span(), MarkKind.ESCAPE, html.unescape(found["entity"]))
        elif found["line"]:
            yield Piece(*found.span(), MarkKind.BREAK, " ")
        elif found["alone"]:
            yield Piece(*found.span(), MarkKind.ALONE)
        else:
            first, last = found.span("data")
            yield Piece(found.start(), first, MarkKind.ALONE)
            for sign in _SPECIAL.finditer(text, first, last):
                yield Piece(*sign.span(), MarkKind.ESCAPE, sign[0])
            yield Piece(last, found.end(), MarkKind.ALONE)


def _tag(found: re.Match[str]) -> Piece:
    """Return a tag of HTML that stands as text, such as `&lt;b&gt;`."""
    if found["single"]:
        return Piece(*found.span(), MarkKind.ALONE)
    kind = MarkKind.CLOSE if found["close"] else MarkKind.OPEN
    return Piece(*found.span(), kind, name=found["name"].lower())


def structure(text: str) -> list[str]:
    """Return the tags in a text, and the placeholders that stand outside of codes."""
    bare = _TAGS.sub(" ", _CODES.sub(" ", text))
    return [*_TAGS.findall(text), *placeholders(bare)]


def shown(text: str) -> str:
    """Return what a reader sees of a text with inline codes, which are left out."""
    return html.unescape(_TAGS.sub("", _CODES.sub("", text)))
