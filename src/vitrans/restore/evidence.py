"""What a known English counterpart says of doubtful words: the readings of a text, weighed anew.

A reading gives each doubtful word one of its forms. The tagger scores a reading by the product of
its forms' probabilities, evidence by how well it agrees with the English; the two are added as
log-probabilities (a log-linear model, Och and Ney 2002). What a word shows afterwards is its
probability over all readings together, so that two words that decide each other do so, and it
becomes the form whose probability is the highest.
"""

import heapq
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp, log

from vitrans.restore.restorer import Restoration, RestoredWord
from vitrans.restore.tokens import transfer_case

Evidence = Callable[[Sequence[tuple[str, str]]], Sequence[float]]
"""From Vietnamese readings, each with its English, to log-probabilities up to a constant."""

Proposal = tuple[int, str]
"""The offset of a word, and a form, in small letters, that it may also have."""

# A word more certain than this is not asked about; of the others, forms less probable than this
# are not, nor more readings than this of one text.
_CERTAIN = 0.999
_LEAST = 0.0005
_READINGS = 64
# What a proposed form has for a start.
_PROPOSED = 0.1


@dataclass(frozen=True, slots=True)
class ScoredReading:
    """A choice of forms, by the numbers of the words, with the tagger's log-probability."""

    choices: Mapping[int, str]
    score: float


def weigh(
    restorations: Sequence[Restoration],
    english: Sequence[str],
    evidence: Evidence,
    most: int = _READINGS,
) -> list[Restoration]:
    """Return the restorations as they are likeliest beside their English counterparts.

    Texts of which every word is certain, or whose English is empty, cost nothing. Evidence is
    asked once for all texts together, about `most` readings of each.
    """
    texts = list(zip(restorations, english, strict=True))
    found = [readings(r, most) if e.strip() else [] for r, e in texts]
    pairs = [
        (restoration.with_choices(reading.choices).text, counterpart)
        for (restoration, counterpart), options in zip(texts, found, strict=True)
        for reading in options
    ]
    scores = iter(evidence(pairs) if pairs else ())
    return [
        _decided(restoration, options, [next(scores) for _ in options])
        for restoration, options in zip(restorations, found, strict=True)
    ]


def readings(restoration: Restoration, most: int = _READINGS) -> list[ScoredReading]:
    """Return the likeliest readings of a text, best first; none where nothing is in doubt."""
    beam = [ScoredReading({}, 0.0)]
    for number, word in enumerate(restoration.words):
        forms = _forms(word)
        if len(forms) > 1:
            longer = (
                ScoredReading({**reading.choices, number: form}, reading.score + log(probability))
                for reading in beam
                for form, probability in forms
            )
            beam = heapq.nlargest(most, longer, key=lambda reading: reading.score)
    return beam if len(beam) > 1 else []


def with_proposals(restoration: Restoration, proposals: Iterable[Proposal]) -> Restoration:
    """Return a restoration whose words may also have forms that the tagger does not know of.

    A word that is not the tagger's to choose, such as one in an English title, stays as it is.
    """
    words = list(restoration.words)
    numbers = {word.start: number for number, word in enumerate(words)}
    for start, form in proposals:
        number = numbers.get(start)
        if number is not None and _is_open(words[number]):
            word = words[number]
            words[number] = _with_form(word, transfer_case(form, word.original))
    return replace(restoration, words=tuple(words))


def _is_open(word: RestoredWord) -> bool:
    """Say whether the tagger's best form is what the word became."""
    return word.restored == word.candidates[0]


def _with_form(word: RestoredWord, form: str) -> RestoredWord:
    """Return a word that may have a form too, with the probability of a proposal or its own."""
    known = dict(zip(word.candidates, word.probabilities, strict=True))
    rest = 1.0 - max(_PROPOSED, known.get(form, 0.0))
    share = rest / (sum(known.values()) - known.pop(form, 0.0) or 1.0)
    return _ranked(word, {**{f: p * share for f, p in known.items()}, form: 1.0 - rest})


def _ranked(word: RestoredWord, known: Mapping[str, float]) -> RestoredWord:
    """Return a word with the probabilities of its forms, the best of which it becomes."""
    forms = sorted(known, key=lambda form: -known[form])
    return replace(
        word,
        restored=forms[0],
        candidates=tuple(forms),
        probabilities=tuple(known[form] for form in forms),
    )


def _forms(word: RestoredWord) -> list[tuple[str, float]]:
    """Return the forms of a word between which there is a doubt, likeliest first."""
    if not _is_open(word) or word.probabilities[0] >= _CERTAIN:
        return []
    pairs = zip(word.candidates, word.probabilities, strict=True)
    return [(form, probability) for form, probability in pairs if probability >= _LEAST]


def _decided(
    restoration: Restoration, options: Sequence[ScoredReading], evidence: Sequence[float]
) -> Restoration:
    """Return a restoration with the probabilities that its words have over all readings."""
    if not options:
        return restoration
    totals = [reading.score + more for reading, more in zip(options, evidence, strict=True)]
    likely = [exp(total - max(totals)) for total in totals]
    words = list(restoration.words)
    for number in options[0].choices:
        shares = dict.fromkeys((form for form, _ in _forms(words[number])), 0.0)
        for reading, weight in zip(options, likely, strict=True):
            shares[reading.choices[number]] += weight / sum(likely)
        words[number] = _reweighed(words[number], shares)
    best = {number: words[number].restored for number in options[0].choices}
    return replace(restoration.with_choices(best), words=tuple(words))


def _reweighed(word: RestoredWord, shares: Mapping[str, float]) -> RestoredWord:
    """Return a word whose doubtful forms share anew what they had together."""
    known = dict(zip(word.candidates, word.probabilities, strict=True))
    together = sum(known[form] for form in shares)
    return _ranked(word, known | {form: share * together for form, share in shares.items()})
