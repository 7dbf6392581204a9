"""A glossary proposed from a translator's own texts: what is said often, and how it was translated.

In pairs of sentences the aligner's word table says which words stand for a candidate
(`align/placement.py`), and what most of its places agree on is its translation.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log2

from vitrans.align.placement import place
from vitrans.exchange.rows import Row
from vitrans.terms.candidates import Candidate, find_candidates, is_small
from vitrans.terms.english import plural, plurals
from vitrans.terms.words import key_of
from vitrans.text import nfc, strip_accents
from vitrans.types import Language

HEADER = ["vi", "en", "count", "agreement", "example_vi", "example_en"]

_MOST_PLACES = 30  # of a candidate at which its translation is looked for
_AGREED = 0.3  # of the places agree on a translation at least
_ARTICLES = ("the ", "a ", "an ")
_NAME = 1.5  # how much more a name is worth
_PLAIN = 0.5  # what a name counts that is the same in English but for its accents
_LONGEST = 6  # words of a translation
_ENDINGS = (("ies", "y"), ("s", ""), ("es", ""), ("men", "man"))
_SIGNS = " .,;:!?…\"“”‘’'()[]–—-"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A term that a glossary may have.

    Attributes:
        vi, en: its sides; one is empty where only the other language is there.
        count: how often it stands in the texts.
        agreement: the share of its places that have this translation; None without one.
        value: how useful it is likely to be.
        example: a sentence in Vietnamese and in English that has it.
    """

    vi: str
    en: str
    count: int
    agreement: float | None
    value: float
    example: tuple[str, str]

    def row(self) -> Row:
        """Return it as a row under `HEADER`."""
        agreement = "" if self.agreement is None else f"{self.agreement:.2f}"
        return [self.vi, self.en, str(self.count), agreement, *self.example]


def from_pairs(pairs: Iterable[tuple[str, str]], least: int = 2) -> list[Proposal]:
    """Return terms with their translations, the most useful first.

    Args:
        pairs: Vietnamese sentences and their English.
        least: how often a term stands in them at least.
    """
    both = [(nfc(vi), nfc(en)) for vi, en in pairs]
    found = find_candidates([vi for vi, _ in both], Language.VIETNAMESE, least)
    known = frozenset(key for _, en in both for key in key_of(en))
    made = [made for one in found if (made := _translated(one, both, known))]
    return _ordered(_without_parts(made))


def from_texts(sentences: Iterable[str], language: Language, least: int = 2) -> list[Proposal]:
    """Return terms of one language, without translations, the most useful first."""
    texts = [nfc(text) for text in sentences]
    return _ordered(_alone(one, texts, language) for one in find_candidates(texts, language, least))


def _translated(
    candidate: Candidate, pairs: Sequence[tuple[str, str]], known: frozenset[str]
) -> Proposal | None:
    """Return a candidate with what most of its places have for it; None if they do not agree.

    `known` are the words of the English sentences, in small letters.
    """
    votes: Counter[str] = Counter()
    forms: dict[str, Counter[str]] = {}
    examples: dict[str, tuple[str, str]] = {}
    asked = candidate.places[:_MOST_PLACES]
    for at in asked:
        pair = pairs[at.sentence]
        said = _said((at.start, at.end), *pair, candidate.is_name)
        if said and not is_small(said, Language.ENGLISH):
            key = said.lower()
            votes[key] += 1
            forms.setdefault(key, Counter())[said] += 1
            examples.setdefault(key, pair)
    _join_plurals(votes)
    if not votes:
        return None
    key, count = votes.most_common(1)[0]
    agreement = count / len(asked)
    if agreement < _AGREED or count < min(2, len(asked)):
        return None
    english = forms[key].most_common(1)[0][0]
    if not candidate.is_name:
        english = _singular(english, known)
    plain = strip_accents(candidate.text) == english
    value = _worth(candidate) * agreement * (_PLAIN if plain else 1.0)
    total = len(candidate.places)
    return Proposal(candidate.text, english, total, agreement, value, examples[key])


def _said(span: tuple[int, int], vietnamese: str, english: str, is_name: bool) -> str:
    """Return the English words for a stretch of a sentence; none where they are too many.

    The capital of a sentence is left out where the stretch is no name.
    """
    [at] = place([span], vietnamese, english, Language.ENGLISH)
    if not at:
        return ""
    text = english[at[0] : at[1]].strip(_SIGNS)
    first = not any(map(str.isalnum, english[: at[0]]))
    for lead in _ARTICLES:
        if text.lower().startswith(lead):
            text, first = text[len(lead) :], False
    text = text.removesuffix("’s").removesuffix("'s")
    if first and not is_name and not text.isupper():
        text = text[:1].lower() + text[1:]
    return text if 0 < len(text.split()) <= _LONGEST else ""


def _singular(term: str, known: frozenset[str]) -> str:
    """Return a term without the plural of its last word, where the singular is a known word."""
    head, gap, last = term.rpartition(" ")
    options = (last[: -len(ending)] + one for ending, one in _ENDINGS if last.endswith(ending))
    fitting = (word for word in options if word.lower() in known and plural(word) == last)
    return head + gap + next(fitting, last)


def _join_plurals(votes: Counter[str]) -> None:
    """Count the plural of a translation as the translation."""
    for one in list(votes):
        for many in plurals(one):
            if many != one and many in votes and one in votes:
                votes[one] += votes.pop(many)


def _alone(candidate: Candidate, texts: Sequence[str], language: Language) -> Proposal:
    example = texts[candidate.places[0].sentence]
    count, value = len(candidate.places), _worth(candidate)
    if language is Language.VIETNAMESE:
        return Proposal(candidate.text, "", count, None, value, (example, ""))
    return Proposal("", candidate.text, count, None, value, ("", example))


def _worth(candidate: Candidate) -> float:
    """Return how useful a candidate is: by how often it stands alone, and whether it is a name."""
    spread = len({place.sentence for place in candidate.places})
    return candidate.value * log2(1 + spread) * (_NAME if candidate.is_name else 1.0)


def _without_parts(proposals: Sequence[Proposal]) -> list[Proposal]:
    """Leave out what is a part of a longer term with the same translation."""
    longest: dict[str, int] = {}
    for one in proposals:
        longest[one.en] = max(len(one.vi), longest.get(one.en, 0))
    wholes = {(one.en, one.vi) for one in proposals if len(one.vi) == longest[one.en]}
    return [
        one
        for one in proposals
        if (one.en, one.vi) in wholes or not any(one.vi in vi for en, vi in wholes if en == one.en)
    ]


def _ordered(proposals: Iterable[Proposal]) -> list[Proposal]:
    return sorted(proposals, key=lambda one: (-one.value, one.vi, one.en))
