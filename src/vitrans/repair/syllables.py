"""Vietnamese syllables: their parts, where the tone mark stands, and which of them exist.

A syllable is an onset and a rhyme with one tone. Its `Key` is what an input method knows of it:
the bare letters, which of the marks circumflex, horn, breve and bar it has, and the tone. Marks
and tones are named by the digits of the VNI method.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from vitrans.text import nfc, strip_accents

TONES = {"\u0301": "1", "\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5"}
"""Combining tone marks (sắc, huyền, hỏi, ngã, nặng) and the digits that stand for them."""

MARKS = {"\u0302": "6", "\u031b": "7", "\u0306": "8"}
"""Combining circumflex, horn and breve, and the digits that stand for them; 9 is the bar of đ."""

_TONE_MARKS = {digit: mark for mark, digit in TONES.items()}
_MARKED_VOWELS = "ăâêôơư"
_PARTS = re.compile(
    "(ngh|ng|nh|ch|gh|gi(?=[aeiouyăâêôơư])|kh|ph|qu|th|tr|[bcdđghklmnprstvx]|)"
    "([aeiouyăâêôơư]{1,3})(ng|nh|ch|[cmnptk]|)"
)
# Open oa, oe, uy: the only nuclei whose tone may stand on either vowel.
_EITHER = ("oa", "oe", "uy")


class Key(NamedTuple):
    """What an input method knows of a syllable: bare letters, marks (sorted digits), tone."""

    base: str
    marks: str
    tone: str


class Parts(NamedTuple):
    """A toneless syllable in small letters, cut; the onset `gi` or `qu` takes its vowel along."""

    onset: str
    nucleus: str
    coda: str


def parts(toneless: str) -> Parts | None:
    """Return the parts of a toneless syllable in small letters; None if it has not its shape."""
    found = _PARTS.fullmatch(toneless)
    return Parts(*found.groups()) if found else None


def split_tone(word: str) -> tuple[str, str]:
    """Return a word (NFC) without its tone marks, and the digits of the tones."""
    if word.isascii():
        return word, ""
    decomposed = unicodedata.normalize("NFD", word)
    rest = nfc("".join(c for c in decomposed if c not in TONES))
    return rest, "".join(TONES[c] for c in decomposed if c in TONES)


def with_tone(toneless: str, tone: str, newer: bool = False) -> str | None:
    """Return a toneless syllable with its tone in the right place; None if it is no syllable.

    Args:
        toneless: the syllable, in any case.
        tone: a digit of `TONES`, or nothing.
        newer: whether open oa, oe, uy take it on the second vowel: hoà rather than hòa.
    """
    found = parts(toneless.lower())
    if not found or not tone:
        return toneless if found else None
    at = len(found.onset) + _tone_place(found, newer) + 1
    return nfc(toneless[:at] + _TONE_MARKS[tone] + toneless[at:])


def _tone_place(found: Parts, newer: bool) -> int:
    """Return which letter of the nucleus carries the tone."""
    marked = [i for i, vowel in enumerate(found.nucleus) if vowel in _MARKED_VOWELS]
    if marked:
        return marked[-1]
    if found.coda or len(found.nucleus) == 1:
        return len(found.nucleus) - 1
    if len(found.nucleus) == 3:
        return 1
    return int(newer and found.nucleus in _EITHER)


def has_choice(toneless: str) -> bool:
    """Say whether a toned syllable could be written in either placement."""
    found = parts(toneless.lower())
    return found is not None and not found.coda and found.nucleus in _EITHER


def key_of(syllable: str) -> Key:
    """Return the key of a syllable (NFC, any case)."""
    decomposed = unicodedata.normalize("NFD", syllable.lower())
    marks = {MARKS[c] for c in decomposed if c in MARKS} | ({"9"} if "đ" in decomposed else set())
    tone = "".join(TONES[c] for c in decomposed if c in TONES)
    return Key(strip_accents(syllable.lower()), "".join(sorted(marks)), tone)


class Lexicon:
    """The syllables that exist, by their keys, and foreign words that could be taken for typing."""

    def __init__(self, syllables: Iterable[str], foreign: Iterable[str]) -> None:
        """Make a lexicon; `bare` are its syllables without marks, `rank` tells their frequency.

        Args:
            syllables: in small letters, NFC, older tone placement, the most frequent first.
            foreign: words in small letters that are not Vietnamese although they read as
                keystrokes of a syllable.
        """
        self.rank: dict[str, int] = {}
        self.foreign = frozenset(foreign)
        self.bare: set[str] = set()
        self._by_key: dict[Key, str] = {}
        for rank, syllable in enumerate(syllables):
            self.rank[syllable] = rank
            key = key_of(syllable)
            self.bare.add(key.base)
            self._by_key.setdefault(key, syllable)

    def find(self, key: Key) -> str | None:
        """Return the most frequent syllable of a key."""
        return self._by_key.get(key)

    def __contains__(self, word: str) -> bool:
        """Say whether a word (NFC, any case, either tone placement) is a Vietnamese syllable."""
        small = word.lower()
        return small in self.rank or _older(small) in self.rank


@cache
def lexicon() -> Lexicon:
    """Return the lexicon that comes with vitrans (`vitrans.training.repair` makes it)."""
    return Lexicon(_read("syllables.txt"), _read("foreign.txt"))


def _read(name: str) -> Iterator[str]:
    """Yield the words of a data file; lines that begin with # say what it is."""
    text = (files("vitrans.repair") / name).read_text("utf-8")
    return (word for line in text.split("\n") if line[:1] != "#" for word in line.split())


def _older(word: str) -> str | None:
    """Return a word with its tone in the older place, None if it is no correct syllable."""
    toneless, tone = split_tone(word)
    if not tone or len(tone) > 1 or with_tone(toneless, tone, newer=True) != word:
        return None
    return with_tone(toneless, tone)
