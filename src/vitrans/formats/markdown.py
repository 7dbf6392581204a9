"""Markdown (CommonMark with tables and common extensions): running text is segments.

Headings, paragraphs, list items, block quotes, definitions, table cells and the title and
description of front matter become segments, and so do the texts of HTML blocks, which are read as
those of a page. Code blocks, formulas, bullets, heading marks, quote marks,
admonition marks, task boxes and table pipes stay in the glue; so does any block whose text is not
found verbatim in its place.

A hard-wrapped paragraph is one segment, a line break in it a mark; a hard line break, two spaces
or a backslash at the end of a line, divides it into segments.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from heapq import merge
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from vitrans.encodings import encode
from vitrans.formats import anchors, front_matter
from vitrans.formats.base import TextFormat, render
from vitrans.formats.html import spans as html_spans
from vitrans.formats.markdown_inline import pieces, structure, words
from vitrans.formats.spans import Piece, Stretch, document
from vitrans.text import lines
from vitrans.types import Document, Kind, MarkKind

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

# What stands before the text of a list item, a footnote or an admonition: `[x] `, `[^1]: `,
# `[!NOTE]`.
_LEAD = re.compile(r"\[(?:[ xX]\]|\^[^\]\s]+\]:)[ \t]+(?=\S)|\[![A-Za-z]+\][-+]?(?:[ \t]+|\n|\Z)")
_NOTE = re.compile(r"[ \t]*\[\^[^\]\s]+\]:[ \t]+(?=\S)")
# Lines that open or close a container, `:::note`, lines of shortcodes alone, and of attributes.
_CONTAINER = re.compile(
    r"^[ \t>]*(?::{3,}[^\n]*|(?:\{\{[^{}\n]*\}\}|\{%[^%\n]*%\})"
    r"(?:[ \t]*(?:\{\{[^{}\n]*\}\}|\{%[^%\n]*%\}))*[ \t]*|\{:?[ ]?[#.][^{}\n]*\}[ \t]*)$",
    re.MULTILINE,
)
# Lines of MDX that are a program: `import Box from './box'`, `export const x = { … }`.
_MODULE = re.compile(
    r"^(?:import\s[^\n]*?(?:\sfrom\s+)?[\"'][^\"'\n]+[\"'];?"
    r"|export\s+(?:const|let|var|default|async|function|\{|\*)[^\n]*?"
    r"(?:[{(\[](?:\n[^\n]+){1,200}?\n[})\]]+;?)?)[ \t]*$",
    re.MULTILINE,
)
# The title of an image, `](a.jpg "A boat")`.
_TITLE = re.compile(r"\s\"(?P<title>[^\"\\]+)\"\s*\)\Z")
# The title of a container: `:::note Title`, `:::note[Title]`.
_CONTAINER_TITLE = re.compile(
    r"^[ \t>]*:{3,}[ \t]*[A-Za-z][\w-]*"
    r"(?:[ \t]+(?P<title>[^\s{}\[\]:][^\n{}\[\]]*?)|\[(?P<label>[^\[\]\n]+)\])"
    r"[ \t]*(?:\{[^{}\n]*\})?[ \t]*\r?$",
    re.MULTILINE,
)
# The title in the definition of a link: `[guide]: a.html "The guide"`.
_DEFINED_TITLE = re.compile(
    r"^ {0,3}\[[^\]^\n][^\]\n]*\]:[ \t]+\S+[ \t]+\"(?P<title>[^\"\\\n]+)\"[ \t]*\r?$",
    re.MULTILINE,
)
_PIPE = re.compile(r"\\?\|")


class Markdown(TextFormat):
    """Markdown files."""

    name = "md"
    title = "Markdown"
    suffixes: ClassVar[tuple[str, ...]] = (
        ".md",
        ".markdown",
        ".mdown",
        ".mkd",
        ".qmd",
        ".rmd",
        ".mdx",
    )

    def parse(self, text: str) -> Document:
        """Return a Markdown text as a document."""
        return replace(document(text, _spans(text), self.name), anchors=_anchors(text))

    def write(self, document: Document) -> bytes:
        """Return the file's bytes; links to its headings follow where these have changed."""
        text = render(document)
        text = anchors.following(text, document.anchors, _anchors(text))
        return encode(text, document.encoding)

    def structure(self, text: str) -> list[str]:
        """Return the blocks and inline marks of a text, without its words."""
        tokens, env = _tokens(text)
        return [
            part
            for token in tokens
            for part in (structure(token.content, env) if token.type == "inline" else [token.type])
        ]


def _anchors(text: str) -> tuple[str, ...]:
    """Return the anchors of a file's headings."""
    tokens, env = _tokens(text)
    found = (
        words(block.content, env)
        for opener, block in pairwise(tokens)
        if opener.type == "heading_open"
    )
    return anchors.anchors(found)


