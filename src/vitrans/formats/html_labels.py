"""What a page says of itself, made to follow: its language and its encoding."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate, chain

from vitrans.encodings import UTF8, canonical
from vitrans.errors import UsageError
from vitrans.formats import html_elements as elements
from vitrans.formats.html_tokens import Attribute, Sort, Token, attributes, tokens
from vitrans.text import has_accents, has_letters
from vitrans.types import Document, Language, Target

Edit = tuple[int, int, str]
_LANGUAGES = {"vi": Language.VIETNAMESE, "vie": Language.VIETNAMESE,
              "en": Language.ENGLISH, "eng": Language.ENGLISH}  # fmt: skip
_LOCALES = {Language.VIETNAMESE: "vi_VN", Language.ENGLISH: "en_US"}
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*(?P<name>[\w.:-]+)", re.IGNORECASE)
_XML = re.compile(r"\ufeff?<\?xml\b[^>]*?\bencoding\s*=\s*[\"'](?P<name>[\w.:-]+)[\"']")
_HEAD = 4096  # characters in which an encoding is named


@dataclass
class Texts:
    """Where the segments of a rendered document stand, and which are in a target language."""

    starts: list[int]
    ends: list[int]
    done: list[bool]

    @classmethod
    def of(cls, document: Document) -> "Texts":
        """Return those of a document."""
        rendered = [segment.raw for segment in document.segments]
        lengths = [len(s) for pair in zip(document.glue, rendered, strict=False) for s in pair]
        places = list(accumulate(lengths))
        done = [segment.language is document.target for segment in document.segments]
        return cls(places[0::2], places[1::2], done)

    @property
    def mostly_done(self) -> bool:
        """Whether most of them are."""
        return 2 * sum(self.done) > len(self.done)

    def within(self, start: int, end: int) -> range:
        """Return the numbers of those that begin in a stretch."""
        return range(bisect_left(self.starts, start), bisect_left(self.starts, end))

    def is_done(self, at: int) -> bool:
        """Say whether a place is in a segment in the target language."""
        number = bisect_left(self.ends, at)
        return number < len(self.ends) and self.starts[number] <= at and self.done[number]


@dataclass
class _Labelled:
    """An element that names its language: where, and how many letters in it are in which."""

    tag: Token
    labels: list[Attribute]
    letters: Counter[bool] = field(default_factory=Counter)


def edits(
    text: str, start: int, end: int, texts: Texts, target: Target, xml: bool
) -> Iterator[Edit]:
    """Yield what is to be written in the places of language labels of what was translated.

    Args:
        text: a rendered document.
        start: where the page starts in it.
        end: where it ends.
        texts: its segments.
        target: the language that it was translated into.
        xml: whether the page is XHTML.
    """
    open_tags: list[tuple[str, _Labelled | None]] = []
    root = _Labelled(Token(Sort.OTHER, start, start), [])
    labelled = [root]
    last = start
    for token in tokens(text, start, end, xml):
        _count(labelled[-1], texts, last, token.end)
        last = token.end
        if token.sort is Sort.CLOSE and any(token.name == name for name, _ in open_tags[-64:]):
            yield from _closed(text, token, open_tags, labelled, texts, target)
        elif token.sort is Sort.OPEN and token.name not in elements.VOID:
            labels = _labels(text, token, target)
            element = _Labelled(token, labels) if labels is not None else None
            if element:
                labelled.append(element)
            open_tags.append((token.name, element))
        elif token.name == "meta":
            yield from _meta(text, token, target, texts)
    while len(labelled) > 1:
        yield from _renamed(text, labelled.pop(), end, texts, target)


def _count(element: _Labelled, texts: Texts, start: int, end: int) -> None:
    """Count the letters of the segments that begin in a stretch for an element."""
    for number in texts.within(start, end):
        element.letters[texts.done[number]] += texts.ends[number] - texts.starts[number]


def _closed(
    text: str,
    token: Token,
    open_tags: list[tuple[str, _Labelled | None]],
    labelled: list[_Labelled],
    texts: Texts,
    target: Target,
) -> Iterator[Edit]:
    """Close an element and all in it; yield the edits of those that name their language."""
    name = ""
    while name != token.name:
        name, element = open_tags.pop()
        if element:
            labelled.pop()
            yield from _renamed(text, element, token.start, texts, target)


def _labels(text: str, tag: Token, target: Target) -> list[Attribute] | None:
    """Return the labels of a tag in the other language, None where it has no label at all."""
    if "lang" not in text[tag.start : tag.end]:
        return None
    found = [a for a in attributes(text, tag) if a.name in ("lang", "xml:lang")]
    other = [a for a in found if language_of(text[a.start : a.end]) is target.other]
    return other if found else None


def language_of(code: str) -> Language | None:
    """Return the language that a code such as `vi-VN` names, None if it is another."""
    return _LANGUAGES.get(re.split("[-_]", code.strip().lower())[0])


def _renamed(
    text: str, element: _Labelled, end: int, texts: Texts, target: Target
) -> Iterator[Edit]:
    """Yield the edits of an element's labels if what is in it was translated."""
    done = element.letters[True] > element.letters[False]
    if not element.letters and texts.is_done(element.tag.end):
        inner = text[element.tag.end : end]  # a phrase in a sentence that was translated
        done = has_letters(inner) and has_accents(inner) is (target is Language.VIETNAMESE)
    if done:
        yield from ((label.start, label.end, str(target)) for label in element.labels)


def _meta(text: str, tag: Token, target: Target, texts: Texts) -> Iterator[Edit]:
    """Yield the edit of a meta tag that names the language of the page."""
    found = {a.name: a for a in attributes(text, tag)}
    values = {name: text[a.start : a.end].strip().lower() for name, a in found.items()}
    content = found.get("content")
    if content is None or language_of(values["content"]) is not target.other:
        return
    if texts.mostly_done and values.get("http-equiv") == "content-language":
        yield content.start, content.end, str(target)
    if texts.mostly_done and values.get("property") == "og:locale":
        yield content.start, content.end, _LOCALES[target]


def charset(text: str, encoding: str, start: int = 0, xml: bool = False) -> Iterator[Edit]:
    """Yield the edits that make a page name the encoding that it is written in.

    Args:
        text: the page.
        encoding: the encoding; one of the old ones that browsers do not know is not named.
        start: where the page starts.
        xml: whether it is XHTML.
    """
    name = _name(encoding)
    if name is None or text.isascii():
        return
    if found := _XML.match(text, start):
        yield from _other(found, name)
    for token in tokens(text, start, min(len(text), start + _HEAD), xml):
        if token.sort is Sort.OPEN and token.name in ("body", "p", "div"):
            return
        if token.name == "meta" and (found := _CHARSET.search(text, token.start, token.end)):
            yield from _other(found, name)


def _other(found: re.Match[str], name: str) -> Iterator[Edit]:
    """Yield the edit of a name that is another encoding's."""
    try:
        same = canonical(found["name"]) == canonical(name)
    except UsageError:
        same = False
    if not same:
        yield (*found.span("name"), name)


def _name(encoding: str) -> str | None:
    """Return what browsers call an encoding, None where they need no name or know none."""
    if encoding == UTF8:
        return "utf-8"
    return encoding.lower() if encoding.lower().startswith("windows-") else None


def edited(text: str, changes: Iterable[Edit]) -> str:
    """Return a text with its changes made; they are apart."""
    pieces: list[str] = []
    done = 0
    for start, end, new in sorted(changes):
        pieces += (text[done:start], new)
        done = end
    return "".join(chain(pieces, [text[done:]]))
