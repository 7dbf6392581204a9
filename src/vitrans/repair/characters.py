"""Letters in another Unicode form or place than Vietnamese has them.

Decomposed letters, lookalikes from other alphabets, tone marks on the wrong vowel.
"""

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from vitrans.repair.syllables import lexicon
from vitrans.text import WORD, nfc
from vitrans.text.syllables import TONES, VIETNAMESE_LETTER, has_choice, split_tone, with_tone

# A tone mark typed before circumflex, horn or breve; Unicode keeps their order apart.
_TONE_FIRST = re.compile(f"([{''.join(TONES)}])([\u0302\u031b\u0306])")
# Eth and African D for đ, the letter oi for ư (as old fonts had them), Cyrillic for Latin.
_LOOKALIKES = str.maketrans(
    "ðÐɖƉƣƢаеорсухіАВЕКМНОРСТУХІ",
    "đĐđĐưƯaeopcyxiABEKMHOPCTYXI",
)
_LOOKALIKE = re.compile("[ðÐɖƉƣƢаеорсухіАВЕКМНОРСТУХІ]")
REFERENCE = re.compile(
    r"&(?:amp;)*(#\d{2,5}|#[xX][0-9A-Fa-f]{2,4}"
    r"|[A-Za-z](?:acute|grave|tilde|circ|uml|cedil|ring));"
)
"""A letter that is written out for a page, once or more: `&#7873;`, `&agrave;`, `&amp;#7873;`."""

_LATIN = re.compile("[a-zA-Z\u00c0-\u024f\u1e00-\u1eff]")
_ABBREVIATION = re.compile(r"[A-ZĐ0-9&./-]{2,10}")
# A text has a style of tone placement where it is this many times as frequent as the other.
_MOSTLY = 2
# A line without letters of Vietnamese alone is Vietnamese if so much of it may be.
_MOST = 0.7


def read_references(word: str) -> str:
    """Return a word with the letters that are written out in it, such as `&#7873;`.

    Signs that are written out, as `&lt;`, mean something where they stand and stay.
    """
    return REFERENCE.sub(_letter, word) if "&" in word else word


def compose(words: Sequence[str]) -> list[str]:
    """Return the words of a line in NFC, tone marks behind the other marks of their letters."""
    return [word if word.isascii() else _composed(word) for word in words]


def replace_lookalikes(words: Sequence[str]) -> list[str]:
    """Return the words of a line with Vietnamese letters for those that only look like them.

    A word has to become a Vietnamese syllable by it, or be an abbreviation in a Vietnamese line.
    """
    if not any(map(_LOOKALIKE.search, words)):
        return list(words)
    read = [_latin(word) for word in words]
    vietnamese = is_vietnamese(read)
    return [
        made if vietnamese or VIETNAMESE_LETTER.search(_LOOKALIKE.sub("", word)) else word
        for word, made in zip(words, read, strict=True)
    ]


def place_tones(words: Sequence[str]) -> list[str]:
    """Return the words of a line, tone marks in neither of the two placements set right.

    Letters that other languages have too (`aí`, `día`) tell only in a Vietnamese line.
    """
    placed = [word if word.isascii() else _placed(word) for word in words]
    if placed == list(words):
        return placed
    vietnamese = is_vietnamese(placed)
    return [
        made if vietnamese or VIETNAMESE_LETTER.search(word) else word
        for word, made in zip(words, placed, strict=True)
    ]


def unite_placement(words: Sequence[str]) -> list[str]:
    """Return all words of a text in the tone placement that it mostly uses, hòa or hoà."""
    styles = Counter(style for word in words if (style := _style(word)) is not None)
    if not styles[True] or not styles[False]:
        return list(words)
    newer = styles[True] > styles[False]
    if styles[newer] < _MOSTLY * styles[not newer]:
        return list(words)
    return [
        WORD.sub(lambda match: _moved(match.group(), newer), word)
        if _style(word) is (not newer)
        else word
        for word in words
    ]


def is_vietnamese(words: Sequence[str]) -> bool:
    """Say whether a line is Vietnamese.

    Most words with marks are, and one of them beyond doubt, or most words without marks may be.
    """
    found = [one for word in words for one in WORD.findall(word)]
    marked = [one for one in found if not one.isascii()]
    right = sum(one in lexicon() for one in marked)
    if right * 2 <= len(marked):
        return False
    plain = sum(one.lower() in lexicon().bare for one in found if one.isascii())
    shares = len(found) > 1 and plain + right >= _MOST * len(found)
    return shares or any(map(VIETNAMESE_LETTER.search, marked))


def _letter(reference: re.Match[str]) -> str:
    """Return the Latin letter or tone that a reference writes out, or the reference."""
    letter = html.unescape(f"&{reference.group(1)};")
    latin = _LATIN.fullmatch(letter) or unicodedata.combining(letter[0])
    return letter if latin else reference.group()


@lru_cache(1 << 16)
def _composed(word: str) -> str:
    """Return a word in NFC, tones behind the other marks."""
    return nfc(_TONE_FIRST.sub(r"\2\1", unicodedata.normalize("NFD", word)))


def _latin(word: str) -> str:
    """Return a word without lookalikes, if that makes it Vietnamese or an abbreviation."""
    if not _LOOKALIKE.search(word) or not _LATIN.search(word):
        return word
    made = nfc(word.translate(_LOOKALIKES))
    exists = all(one in lexicon() for one in WORD.findall(made))
    return made if exists or _ABBREVIATION.fullmatch(made) else word


@lru_cache(1 << 16)
def _placed(word: str) -> str:
    """Return a word, with its punctuation, with its tone where it belongs."""
    return WORD.sub(lambda match: _set_right(match.group()), word)


def _set_right(word: str) -> str:
    """Return a word with its tone where it belongs, or as it is if it stands right."""
    toneless, tone = split_tone(word)
    if len(tone) != 1 or word in lexicon():
        return word
    made = with_tone(toneless, tone)
    return made if made and made.lower() in lexicon().rank else word


@lru_cache(1 << 16)
def _style(word: str) -> bool | None:
    """Return whether a word has the newer placement; None if that cannot be told."""
    if word.isascii():
        return None
    for one in WORD.findall(word):
        toneless, tone = split_tone(one)
        if len(tone) == 1 and has_choice(toneless) and one in lexicon():
            return bool(one == with_tone(toneless, tone, newer=True))
    return None


def _moved(word: str, newer: bool) -> str:
    """Return a word in one of the two placements; what is not Vietnamese stays."""
    toneless, tone = split_tone(word)
    made = with_tone(toneless, tone, newer) if len(tone) == 1 and word in lexicon() else None
    return made or word
