"""Text in capitals as ordinary text: only names, acronyms and the first word keep theirs."""

import re

from vitrans.text import find_protected, words
from vitrans.text.names import WORD, find_known_names, is_acronym
from vitrans.translate.names import NameFinder

_FEW = 2  # words: so many in capitals are ordinary words only where a name is among them
_SENTENCE_END = re.compile(r"[.!?…]\s*[\"”’)]*\s+$")


def in_ordinary_case(text: str, names: NameFinder) -> str | None:
    """Return a text that is all in capitals as it would be otherwise; None if it is not.

    A word or two in capitals without a known name are likely an acronym, and are left.
    """
    protected = [(found.start, found.end) for found in find_protected(text)]
    bare = _without(text, protected)
    if not bare.isupper():
        return None
    found = find_known_names(bare, names.language, names.is_small)
    if sum(len(word) > 1 for word in words(bare)) <= _FEW and not any(one.known for one in found):
        return None
    small = _lowered(bare, names)
    for one in found:
        small = small[: one.start] + _capitalised(small[one.start : one.end]) + small[one.end :]
    for start, end in protected:
        small = small[:start] + text[start:end] + small[end:]
    return small


def _without(text: str, stretches: list[tuple[int, int]]) -> str:
    for start, end in stretches:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _lowered(text: str, names: NameFinder) -> str:
    """Return a text in small letters but for acronyms and the first letters of sentences."""

    def lower(match: re.Match[str]) -> str:
        word, start, end = match.group(), match.start(), match.end()
        in_code = text[start - 1 : start].isdigit() or text[end : end + 1].isdigit()
        if is_acronym(word, names.language) or (in_code and len(word) <= 4):
            return word
        first = bool(not text[:start].strip(" \"“‘'(—–-") or _SENTENCE_END.search(text, 0, start))
        if first and word == "WHO" and "?" not in text:
            return word
        small = word.capitalize() if first else word.lower()
        return small if len(small) == len(word) else word

    return WORD.sub(lower, text)


def _capitalised(name: str) -> str:
    return re.sub(r"[^\W\d_]+", lambda word: _with_capital(word.group()), name)


def _with_capital(word: str) -> str:
    return word[:1].upper() + word[1:]
