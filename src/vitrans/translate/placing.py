"""Where words went in a translation, as both directions of its model see it.

The word table's stretch (`align/placement.py`) is nearly always right to a word. At which words its
ends are is told by how well the stretch and the words of the source translate each other, each by
itself.
"""

from collections.abc import Callable, Iterator, Sequence
from math import isnan

from vitrans.align.word_links import find_words
from vitrans.translate.spans import OBJECT
from vitrans.types import Language

Span = tuple[int, int]

# From sources and translations to the log-probability of each pair, summed over both directions,
# and the pieces of the translation.
Score = Callable[[Sequence[str], Sequence[str]], Sequence[tuple[float, int]]]

# Fitted to corpora/inline-marks.jsonl by conditional logit, in nats.
_PIECE = 3.5  # what a piece of the stretch is worth, as each makes it less probable
_MOVE = 4.0  # what it costs to be a word away from the word table's end
_ROUNDS = 3  # words that an end moves by at most


def refined(
    span: Span, found: Span, source: str, target: str, language: Language, score: Score
) -> Span:
    """Return the stretch of a translation for some words of its source.

    Args:
        span: start and end of the words in the source.
        found: where the word table sees them in the target.
        source: a sentence.
        target: its translation.
        language: that of the target, English or Vietnamese.
        score: what a model says of pairs.
    """
    wanted = source[slice(*span)].strip()
    if OBJECT.search(wanted) or wanted.casefold() == target[slice(*found)].casefold():
        return found
    words = find_words(target, language is not Language.ENGLISH)
    inside = [at for at, word in enumerate(words) if word.start < found[1] and found[0] < word.end]
    if not inside:
        return found
    start = best = (inside[0], inside[-1])
    values: dict[Span, float] = {}
    for _ in range(_ROUNDS):
        options = list(_beside(best, len(words)))
        new = [one for one in options if one not in values]
        texts = [target[words[first].start : words[last].end] for first, last in new]
        for one, (chance, pieces) in zip(new, score([wanted] * len(new), texts), strict=True):
            moved = abs(one[0] - start[0]) + abs(one[1] - start[1])
            values[one] = chance + _PIECE * pieces - _MOVE * moved
        if any(isnan(values[one]) for one in options):  # too long for the model
            return found
        best, before = max(options, key=lambda one: values[one]), best
        if best == before:
            break
    return found if best == start else (words[best[0]].start, words[best[1]].end)


def _beside(stretch: Span, count: int) -> Iterator[Span]:
    """Yield a stretch of words, and those one end of which is a word away."""
    first, last = stretch
    for one, other in ((0, 0), (-1, 0), (1, 0), (0, -1), (0, 1)):
        if 0 <= first + one <= last + other < count:
            yield first + one, last + other
