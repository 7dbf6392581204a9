"""Which of several wordings of a sentence with its terms the model itself finds best."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan

from vitrans.terms import Found
from vitrans.terms.forms import find_form, forms_of
from vitrans.terms.words import tokens
from vitrans.translate.grammar import variants
from vitrans.translate.search import Search
from vitrans.types import Language, Target


@dataclass(frozen=True, slots=True)
class Wording:
    """A translation with its terms.

    Attributes:
        source: what it translates.
        text: the translation.
        score: its mean log-probability; nan where it is too long to be scored.
        opinion: the same with what the reverse direction says of it.
    """

    source: str
    text: str
    score: float = float("nan")
    opinion: float = float("nan")

    @property
    def rank(self) -> float:
        """How good it is, by both directions; the least where nobody knows."""
        return float("-inf") if isnan(self.opinion) else self.opinion


def polished(
    wordings: Sequence[Wording],
    terms: Sequence[Sequence[Found]],
    search: Search,
    target: Target,
) -> list[Wording]:
    """Return the wordings with the number and the article of each term that are most probable.

    Args:
        wordings: translations that have their terms in some form.
        terms: the terms of each.
        search: the model.
        target: the language of the translations.
    """
    texts = [wording.text for wording in wordings]
    sources = [wording.source for wording in wordings]
    known = _Scores(search, target)
    rounds = max(map(len, terms), default=0) if target is Language.ENGLISH else 0
    for number in range(rounds):
        options = [
            _options(text, uses[number]) if number < len(uses) else [text]
            for text, uses in zip(texts, terms, strict=True)
        ]
        texts = _likeliest(sources, options, known)
    scores = known.of(list(zip(sources, texts, strict=True)))
    opinions = search.opinions(sources, texts, scores, target)
    rows = zip(sources, texts, scores, opinions, strict=True)
    return [Wording(*row) for row in rows]


class _Scores:
    """The scores of translations, each asked for once."""

    def __init__(self, search: Search, target: Target) -> None:
        self._search, self._target = search, target
        self._known: dict[tuple[str, str], float] = {}

    def of(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Return the mean log-probabilities of sources with translations; nan if too long."""
        new = [pair for pair in dict.fromkeys(pairs) if pair not in self._known]
        found = self._search.score([s for s, _ in new], [t for _, t in new], self._target)
        self._known.update(zip(new, found, strict=True))
        return [self._known[pair] for pair in pairs]

    def totals(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Return the log-probabilities of translations as a whole, the least if too long."""
        scores = zip(pairs, self.of(pairs), strict=True)
        return [
            float("-inf") if isnan(score) else score * self._search.length(text)
            for (_, text), score in scores
        ]


def _options(text: str, use: Found) -> list[str]:
    """Return the sentences that a sentence may be whose term is in any form; the text itself."""
    if use.term.verbatim:
        return [text]
    words = tokens(text)
    for target in use.term.targets:
        for place in find_form(forms_of(target, Language.ENGLISH), words, Language.ENGLISH):
            return variants(text, place, target)
    return [text]


def _likeliest(
    sources: Sequence[str], options: Sequence[Sequence[str]], known: _Scores
) -> list[str]:
    """Return the most probable of several translations of each source, as a whole."""
    pairs = list(zip(sources, options, strict=True))
    asked = [(source, text) for source, some in pairs if len(some) > 1 for text in some]
    total = dict(zip(asked, known.totals(asked), strict=True))
    return [max(some, key=lambda text: total.get((source, text), 0.0)) for source, some in pairs]
