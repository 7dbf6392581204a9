"""Vietnamese syllables: their shape and parts, and where the tone mark stands.

A syllable is an onset and a rhyme with one tone. Its `Key` is what an input method knows of it:
the bare letters, which of the marks circumflex, horn, breve and bar it has, and the tone. Marks
and tones are named by the digits of the VNI method.
"""

import re
import unicodedata
from typing import NamedTuple

from vitrans.text.unicode import nfc, strip_accents

VIETNAMESE_LETTERS = "ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉĩịọỏốồổỗộớờởỡợụủũứừửữựỳỵỷỹ"
"""Small letters with marks that no other language in Latin script has, or hardly any."""

VIETNAMESE_LETTER = re.compile(f"[{VIETNAMESE_LETTERS}]", re.IGNORECASE)

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

# Nuclei with their marks; that of `gi` and `qu` is what follows these.
_NUCLEI = re.compile(
    "[aăâeêioôơuưy]|a[iouy]|â[uy]|e[ou]|êu|i[aêu]|o[aăeio]|ô[iô]|ơi|u[aăâeêioôơy]|ư[aiơu]|y[aê]"
    "|iêu|yêu|oa[ioy]|oeo|ua[iouy]|uây|uôi|uy[aêu]|ươ[iu]|uêu"
)
# Letters, decomposed, as any word may have them: marks and tones on vowels alone.
_SPELT = re.compile(rf"(?:[b-df-hj-np-tv-xzđ]|[aeiouy][\u0302\u031b\u0306]?[{''.join(TONES)}]?)*")
# The shape of a syllable without accents.
_ONSET = "ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnprstvx]"
_NUCLEUS = (
    "uye|uya|uyu|oai|oay|oao|oeo|uay|ieu|yeu|uou|uoi|"
    "ai|ao|au|ay|eo|eu|ia|ie|iu|oa|oe|oi|oo|ua|ue|ui|uo|uu|uy|ya|ye|[aeiouy]"
)
_CODA = "ng|nh|ch|[cmnpt]"
_SYLLABLE = re.compile(f"(?:{_ONSET})?(?:{_NUCLEUS})(?:{_CODA})?", re.IGNORECASE)
# `hoà, khoẻ, thuý`: the tone on the second vowel of an open oa, oe, uy (the newer placement).
_NEWER = re.compile(
    r"(?<![^\W\d_\u0300-\u036f])((?:(?!qu)[^\W\d_aeiouy]){0,3})(o|u)(a|e|y)"
    rf"([{''.join(TONES)}])(?![^\W\d_]|[\u0300-\u036f])",
    re.IGNORECASE,
)


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


def is_syllable(word: str) -> bool:
    """Say whether a word, accents aside, has the shape of a Vietnamese syllable."""
    return _SYLLABLE.fullmatch(strip_accents(word)) is not None


def is_spelling(word: str) -> bool:
    """Say whether the marks and the tone of a word (NFC) stand as Vietnamese spelling has them.

    A word of another shape than a syllable, such as `ôtô`, has marks on its vowels alone.
    """
    toneless, tone = split_tone(word.lower())
    found = parts(toneless)
    if not found:
        letters = unicodedata.normalize("NFD", word.lower())
        return not is_syllable(word) and _SPELT.fullmatch(letters) is not None
    if len(tone) > 1 or not _NUCLEI.fullmatch(found.nucleus):
        return False
    right = {with_tone(toneless, tone), with_tone(toneless, tone, newer=True)}
    return nfc(word.lower()) in right


def older_tone_placement(text: str) -> str:
    """Return `text` with the tone on the first vowel of open oa, oe, uy: hòa, khỏe, thủy.

    Both placements are correct Vietnamese; news text uses this one. `quý` and `hoàn` keep theirs.
    """
    if text.isascii():
        return text

    def move(match: re.Match[str]) -> str:
        onset, first, second, tone = match.groups()
        if (first + second).lower() not in _EITHER or (onset + first).lower().endswith("qu"):
            return match.group()
        return onset + first + tone + second

    return nfc(_NEWER.sub(move, unicodedata.normalize("NFD", nfc(text))))
