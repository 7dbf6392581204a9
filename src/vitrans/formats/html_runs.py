"""The runs of text on a page: what stands between two block tags, with the tags in it.

Elements are opened and closed roughly as browsers do it, so that it is known of each text what it
is on the page and whether it is to be left alone (`translate="no"`, code, scripts). What closes
nothing, and what is never closed, does no harm.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from vitrans.formats import html_elements as elements
from vitrans.formats.html_tokens import Sort, Token, attributes, tokens
from vitrans.formats.spans import Piece
from vitrans.types import Kind, MarkKind

BREAK = "br"
PICTURE = "img"
"""Names of pieces that are line breaks and pictures."""

# A tag without these has no attribute that is text.
_MAY_HAVE_TEXT = re.compile(r"\b(?:alt|title|placeholder|summary|aria-|content|value|label|abbr)")
# Objects that are a part of the sentence even where they begin it.
_WORDS = elements.names("code kbd samp var math")


@dataclass
class Run:
    """Text between two block tags.

    Attributes:
        start: where it starts in the source.
        end: where it ends.
        kind: what it is on the page.
        apart: whether something parts it from the run before, such as a table or a picture.
        pieces: the tags in it, in order.
        tags: the tags in it whose attributes may be text.
        has_words: whether there is text in it.
        lined: whether its line ends are to be seen.
    """

    start: int
    end: int
    kind: Kind = Kind.PARAGRAPH
    apart: bool = False
    pieces: list[Piece] = field(default_factory=list)
    tags: list[Token] = field(default_factory=list)
    has_words: bool = False
    lined: bool = False


class _Frame(NamedTuple):
    """An element that is open: its name, whether its text is left alone, what that text is.

    `lined` says whether its line ends are to be seen.
    """

    name: str
    off: bool
    kind: Kind | None
    inline: bool
    lined: bool = False


class _Hole(NamedTuple):
    """What stands in a run for something else: where it starts, how deep it lies, what it is."""

    start: int
    depth: int
    kind: MarkKind
    name: str


def runs(text: str, start: int = 0, end: int | None = None, xml: bool = False) -> Iterator[Run]:
    """Yield the runs of a stretch of HTML, and runs without words for tags that stand alone."""
    walker = _Walker(text)
    for token in tokens(text, start, end, xml):
        yield from walker.take(token)
    yield from walker.flush(len(text) if end is None else end)


class _Walker:
    def __init__(self, text: str) -> None:
        self._text = text
        self._stack: list[_Frame] = [_Frame("", False, None, False)]
        self._open: Counter[str] = Counter()
        self._run: Run | None = None
        self._hole: _Hole | None = None
        self._apart, self._last = True, Kind.PARAGRAPH

    def take(self, token: Token) -> Iterator[Run]:
        """Take the next token; yield the runs that end with it."""
        sort = token.sort
        if sort is Sort.TEXT or (sort is Sort.RAW and token.name == "title"):
            self._words(token)
        elif sort is Sort.CLOSE:
            yield from self._close(token)
        elif sort is Sort.EMPTY or (sort is Sort.OPEN and token.name in elements.VOID):
            yield from self._alone(token)
        elif sort is Sort.OPEN:
            yield from self._opened(token)
        elif sort in (Sort.CODE, Sort.CDATA):
            self._add(token, MarkKind.OBJECT, starts=True)
        elif sort is not Sort.RAW:
            self._add(token, MarkKind.ALONE)

    def flush(self, end: int) -> Iterator[Run]:
        """End the run that there is, and yield it."""
        run, self._run = self._run, None
        hole, self._hole = self._hole, None
        if not run:
            return
        run.end = hole.start if hole else end
        if run.has_words:
            run.apart = self._apart or run.kind is not self._last
            self._apart, self._last = False, run.kind
        if run.has_words or run.tags:
            yield run

    @property
    def _off(self) -> bool:
        return self._stack[-1].off

    def _words(self, token: Token) -> None:
        """Take text."""
        if self._off or self._hole:
            return
        blank = self._text[token.start : token.end].isspace()
        if not self._run:
            if blank:
                return
            self._run = Run(token.start, token.end)
        if not (blank or self._run.has_words):
            self._run.has_words = True
            self._run.kind = self._stack[-1].kind or Kind.PARAGRAPH
            self._run.lined = self._stack[-1].lined

    def _add(self, token: Token, kind: MarkKind, name: str = "", starts: bool = False) -> None:
        """Add a piece to the run; one that may start a run does so."""
        if self._off or self._hole:
            return
        if starts and not self._run:
            self._run = Run(token.start, token.end)
        if self._run:
            self._run.pieces.append(Piece(token.start, token.end, kind, name=name))

    def _alone(self, token: Token) -> Iterator[Run]:
        """Take a tag that has no mate."""
        name = token.name
        if name in (BREAK, "wbr"):
            self._add(token, MarkKind.BREAK, name)
        elif not elements.is_inline(name):
            yield from self._ended(name, token.start)
            if not self._hole:
                yield from self.flush(token.start)
        elif name in elements.OBJECTS:
            self._add(token, MarkKind.OBJECT, PICTURE)
        else:
            self._add(token, MarkKind.ALONE)
        self._apart |= name in elements.PARTING
        told = _told(self._attributes(token))
        yield from self._noted(token, self._off if told is None else told)

    def _noted(self, token: Token, off: bool) -> Iterator[Run]:
        """Keep a tag that may have text in its run, or yield it as one that is in none."""
        if off or not _MAY_HAVE_TEXT.search(self._text, token.start, token.end):
            return
        if self._run:
            self._run.tags.append(token)
        else:
            yield Run(token.start, token.end, tags=[token])

    def _opened(self, token: Token) -> Iterator[Run]:
        """Take a tag that opens an element."""
        name, inline = token.name, elements.is_inline(token.name)
        yield from self._ended(name, token.start)
        before, found = self._off, self._attributes(token)
        told = _told(found)
        off = told if told is not None else (before or name in elements.OFF)
        if before:
            if not off:  # translate="yes" in something that is left alone
                yield from self.flush(token.start)
        elif not self._hole:
            if inline:
                self._inline(token, off)
            else:
                yield from self.flush(token.start)
        self._apart |= name in elements.PARTING
        kind = elements.kind_of(name, found.get("class", "")) or self._stack[-1].kind
        lined = elements.is_lined(found.get("style", ""), found.get("class", ""))
        lined = self._stack[-1].lined if lined is None else lined
        self._stack.append(_Frame(name, off, kind, inline, lined))
        self._open[name] += 1
        yield from self._noted(token, before if told is None else told)

    def _inline(self, token: Token, off: bool) -> None:
        """Take a tag that opens an element within running text."""
        name = token.name
        phrase = elements.is_phrase(name)
        if phrase and not off:
            self._add(token, MarkKind.OPEN, f"<{name}>", starts=True)
            return
        word = phrase or name in _WORDS
        if word and not self._run:
            self._run = Run(token.start, token.end)
        if self._run:
            kind = MarkKind.ALONE if name in elements.HIDDEN else MarkKind.OBJECT
            self._hole = _Hole(token.start, len(self._stack), kind, "" if word else PICTURE)

    def _close(self, token: Token) -> Iterator[Run]:
        """Take a tag that closes an element."""
        name = token.name
        if name == BREAK:
            yield from self._alone(token)
        elif self._open[name]:
            yield from self._popped(name, token.start, token)
        elif elements.is_inline(name):
            self._add(token, MarkKind.CLOSE, f"<{name}>")
        elif not (self._off or self._hole):
            yield from self.flush(token.start)
        self._apart |= name in elements.PARTING

    def _ended(self, name: str, at: int) -> Iterator[Run]:
        """Close what a tag of some name ends where it stands last."""
        ended = elements.ended_by(name)
        while self._stack[-1].name in ended:
            yield from self._popped(self._stack[-1].name, at)

    def _popped(self, name: str, at: int, token: Token | None = None) -> Iterator[Run]:
        """Close the last element of a name and all in it.

        Args:
            name: its name.
            at: where.
            token: the tag that closes it, if there is one.
        """
        frame, inline = _Frame("", False, None, True), True
        while frame.name != name:
            frame = self._stack.pop()
            self._open[frame.name] -= 1
            inline = inline and frame.inline
        depth = len(self._stack)
        if self._hole and depth <= self._hole.depth:
            exact = bool(token and inline and depth == self._hole.depth)
            self._filled(token.end if token and exact else at)
            if exact:
                return
        if self._hole:
            return
        if token and inline and not frame.off:
            self._add(token, MarkKind.CLOSE, f"<{name}>")
        if not inline or (self._off and not frame.off):
            yield from self.flush(at)

    def _filled(self, end: int) -> None:
        """End what stands in the run for something else."""
        hole, self._hole = self._hole, None
        if hole and self._run:
            self._run.pieces.append(Piece(hole.start, end, hole.kind, name=hole.name))

    def _attributes(self, token: Token) -> dict[str, str]:
        """Return the attributes that say what an element is."""
        if "=" not in self._text[token.start : token.end]:
            return {}
        return {
            found.name: self._text[found.start : found.end]
            for found in attributes(self._text, token)
            if found.name in ("class", "style", "translate")
        }


def _told(found: Mapping[str, str]) -> bool | None:
    """Say whether attributes want a text left alone, or translated; None where they do not tell."""
    told = found.get("translate", "-").strip().lower()
    if told in ("no", "yes", ""):
        return told == "no"
    return True if elements.is_left(found.get("class", "")) else None
