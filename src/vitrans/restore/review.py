"""Going through the doubtful words of a text: what was decided, and what is to be remembered.

A word is remembered with its surroundings, because `mot` alone is most often `một`: the name it is
part of, or else its neighbours on the same clause, three words where there are as many.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from vitrans.restore.restorer import Restoration, RestoredWord, confidence
from vitrans.restore.tokens import TextToken, is_word, tokenize
from vitrans.restore.user_lexicon import UserLexicon
from vitrans.restore.views import DOUBTFUL

_LONGEST_NAME = 5
_PHRASE = 3


class Place(NamedTuple):
    """A word of a text: the number of its sentence, and its own among the words with a choice."""

    sentence: int
    word: int


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided about a word.

    Attributes:
        sentence: the sentence as it was before it was restored.
        start: where the word stands in it.
        form: what it is to be; None where it was passed over.
        remember: whether later texts are to have it so too.
    """

    sentence: str
    start: int
    form: str | None
    remember: bool = True


class Review:
    """The doubtful words of restored sentences, and the decisions about them, which grow."""

    def __init__(
        self,
        sentences: Sequence[str],
        restorations: Sequence[Restoration],
        threshold: float = DOUBTFUL,
    ) -> None:
        """Start with no decision.

        Args:
            sentences: as they were, one for each restoration.
            restorations: what the restorer made of them.
            threshold: words of a lower probability are doubtful.
        """
        self._sentences, self._made = sentences, restorations
        self._threshold = threshold
        self._decided: dict[Place, Decision] = {}

    @cached_property
    def doubtful(self) -> tuple[Place, ...]:
        """The doubtful words in their order."""
        return tuple(
            place for place in self._places() if confidence(self.word(place)) < self._threshold
        )

    @property
    def decisions(self) -> list[Decision]:
        """What was decided, in the order of time."""
        return list(self._decided.values())

    def word(self, place: Place) -> RestoredWord:
        """Return the word at a place, as the restorer left it."""
        return self._made[place.sentence].words[place.word]

    def pending(self) -> Place | None:
        """Return the first doubtful word that neither was decided nor is as one that was."""
        known = UserLexicon.of(self.phrases())
        for place in self.doubtful:
            if place not in self._decided and self.word(place).start not in self._learnt(
                known, place.sentence
            ):
                return place
        return None

    def decide(self, place: Place, form: str | None, remember: bool = True) -> None:
        """Decide what a word is; None passes it over.

        Raises:
            ValueError: the form has different letters from the word.
        """
        if form is not None:
            self._made[place.sentence].with_choices({place.word: form})
        word = self.word(place)
        sentence = self._sentences[place.sentence]
        self._decided.pop(place, None)
        self._decided[place] = Decision(sentence, word.start, form, remember)

    def undo(self) -> Place | None:
        """Take back the last decision and return its place, None where there is none."""
        return self._decided.popitem()[0] if self._decided else None

    def recall(self, decisions: Sequence[Decision]) -> int:
        """Take up earlier decisions where their words still stand; return how many do not."""
        places: dict[tuple[str, int], list[Place]] = {}
        for place in self._places():
            key = self._sentences[place.sentence], self.word(place).start
            places.setdefault(key, []).append(place)
        lost = 0
        for decision in decisions:
            if found := places.get((decision.sentence, decision.start)):
                self.decide(found.pop(0), decision.form, decision.remember)
            else:
                lost += 1
        return lost

    def restorations(self) -> list[Restoration]:
        """Return the sentences with what was decided, and what follows from it elsewhere."""
        known = UserLexicon.of(self.phrases())
        made = []
        for number, restoration in enumerate(self._chosen()):
            forms = self._learnt(known, number)
            follows = {
                at: forms[word.start]
                for at, word in enumerate(restoration.words)
                if word.start in forms and Place(number, at) not in self._decided
            }
            made.append(restoration.with_choices(follows))
        return made

    def phrases(self) -> list[str]:
        """Return what is to be remembered, in the order of time."""
        found = (self.phrase(place) for place, d in self._decided.items() if d.form and d.remember)
        return [phrase for phrase in dict.fromkeys(found) if phrase]

    def phrase(self, place: Place, form: str | None = None) -> str:
        """Return the phrase as which a word is remembered; empty if it stands too much alone."""
        choices = {place.word: form} if form else {}
        text = self._chosen_in(place.sentence).with_choices(choices).text
        tokens = tokenize(text)
        at = next(i for i, t in enumerate(tokens) if t.start == self.word(place).start)
        first, last = self._around(text, tokens, at, place)
        found = [token.text for token in tokens[first : last + 1]]
        return " ".join(found) if len(found) > 1 else ""

    def _around(
        self, text: str, tokens: Sequence[TextToken], at: int, place: Place
    ) -> tuple[int, int]:
        """Return the first and the last token of the phrase about a token."""
        unsure = {self.word(other).start for other in self._open(place)}

        def may(one: int) -> bool:
            """Say whether a token and the one after it may be of one phrase."""
            if not 0 <= one < len(tokens) - 1:
                return False
            pair = tokens[one : one + 2]
            gap = text[pair[0].end : pair[1].start]
            words = all(is_word(token.read) and token.start not in unsure for token in pair)
            return words and not gap.strip()

        first = last = at
        while may(first - 1) and tokens[first - 1].text[0].isupper():
            first -= 1
        while may(last) and tokens[last + 1].text[0].isupper():
            last += 1
        if tokens[at].text[0].isupper() and 1 <= last - first < _LONGEST_NAME:
            return first, last
        first, last = at - may(at - 1), at + may(at)
        while last - first + 1 < _PHRASE and may(last):
            last += 1
        while last - first + 1 < _PHRASE and may(first - 1):
            first -= 1
        return first, last

    def _open(self, place: Place) -> Iterator[Place]:
        """Yield the other words of a sentence that are doubtful still."""
        for at, word in enumerate(self._made[place.sentence].words):
            other = Place(place.sentence, at)
            decision = self._decided.get(other)
            undecided = decision is None or decision.form is None
            if other != place and undecided and confidence(word) < self._threshold:
                yield other

    def _chosen(self) -> Iterator[Restoration]:
        """Yield the sentences with what was decided about their own words."""
        return (self._chosen_in(number) for number in range(len(self._made)))

    def _chosen_in(self, number: int) -> Restoration:
        made = self._made[number]
        decisions = [self._decided.get(Place(number, at)) for at in range(len(made.words))]
        return made.with_choices({at: d.form for at, d in enumerate(decisions) if d and d.form})

    def _learnt(self, known: UserLexicon, number: int) -> dict[int, str]:
        """Return what phrases make of a sentence's words: their places → their forms."""
        if not known.phrases:
            return {}
        tokens = self._tokens[number]
        forms = known.matches([token for _, token in tokens])
        return {tokens[at][0]: form for at, form in forms.items()}

    @cached_property
    def _tokens(self) -> list[list[tuple[int, str]]]:
        """The tokens of the sentences with their places."""
        return [[(token.start, token.read) for token in tokenize(text)] for text in self._sentences]

    def _places(self) -> Iterator[Place]:
        for number, restoration in enumerate(self._made):
            for at in range(len(restoration.words)):
                yield Place(number, at)
