"""A translation shared out over the cues of its source, by meaning, length and punctuation.

Of all ways to break the text, that is taken which breaks at the best places, keeps the words in the
cue in which their source words are, and gives each cue about its share of the letters. Measured
by eval/subtitles.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from vitrans.align.lexicon import lexicon
from vitrans.align.stretches import WordSides
from vitrans.align.word_links import find_words
from vitrans.text import strip_accents
from vitrans.text.phrasing import costs
from vitrans.types import Language

# What counts against a way to break a text: the place, a word in another cue than its source
# word, the square of a cue's distance from its share of the letters, in shares of a cue; and a
# break at no comma where the source has one, or the reverse.
_PLACE, _CROSSED, _LENGTH, _UNLIKE = 0.5, 4.0, 2.5, 1.0
_UNIT = 0.6  # the probability from which a word of two syllables is one
_STOPS = ",;:.!?…–—"


@dataclass(frozen=True, slots=True)
class _Break:
    """A place where a text may be broken: its offset, and what it costs."""

    at: int
    cost: float


def share(parts: Sequence[str], target: str, language: Language) -> list[str]:
    """Return a translation in as many pieces as its source has, none empty.

    A translation with fewer words than there are pieces stands in each of them, as it would on a
    screen if the cues were one.

    Args:
        parts: what each cue has of the source.
        target: the translation of all of it.
        language: that of the translation.
    """
    places = list(within_words(target, language).items())
    if len(parts) == 1 or len(places) < len(parts) - 1:
        return [target] * len(parts)
    chosen = _best(parts, target, language, [_Break(*place) for place in places])
    edges = [(0, 0), *((one.at, one.at + 1) for one in chosen), (len(target), 0)]
    return [target[before[1] : after[0]] for before, after in pairwise(edges)]


def within_words(text: str, language: Language) -> dict[int, float]:
    """Return what a break at each space of a text costs; words of two syllables are known."""
    return costs(text, language, _units(text) if language is not Language.ENGLISH else ())


def _units(text: str) -> list[int]:
    """Return the spaces within Vietnamese words of two syllables, by the word table."""
    known = lexicon()
    places = []
    for one, other in pairwise(find_words(text, True)):
        row = known.get(strip_accents(f"{one.form} {other.form}"))
        if row and other.start == one.end + 1 and max(p for p, _ in row.values()) >= _UNIT:
            places.append(one.end)
    return places


def _best(
    parts: Sequence[str], target: str, language: Language, places: Sequence[_Break]
) -> list[_Break]:
    """Return the best breaks, one fewer than there are parts, by dynamic programming."""
    sizes = [len(part) for part in parts]
    whole, mean = sum(sizes), len(target) / len(parts)
    wanted = [size / whole * len(target) for size in sizes]
    crossing = _crossings(parts, target, language, places)

    def length(number: int, start: int, end: int) -> float:
        return _LENGTH * ((end - start - wanted[number]) / mean) ** 2

    ways: list[tuple[float, tuple[int, ...]]] = [(0.0, ())]
    for seam in range(len(parts) - 1):
        found: dict[int, tuple[float, tuple[int, ...]]] = {}
        stop = parts[seam].rstrip()[-1:] in _STOPS
        for at, place in enumerate(places):
            own = _PLACE * place.cost + _CROSSED * crossing[seam][at]
            own += _UNLIKE * (stop != (target[place.at - 1] in _STOPS))
            for cost, before in ways:
                if before and before[-1] >= at:
                    continue
                start = places[before[-1]].at + 1 if before else 0
                total = cost + own + length(seam, start, place.at)
                if at not in found or total < found[at][0]:
                    found[at] = total, (*before, at)
        ways = list(found.values())
    ends = ((c + length(-1, places[w[-1]].at + 1, len(target)), w) for c, w in ways)
    return [places[at] for at in min(ends)[1]]


def _crossings(
    parts: Sequence[str], target: str, language: Language, places: Sequence[_Break]
) -> list[list[float]]:
    """Return how much meaning goes to the wrong side of each place, for each seam of the source."""
    sides = WordSides(" ".join(parts), target, language)
    seams = list(accumulate(len(part) + 1 for part in parts))[:-1]
    return [_crossed(_pulls(sides, seam), [place.at for place in places]) for seam in seams]


def _pulls(sides: WordSides, seam: int) -> list[tuple[int, float]]:
    """Return where each target word starts, and how much it is drawn to before a seam: -1 to 1."""
    if not sides.source:  # nothing but marks: nothing is drawn to anything
        return []
    count = sum(word.start < seam for word in sides.source)
    pulls = []
    for word, row in zip(sides.target, sides.drawn, strict=True):
        early, whole = sum(row[:count]), sum(row)
        sure = min(1.0, 2 * whole)
        pulls.append((word.start, sure * (2 * early - whole) / whole if whole else 0.0))
    return pulls


def _crossed(pulls: Sequence[tuple[int, float]], places: Sequence[int]) -> list[float]:
    """Return how much of what is drawn to one side stands on the other side of each place."""
    return [
        sum(max(0.0, -pull if start < place else pull) for start, pull in pulls) for place in places
    ]
