"""Names of people and places in a text, found by tables, so in capitals too."""

import itertools
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from vitrans.text import name_tables as tables
from vitrans.text.syllables import is_syllable
from vitrans.text.unicode import strip_accents
from vitrans.types import Language

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]{2,})?")
"""A word; O'Brien is one, Mary's is Mary."""

_KOREAN = re.compile(
    rf"\b(?:{'|'.join(sorted(tables.KOREAN_SURNAMES))}) [^\W\d_]{{2,6}}-[^\W\d_]{{2,6}}(?![\w-])",
    re.IGNORECASE,
)
_VOWEL = re.compile("[aeiouy]")
_CLOSE = re.compile(r"[ -]{1,2}|\. ")
_LONGEST = 4


class Found(NamedTuple):
    """Where a name stands in a text, and whether the tables have it: not if it only is no word."""

    start: int
    end: int
    known: bool


Length = tuple[int, int, bool]
"""How many words stand before a name, how many the name has, and whether the tables know it."""
Ordinary = Callable[[str], bool]
"""Says whether a word in small letters is an ordinary one of the text's language."""


def find_korean(text: str) -> list[re.Match[str]]:
    """Return the Korean names of a text whose given name has a hyphen: Park Hang-seo."""
    found = _KOREAN.finditer(text) if "-" in text else ()
    return [name for name in found if all(word[0].isupper() for word in name.group().split())]


def find_known_names(text: str, language: Language, ordinary: Ordinary) -> list[Found]:
    """Return the names that the tables know, whatever letters are capitals, in order and apart."""
    korean = find_korean(text)
    words = [
        w for w in WORD.finditer(text) if not any(n.start() <= w.start() < n.end() for n in korean)
    ]
    low = [word.group().lower().replace("’", "'") for word in words]
    length = _vietnamese if language is Language.VIETNAMESE else _english
    found, at = [Found(*name.span(), True) for name in korean], 0
    while at < len(words):
        first, count, known = length(low[at : at + _LONGEST + 1], ordinary, len(words))
        name = words[at + first : at + first + count]
        if count and _is_close(text, name):
            found.append(Found(name[0].start(), name[-1].end(), known))
            at += first + count
        else:
            at += 1
    return sorted(found)


def is_acronym(word: str, language: Language) -> bool:
    """Say whether a word in capitals would be in capitals in ordinary text too."""
    low = word.lower()
    if language is Language.ENGLISH and low in tables.ENGLISH_CALLED:
        return False
    if len(low) > 1 and not _VOWEL.search(strip_accents(low)):
        return True
    words = tables.VIETNAMESE_WORDS if language is Language.VIETNAMESE else tables.ENGLISH_WORDS
    return low in tables.ACRONYMS and low not in words


def _is_close(text: str, words: Sequence[re.Match[str]]) -> bool:
    gaps = (text[a.end() : b.start()] for a, b in itertools.pairwise(words))
    return all(map(_CLOSE.fullmatch, gaps))


def _vietnamese(words: list[str], ordinary: Ordinary, total: int) -> Length:
    if place := _place(words, tables.VIETNAMESE_PLACES):
        return 0, place, True
    if (
        words[0] in tables.CALLED
        and len(words) > 1
        and tuple(words[:2]) not in tables.WORDS_OF_CALLED
        and not _place(words[1:], tables.VIETNAMESE_PLACES)
    ):
        return 1, _person(words[1:], total) or _called(words[1:], ordinary), True
    person = _person(words, total)
    strange = not is_syllable(words[0]) and _is_strange(words[0], ordinary)
    return 0, person or int(strange), bool(person)


def _called(words: list[str], ordinary: Ordinary) -> int:
    """Return how many words after ông, bà and so on are a name: Hai, Ba Khía."""
    if words[0] in tables.BIRTH_NAMES:
        return 1 + _has_second(words, ordinary)
    return int(words[0] in tables.GIVEN - tables.OFFICES)


def _has_second(words: list[str], ordinary: Ordinary) -> bool:
    """Say whether a second name follows Ba, Hai and so on: a known one, or the last word."""
    if len(words) < 2 or words[1] in ("và", "với"):
        return False
    last = len(words) == 2 or words[2] in ("và", "với")
    return last or words[1] in tables.GIVEN - tables.LIKE_VERBS or _is_strange(words[1], ordinary)


def _person(words: list[str], total: int) -> int:
    """Return how many words are a Vietnamese name that starts with the surname."""
    sure = words[0] in tables.SURNAMES
    if not sure and words[0] not in tables.WORD_SURNAMES:
        return 0
    if len(words) == total and sure and 1 < total <= _LONGEST:
        return total  # the name is all there is
    count = 1 + _given(words[1:], tables.MIDDLE, tables.GIVEN)
    return count if count > (1 if sure else 2) else 0


def _given(words: list[str], middle: frozenset[str], given: frozenset[str]) -> int:
    """Return how many words after a surname are a middle and a given name."""
    if not words or words[0] not in middle | given:
        return 0
    if len(words) == 1 or (words[1] not in given and words[0] not in ("văn", "thị", "van", "thi")):
        return 1
    double = words[0] in ("thị", "văn", "hoàng", "thi") and len(words) > 2
    return 3 if double and words[2] in given - tables.LIKE_VERBS else 2


def _english(words: list[str], ordinary: Ordinary, total: int) -> Length:
    if place := _place(words, tables.ENGLISH_PLACES):
        return 0, place, True
    if words[0] in tables.ENGLISH_CALLED and len(words) > 1:
        return 1, _surnames(words[1:], ordinary), True
    if words[0] in tables.BARE_SURNAMES:
        return 0, 1 + _given(words[1:], tables.BARE_MIDDLE, tables.BARE_GIVEN), True
    if words[0] in tables.ENGLISH_GIVEN:
        return 0, 1 + _surnames(words[1:], ordinary), True
    proper = words[0] in tables.ENGLISH_PROPER
    return 0, int(proper or _is_strange(words[0], ordinary)), proper


def _surnames(words: list[str], ordinary: Ordinary) -> int:
    """Return how many words after a given name go on with it, two at most."""
    count = 0
    for word in words[:2]:
        if word not in tables.ENGLISH_SURNAMES | tables.ENGLISH_GIVEN and not _is_strange(
            word, ordinary
        ):
            break
        count += 1
    return count


def _is_strange(word: str, ordinary: Ordinary) -> bool:
    """Say whether a word is no ordinary one and could be a name."""
    return len(word) > 2 and not ordinary(word)


def _place(words: list[str], places: frozenset[tuple[str, ...]]) -> int:
    counts = range(min(_LONGEST, len(words)), 0, -1)
    return next((count for count in counts if tuple(words[:count]) in places), 0)
