"""Vietnamese words of two syllables, which are no term of one: `đất nước` is not `nước`.

The aligner's word table knows what two syllables are in English. Where what a glossary wants for
the one is among that, as `fish` is for `món cá`, or something that often stands for the same, as
`home` does for `house`, the term is meant; else it is a part of another word.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from vitrans.align.lexicon import lexicon
from vitrans.terms.words import Token
from vitrans.text import strip_accents
from vitrans.text.english import stem

_KNOWN = 0.05  # the share of a translation from which syllables may mean it
_SURE = 0.5  # the share of all that two syllables mean that the one does not
# Of the words of two syllables that have either translation, those with both: share and number.
_ALIKE, _LEAST = 0.2, 3
Row = Mapping[str, tuple[float, float]]


def is_in_word(words: Sequence[Token], at: int, text: str, targets: Iterable[str]) -> bool:
    """Say whether a syllable is only a part of a word, by what it is to be in English.

    Args:
        words: the words of a Vietnamese text.
        at: the number of the syllable.
        text: the text.
        targets: what a glossary wants for it.
    """
    pairs = [lexicon().get(pair, {}) for pair in _pairs(words, at, text)]
    if not any(pairs):
        return False
    wanted = frozenset(stem(word) for target in targets for word in target.lower().split())
    syllable = _bare(words[at].text)
    return any(_is_another(pair, syllable, wanted) for pair in pairs if pair)


def _pairs(words: Sequence[Token], at: int, text: str) -> Iterable[str]:
    """Yield a syllable with the one before it and with the one behind, where a space parts them."""
    for one, other in ((at - 1, at), (at, at + 1)):
        if one >= 0 and other < len(words) and text[words[one].end : words[other].start] == " ":
            yield _bare(f"{words[one].text} {words[other].text}")


def _is_another(word: Row, syllable: str, wanted: frozenset[str]) -> bool:
    """Say whether a word of two syllables means something else than a term of one."""
    if any(_means(word, one) for one in wanted | _like(syllable, wanted)):
        return False
    alone = lexicon().get(syllable, {})
    if any(_means(alone, one) for one in wanted):
        return True  # the syllable may mean what is wanted, and the word does not
    return sum(share for one, (share, _) in word.items() if not _means(alone, one)) >= _SURE


@cache
def _like(syllable: str, wanted: frozenset[str]) -> frozenset[str]:
    """Return what else often stands for words with a syllable that may be what is wanted."""
    rows = _with_syllable().get(syllable, [])
    every = Counter(one for row in rows for one in row if _means(row, one))
    chosen = [row for row in rows if any(_means(row, one) for one in wanted)]
    both = Counter(one for row in chosen for one in row if _means(row, one))
    return frozenset(
        one
        for one, count in both.items()
        if count >= max(_LEAST, _ALIKE * (len(chosen) + every[one] - count))
    )


@cache
def _with_syllable() -> Mapping[str, list[Row]]:
    """Return the rows of the words of two syllables that have a syllable."""
    found: dict[str, list[Row]] = {}
    for unit, row in lexicon().items():
        if " " in unit:
            for syllable in unit.split(" "):
                found.setdefault(syllable, []).append(row)
    return found


def _means(row: Row, english: str) -> bool:
    return row.get(english, (0.0, 0.0))[0] >= _KNOWN


def _bare(text: str) -> str:
    return strip_accents(text).lower()
