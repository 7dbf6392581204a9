"""Spans of a source that should come through translation as they are, such as links and code."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from vitrans.text import find_protected, find_quotations, has_accents, is_syllable
from vitrans.types import Language

OBJECT = re.compile("[\ue000-\uf8ff]")
"""A character that stands for something that is no text."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)*")
_SPEECH_END = re.compile(r"[.!?…:;]")
# Words that stand in small letters within an English title.
_SMALL_WORDS = (
    "a an and as at but by de for from in into la le nor of on or over per the to vs with"
)
_SMALL = frozenset(_SMALL_WORDS.split())
_MOST_WORDS = 10
_SPEECH, _MOSTLY = 2, 0.7  # words of speech, and the share of them that are of its language
# What is called otherwise in a warning.
_CALLED = {"target": "link", "email": "link"}


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a source text; `replacement` is what must stand in the target for it.

    `many` is the same in the plural, where the model may ask for it.
    """

    start: int
    end: int
    kind: str
    text: str
    replacement: str
    many: str = ""

    @classmethod
    def of(cls, text: str, start: int, end: int, kind: str) -> "Span":
        """Return the span of `text` that is to be kept as it is."""
        return cls(start, end, kind, text[start:end], text[start:end])

    def overlaps(self, other: "Span") -> bool:
        """Say whether two stretches have a character in common."""
        return self.start < other.end and other.start < self.end


def find_fixed(
    text: str, language: Language, known: Callable[[str], bool] | None = None
) -> list[Span]:
    """Return the spans of a source that no model should touch, in order and apart.

    Args:
        text: the source.
        language: its language.
        known: says whether the model's vocabulary has a character; runs of others, such as
            emoji and foreign scripts, are spans too.
    """
    spans = [
        Span.of(text, found.start, found.end, _CALLED.get(found.kind, found.kind))
        for found in find_protected(text)
        if not text[found.start : found.end].isalpha() or OBJECT.match(text, found.start)
    ]
    spans += [*find_titles(text, language), *find_foreign_speech(text, language)]
    if known:
        spans += _foreign(text, known)
    return apart(spans)


def apart(spans: Iterable[Span]) -> list[Span]:
    """Return the spans in order, leaving out each that overlaps one given before it."""
    kept: list[Span] = []
    for span in spans:
        if not any(map(span.overlaps, kept)):
            kept.append(span)
    return sorted(kept)


def without(text: str, spans: Iterable[Span]) -> str:
    """Return the text with the spans blanked out, every position as it was."""
    for span in spans:
        text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
    return text


def find_titles(text: str, language: Language) -> list[Span]:
    """Return the titles in quotation marks, without the marks.

    In English text a title is two words or more with capitals, “Eye Love You”; in Vietnamese
    text it is capitalised and foreign, not Vietnamese in spelling.
    """
    spans = []
    for quotation in find_quotations(text):
        content = quotation.inside(text)
        bare = content.rstrip(" ,.")
        start = quotation.start + 1 + len(bare) - len(bare.lstrip())
        bare = bare.strip()
        if bare and _is_title(bare, language):
            spans.append(Span.of(text, start, start + len(bare), "title"))
    return spans


def find_foreign_speech(text: str, language: Language) -> list[Span]:
    """Return the quotations that are in the other language already, without the marks.

    What somebody says in Vietnamese within an English sentence stays as it is in a Vietnamese one.
    """
    return [
        Span.of(text, quotation.start + 1, quotation.end - 1, "quotation")
        for quotation in find_quotations(text)
        if _is_of_other(quotation.inside(text), language)
    ]


def _is_of_other(text: str, language: Language) -> bool:
    """Say whether most of a quotation of several words is in the other of the two languages."""
    words = [word for word in _WORD.findall(text) if word[0].isalpha()]
    if len(words) < _SPEECH:
        return False
    syllables = sum(map(is_syllable, words))
    if language is Language.ENGLISH:
        return has_accents(text) and syllables > _MOSTLY * len(words)
    return not has_accents(text) and len(words) - syllables > (1 - _MOSTLY) * len(words)


def _is_title(text: str, language: Language) -> bool:
    words = _WORD.findall(text)
    if not 1 <= len(words) <= _MOST_WORDS or _SPEECH_END.search(text[:-1]):
        return False
    if words[0][0].islower():
        return False
    if language is Language.VIETNAMESE:
        foreign = any(not is_syllable(word) and word.isalpha() for word in words)
        return foreign and not has_accents(text)
    capitals = all(not word[0].islower() or word in _SMALL for word in words)
    return len(words) > 1 and capitals and not words[-1][0].islower()


def _foreign(text: str, known: Callable[[str], bool]) -> Iterator[Span]:
    """Yield runs of characters that the model has not, with the letters about them."""
    # A capital is no stranger if the model has its small letter.
    unknown = {c for c in set(text) if not (c.isspace() or known(c) or known(c.lower()))}
    unknown -= set(OBJECT.findall(text))
    if not unknown:
        return
    for match in _runs_of("".join(sorted(unknown))).finditer(text):
        yield Span.of(text, *match.span(), "symbol")


@lru_cache(1 << 8)
def _runs_of(unknown: str) -> re.Pattern[str]:
    """Return what finds runs of some characters, with the letters about them.

    A word with an unknown letter is kept whole; what joins emoji stays with them.
    """
    klass = "[" + "".join(map(re.escape, unknown)) + "]"
    letter = r"[^\W\d_\ue000-\uf8ff]"
    return re.compile(rf"{letter}*{klass}(?:{letter}|{klass}|[\u200d\ufe0f]|\s(?={klass}))*")
