"""Markdown (CommonMark with tables): the running text is segments, its marks are glue.

Headings, paragraphs, list items, block quotes and table cells become segments. Front matter, code
blocks, HTML blocks, link definitions, bullets, heading marks, quote marks, task boxes and table
pipes stay in the glue; so does any block whose text is not found verbatim in its place.

A hard-wrapped paragraph is one segment with the line breaks inside (`formats.unwrap` undoes them);
a hard line break, two spaces or a backslash at the end of a line, divides it into segments.
"""

import re
from collections.abc import Iterator
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from vitrans.formats.kinds import classify
from vitrans.formats.spans import TEXT, Span, document
from vitrans.text import lines
from vitrans.types import Document, Kind

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT_MATTER = re.compile(
    r"\ufeff?---[ \t\r]*\n(?!\s*\n)(?:.*\n)*?(?:---|\.\.\.)[ \t\r]*(?:\n|\Z)"
)
# With the block-quote marks after it; a run of spaces is tried from its first one only.
_HARD_BREAK = re.compile(r"(?:(?<! ) {2,}|(?<![ \\]) *\\)\r?\n[ \t>]*")
# What stands before the text of a list item or a footnote: `[x] `, `[^1]: `.
_LEAD = re.compile(r"\[(?:[ xX]\]|\^[^\]\s]+\]:)[ \t]+(?=\S)")


def parse(text: str) -> Document:
    """Return a Markdown text as a document."""
    spans = list(_spans(text))
    kinds = classify([text[span.start : span.end] for span in spans], headlines=False)
    return document(text, map(_with_kind, spans, kinds))


def _with_kind(span: Span, kind: Kind) -> Span:
    """Return the span with the kind that its text shows, unless the marks told it."""
    return span if span.kind is Kind.HEADLINE else span._replace(kind=kind)


def _spans(text: str) -> Iterator[Span]:
    """Yield where the text of the blocks stands, in order."""
    starts = [0, *accumulate(len(line) for line in lines(text))]
    done = 0
    for opener, block in pairwise(_tokens(text)):
        if block.type != "inline" or not block.content or not block.map:
            continue
        ends = [starts[line] for line in range(block.map[0], block.map[1] + 1)]
        place = _place(text, opener, block.content, ends, done)
        if place is None:
            continue
        done = place[1]
        kind = Kind.HEADLINE if opener.type == "heading_open" else Kind.PARAGRAPH
        line = block.map[0] + 1
        for start, end in _pieces(text, *place):
            if inner := TEXT.search(text, start, end):
                before = text.count("\n", place[0], inner.start())
                yield Span(*inner.span(), kind, line + before)


def _tokens(text: str) -> "list[Token]":
    """Return markdown-it's block tokens of a text; their line numbers are those of the text."""
    from markdown_it import MarkdownIt

    if match := _FRONT_MATTER.match(text):
        text = "\n" * match.group().count("\n") + text[match.end() :]
    # markdown-it also ends lines at a lone carriage return, and takes a BOM for text.
    text = text.replace("\r", " ").removeprefix("\ufeff")
    return MarkdownIt("commonmark").enable("table").disable("inline").parse(text)


def _place(
    text: str, opener: "Token", content: str, ends: list[int], done: int
) -> tuple[int, int] | None:
    """Return where the content of a block starts and ends in the text, None if it is not there.

    Args:
        text: the source.
        opener: the token before the content.
        content: the lines of the block without marks and indentation.
        ends: where the block's lines start, and where the last one ends.
        done: where the last place ended.
    """
    if opener.tag in ("td", "th"):
        cell = re.escape(content).replace(r"\|", r"\\?\|")
        match = re.compile(cell).search(text, max(done, ends[0]), ends[1])
        return match.span() if match else None
    if opener.markup.startswith("#"):
        after = text.index(opener.markup, ends[0]) + len(opener.markup)
        start = text.find(content, after, ends[1])
        return (start, start + len(content)) if start >= 0 else None
    places = [
        _suffix(text, line.strip(), *place)
        for line, place in zip(content.split("\n"), pairwise(ends), strict=False)
    ]
    found = [place for place in places if place]
    return (found[0][0], found[-1][1]) if len(found) == len(places) else None


def _suffix(text: str, content: str, start: int, end: int) -> tuple[int, int] | None:
    """Return where the content stands if it ends the line from `start` to `end`."""
    line = text[start:end].rstrip()
    if not content or not line.endswith(content):
        return None
    return start + len(line) - len(content), start + len(line)


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches of a block between hard line breaks, without lead or indentation."""
    if match := _LEAD.match(text, start, end):
        start = match.end()
    for match in _HARD_BREAK.finditer(text, start, end):
        if start < match.start():
            yield start, match.start()
        start = match.end()
    yield start, end
