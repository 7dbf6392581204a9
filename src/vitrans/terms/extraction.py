"""A glossary proposed from a translator's own texts: what is said often, and how it was translated.

In pairs of sentences the aligner's word table says which words stand for a candidate at each of
its places (`align/placement.py`). Of these the one is its translation whose sentences are most
nearly those of the candidate, by the Dice coefficient (Smadja et al. 1996), with the words beside
it that it never goes without.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log2

from vitrans.align.placement import place
from vitrans.exchange.rows import Row
from vitrans.terms.candidates import Candidate, find_candidates, is_small, opens
from vitrans.terms.english import plurals, singular
from vitrans.terms.words import key_of
from vitrans.text import nfc, strip_accents
from vitrans.types import Language

HEADER = ["vi", "en", "count", "agreement", "example_vi", "example_en"]

_MOST_PLACES = 30  # of a candidate at which its translation is looked for
_AGREED = 0.3  # of the places agree on a translation at least
# Words of a translation that are left out at its ends.
_LOOSE_WORDS = """
the a an of to in on at by for with from as is are was were be been will would has have had its his
her their our my your you we they he she it i this that these those and or but
"""
_LOOSE = frozenset(_LOOSE_WORDS.split())
_NAME = 1.5  # how much more a name is worth
_PLAIN = 0.5  # what a name counts that is the same in English but for its accents
_LONGEST = 6  # words of a translation
_WORD = r"[^\W\d_]+(?:-[^\W\d_]+)*"
_SIGNS = " .,;:!?…\"“”‘’'()[]–—-"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A term that a glossary may have.

    Attributes:
        vi, en: its sides; one is empty where only the other language is there.
        count: how often it stands in the texts.
        agreement: the share of its sentences that have this translation; None without one.
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
    english = _Sentences([en for _, en in both])
    made = [made for one in found if (made := _translated(one, both, english))]
    return _ordered(_without_parts(made))


def from_texts(sentences: Iterable[str], language: Language, least: int = 2) -> list[Proposal]:
    """Return terms of one language, without translations, the most useful first."""
    texts = [nfc(text) for text in sentences]
    return _ordered(_alone(one, texts, language) for one in find_candidates(texts, language, least))


class _Sentences:
    """English sentences, to be asked which have a term."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = list(texts)
        self._keys = [key_of(text) for text in self._texts]
        self._with: defaultdict[str, set[int]] = defaultdict(set)
        for number, words in enumerate(self._keys):
            for word in words:
                self._with[word].add(number)
        self._known: dict[str, frozenset[int]] = {}

    @property
    def words(self) -> Collection[str]:
        """All words, in small letters."""
        return self._with.keys()

    def having(self, term: str) -> frozenset[int]:
        """Return the numbers of the sentences that have a term, in the singular or plural."""
        if term not in self._known:
            forms = [key_of(form) for form in {term, *plurals(term)}]
            self._known[term] = frozenset(one for form in forms for one in self._of(form))
        return self._known[term]

    def grown(self, term: str) -> str:
        """Return a term with the words beside it that it has in all its sentences, two at least."""
        having = self.having(term)
        longer = (one for one in self._longer(term) if self.having(one) == having)
        more = next(longer, "") if len(having) > 1 else ""
        return self.grown(more) if more else term

    def _of(self, form: tuple[str, ...]) -> Iterator[int]:
        rarest = min((self._with.get(word, set()) for word in form), key=len, default=set())
        return (number for number in rarest if _is_part(form, self._keys[number]))

    def _longer(self, term: str) -> Iterator[str]:
        """Yield a term with the word behind it and with the one before, where these say something.

        They are those of the first of its sentences that has it in this form.
        """
        pattern = re.compile(
            rf"(?:\b({_WORD}) )?(?<!\w){re.escape(term)}(?: ({_WORD}))?(?!\w)", re.IGNORECASE
        )
        found = (pattern.search(self._texts[number]) for number in sorted(self.having(term)))
        if not (first := next(filter(None, found), None)):
            return
        before, behind = first.groups(default="")
        if behind and not is_small(behind, Language.ENGLISH):
            yield f"{term} {behind}"
        if before and not is_small(before, Language.ENGLISH):
            yield f"{before.lower() if first.start() == 0 else before} {term}"


def _is_part(form: tuple[str, ...], words: tuple[str, ...]) -> bool:
    count = len(form)
    return any(words[at : at + count] == form for at in range(len(words) - count + 1))


def _translated(
    candidate: Candidate, pairs: Sequence[tuple[str, str]], english: _Sentences
) -> Proposal | None:
    """Return a candidate with what stands for it; None if its places do not agree."""
    votes: Counter[str] = Counter()
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    examples: dict[str, tuple[str, str]] = {}
    for at in candidate.places[:_MOST_PLACES]:
        pair = pairs[at.sentence]
        said = _said((at.start, at.end), *pair, candidate.is_name)
        if said and not is_small(said, Language.ENGLISH) and not _adds_number(said, candidate):
            votes[said.lower()] += 1
            forms[said.lower()][said] += 1
            examples.setdefault(said.lower(), pair)
    if not votes:
        return None
    own = frozenset(at.sentence for at in candidate.places)
    key = max(votes, key=lambda one: (_dice(own, english.having(one)), votes[one], len(one)))
    both = len(own & english.having(key))
    agreement = both / len(own)
    if agreement < _AGREED or both < min(2, len(own)):
        return None
    counted = forms[key]
    text = english.grown(max(counted, key=lambda form: (counted[form], form.islower())))
    if not candidate.is_name:
        text = _singular(text, english.words)
    plain = strip_accents(candidate.text) == text
    value = _worth(candidate) * agreement * (_PLAIN if plain else 1.0)
    total = len(candidate.places)
    return Proposal(candidate.text, text, total, agreement, value, examples[key])


def _dice(one: frozenset[int], other: frozenset[int]) -> float:
    return 2 * len(one & other) / (len(one) + len(other))


def _adds_number(said: str, candidate: Candidate) -> bool:
    """Say whether words have a number that the candidate has not."""
    return any(map(str.isdigit, said)) and not any(map(str.isdigit, candidate.text))


def _said(span: tuple[int, int], vietnamese: str, english: str, is_name: bool) -> str:
    """Return the English words for a stretch of a sentence; none where they are too many.

    The capital of a sentence is left out where the stretch is no name.
    """
    [at] = place([span], vietnamese, english, Language.ENGLISH)
    if not at:
        return ""
    words = english[at[0] : at[1]].strip(_SIGNS).split(" ")
    first = opens(english[: at[0]]) and words[0].lower() not in _LOOSE
    while words and words[0].lower() in _LOOSE:
        del words[0]
    while words and words[-1].lower() in _LOOSE:
        del words[-1]
    text = " ".join(words).removesuffix("’s").removesuffix("'s")
    if first and not is_name and text[1:] == text[1:].lower():
        text = text.lower()
    return text if 0 < len(text.split()) <= _LONGEST else ""


def _singular(term: str, known: Collection[str]) -> str:
    """Return a term with its last word in the singular, if it is a noun in the plural."""
    head, gap, last = term.rpartition(" ")
    return head + gap + singular(last, known)


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
