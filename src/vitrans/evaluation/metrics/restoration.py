"""Scores of restored diacritics."""

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from vitrans.text import nfc, older_tone_placement, strip_accents, words

METRICS = ("syllables", "sentences", "capitalised")


class Token(NamedTuple):
    """A syllable as it should be, and as it was found; empty where there is none for it."""

    expected: str
    found: str
    inside: bool
    """Whether it does not start its line."""

    @property
    def is_right(self) -> bool:
        """Whether it is as it should be, case aside."""
        return self.expected.lower() == self.found.lower()


def syllables(text: str) -> list[str]:
    """Return the alphabetic tokens of a text, in one tone placement."""
    return words(older_tone_placement(text))


def tokens(expected: str, found: str) -> list[Token]:
    """Return each syllable of a reference with the one found in its place.

    Restoring adds no syllable; where a text has others all the same, the two are aligned on what
    they have in common, and what has no counterpart is wrong.
    """
    one = syllables(nfc(expected))
    two = _aligned(one, syllables(nfc(found)))
    return [Token(a, b, at > 0) for at, (a, b) in enumerate(zip(one, two, strict=True))]


def accuracy(references: Sequence[str], restored: Sequence[str]) -> dict[str, float]:
    """Return the shares, in percent, of what came out right.

    `syllables`: alphabetic tokens, case aside, both sides in one tone placement. `sentences`:
    lines without an error. `capitalised`: those of the tokens that are written with a capital
    inside a line, so mostly names.
    """
    right, total = Counter[str](), Counter[str]()
    for expected, found in zip(references, restored, strict=True):
        line = tokens(expected, found)
        right["sentences"] += all(token.is_right for token in line)
        total["sentences"] += 1
        for token in line:
            for name in _names(token):
                total[name] += 1
                right[name] += token.is_right
    return {name: 100 * right[name] / total[name] for name in METRICS if total[name]}


def errors(references: Sequence[str], restored: Sequence[str]) -> Counter[tuple[str, str]]:
    """Count what was found for what, case aside, wherever they differ."""
    pairs = zip(references, restored, strict=True)
    every = (token for one, two in pairs for token in tokens(one, two))
    return Counter((t.expected.lower(), t.found.lower()) for t in every if not t.is_right)


def changed(texts: Sequence[str], restored: Sequence[str]) -> float:
    """Return the share of words, in percent, that are not as they were.

    With texts that were right before, accented Vietnamese or English, all of it is false.
    """
    pairs = [
        pair
        for text, found in zip(texts, restored, strict=True)
        for pair in _words(nfc(text), nfc(found))
    ]
    return 100 * sum(one != two for one, two in pairs) / max(1, len(pairs))


def false_changes(
    sources: Sequence[str], references: Sequence[str], restored: Sequence[str]
) -> float:
    """Return the share, in percent, of the words that were right before and are not any more."""
    right = wrong = 0
    for source, expected, found in zip(sources, references, restored, strict=True):
        before_it = _words(nfc(expected), nfc(source))
        after_it = _words(nfc(expected), nfc(found))
        for (word, before), (_, after) in zip(before_it, after_it, strict=True):
            right += word == before
            wrong += word == before != after
    return 100 * wrong / max(1, right)


def _names(token: Token) -> Iterator[str]:
    """Yield what a syllable counts for."""
    yield "syllables"
    if token.inside and token.expected[0].isupper():
        yield "capitalised"


def _words(one: str, two: str) -> list[tuple[str, str]]:
    """Return the words of a text, each with what stands in its place in another."""
    first = words(one)
    return list(zip(first, _aligned(first, words(two)), strict=True))


def _aligned(one: list[str], two: list[str]) -> list[str]:
    """Return as many words as `one` has: those of `two` in their place, empty where none is.

    Words with the same letters have the same place.
    """
    bare, other_bare = ([strip_accents(word.lower()) for word in words] for words in (one, two))
    if bare == other_bare:
        return two
    placed = [""] * len(one)
    matcher = SequenceMatcher(None, bare, other_bare, autojunk=False)
    for _, start, end, other, other_end in matcher.get_opcodes():
        for at, word in zip(range(start, end), two[other:other_end], strict=False):
            placed[at] = word
    return placed
