"""Where the tags, comments and texts of HTML and XHTML stand.

The rules are those of the tokenizer that browsers have (WHATWG HTML, 13.2.5), so that soup is read
as they read it: whatever the text, tokens cover it from start to end, each character once. No
pattern can go back over what it has read, so the time is linear in the length.
"""

import re
from collections.abc import Iterator
from enum import Enum, auto
from functools import cache
from typing import NamedTuple

from vitrans.formats.html_elements import RAW


class Sort(Enum):
    """What a token is."""

    TEXT = auto()
    RAW = auto()
    """What is in an element such as script, in which no tag but its end is read."""
    OPEN = auto()
    CLOSE = auto()
    EMPTY = auto()
    """A tag that closes itself, `<a id="x"/>`."""
    COMMENT = auto()
    CODE = auto()
    """A processing instruction, such as that of XML or PHP."""
    OTHER = auto()
    """A doctype, or what browsers drop."""
    CDATA = auto()


class Token(NamedTuple):
    """Characters `start` to `end` of a text; `name` is a tag's, in small letters."""

    sort: Sort
    start: int
    end: int
    name: str = ""


class Attribute(NamedTuple):
    """An attribute: its name in small letters, where its value stands, and its quote if any."""

    name: str
    start: int
    end: int
    quote: str


_VALUE = r"(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|(?![\"'])[^\s>]++)?+)?+"
_TAG = re.compile(
    rf"<(?P<close>/)?+(?P<name>[A-Za-z][^\s/>]*+)"
    rf"(?:[\s/]++|(?:=[^\s/>=]*+|[^\s/>=]++){_VALUE})*+(?P<end>>)?+"
)
_ATTRIBUTE = re.compile(
    r"(?P<name>=[^\s/>=]*+|[^\s/>=]++)"
    r"(?:\s*+=\s*+(?:\"(?P<double>[^\"]*+)\"|'(?P<single>[^']*+)'|(?P<bare>(?![\"'])[^\s>]++))?+)?+"
)
_MARKUP = re.compile(r"<(?:/?+[A-Za-z]|[!?/])")
_COMMENT_END = re.compile(r"-->|--!>")
_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]*+(?:\[[^\]]*+\][^>]*+)?+>", re.IGNORECASE)
_XML = re.compile(r"\s*+<\?xml\s")
_XMLNS = re.compile(r"<html\b[^>]*\sxmlns\s*=", re.IGNORECASE)


def is_xml(text: str) -> bool:
    """Say whether a text is XHTML by how it begins."""
    start = text[:2048].lstrip("\ufeff")
    return bool(_XML.match(start) or _XMLNS.search(start))


def tokens(text: str, start: int = 0, end: int | None = None, xml: bool = False) -> Iterator[Token]:
    """Yield the tokens of a stretch of a text.

    Args:
        text: HTML, whole or a piece.
        start: where to begin.
        end: where to stop; at the end of the text if None.
        xml: whether it is read as XML, in which any element may close itself.
    """
    return _Reader(text, len(text) if end is None else end, xml).read(start)


def attributes(text: str, tag: Token) -> Iterator[Attribute]:
    """Yield the attributes of a tag that have a value; of two with one name only the first."""
    seen = set()
    for match in _ATTRIBUTE.finditer(text, tag.start + 1 + len(tag.name), tag.end - 1):
        name = match["name"].lower()
        if name not in seen and match.lastgroup != "name":
            group = str(match.lastgroup)
            quote = {"double": '"', "single": "'"}.get(group, "")
            yield Attribute(name, *match.span(group), quote)
        seen.add(name)


class _Reader:
    """Reads a text token by token; knows what no longer occurs in it."""

    def __init__(self, text: str, end: int, xml: bool) -> None:
        self._text, self._end, self._xml = text, end, xml
        self._missing: set[str] = set()

    def read(self, at: int) -> Iterator[Token]:
        """Yield the tokens from a place on."""
        while at < self._end:
            found = _MARKUP.search(self._text, at, self._end)
            if not found:
                yield Token(Sort.TEXT, at, self._end)
                return
            if found.start() > at:
                yield Token(Sort.TEXT, at, found.start())
            token = self._markup(found.start())
            yield token
            at = token.end
            if token.sort is Sort.OPEN and token.name in RAW:
                raw = self._raw(token)
                at = raw.end
                if raw.start < raw.end:
                    yield raw

    def _markup(self, at: int) -> Token:
        """Return the token that starts with the `<` at a place."""
        text = self._text
        if text.startswith("<!--", at):
            return Token(Sort.COMMENT, at, self._comment_end(at))
        if text.startswith("<?", at):
            return Token(Sort.CODE, at, self._after("?>", at + 2) or self._closed(at))
        if self._xml and text.startswith("<![CDATA[", at):
            return Token(Sort.CDATA, at, self._after("]]>", at) or self._end)
        if text.startswith(("<!", "</"), at) and not text[at + 2 : at + 3].isalpha():
            return Token(Sort.OTHER, at, self._closed(at))
        if text.startswith("<!", at):
            return Token(Sort.OTHER, at, self._declaration_end(at))
        return self._tag(at)

    def _tag(self, at: int) -> Token:
        match = _TAG.match(self._text, at, self._end)
        if not match or not match["end"]:
            return Token(Sort.OTHER, at, self._end)  # browsers drop a tag that never ends
        name = match["name"].lower()
        sort = Sort.CLOSE if match["close"] else Sort.OPEN
        empty = sort is Sort.OPEN and self._text.startswith("/>", match.end() - 2)
        if empty and (self._xml or name not in RAW):
            sort = Sort.EMPTY
        return Token(sort, at, match.end(), name)

    def _raw(self, tag: Token) -> Token:
        """Return what is in an element in which no tags are read."""
        match = None
        if tag.name not in self._missing:
            match = _raw_end(tag.name).search(self._text, tag.end, self._end)
        if not match:
            self._missing.add(tag.name)
            # An element that never ends: in browsers it takes all the rest, which helps nobody.
            return Token(Sort.RAW, tag.end, tag.end, tag.name)
        return Token(Sort.RAW, tag.end, match.start(), tag.name)

    def _comment_end(self, at: int) -> int:
        match = _COMMENT_END.search(self._text, at + 2, self._end)
        return match.end() if match else self._end

    def _declaration_end(self, at: int) -> int:
        match = None
        if "declaration" not in self._missing:
            self._missing.add("declaration")
            match = _DOCTYPE.match(self._text, at, self._end)
        return match.end() if match else self._closed(at)

    def _closed(self, at: int) -> int:
        return self._after(">", at) or self._end

    def _after(self, mark: str, at: int) -> int | None:
        """Return where the next of some characters end, None if there are no more of them."""
        if mark in self._missing:
            return None
        found = self._text.find(mark, at, self._end)
        if found < 0:
            self._missing.add(mark)
            return None
        return found + len(mark)


@cache
def _raw_end(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE)
