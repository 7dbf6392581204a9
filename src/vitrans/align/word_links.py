"""How well the words of a sentence translate those of another, by the bundled tables."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from vitrans.align.lexicon import lexicon
from vitrans.align.readings import learned
from vitrans.text import is_syllable, lines, older_tone_placement, strip_accents
from vitrans.text.english import stem

_WORD = re.compile(
    r"[\ue000-\uf8ff]|\d+(?:[.,:/h-]\d+)*%?|(?:[^\W\d_]\.){2,}|[^\W\d_]+(?:['’][^\W\d_]+)*"
)
_SEPARATORS = re.compile(r"[.,:h]")
_SAME, _COGNATE, _FUNCTION = 1.0, 0.6, 0.5
# Of a syllable the better of both probabilities counts so much; of two syllables, which must
# belong together, the one given the English word counts so much of their weighted mean.
_EITHER, _BACK = 0.7, 0.6
_ACCENTED = 0.7  # what the probability given the accented form counts beside that without accents
_LEAST = 0.01
_LONG = 3  # letters up to which equal words of both languages may be so by chance


@dataclass(frozen=True, slots=True)
class LinkedWord:
    """A word of a sentence, and the pairs that a syllable is in.

    Attributes:
        start, end: its place.
        form: in small letters.
        plain: without accents; of a number, without separators.
        stem: without its English ending.
        is_name: whether it has a capital within a sentence.
        pairs: of neighbouring syllables, in small letters; none of an English word.
    """

    start: int
    end: int
    form: str
    plain: str
    stem: str
    is_name: bool
    pairs: tuple[str, ...] = ()


def find_words(text: str, vietnamese: bool) -> list[LinkedWord]:
    """Return the words of a sentence; objects and numbers are words."""
    found = list(_WORD.finditer(text))
    forms = [older_tone_placement(match[0]).lower() for match in found]
    made = []
    for at, (match, form) in enumerate(zip(found, forms, strict=True)):
        plain = _plain(form)
        pairs = (" ".join(forms[k : k + 2]) for k in (at - 1, at) if 0 <= k < len(forms) - 1)
        is_name = at > 0 and match[0][0].isupper()
        stemmed = plain if vietnamese else stem(plain)
        both = tuple(pairs) if vietnamese else ()
        made.append(LinkedWord(*match.span(), form, plain, stemmed, is_name, both))
    return made


def link_strengths(
    vietnamese: Sequence[LinkedWord], english: Sequence[LinkedWord]
) -> list[list[float]]:
    """Return how well each English word, by column, translates each Vietnamese one: 0 to 1."""
    return [[_strength(one, other) for other in english] for one in vietnamese]


def _strength(vietnamese: LinkedWord, english: LinkedWord) -> float:
    same = vietnamese.plain == english.plain
    names = vietnamese.is_name and english.is_name
    if same and (names or len(english.plain) > _LONG or not is_syllable(english.plain)):
        return _SAME
    key = (english.plain, english.stem)
    pairs = (_of_unit(pair, *key) for pair in vietnamese.pairs)
    return max(_of_unit(vietnamese.form, *key), *pairs, _COGNATE if same else 0.0)


@lru_cache(maxsize=1 << 16)
def _of_unit(unit: str, english: str, stemmed: str) -> float:
    """Return how well a syllable, or two neighbours, translates an English word."""
    function = _FUNCTION if unit in _functions().get(english, ()) else 0.0
    row = lexicon().get(strip_accents(unit), {})
    forth, back = (max(row.get(key, (0.0, 0.0))[k] for key in (english, stemmed)) for k in (0, 1))
    accented = learned().get(unit)
    if accented is not None:
        given = accented.get(stemmed, 0.0)
        forth = _ACCENTED * given + (1 - _ACCENTED) * forth if forth else given
    if not forth and not back:
        return function
    share = _BACK if " " in unit else 0.5
    both: float = max(forth, _LEAST) ** (1 - share) * max(back, _LEAST) ** share
    either = 0.0 if " " in unit else _EITHER * max(forth, back)
    return max(function, math.sqrt(max(both, either)))


def _plain(form: str) -> str:
    if form[0].isdigit():
        return _SEPARATORS.sub("", form)
    return strip_accents(form).removesuffix("'s").removesuffix("’s")


@cache
def _functions() -> Mapping[str, frozenset[str]]:
    """Return what English function words may be in Vietnamese."""
    text = files("vitrans.align").joinpath("function-words.tsv").read_text(encoding="utf-8")
    rows = (line.rstrip("\n").split("\t") for line in lines(text) if line[0] != "#")
    return {english: frozenset(vietnamese.split()) for english, vietnamese in rows}
