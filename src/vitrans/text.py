"""Vietnamese text: Unicode form, accents, tone placement, syllables, lines."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

# Words: runs of letters with the marks that may follow them; nothing else.
WORD = re.compile(r"[^\W\d_][\u0300-\u036f]*(?:[^\W\d_][\u0300-\u036f]*)*")

# The content of a code span starts and ends with a space or does neither, or `` quotes '' like
# these would pass for code. Lengths are limited, as marks without a mate would take long.
_IN_CODE = r"(?:(?=\s){0}(?<=\s)|(?=\S){0}(?<=\S))".format(r"(?:.|\n(?!\s*\n)){1,200}?")
_CODE = "|".join(rf"(?<![`\\]){t}(?!`){_IN_CODE}(?<!`){t}(?!`)" for t in ("`", "``", "```"))
_TARGET = r"<[^<>\n]{0,2000}>|[^\s()<>]{0,2000}(?:\([^\s()]{0,2000}\)[^\s()]{0,2000}){0,9}"
_TITLE = r"\"[^\"\n]{0,500}\"|'[^'\n]{0,500}'|\([^()\n]{0,500}\)"
_NAME = "[biuscva]|em|strong|ruby|rt|lang|font|span|br|sub|sup|mark|small"
# A tag of subtitles or of inline HTML (`<i>`, `<v Lan>`, `</font>`), a time stamp in a WebVTT cue
# (`<00:01.500>`), a command of SubStation Alpha (`{\an8}`).
TAG = rf"</?(?:{_NAME})(?:[\s./][^<>\n]{{0,200}})?>|<[\d:.]{{5,15}}>|\{{\\[^{{}}\n]{{1,200}}\}}"
# What Markdown and subtitles have within running text that is not to be read: code, where links
# lead, and tags.
MARKUP = re.compile(rf"{_CODE}|\]\( {{0,3}}(?:{_TARGET})(?:\s{{1,9}}(?:{_TITLE}))? {{0,3}}\)|{TAG}")

_MARKS = re.compile("[\u0300-\u036f]+")
_D = str.maketrans("đĐ", "dD")

_ONSET = "ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnprstvx]"
_NUCLEUS = (
    "uye|uya|uyu|oai|oay|oao|oeo|uay|ieu|yeu|uou|uoi|"
    "ai|ao|au|ay|eo|eu|ia|ie|iu|oa|oe|oi|oo|ua|ue|ui|uo|uu|uy|ya|ye|[aeiouy]"
)
_CODA = "ng|nh|ch|[cmnpt]"
_SYLLABLE = re.compile(f"(?:{_ONSET})?(?:{_NUCLEUS})(?:{_CODA})?", re.IGNORECASE)

_TONES = "\u0300\u0301\u0303\u0309\u0323"
# `hoà, khoẻ, thuý`: the tone on the second vowel of an open oa, oe, uy (the newer placement).
_NEWER = re.compile(
    r"(?<![^\W\d_\u0300-\u036f])((?:(?!qu)[^\W\d_aeiouy]){0,3})(o|u)(a|e|y)"
    rf"([{_TONES}])(?![^\W\d_]|[\u0300-\u036f])",
    re.IGNORECASE,
)
_OPEN = {"oa", "oe", "uy"}


def nfc(text: str) -> str:
    """Return `text` in Unicode normalisation form C."""
    return unicodedata.normalize("NFC", text)


def strip_accents(text: str) -> str:
    """Return `text` (NFC) without combining marks, đ and Đ as d and D.

    Every mark of U+0300 to U+036F goes, so foreign letters lose theirs too, as on an
    ASCII keyboard: `Müller` becomes `Muller`.
    """
    if text.isascii():
        return text
    return nfc(_MARKS.sub("", unicodedata.normalize("NFD", text)).translate(_D))


def has_accents(text: str) -> bool:
    """Say whether `strip_accents` would change the text."""
    return strip_accents(text) != nfc(text)


def same_letters(one: str, other: str) -> bool:
    """Say whether two texts differ in nothing but accents."""
    return strip_accents(one) == strip_accents(other)


def older_tone_placement(text: str) -> str:
    """Return `text` with the tone on the first vowel of open oa, oe, uy: hòa, khỏe, thủy.

    Both placements are correct Vietnamese; news text uses this one. `quý` and `hoàn` keep theirs.
    """
    if text.isascii():
        return text

    def move(match: re.Match[str]) -> str:
        onset, first, second, tone = match.groups()
        if (first + second).lower() not in _OPEN or (onset + first).lower().endswith("qu"):
            return match.group()
        return onset + first + tone + second

    return nfc(_NEWER.sub(move, unicodedata.normalize("NFD", nfc(text))))


@lru_cache(maxsize=1 << 16)
def has_letters(text: str) -> bool:
    """Say whether a text has a letter of any script."""
    return any(map(str.isalpha, text))


def is_syllable(word: str) -> bool:
    """Say whether a word, accents aside, has the shape of a Vietnamese syllable."""
    return _SYLLABLE.fullmatch(strip_accents(word)) is not None


def words(text: str) -> list[str]:
    """Return the runs of letters in a text."""
    return WORD.findall(text)


def lines(text: str) -> Iterator[str]:
    """Yield the lines of a text with their ends; only a line feed ends a line.

    `str.splitlines` also cuts at U+2028 and U+0085 and would shift a parallel corpus.
    """
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        yield text[start:end]
        start = end