class _Place(NamedTuple):
    """Where the characters of a block's content stand in the file: their starts and ends."""

    starts: list[int]
    ends: list[int]


def _spans(text: str) -> Iterator[Stretch]:
    """Yield where the text of the blocks stands, in order."""
    yield from front_matter.spans(text)
    tokens, env = _tokens(text)
    starts = [0, *accumulate(len(line) for line in lines(text))]
    found = (
        _block_spans(text, tokens, env, starts),
        _line_titles(text, tokens, env, starts),
        _html(text, tokens, starts),
    )
    yield from merge(*found, key=lambda one: one.start)


def _line_titles(
    text: str, tokens: "list[Token]", env: dict[str, object], starts: list[int]
) -> Iterator[Stretch]:
    """Yield the titles of containers, such as admonitions, and of defined links, in no code."""
    code = [token.map for token in tokens if token.type in ("fence", "code_block", "html_block")]
    start = front_matter.end(text)
    found = [*_CONTAINER_TITLE.finditer(text, start)]
    found += _DEFINED_TITLE.finditer(text, start) if env.get("references") else ()
    for match in sorted(found, key=lambda title: title.start()):
        line = bisect_right(starts, match.start())
        how = "double" if match.re is _DEFINED_TITLE else "markdown"
        if not any(first < line <= last for first, last in filter(None, code)):
            yield Stretch(*match.span(match.lastgroup or 0), Kind.PARAGRAPH, line, [], how)


def _block_spans(
    text: str, tokens: "list[Token]", env: dict[str, object], starts: list[int]
) -> Iterator[Stretch]:
    """Yield where the text of the parser's blocks stands, in order."""
    done = 0
    for opener, block in pairwise(tokens):
        if block.type != "inline" or not block.content or not block.map:
            continue
        last = max(block.map[1], block.map[0] + 1)  # a defined term has no length of its own
        ends = [starts[line] for line in range(block.map[0], last + 1)]
        place = _place(text, opener, block.content, ends, done)
        if place is None:
            continue
        done = place.ends[-1]
        kind = Kind.HEADLINE if opener.type == "heading_open" else Kind.PARAGRAPH
        line = block.map[0] + 1
        cell = "cell" if opener.tag in ("td", "th") else "markdown"
        for start, end, inner in _parts(block.content, place, env):
            before = text.count("\n", ends[0], start)
            yield Stretch(start, end, kind, line + before, inner, cell)
            if title := _image_title(text, end, inner):
                yield Stretch(*title, kind, line + before, [], "double")


def _html(text: str, tokens: "list[Token]", starts: list[int]) -> Iterator[Stretch]:
    """Yield the texts of HTML blocks that stand in no list or quotation."""
    for token in tokens:
        if token.type == "html_block" and token.map and not token.level:
            first, last = (starts[line] for line in token.map)
            for span in html_spans(text, first, last):
                yield span._replace(line=bisect_right(starts, span.start))


def _image_title(text: str, end: int, inner: list[Piece]) -> tuple[int, int] | None:
    """Return where the title of an image stands that is all of a block."""
    if not inner or not inner[0].name.startswith("image") or inner[-1].name != inner[0].name:
        return None
    match = _TITLE.search(text, inner[-1].start, inner[-1].end)
    return match.span("title") if match and inner[-1].end == end else None


def _tokens(text: str) -> "tuple[list[Token], dict[str, object]]":
    """Return markdown-it's block tokens of a text, whose line numbers are the text's, and links."""
    matter = front_matter.end(text)
    text = "\n" * text.count("\n", 0, matter) + text[matter:]
    # markdown-it also ends lines at a lone carriage return, and takes a BOM for text.
    text = text.replace("\r\n", "\n").replace("\r", " ").removeprefix("\ufeff")
    text = _MODULE.sub(lambda program: "\n" * program[0].count("\n"), _CONTAINER.sub("", text))
    env: dict[str, object] = {}
    return _blocks().parse(text, env), env


