"""HTML and XHTML, whole pages and pieces of them: the text of each block is a segment.

Headings, paragraphs, items, cells, captions and the like become segments, with the tags within
them as marks; so do the title and description of the page, and the attributes that readers see
(`alt`, `title`, `placeholder` …). Scripts, styles, code, preformatted text, comments and what is
marked `translate="no"` stay as they are. Nothing is written anew: texts are put into their places,
so that quotes, entities, line ends and faults of the markup come back as they were.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import ClassVar

from vitrans.encodings import encode
from vitrans.formats import html_later as later
from vitrans.formats.base import TextFormat, render
from vitrans.formats.html_elements import is_text
from vitrans.formats.html_labels import Edit, Texts, charset, edited, edits
from vitrans.formats.html_runs import Run, runs
from vitrans.formats.html_text import stretches, value
from vitrans.formats.html_tokens import Sort, Token, attributes, is_xml, tokens
from vitrans.formats.spans import Stretch, document
from vitrans.text import lines
from vitrans.types import Document


class Html(TextFormat):
    """HTML files."""

    name = "html"
    title = "HTML"
    suffixes: ClassVar[tuple[str, ...]] = (".html", ".htm", ".xhtml", ".xht", ".shtml")

    def parse(self, text: str) -> Document:
        """Return a page as a document."""
        return page(text, is_xml(text), self.name)

    def write(self, document: Document) -> bytes:
        """Return the file's bytes; the language and the encoding that it names follow."""
        document = later.settled(document)
        text = render(document)
        xml = is_xml(text)
        changes = [*charset(text, document.encoding, xml=xml)]
        changes += language_edits(document, text, 0, len(text), xml)
        return encode(edited(text, changes), document.encoding)

    def structure(self, text: str) -> list[str]:
        """Return the tags of a text with the names of their attributes, its comments and code."""
        return structure(text, is_xml(text))


def language_edits(
    document: Document, text: str, start: int, end: int, xml: bool, texts: Texts | None = None
) -> Iterator[Edit]:
    """Yield what makes a page name the language that it was translated into, if it was.

    Args:
        document: the translated document.
        text: the same, rendered.
        start: where the page starts in it.
        end: where it ends.
        xml: whether it is XHTML.
        texts: where its segments stand, if that is known already.
    """
    if document.target:
        yield from edits(text, start, end, texts or Texts.of(document), document.target, xml)


def page(text: str, xml: bool, name: str) -> Document:
    """Return the document in HTML; `render` gives the text with copies of tags (`html_later`)."""
    pieces, spans = _with_copies(text, xml)
    return document("".join(pieces), spans, name)


def spans(text: str, start: int, end: int) -> Iterator[Stretch]:
    """Yield the texts in a stretch of HTML, without attributes of tags within a sentence.

    Rows and lines are left for the caller to tell.
    """
    for run in runs(text, start, end):
        if run.has_words:
            yield from stretches(text, run)
        else:
            for tag in run.tags:
                yield from values(text, tag)


def values(text: str, tag: Token) -> list[Stretch]:
    """Return the attributes of a tag that are text for readers."""
    found = list(attributes(text, tag))
    others = {a.name: text[a.start : a.end] for a in found}
    return [value(text, a) for a in found if is_text(tag.name, a.name, others)]


def structure(text: str, xml: bool) -> list[str]:
    """Return what there is in HTML besides words."""
    text = later.without_copies(text)
    return [
        _described(text, token)
        for token in tokens(text, xml=xml)
        if token.sort not in (Sort.TEXT, Sort.RAW) and token.name != "wbr"
    ]


def _described(text: str, token: Token) -> str:
    if token.sort is Sort.CLOSE:
        return f"/{token.name}"
    if not token.name:
        return text[token.start : token.end]
    return " ".join((token.name, *(a.name for a in attributes(text, token))))


def _with_copies(text: str, xml: bool) -> tuple[list[str], list[Stretch]]:
    """Return the pieces of a page, with copies of tags behind its runs, and the texts in it."""
    made = _Page(text)
    for run in runs(text, xml=xml):
        made.add(run)
    return [*made.pieces, text[made.done :]], made.spans


class _Page:
    """A page that grows run by run, with what is text in it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._may_copy = later.is_free(text)
        self._lines = list(accumulate((len(line) for line in lines(text)), initial=0))
        self._row = self._shift = self.done = 0
        self.pieces: list[str] = []
        self.spans: list[Stretch] = []

    def add(self, run: Run) -> None:
        """Add a run, and the texts of its tags."""
        found = [(tag, values(self._text, tag)) for tag in run.tags]
        texts = [(tag, parts) for tag, parts in found if parts]
        if not run.has_words:
            for _, parts in texts:
                self._extend(parts, 2)
        elif not (texts and self._may_copy):
            self._extend(stretches(self._text, run), 1 + run.apart)
        else:
            self._copy(run, texts)

    def _copy(self, run: Run, texts: Sequence[tuple[Token, list[Stretch]]]) -> None:
        """Add a run with copies of its tags behind it."""
        self._insert(run.start, later.BEGIN)
        self._extend(stretches(self._text, run), 1 + run.apart)
        self._insert(run.end, "")
        tags = {self._text[tag.start : tag.end]: (tag, parts) for tag, parts in texts}
        behind = later.copies(tags)
        for (tag, parts), before in zip(tags.values(), behind, strict=False):
            self._insert(run.end, before)
            shift, self._shift = self._shift, self._shift + run.end - tag.start
            self._extend(parts, 2)
            self._shift = shift
            self._insert(run.end, next(behind))
        self._insert(run.end, later.END)

    def _insert(self, at: int, more: str) -> None:
        """Insert characters at a place of the source."""
        self.pieces += (self._text[self.done : at], more)
        self.done = at
        self._shift += len(more)

    def _extend(self, parts: Iterator[Stretch] | Sequence[Stretch], gap: int) -> None:
        """Add texts, each with its line and its row, the first behind a gap."""
        for part in parts:
            line = bisect_right(self._lines, part.start)
            self._row += gap
            gap = 1
            moved = [p._replace(start=p.start + self._shift, end=p.end + self._shift)
                     for p in part.pieces] if self._shift else part.pieces  # fmt: skip
            start, end = part.start + self._shift, part.end + self._shift
            self.spans.append(
                part._replace(start=start, end=end, pieces=moved, line=line, row=self._row)
            )
