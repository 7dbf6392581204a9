"""EPUB books: the text of each chapter is read as a page, and the contents and titles with it.

The parts that are text travel in one document, in the order in which they are read, each behind
its name (`packages.joined`). All else in the package comes back byte for byte, and so does a part
in which nothing has changed.
"""

import html
import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import ClassVar, NamedTuple
from urllib.parse import unquote, urlsplit

from vitrans.errors import InputError
from vitrans.formats import html_later as later
from vitrans.formats.base import render
from vitrans.formats.html import language_edits, page, structure
from vitrans.formats.html_labels import Edit, Texts, edited, language_of
from vitrans.formats.html_runs import Run
from vitrans.formats.html_text import stretches
from vitrans.formats.html_tokens import Sort, Token, attributes, tokens
from vitrans.formats.office import told_of
from vitrans.formats.packages import Package, Part, places
from vitrans.formats.spans import Stretch, document
from vitrans.types import Document, Kind

_CONTAINER = "META-INF/container.xml"
_PROTECTION = "META-INF/encryption.xml"
_PAGES = frozenset(["application/xhtml+xml", "text/html"])
_CONTENTS = "application/x-dtbncx+xml"
# Elements that are text in the description of the book, and in the old form of its contents.
_TITLES = frozenset(["dc:title", "dc:description", "dc:subject", "title", "description"])
_LABELS = frozenset(["text"])


class Epub:
    """EPUB books."""

    name: ClassVar[str] = "epub"
    title: ClassVar[str] = "EPUB"
    suffixes: ClassVar[tuple[str, ...]] = (".epub",)

    def read(self, data: bytes, name: str) -> Document:
        """Return the document in a book."""
        package = Package(data, name)
        book = _Book.of(package, name)
        _refuse_protected(package, book.parts, name)
        found = list(self._documents(package, book))
        read: Counter[str] = Counter()
        for part, made in found:
            read[book.where(part.name)] += len(made.segments)
        told = told_of(read, Counter())
        return replace(_joined(found), format=self.name, package=data, told=tuple(told))

    def write(self, document: Document) -> bytes:
        """Return the book with the parts that have changed; its language follows."""
        package = Package(document.package, "the book")
        document = later.settled(document)
        text, texts = render(document), Texts.of(document)
        changed: dict[str, bytes] = {}
        for name, start, end in places(text):
            edits = language_edits(document, text, start, end, True, texts)
            moved = [(a - start, b - start, new) for a, b, new in edits]
            moved += _languages(text[start:end], document, texts)
            made, before = edited(text[start:end], moved), package.read_xml(name)
            if made != before.text:
                changed[name] = made.encode(before.encoding, "xmlcharrefreplace")
        return package.replaced(changed)

    def structure(self, text: str) -> list[str]:
        """Return the tags of all parts."""
        parts = places(text) or [("", 0, len(text))]
        return [tag for _, start, end in parts for tag in structure(text[start:end], True)]

    def _documents(self, package: Package, book: "_Book") -> Iterator[tuple[Part, Document]]:
        """Yield the parts with text, each with what is read of it."""
        for name in book.parts:
            part = package.read_xml(name)
            if name in book.pages:
                yield part, page(part.text, True, self.name)
            else:
                names = _TITLES if name == book.description else _LABELS
                yield part, document(part.text, _labels(part.text, names), self.name)


class _Book(NamedTuple):
    """The names of the parts with text, in the order of reading, and what they are."""

    description: str
    pages: tuple[str, ...]
    contents: tuple[str, ...]

    @property
    def parts(self) -> tuple[str, ...]:
        return (self.description, *self.pages, *self.contents)

    def where(self, part: str) -> str:
        """Return what people call the place of the text of a part."""
        if part == self.description:
            return "title and description"
        return "contents" if part in self.contents else "pages"

    @classmethod
    def of(cls, package: Package, name: str) -> "_Book":
        """Return the parts of a book.

        Raises:
            InputError: it is no EPUB.
        """
        if _CONTAINER not in package.names:
            raise InputError(f"{name!r} is no EPUB book: it lacks {_CONTAINER}; fetch it again")
        roots = _values(package.read_xml(_CONTAINER).text, "rootfile", "full-path")
        described = next((found["full-path"] for found in roots), "")
        text = package.read_xml(described).text
        known = frozenset(package.names)
        place = partial(_place, posixpath.dirname(described))
        items = {
            found["id"]: (place(found["href"]), found.get("media-type", ""))
            for found in _values(text, "item", "id", "href")
        }
        order = [found["idref"] for found in _values(text, "itemref", "idref")]
        ordered = [items[one] for one in (*order, *items) if one in items]
        pages = dict.fromkeys(part for part, kind in ordered if kind in _PAGES and part in known)
        contents = [part for part, kind in ordered if kind == _CONTENTS and part in known]
        return cls(described, tuple(pages), tuple(dict.fromkeys(contents)))


def _place(folder: str, reference: str) -> str:
    """Return the part that a reference from a folder names."""
    return posixpath.normpath(posixpath.join(folder, unquote(urlsplit(reference).path)))


def _values(text: str, element: str, *wanted: str) -> Iterator[dict[str, str]]:
    """Yield the attributes of each element of a name that has those wanted."""
    for token in tokens(text, xml=True):
        if token.sort in (Sort.OPEN, Sort.EMPTY) and token.name.rpartition(":")[2] == element:
            found = {a.name: html.unescape(text[a.start : a.end]) for a in attributes(text, token)}
            if all(name in found for name in wanted):
                yield found


def _refuse_protected(package: Package, parts: Iterable[str], name: str) -> None:
    """Refuse a book whose text is encrypted; fonts may be."""
    if _PROTECTION not in package.names:
        return
    text = package.read_xml(_PROTECTION).text
    locked = {_place("", found["uri"]) for found in _values(text, "cipherreference", "uri")}
    if not locked.isdisjoint(parts):
        raise InputError(
            f"{name!r} is protected against copying, its text is encrypted; ask its publisher for "
            "a copy without protection"
        )


def _labels(text: str, names: frozenset[str]) -> Iterator[Stretch]:
    """Yield the texts of elements of some names."""
    opened: Token | None = None
    for row, token in enumerate(tokens(text, xml=True), 1):
        if token.sort is Sort.OPEN:
            opened = token if token.name in names else None
        elif token.sort is Sort.CLOSE and opened and token.name == opened.name:
            line = text.count("\n", 0, opened.end) + 1
            run = Run(opened.end, token.start, Kind.HEADLINE, has_words=True)
            yield from (s._replace(line=line, row=2 * row) for s in stretches(text, run))


def _joined(parts: Iterable[tuple[Part, Document]]) -> Document:
    """Return the documents of parts as one, each behind the name of its part."""
    glue, segments, rows = [""], [], 0
    for part, made in parts:
        glue[-1] += part.heading + made.glue[0]
        glue += made.glue[1:]
        segments += [replace(s, row=s.row + rows) for s in made.segments]
        rows = segments[-1].row + 1 if segments else 0
    return Document(tuple(segments), tuple(glue))


def _languages(text: str, book: Document, texts: Texts) -> Iterator[Edit]:
    """Yield the edits of what names the language of a book that was translated."""
    if not book.target or not texts.mostly_done:
        return
    opened: Token | None = None
    for token in tokens(text, xml=True):
        if token.sort is Sort.OPEN:
            opened = token if token.name == "dc:language" else None
        elif token.sort is Sort.TEXT and opened:
            named = language_of(text[token.start : token.end])
            if named is book.target.other:
                yield token.start, token.end, str(book.target)
