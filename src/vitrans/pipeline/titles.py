"""The titles of links and images within Markdown sentences: `[map](m.html "The map of Hue")`.

They stand in the marks of a sentence, not among its words, so they are worked on by themselves.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from vitrans.formats import render
from vitrans.types import Document, Mark, MarkKind, Segment

_TITLE = re.compile(r"(\]\([^\n]*?\s)(?P<title>\"[^\"\n]+\"|'[^'\n]+')(\s*\))\Z")


def titles_of(document: Document) -> Document:
    """Return the titles in the links of a Markdown document's sentences, a line each."""
    segments = [
        Segment(_title(mark), line=segment.line)
        for segment in (document.segments if document.format == "md" else ())
        for mark in segment.marks
        if _title(mark)
    ]
    ends = "\n" * (len(segments) - 1)
    return Document(tuple(segments), ("", *ends, "") if segments else ("",))


def with_titles(document: Document, titles: Document) -> Document:
    """Return a Markdown document with other titles in its links, as many as `titles_of` found."""
    made = iter(render(titles).split("\n"))
    return document.with_segments(_rewritten(segment, made) for segment in document.segments)


def _title(mark: Mark) -> str:
    """Return the title in a mark, empty if it has none or one with escapes."""
    match = _TITLE.search(mark.raw) if mark.kind is MarkKind.CLOSE else None
    return match["title"][1:-1] if match and "\\" not in match["title"] else ""


def _rewritten(segment: Segment, made: Iterator[str]) -> Segment:
    marks = tuple(_with_title(m, next(made)) if _title(m) else m for m in segment.marks)
    return replace(segment, marks=marks) if marks != segment.marks else segment


def _with_title(mark: Mark, title: str) -> Mark:
    match = _TITLE.search(mark.raw)
    assert match
    quote = match["title"][0]
    inner = re.sub(rf"[\\{quote}]", lambda found: "\\" + found[0], title.replace("\n", " "))
    raw = mark.raw[: match.start("title")] + quote + inner + quote + match[3]
    return replace(mark, raw=raw)