@cache
def _blocks() -> "MarkdownIt":
    """Return a parser of blocks, which leaves the text in them alone."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.admon import admon_plugin
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    parser = MarkdownIt("commonmark").enable("table")
    for plugin in (admon_plugin, deflist_plugin, dollarmath_plugin):
        parser.use(plugin)
    return parser.disable("inline")


def _place(text: str, opener: "Token", content: str, ends: list[int], done: int) -> _Place | None:
    """Return where the content of a block stands in the text, None if it is not there verbatim.

    Args:
        text: the source.
        opener: the token before the content.
        content: the lines of the block without marks and indentation.
        ends: where the block's lines start, and where the last one ends.
        done: where the last place ended.
    """
    if opener.tag in ("td", "th"):
        return _cell(text, content, max(done, ends[0]), ends[1])
    if opener.markup.startswith("#"):
        after = text.index(opener.markup, ends[0]) + len(opener.markup)
        start = text.find(content, after, ends[1])
        return _verbatim([(start, start + len(content))]) if start >= 0 else None
    places = [
        _suffix(text, line, *place)
        for line, place in zip(content.split("\n"), pairwise(ends), strict=False)
    ]
    found = [place for place in places if place]
    return _verbatim(found) if len(found) == content.count("\n") + 1 else None


def _cell(text: str, content: str, start: int, end: int) -> _Place | None:
    """Return where the content of a table's cell stands; its pipes are escaped in the file."""
    pattern = re.escape(content).replace(r"\|", r"\\?\|")
    match = re.compile(pattern).search(text, start, end)
    if not match:
        return None
    starts, ends = [], []
    at = match.start()
    while at < match.end():
        pipe = _PIPE.match(text, at, match.end())
        starts.append(at)
        at = pipe.end() if pipe else at + 1
        ends.append(at)
    return _Place(starts, ends)


def _suffix(text: str, content: str, start: int, end: int) -> tuple[int, int] | None:
    """Return where the content stands if it ends the line from `start` to `end`."""
    line = text[start:end].rstrip("\r\n")
    if not content.strip():
        return None
    trailing = len(line) - len(line.rstrip())
    bare = content.rstrip()
    if not line.rstrip().endswith(bare):
        return None
    last = start + len(line) - trailing
    return last - len(bare), last + min(trailing, len(content) - len(bare))


def _verbatim(found: list[tuple[int, int]]) -> _Place:
    """Return the place of lines; the line break between two takes all that is between them."""
    starts, ends = [], []
    for number, (start, end) in enumerate(found):
        if number:
            starts.append(found[number - 1][1])
            ends.append(start)
        starts += range(start, end)
        ends += range(start + 1, end + 1)
    return _Place(starts, ends)


def _parts(
    content: str, place: _Place, env: dict[str, object]
) -> Iterator[tuple[int, int, list[Piece]]]:
    """Yield the stretches of a block between hard line breaks, and the marks in each.

    What leads the block, such as a task box, is left out.
    """
    content = content[: len(place.starts)]
    lead = _LEAD.match(content)
    start = lead.end() if lead else 0
    found = [
        piece._replace(start=piece.start + start, end=piece.end + start)
        for piece in pieces(content[start:], env)
    ]
    last = Piece(len(content), len(content), MarkKind.BREAK, name="hard")
    inner: list[Piece] = []
    marks = _after_images(content, [*_with_pipes(content, place, found), last])
    for piece in _before_notes(content, marks):
        if piece.name != "hard":
            first = place.starts[piece.start]
            end = place.ends[piece.end - 1] if piece.start < piece.end else first
            inner.append(piece._replace(start=first, end=end))
            continue
        if start < piece.start:
            yield place.starts[start], place.ends[piece.start - 1], inner
        inner, start = [], piece.end


def _after_images(content: str, found: list[Piece]) -> Iterator[Piece]:
    """Yield the marks; the end of a line that an image has to itself is a hard break."""
    for number, piece in enumerate(found):
        image = number > 0 and found[number - 1].name.startswith("image")
        if piece.kind is MarkKind.BREAK and image and found[number - 1].end == piece.start:
            begin = next(p.start for p in found if p.name == found[number - 1].name)
            if not content[content.rfind("\n", 0, begin) + 1 : begin].strip():
                piece = piece._replace(name="hard")
        yield piece


def _before_notes(content: str, found: Iterable[Piece]) -> Iterator[Piece]:
    """Yield the marks; a footnote on the next line begins a text of its own: `[^2]: `."""
    done = 0
    for piece in found:
        if piece.kind is MarkKind.BREAK and (note := _NOTE.match(content, piece.end)):
            piece = piece._replace(end=note.end(), name="hard")
        if piece.start >= done:
            yield piece
            done = piece.end if piece.name == "hard" else done


def _with_pipes(content: str, place: _Place, found: list[Piece]) -> list[Piece]:
    """Return the marks of a cell with its escaped pipes, which are characters of its content."""
    taken = {at for piece in found for at in range(piece.start, piece.end)}
    pipes = [
        Piece(at, at + 1, MarkKind.ESCAPE, "|")
        for at, character in enumerate(content)
        if character == "|" and at not in taken and place.ends[at] - place.starts[at] > 1
    ]
    return sorted([*found, *pipes]) if pipes else found
