"""Restoring diacritics: text in, the same letters out, with their marks."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from vitrans.restore.tagger import Scored, Tagger
from vitrans.restore.tokens import TOKEN, transfer_case
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
    """A restored text with the words that had a choice."""

    text: str
    words: tuple[Word, ...]


class Restorer:
    """Puts diacritics on unaccented Vietnamese.

    Whatever the input, `strip_accents(restored) == strip_accents(original)`: only marks are
    added, to words that have none. Links, addresses, numbers and code are never touched.
    """

    def __init__(self, tagger: Tagger) -> None:
        self._tagger = tagger

    @classmethod
    def load(cls, folder: Path | None = None, threads: int = 0) -> "Restorer":
        """Load the bundled restorer, or that of `folder`.

        Raises:
            ModelError: a file of the model is missing or damaged.
        """
        from vitrans.models import bundled

        return cls(Tagger.load(folder or bundled("restorer"), threads))

    def restore(self, text: str) -> str:
        """Return the text with diacritics."""
        return self.restore_batch([text])[0]

    def restore_batch(self, texts: Sequence[str]) -> list[str]:
        """Return the texts with diacritics, as many as were given and in their order."""
        return [
            _restored(text, tokens, scores, _best(text, tokens, scores))
            for text, tokens, scores in self._scored(texts)
        ]

    def restore_detailed(self, texts: Sequence[str]) -> list[Restoration]:
        """Return the texts with diacritics and, for each word that had a choice, all of it."""
        made = []
        for text, tokens, scores in self._scored(texts):
            best = _best(text, tokens, scores)
            restored = _restored(text, tokens, scores, best)
            made.append(Restoration(restored, _words(tokens, scores, best)))
        return made

    def _scored(self, texts: Sequence[str]) -> Iterator[tuple[str, "_Tokens", list[Scored]]]:
        """Yield each text with its tokens and what the tagger says of them."""
        if isinstance(texts, str):
            raise TypeError("restoring takes a sequence of texts, not one str")
        tokens = [[] if is_accented(t) else list(TOKEN.finditer(t)) for t in texts]
        scores = self._tagger.score([[m[0] for m in found] for found in tokens])
        return zip(texts, tokens, scores, strict=True)


_Tokens = Sequence[re.Match[str]]


def is_accented(text: str) -> bool:
    """Say whether a text was typed with diacritics, and so has nothing to restore.

    At least half of the syllables carry marks; in 99.5 % of correct news sentences and captions
    of six syllables or more they do.
    """
    syllables = [word for word in words(text) if is_syllable(word)]
    return sum(map(has_accents, syllables)) * 2 >= max(1, len(syllables))


def _restored(text: str, tokens: _Tokens, scores: Sequence[Scored], best: Sequence[str]) -> str:
    """Put the best form of each scored token into the text; keep it if a letter would change."""
    pieces: list[str] = []
    end = 0
    for scored, form in zip(scores, best, strict=True):
        match = tokens[scored.token]
        pieces += (text[end : match.start()], form)
        end = match.end()
    made = "".join((*pieces, text[end:]))
    return made if same_letters(made, text) else text


def _best(text: str, tokens: _Tokens, scores: Sequence[Scored]) -> list[str]:
    """Return the form that each scored token gets, in the case of the original."""
    foreign = _foreign_titles(text, tokens, scores)
    return [
        tokens[s.token][0] if s.token in foreign else transfer_case(s.forms[0], tokens[s.token][0])
        for s in scores
    ]


def _words(tokens: _Tokens, scores: Sequence[Scored], best: Sequence[str]) -> tuple[Word, ...]:
    """Return what was chosen for each scored token, and from what."""
    return tuple(
        Word(
            tokens[s.token].start(),
            tokens[s.token][0],
            form,
            tuple(transfer_case(other, tokens[s.token][0]) for other in s.forms),
            s.probabilities,
        )
        for s, form in zip(scores, best, strict=True)
    )


def _foreign_titles(text: str, tokens: _Tokens, scores: Sequence[Scored]) -> set[int]:
    """Return the tokens inside quotations that are not Vietnamese.

    A quotation is foreign when some of its words are no Vietnamese syllables, or when the
    tagger leaves at least half of it as it is and every word is written with a capital.
    """
    choice = {s.token: s for s in scores}
    foreign: set[int] = set()
    for quotation in _QUOTED.finditer(text):
        inside = [
            i
            for i, m in enumerate(tokens)
            if quotation.start() < m.start() < quotation.end() and m[0].isalpha()
        ]
        if inside and _is_foreign([tokens[i][0] for i in inside], [choice.get(i) for i in inside]):
            foreign.update(inside)
    return foreign


def _is_foreign(words: Sequence[str], choices: Sequence[Scored | None]) -> bool:
    if any(has_accents(w) for w in words):
        return False
    kept = sum(c is None or c.forms[0] == w.lower() for w, c in zip(words, choices, strict=True))
    unknown = sum(c is None for c in choices)
    return unknown * 2 >= len(words) or (kept * 2 >= len(words) and unknown > 0)
