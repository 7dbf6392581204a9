"""`tag_handling`: texts with tags, which come back around the words that translate theirs.

HTML is read by the format of that name. In XML a tag stands within running text unless it is named
as one that splits, or, where structure is to be detected, its element stands among elements alone.
What is in an ignored tag, and a tag without words in it, is one object of the sentence.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Literal, NamedTuple

from vitrans.formats import named
from vitrans.formats.spans import Piece, Stretch, document
from vitrans.pipeline import translate_document
from vitrans.server.serving import ServingToolkit
from vitrans.server.sources import detector_for
from vitrans.types import Document, Kind, MarkKind, target_of

# What tells whether a result has the tags of its source.
_FORMAT = "html"
# Nothing is gone back over, and values are counted: texts that are made to be slow are not.
_TAG = re.compile(
    r"<(?P<close>/)?(?P<name>[A-Za-z_][\w.:-]*+)"
    r"(?P<rest>(?:\"[^\"]*+\"|'[^']*+'|[^<>\"']++){0,1000}+)>"
    r"|<![A-Za-z][^<>]*+>"
)
# Other markup: how it begins and ends.
_CLOSED = {"<!--": "-->", "<![CDATA[": "]]>", "<?": "?>"}
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z][A-Za-z\d]{1,31});")


@dataclass(frozen=True, slots=True)
class Tags:
    """How tags are to be handled.

    Attributes:
        form: `xml` or `html`.
        ignored: tags whose content is not translated.
        splitting: tags that end a sentence.
        joining: tags that never do.
        detect: whether structure is told from how elements stand in each other.
    """

    form: Literal["xml", "html"]
    ignored: frozenset[str] = frozenset()
    splitting: frozenset[str] = frozenset()
    joining: frozenset[str] = frozenset()
    detect: bool = True


class _Tag(NamedTuple):
    """A tag or another piece of markup; `name` is empty for the latter."""

    start: int
    end: int
    name: str
    kind: MarkKind


class _Element(NamedTuple):
    """Tags of an element, by their numbers, and the one that opens the element around it."""

    first: int
    last: int
    parent: int


def translated_markup(
    text: str, tags: Tags, tools: ServingToolkit, source: str, target: str
) -> str:
    """Return a text with tags translated."""
    html = tags.form == "html" and not tags.ignored
    form = named("html") if html else None
    made = translate_document(
        form.read(text.encode("utf-8", "replace"), "the text") if form else parse(text, tags),
        target_of(target),
        tools.translator,
        tools.restorer,
        detector_for(source, tools.detector),
        tools.english_captions,
    ).document
    if form:
        return form.write(made).decode("utf-8")
    return "".join(
        glue + segment
        for glue, segment in zip(made.glue, [*(s.raw for s in made.segments), ""], strict=True)
    )


def parse(text: str, tags: Tags) -> Document:
    """Return a text with tags as a document, its tags as marks."""
    found = list(_tags(text))
    splits = _splitting(text, found, tags)
    return document(text, _stretches(text, found, splits, tags), _FORMAT)


def _tags(text: str) -> Iterator[_Tag]:
    """Yield the tags and other markup of a text; what is not closed is text."""
    unclosed: set[str] = set()
    at = text.find("<")
    while at >= 0:
        found = _tag_at(text, at, unclosed)
        if found:
            yield found
        at = text.find("<", found.end if found else at + 1)


def _tag_at(text: str, start: int, unclosed: set[str]) -> _Tag | None:
    """Return what begins at a `<`; what is found not to be closed anywhere is noted."""
    for opening, closing in _CLOSED.items():
        if text.startswith(opening, start):
            end = -1 if opening in unclosed else text.find(closing, start + len(opening))
            if end < 0:
                unclosed.add(opening)
                return None
            return _Tag(start, end + len(closing), "", MarkKind.ALONE)
    match = _TAG.match(text, start)
    if not match:
        return None
    name, kind = match["name"] or "", MarkKind.OPEN
    if match["close"]:
        kind = MarkKind.CLOSE
    elif not name or match["rest"].endswith("/"):
        kind = MarkKind.ALONE
    return _Tag(start, match.end(), name, kind)


def _splitting(text: str, found: Sequence[_Tag], tags: Tags) -> frozenset[int]:
    """Return the numbers of the tags that end a sentence."""
    named = {n for n, tag in enumerate(found) if tag.name in tags.splitting}
    if not tags.detect:
        return frozenset(named)
    elements = _elements(found)
    mixed = _mixed(text, found, elements)
    for element in elements:
        if element.parent not in mixed and found[element.first].name not in tags.joining:
            named |= {element.first, element.last}
    return frozenset(named)


def _elements(found: Sequence[_Tag]) -> list[_Element]:
    """Return the elements whose tags are both there, with the tag that opens the one around."""
    open_: list[int] = []
    names: Counter[str] = Counter()  # of those that are open
    elements = []
    for number, tag in enumerate(found):
        if tag.kind is MarkKind.OPEN:
            open_.append(number)
            names[tag.name] += 1
        elif tag.kind is MarkKind.CLOSE and names[tag.name]:
            first = -1
            while first < 0 or found[first].name != tag.name:
                first = open_.pop()
                names[found[first].name] -= 1
            elements.append(_Element(first, number, open_[-1] if open_ else -1))
    return elements


def _mixed(text: str, found: Sequence[_Tag], elements: Sequence[_Element]) -> frozenset[int]:
    """Return the tags that open elements with text beside elements; -1 is the text as a whole.

    An element of nothing but text is none of them, as it has no elements in it to split.
    """
    closes = {element.last: element.parent for element in elements}
    opens = {element.first for element in elements}
    mixed, inside, done = set(), -1, 0
    for number, tag in enumerate(found):
        if text[done : tag.start].strip():
            mixed.add(inside)
        done = tag.end
        if number in opens:
            inside = number
        elif number in closes:
            inside = closes[number]
    if text[done:].strip():
        mixed.add(inside)
    return frozenset(mixed)


def _stretches(
    text: str, found: Sequence[_Tag], splits: frozenset[int], tags: Tags
) -> Iterator[Stretch]:
    """Yield the texts between tags that split, with the other tags in them."""
    closes = {element.first: element.last for element in _elements(found)}
    start, number = 0, 0
    pieces: list[Piece] = []
    while number < len(found):
        tag, last = found[number], closes.get(number, number)
        hidden = tag.name in tags.ignored and last > number
        if number in splits:
            yield _stretch(text, start, tag.start, pieces)
            number = last if hidden else number
            start, pieces = found[number].end, []
        elif hidden or (last > number and not text[tag.end : found[last].start].strip()):
            pieces.append(Piece(tag.start, found[last].end, MarkKind.OBJECT))
            number = last
        else:
            pieces.append(_piece(text, tag))
        number += 1
    yield _stretch(text, start, len(text), pieces)


def _piece(text: str, tag: _Tag) -> Piece:
    """Return a tag as a mark; one without words, and character data, is an object."""
    if tag.name and tag.kind is not MarkKind.ALONE:
        return Piece(tag.start, tag.end, tag.kind, name=tag.name)
    is_object = tag.name or text.startswith("<![", tag.start)
    return Piece(tag.start, tag.end, MarkKind.OBJECT if is_object else MarkKind.ALONE)


def _stretch(text: str, start: int, end: int, pieces: Sequence[Piece]) -> Stretch:
    """Return a text between two tags that split, its entities read."""
    gaps = zip([start, *(p.end for p in pieces)], [*(p.start for p in pieces), end], strict=True)
    entities = []
    for match in (match for gap in gaps for match in _ENTITY.finditer(text, *gap)):
        shown = unescape(match[0])
        if len(shown) == 1:
            entities.append(Piece(*match.span(), MarkKind.ESCAPE, shown))
    line = text.count("\n", 0, start) + 1
    return Stretch(start, end, Kind.PARAGRAPH, line, sorted([*pieces, *entities]), "xml")
