"""The two sides of an alignment: their sentences as tokens, lengths and paragraphs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vitrans.align.explain import Links
from vitrans.align.lexicon import Lexicon
from vitrans.align.tokens import english_tokens, vietnamese_tokens
from vitrans.text import is_syllable, strip_accents
from vitrans.text.english import stem

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]

# How probable a name or number is to be the same in the other language, and any other word that
# looks the same and is no Vietnamese syllable.
_SAME = 0.9
_COGNATE = 0.6
# Where more sentences than this start a paragraph, the lines of a file are no paragraphs.
_MOST_STARTS = 0.75


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, and whether a paragraph starts with it."""

    text: str
    starts: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """A side's tokens that the other side may explain, letters and paragraph starts."""

    tokens: "list[Integers]"
    letters: "Integers"
    starts: "NDArray[np.bool_]"


@dataclass(frozen=True, slots=True)
class Sides:
    """The Vietnamese and the English side, and what in the one explains what in the other."""

    vietnamese: Side
    english: Side
    forth: Links
    back: Links


def sides(vietnamese: Sequence[Sentence], english: Sequence[Sentence], lexicon: Lexicon) -> Sides:
    """Return two sides ready to be compared."""
    vi = [vietnamese_tokens(sentence.text) for sentence in vietnamese]
    en = [english_tokens(sentence.text) for sentence in english]
    links = list(_links(vi, en, lexicon))
    ours = {token: k for k, token in enumerate(dict.fromkeys(link[0] for link in links))}
    theirs = {token: k for k, token in enumerate(dict.fromkeys(link[1] for link in links))}
    paragraphs = _have_paragraphs(vietnamese) and _have_paragraphs(english)
    return Sides(
        _side(vietnamese, vi, ours, paragraphs),
        _side(english, en, theirs, paragraphs),
        _table(((ours[v], theirs[e], p) for v, e, p, _ in links), len(ours)),
        _table(((theirs[e], ours[v], p) for v, e, _, p in links), len(theirs)),
    )


def _links(
    vi: Sequence[Sequence[str]], en: Sequence[Sequence[str]], lexicon: Lexicon
) -> Iterable[tuple[str, str, float, float]]:
    """Yield the tokens that may explain each other, with the probability of each direction."""
    theirs = {token for sentence in en for token in sentence}
    for token in dict.fromkeys(token for sentence in vi for token in sentence):
        known = lexicon.get(token, {})
        for other, (forth, back) in known.items():
            if other in theirs:
                yield token, other, forth, back
        same, chance = token, _SAME
        if token[0] not in "#^":
            same, chance = stem(token), 0.0 if known or is_syllable(token) else _COGNATE
        if chance and same in theirs and same not in known:
            yield token, same, chance, chance


def _side(
    sentences: Sequence[Sentence],
    tokens: Sequence[Sequence[str]],
    number: dict[str, int],
    paragraphs: bool,
) -> Side:
    import numpy as np

    return Side(
        [np.array([number[t] for t in row if t in number], dtype=np.int64) for row in tokens],
        np.array([len(strip_accents(s.text)) for s in sentences], dtype=np.int64),
        np.array([s.starts and paragraphs for s in sentences], dtype=bool),
    )


def _table(rows: Iterable[tuple[int, int, float]], size: int) -> Links:
    """Return links by the number of their first token."""
    import numpy as np

    ranked = sorted(rows)
    first = np.array([row[0] for row in ranked], dtype=np.int64)
    start = np.concatenate([[0], np.cumsum(np.bincount(first, minlength=size))])
    token = np.array([row[1] for row in ranked], dtype=np.int64)
    chance = np.array([row[2] for row in ranked], dtype=np.float32)
    return Links(start.astype(np.int64), token, chance)


def _have_paragraphs(sentences: Sequence[Sentence]) -> bool:
    """Say whether a side has paragraphs that tell something."""
    starts = sum(sentence.starts for sentence in sentences)
    return 1 < starts < _MOST_STARTS * len(sentences)
