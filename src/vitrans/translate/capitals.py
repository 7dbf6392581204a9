"""Text in capitals as ordinary text: only names, acronyms and the first word keep theirs."""

import re
from collections.abc import Sequence

from vitrans.text import find_protected, is_syllable, words
from vitrans.text import name_tables as tables
from vitrans.text.names import WORD, Found, find_known_names, is_acronym
from vitrans.translate.given_names import find_given_names
from vitrans.translate.names import NameFinder
from vitrans.types import Language

_FEW = 2  # words: so many in capitals are ordinary words only where a name is among them
_SYLLABLE_BEFORE = re.compile(
    r"(?:^|,|\b(?:AND|WITH|BY|FOR|OF|PRESIDENT|LEADER|CHIEF|SECRETARY|MINISTER|CHAIRMAN|SINGER|"
    r"ACTOR|ACTRESS|COACH|STAR|WRITER)|['’]S) ?(?P<word>[^\W\d_]{2,}) $"
)
# A surname that is a word, behind a given name: `GRACE HOPPER'S`, `MARK WOODS, PRIEST`.
_SURNAME = re.compile(r" (?P<word>[^\W\d_]{3,})(?<!LY)(?=['’]S\b|,| AND\b|$)")
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
    if names.language is Language.VIETNAMESE:
        found += _given_names(bare, found, names)
    else:
        found = [_with_surname(_with_syllable_before(one, bare), bare) for one in found]
        found = [one for one in found if not _is_verb(one, bare)]
    if sum(len(word) > 1 for word in words(bare)) <= _FEW and not any(one.known for one in found):
        return None
    small = _lowered(bare, names)
    for one in found:
        small = small[: one.start] + _capitalised(small[one.start : one.end]) + small[one.end :]
    for start, end in protected:
        small = small[:start] + text[start:end] + small[end:]
    return small


def _given_names(text: str, known: Sequence[Found], names: NameFinder) -> list[Found]:
    """Return the names without a surname in a text in capitals, apart from the known ones."""
    matches = list(WORD.finditer(text))
    taken = [any(one.start <= m.start() < one.end for one in known) for m in matches]
    words = [
        "" if there else match.group().lower() for match, there in zip(matches, taken, strict=True)
    ]
    return [
        Found(matches[first].start(), matches[last].end(), True)
        for first, last in find_given_names(words, names.is_small)
    ]


def _with_syllable_before(name: Found, text: str) -> Found:
    """Return an unknown name of one Vietnamese syllable with the one before it: `AND DEN VAU`."""
    before = _SYLLABLE_BEFORE.search(text, 0, name.start)
    syllables = [text[name.start : name.end].lower(), before["word"].lower() if before else ""]
    if not before or name.known or not all(map(is_syllable, syllables)):
        return name
    return Found(before.start("word"), name.end, False)


def _with_surname(name: Found, text: str) -> Found:
    """Return an English given name with the word behind it where that must be the surname."""
    if _is_verb(name, text) or text[name.start : name.end].lower() not in tables.ENGLISH_GIVEN:
        return name
    surname = _SURNAME.match(text, name.end)
    return Found(name.start, surname.end("word"), True) if surname else name


def _is_verb(name: Found, text: str) -> bool:
    """Say whether a given name by itself is a word within a sentence: `STOCKS ROSE`."""
    return name.start > 0 and text[name.start : name.end].lower() in tables.GIVEN_WORDS


def _without(text: str, stretches: list[tuple[int, int]]) -> str:
    for start, end in stretches:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _lowered(text: str, names: NameFinder) -> str:
    """Return a text in small letters but for acronyms and the first letters of sentences."""

    def lower(match: re.Match[str]) -> str:
        word, start, end = match.group(), match.start(), match.end()
        in_code = text[start - 1 : start].isdigit() or text[end : end + 1].isdigit()
        initial = len(word) == 1 and text[end : end + 1] == "." and start > 0
        if initial or is_acronym(word, names.language) or (in_code and len(word) <= 4):
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
