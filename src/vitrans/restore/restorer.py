"""Restoring diacritics: text in, the same letters out, with their marks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from vitrans.restore.known import known
from vitrans.restore.tagger import Scored, Tagger
from vitrans.restore.tokens import TextToken, tokenize, transfer_case
from vitrans.restore.user_lexicon import UserLexicon
from vitrans.text import find_quotations, has_accents, is_syllable, same_letters, words

# How sure the tagger must be of words that lack their marks in a text that has them, and of one
# alone, which may be meant so: it is only asked for in a text that was mended.
_SURE, _SURE_ALONE = 0.99, 0.999
_NEAR = 8  # tokens from a word of the lexicon in which it may change others


@dataclass(frozen=True, slots=True)
class RestoredWord:
    """A word that had a choice: where it stood, what it became, and what else it might be.

    Attributes:
        start: offset in the text; its length is that of `original`.
        original: as it was written.
        restored: with its marks; the same as `original` where it was left as it is.
        candidates: every form considered, best first, in the case of the original.
        probabilities: of the candidates, 0 to 1, in their order.
    """

    start: int
    original: str
    restored: str
    candidates: tuple[str, ...]
    probabilities: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Restoration:
    """A restored text with the words that had a choice; a word stands where it stood before."""

    text: str
    words: tuple[RestoredWord, ...]

    def with_choices(self, choices: Mapping[int, str]) -> "Restoration":
        """Return the restoration with other forms for some of its words.

        Args:
            choices: the number of a word in `words` → its form.

        Raises:
            ValueError: a form has different letters from the word.
        """
        text, words = self.text, list(self.words)
        for number, form in choices.items():
            word = words[number]
            if len(form) != len(word.original) or not same_letters(form, word.original):
                raise ValueError(f"{form!r} has different letters from {word.original!r}")
            text = text[: word.start] + form + text[word.start + len(form) :]
            words[number] = replace(word, restored=form)
        return Restoration(text, tuple(words))


def confidence(word: RestoredWord) -> float:
    """Return the probability (0 to 1) of what a word became.

    It is 1 for a word that was not the tagger's to choose, such as one in an English title.
    """
    if word.restored != word.candidates[0]:
        return 1.0
    return word.probabilities[0]


class Restorer:
    """Puts diacritics on unaccented Vietnamese.

    Whatever the input, `strip_accents(restored) == strip_accents(original)`: only marks are
    added, to words that have none. Links, addresses, numbers and code are never touched.
    """

    def __init__(
        self, tagger: Tagger, lexicon: UserLexicon | None = None, finish: bool = False
    ) -> None:
        """Make a restorer of a tagger.

        Args:
            tagger: scores the forms of words.
            lexicon: names and phrases that decide before the tagger does.
            finish: whether a single word that lacks its marks in an accented text gets them, as
                is to be expected where typing accidents were mended.
        """
        self._tagger = tagger
        self._lexicon = lexicon or UserLexicon()
        self._finish = finish

    @classmethod
    def load(
        cls, folder: Path | None = None, threads: int = 0, lexicon: UserLexicon | None = None
    ) -> "Restorer":
        """Load the bundled restorer, or that of `folder`.

        Args:
            folder: a restorer's files.
            threads: batches that are worked on at once, one core each; 0 for all cores.
            lexicon: names and phrases that decide before the model does.

        Raises:
            ModelError: a file of the model is missing or damaged.
        """
        from vitrans.models import installed

        return cls(Tagger.load(folder or installed("restorer"), threads), lexicon)

    def finishing(self) -> "Restorer":
        """Return the same restorer for texts that were mended, whose last words it finishes."""
        return Restorer(self._tagger, self._lexicon, finish=True)

    def obeying(self, lexicon: UserLexicon) -> "Restorer":
        """Return the same restorer with another lexicon."""
        return Restorer(self._tagger, lexicon, self._finish)

    def restore(self, text: str) -> str:
        """Return the text with diacritics."""
        return self.restore_batch([text])[0]

    def restore_batch(self, texts: Sequence[str]) -> list[str]:
        """Return the texts with diacritics, as many as were given and in their order."""
        readings = self._readings(texts, best_only=True)
        return [_restored(reading, _best(reading)) for reading in readings]

    def restore_detailed(self, text: str) -> Restoration:
        """Return the text with diacritics and, for each word that had a choice, all of it."""
        if not isinstance(text, str):
            raise TypeError("restore_detailed takes one str; restore_detailed_batch takes many")
        return self.restore_detailed_batch([text])[0]

    def restore_detailed_batch(self, texts: Sequence[str]) -> list[Restoration]:
        """Return what `restore_detailed` does for each text, in their order."""
        made = []
        for reading in self._readings(texts):
            best = _best(reading)
            made.append(Restoration(_restored(reading, best), _words(reading, best)))
        return made

    def _readings(self, texts: Sequence[str], best_only: bool = False) -> Iterator["_Reading"]:
        """Yield each text with its tokens and what the lexicon and the tagger say of them.

        The tagger reads what the lexicon decides as if it had been typed so, where it would have
        chosen otherwise; words far from there stay as they would be without.
        """
        if isinstance(texts, str):
            raise TypeError("restoring takes a sequence of texts, not one str")
        prepared = [self._prepare(text) for text in texts]
        scores = self._tagger.score([one.read for one in prepared], best_only)
        self._tell(prepared, scores, best_only)
        return (_finished(*pair, self._finish) for pair in zip(prepared, scores, strict=True))

    def _tell(
        self, prepared: Sequence["_Prepared"], scores: list[list[Scored]], best_only: bool
    ) -> None:
        """Score texts anew in which the lexicon has decided otherwise than the tagger."""
        told = {n: _told(*pair) for n, pair in enumerate(zip(prepared, scores, strict=True))}
        asked = [number for number, forms in told.items() if forms]
        reads = [
            [told[n].get(at, token) for at, token in enumerate(prepared[n].read)] for n in asked
        ]
        again = self._tagger.score(reads, best_only) if asked else []
        for number, new in zip(asked, again, strict=True):
            near = {at + step for at in told[number] for step in range(-_NEAR, _NEAR + 1)}
            far = [one for one in scores[number] if one.token not in near]
            mixed = [*far, *(one for one in new if one.token in near)]
            scores[number] = sorted(mixed, key=lambda one: one.token)

    def _prepare(self, text: str) -> "_Prepared":
        """Return a text with its tokens, what is decided of them, and what the tagger reads."""
        tokens, accented = tokenize(text), is_accented(text)
        told, house = known(text, tokens, accented), self._house(tokens, accented)
        fixed = {at: form for at, form in (told.forms | house).items() if not tokens[at].protected}
        asked = not accented or self._is_unfinished(tokens, fixed)
        order = [at for at in range(len(tokens)) if at not in told.unread] if asked else []
        read = [told.read.get(at) or tokens[at].read for at in order]
        forms = {place: house[at] for place, at in enumerate(order) if at in house}
        return _Prepared(text, tokens, fixed, accented, told.names, order, read, forms)

    def _house(self, tokens: Sequence[TextToken], accented: bool) -> dict[int, str]:
        """Return what the lexicon decides; in an accented text one small word may be right."""
        read = [token.read for token in tokens]
        found: dict[int, str] = {}
        for first, length in self._lexicon.stretches(read):
            if not accented or length > 1 or read[first][0].isupper():
                found |= self._lexicon.forms(read, first, length)
        return found

    def _is_unfinished(self, tokens: Sequence[TextToken], fixed: Mapping[int, str]) -> bool:
        """Say whether words of an accented text seem to lack their marks."""
        return any(
            self._tagger.is_seldom_bare(token.read)
            for at, token in enumerate(tokens)
            if at not in fixed and not token.protected
        )


class _Prepared(NamedTuple):
    """A text before the tagger has read it.

    Attributes:
        text: the text.
        tokens: its tokens.
        fixed: the forms of those that are decided, by index.
        accented: whether the text has its diacritics.
        names: the forms of names that may be meant.
        order: the indexes of the tokens that the tagger reads.
        read: how it reads them.
        house: the forms that the lexicon gives some of those, by their place in the order.
    """

    text: str
    tokens: Sequence[TextToken]
    fixed: Mapping[int, str]
    accented: bool
    names: Sequence[Mapping[int, str]]
    order: Sequence[int]
    read: Sequence[str]
    house: Mapping[int, str]


def _told(prepared: _Prepared, scores: Sequence[Scored]) -> dict[int, str]:
    """Return the forms of the lexicon that the tagger would not have chosen."""
    best = {scored.token: scored.forms[0] for scored in scores}
    return {at: form for at, form in prepared.house.items() if best.get(at) != form.lower()}


class _Reading(NamedTuple):
    """A text, its tokens, the forms of those that have a choice, and what was decided before."""

    text: str
    tokens: Sequence[TextToken]
    scores: Sequence[Scored]
    fixed: Mapping[int, str]


def _finished(prepared: _Prepared, scores: Sequence[Scored], finish: bool) -> _Reading:
    """Return a text with the scores of its own tokens; what is decided has one certain form."""
    placed = [replace(scored, token=prepared.order[scored.token]) for scored in scores]
    free = [s for s in placed if not prepared.tokens[s.token].protected]
    kept = [s for s in free if s.token not in prepared.fixed]
    if prepared.accented:
        kept = [s for s in kept if _lacks(s, prepared.tokens[s.token].text)]
        if len(kept) == 1 and not (finish and kept[0].probabilities[0] >= _SURE_ALONE):
            kept = []
    fixed = {**prepared.fixed, **_whole_names(prepared.names, kept)}
    decided = [Scored(at, (form.lower(),), (1.0,)) for at, form in fixed.items()]
    together = [*decided, *(s for s in kept if s.token not in fixed)]
    ordered = sorted(together, key=lambda scored: scored.token)
    return _Reading(prepared.text, prepared.tokens, ordered, fixed)


def _whole_names(names: Sequence[Mapping[int, str]], scores: Sequence[Scored]) -> dict[int, str]:
    """Return the forms of names of which the tagger chose some words, not all."""
    best = {scored.token: scored.forms[0] for scored in scores}
    found: dict[int, str] = {}
    for forms in names:
        chosen = [best[at] == form.lower() for at, form in forms.items() if at in best]
        if any(chosen) and not all(chosen):
            found |= forms
    return found


def _lacks(scored: Scored, token: str) -> bool:
    """Say whether a word of an accented text certainly lacks its marks."""
    return token.islower() and scored.forms[0] != token and scored.probabilities[0] >= _SURE


def is_accented(text: str) -> bool:
    """Say whether a text was typed with diacritics, and so has nothing to restore.

    At least half of the syllables carry marks; in 99.5 % of correct news sentences and captions
    of six syllables or more they do.
    """
    syllables = [word for word in words(text) if is_syllable(word)]
    return sum(map(has_accents, syllables)) * 2 >= max(1, len(syllables))


def _restored(reading: _Reading, best: Sequence[str]) -> str:
    """Put the best form of each scored token into the text; keep it if a letter would change."""
    text, tokens = reading.text, reading.tokens
    pieces: list[str] = []
    end = 0
    for scored, form in zip(reading.scores, best, strict=True):
        match = tokens[scored.token]
        pieces += (text[end : match.start], form)
        end = match.end
    made = "".join((*pieces, text[end:]))
    return made if same_letters(made, text) else text


def _best(reading: _Reading) -> list[str]:
    """Return the form that each scored token gets, in the case of the original."""
    tokens = reading.tokens
    foreign = _foreign_titles(reading) - reading.fixed.keys()
    return [
        tokens[s.token].text
        if s.token in foreign
        else transfer_case(s.forms[0], tokens[s.token].text)
        for s in reading.scores
    ]


def _words(reading: _Reading, best: Sequence[str]) -> tuple[RestoredWord, ...]:
    """Return what was chosen for each scored token, and from what."""
    tokens = reading.tokens
    return tuple(
        RestoredWord(
            tokens[s.token].start,
            tokens[s.token].text,
            form,
            tuple(transfer_case(other, tokens[s.token].text) for other in s.forms),
            s.probabilities,
        )
        for s, form in zip(reading.scores, best, strict=True)
    )


def _foreign_titles(reading: _Reading) -> set[int]:
    """Return the tokens inside quotations that are not Vietnamese.

    A quotation is foreign when some of its words are no Vietnamese syllables, or when the
    tagger leaves at least half of it as it is and every word is written with a capital.
    """
    choice = {s.token: s for s in reading.scores}
    foreign: set[int] = set()
    for quotation in find_quotations(reading.text):
        inside = [
            i
            for i, m in enumerate(reading.tokens)
            if quotation.start < m.start < quotation.end and m.text.isalpha()
        ]
        words = [reading.tokens[i].text for i in inside]
        if inside and _is_foreign(words, [choice.get(i) for i in inside]):
            foreign.update(inside)
    return foreign


def _is_foreign(words: Sequence[str], choices: Sequence[Scored | None]) -> bool:
    if any(has_accents(w) for w in words):
        return False
    kept = sum(c is None or c.forms[0] == w.lower() for w, c in zip(words, choices, strict=True))
    unknown = sum(c is None for c in choices)
    return unknown * 2 >= len(words) or (kept * 2 >= len(words) and unknown > 0)
