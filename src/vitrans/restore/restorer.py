"""Restoring diacritics: text in, the same letters out, with their marks."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from vitrans.restore.tagger import Scored, Tagger
from vitrans.restore.tokens import TOKEN, transfer_case
from vitrans.restore.user_lexicon import UserLexicon
from vitrans.text import has_accents, is_syllable, same_letters, words

# A title in quotation marks is left alone when it reads as English or is written as a title.
_QUOTED = re.compile(r"“[^“”\n]{1,80}”|\"[^\"\n]{1,80}\"|‘[^‘’\n]{1,80}’|«[^«»\n]{1,80}»")


@dataclass(frozen=True, slots=True)
class Word:
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
    words: tuple[Word, ...]

    def with_choices(self, choices: Mapping[int, str]) -> "Restoration":
        """Return the restoration with other forms for some of its words.

        Args:
            choices: the number of a word in `words` → its form.

        Raises:
            ValueError: a form has other letters than the word.
        """
        text, words = self.text, list(self.words)
        for number, form in choices.items():
            word = words[number]
            if len(form) != len(word.original) or not same_letters(form, word.original):
                raise ValueError(f"{form!r} has other letters than {word.original!r}")
            text = text[: word.start] + form + text[word.start + len(form) :]
            words[number] = replace(word, restored=form)
        return Restoration(text, tuple(words))


def confidence(word: Word) -> float:
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

    def __init__(self, tagger: Tagger, lexicon: UserLexicon | None = None) -> None:
        self._tagger = tagger
        self._lexicon = lexicon or UserLexicon()

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
        from vitrans.models import bundled

        return cls(Tagger.load(folder or bundled("restorer"), threads), lexicon)

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

        The tagger reads what the lexicon decides as if it had been typed so.
        """
        if isinstance(texts, str):
            raise TypeError("restoring takes a sequence of texts, not one str")
        tokens = [[] if is_accented(t) else list(TOKEN.finditer(t)) for t in texts]
        typed = [[m[0] for m in found] for found in tokens]
        fixed = list(map(self._lexicon.matches, typed))
        read = [
            [forms.get(i, token) for i, token in enumerate(line)] if forms else line
            for line, forms in zip(typed, fixed, strict=True)
        ]
        scores = map(_obeying, self._tagger.score(read, best_only), fixed)
        return map(_Reading, texts, tokens, scores, fixed)


class _Reading(NamedTuple):
    """A text, its tokens, the forms of those that have a choice, and what the lexicon decided."""

    text: str
    tokens: Sequence[re.Match[str]]
    scores: Sequence[Scored]
    fixed: Mapping[int, str]


def _obeying(scores: Sequence[Scored], fixed: Mapping[int, str]) -> list[Scored]:
    """Return the scores with one certain form for every token that the lexicon decided."""
    if not fixed:
        return list(scores)
    decided = [Scored(token, (form.lower(),), (1.0,)) for token, form in fixed.items()]
    return sorted([*decided, *(s for s in scores if s.token not in fixed)], key=lambda s: s.token)


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
        pieces += (text[end : match.start()], form)
        end = match.end()
    made = "".join((*pieces, text[end:]))
    return made if same_letters(made, text) else text


def _best(reading: _Reading) -> list[str]:
    """Return the form that each scored token gets, in the case of the original."""
    tokens = reading.tokens
    foreign = _foreign_titles(reading) - reading.fixed.keys()
    return [
        tokens[s.token][0] if s.token in foreign else transfer_case(s.forms[0], tokens[s.token][0])
        for s in reading.scores
    ]


def _words(reading: _Reading, best: Sequence[str]) -> tuple[Word, ...]:
    """Return what was chosen for each scored token, and from what."""
    tokens = reading.tokens
    return tuple(
        Word(
            tokens[s.token].start(),
            tokens[s.token][0],
            form,
            tuple(transfer_case(other, tokens[s.token][0]) for other in s.forms),
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
    for quotation in _QUOTED.finditer(reading.text):
        inside = [
            i
            for i, m in enumerate(reading.tokens)
            if quotation.start() < m.start() < quotation.end() and m[0].isalpha()
        ]
        words = [reading.tokens[i][0] for i in inside]
        if inside and _is_foreign(words, [choice.get(i) for i in inside]):
            foreign.update(inside)
    return foreign


def _is_foreign(words: Sequence[str], choices: Sequence[Scored | None]) -> bool:
    if any(has_accents(w) for w in words):
        return False
    kept = sum(c is None or c.forms[0] == w.lower() for w, c in zip(words, choices, strict=True))
    unknown = sum(c is None for c in choices)
    return unknown * 2 >= len(words) or (kept * 2 >= len(words) and unknown > 0)
