"""Where words of a source went in its translation.

Each word of the target is drawn to the words of the source that it may translate: the same name
or number, a pair of the bundled word table, a function word of the list below; nearness in the
sentence decides between equals. The stretch of the target that is drawn to a span more than to
the rest of the source, and is about as long, stands for the span.
"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import accumulate
from typing import NamedTuple

from vitrans.align.lexicon import lexicon
from vitrans.text import is_syllable, strip_accents
from vitrans.text.english import stem
from vitrans.types import Language

Span = tuple[int, int]

_WORD = re.compile(r"[\ue000-\uf8ff]|\d+(?:[.,:/h-]\d+)*%?|[^\W\d_]+(?:['’][^\W\d_]+)*")
_SAME, _FUNCTION, _COGNATE = 1.0, 0.5, 0.6
# How fast nearness falls with the distance in the sentence, and what a word weighs that is drawn
# to nothing, where its place alone speaks.
_NEAR, _PLACE = 2.0, 0.2
# What a word too many or too few costs.
_LENGTH = 0.12
_WEAKEST = 0.02
# What stands before a phrase rather than in it.
_OUTSIDE = frozenset(["the", "a", "an", "of", "is", "are", "was", "were", "hay"])
_FUNCTION_WORDS = """
not khong chang chua dung|no khong|never chua khong bao|very rat lam qua|well hay tot gioi
heavily lon nang|too qua cung|also cung|is la|are la|was la|were la|and va|or hoac hay|but nhung
with voi cung|without khong|in trong o tai vao|please hay xin|per moi mot|on tren vao
at tai o luc|of cua|for cho|from tu|to den toi|by boi bang|he anh ong|she co ba chi|they ho
we chung ta|i toi|you ban anh chi|it no|this nay day|that do kia|these nay|those do
all tat ca moi|every moi|each moi|some mot so vai|many nhieu|few it vai|more hon them|most nhat
less hon it|only chi|will se|would se|can co the|could co the|must phai|should nen|had da
have da co|has da co|did da|been da|now nay gio bay|then roi luc|when khi|where noi dau
who ai nguoi|what gi|why sao|how nao the|before truoc|after sau|because vi|if neu|than hon
as nhu|so nen|one mot|two hai|three ba|four bon|five nam|six sau|seven bay|eight tam|nine chin
ten muoi|first nhat dau|his anh ong|her co ba|their ho|our chung ta|my toi|your ban|here day
there do|still van|already da|again lai|always luon|often thuong|about ve khoang|between giua
under duoi|over tren hon|into vao|out ra
"""


class _Word(NamedTuple):
    """A word of a sentence: where it stands and how the word table has it."""

    start: int
    end: int
    keys: tuple[str, ...]


def place(spans: Sequence[Span], source: str, target: str, language: Language) -> list[Span | None]:
    """Return the span of target characters for each span of source characters.

    Args:
        spans: starts and ends in the source.
        source: a sentence.
        target: its translation.
        language: that of the target, English or Vietnamese.

    Returns:
        Spans of whole words, None where the span or the target has none.
    """
    ours = _words(source, language is Language.ENGLISH)
    theirs = _words(target, language is not Language.ENGLISH)
    drawn = [
        [
            _strength(one, other, language) * _nearness(i, len(ours), j, len(theirs))
            for i, one in enumerate(ours)
        ]
        for j, other in enumerate(theirs)
    ]
    return [_best(span, ours, theirs, drawn) for span in spans]


def _best(
    span: Span, ours: Sequence[_Word], theirs: Sequence[_Word], drawn: Sequence[Sequence[float]]
) -> Span | None:
    """Return the stretch of the target that is drawn most to a span."""
    inside = [i for i, word in enumerate(ours) if word.start < span[1] and span[0] < word.end]
    if not inside or not theirs:
        return None
    gains = [_gain(row, inside, j, len(ours), len(theirs)) for j, row in enumerate(drawn)]
    sums = [0.0, *accumulate(gains)]
    wanted = len(inside) * len(theirs) / len(ours)
    options = (
        (sums[last] - sums[first] - _LENGTH * abs(last - first - wanted), -first, first, last)
        for first in range(len(theirs))
        for last in range(first + 1, min(len(theirs), first + round(3 * wanted) + 3) + 1)
    )
    *_, first, last = max(options)
    while first < last - 1 and theirs[first].keys[0] in _OUTSIDE:
        first += 1
    return theirs[first].start, theirs[last - 1].end


def _gain(row: Sequence[float], inside: Sequence[int], at: int, ours: int, theirs: int) -> float:
    """Return how much more a target word is drawn to a span than to the rest of the source."""
    first, last = inside[0], inside[-1] + 1
    here = max(row[first:last])
    there = max((*row[:first], *row[last:]), default=0.0)
    if max(here, there) >= _WEAKEST:
        return here - there
    share = (at + 0.5) / theirs * ours
    return _PLACE if inside[0] <= share <= inside[-1] + 1 else -_PLACE


def _nearness(i: int, ours: int, j: int, theirs: int) -> float:
    """Return how near two words are in their sentences, 0 to 1."""
    return 1 / (1 + _NEAR * abs((i + 0.5) / ours - (j + 0.5) / theirs))


def _strength(source: _Word, target: _Word, language: Language) -> float:
    """Return how well a target word translates a source word, 0 to 1."""
    vietnamese, english = (source, target) if language is Language.ENGLISH else (target, source)
    return _link(vietnamese.keys, english.keys)


@lru_cache(maxsize=1 << 16)
def _link(vietnamese: tuple[str, ...], english: tuple[str, ...]) -> float:
    """Return how well words translate each other, given as their keys."""
    word = english[0]
    if vietnamese[0] == word and (word.isdigit() or len(word) > 3 or not is_syllable(word)):
        return _SAME
    table = lexicon()
    found = [0.0]
    for unit in vietnamese:
        row = table.get(unit, {})
        for key in english:
            if key in row:
                found.append(max(row[key]) ** 0.5)
            if unit in _functions().get(key, ()):
                found.append(_FUNCTION)
    if vietnamese[0] == word:
        found.append(_COGNATE)
    return max(found)


def _words(text: str, vietnamese: bool) -> list[_Word]:
    """Return the words of a sentence; Vietnamese ones are looked up with neighbours too."""
    found = list(_WORD.finditer(text))
    plain = [_plain(match[0]) for match in found]
    made = []
    for at, match in enumerate(found):
        keys = [plain[at]]
        if vietnamese:
            keys += [f"{plain[at - 1]} {plain[at]}"] if at else []
            keys += [f"{plain[at]} {plain[at + 1]}"] if at + 1 < len(plain) else []
        else:
            keys.append(stem(plain[at]))
        made.append(_Word(*match.span(), tuple(keys)))
    return made


def _plain(word: str) -> str:
    """Return a word in small letters without accents, a number without its separators."""
    if word[0].isdigit():
        return re.sub(r"[.,:h]", "", word)
    return strip_accents(word).lower().removesuffix("'s").removesuffix("’s")


@cache
def _functions() -> dict[str, frozenset[str]]:
    """Return what English function words may be in Vietnamese, which the word table leaves out."""
    table: dict[str, frozenset[str]] = {}
    for entry in _FUNCTION_WORDS.replace("\n", "|").split("|"):
        english, *vietnamese = entry.split() or [""]
        table[english] = table.get(english, frozenset()) | frozenset(vietnamese)
    return table
