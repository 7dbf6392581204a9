"""Words and speech that a translation leaves in the language of its source."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from vitrans.text import find_quotations, has_accents, is_syllable
from vitrans.text import name_tables as tables
from vitrans.text.name_tables import ENGLISH_GIVEN
from vitrans.text.number_words import MONTHS
from vitrans.text.syllables import VIETNAMESE_LETTER
from vitrans.translate.names import NAME_WORD, NameFinder, starts_sentence
from vitrans.types import Language

# A word that is no part of an address, a code or a compound.
_WORD = re.compile(r"(?<![\w@./⟦-])[^\W\d_]+(?![\w@⟧]|[./-]\w)")
_QUOTES = frozenset("“”\"‘’'«»")
_SHORT = 4  # letters from which an unaccented word is surely no Vietnamese one
_PLAIN = 3  # letters from which a syllable without marks is a word, and no `ha ha`
_SPEECH = 3  # words of a quotation from which it is speech
_MOST = 0.5  # of its words are ordinary ones of their language
_DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
# English words that have a capital and are translated all the same, and how they are cut short.
_CALENDAR = frozenset([*MONTHS, *_DAYS, "oct", "nov", "dec", "jan", "feb", "aug", "sept", "sep"])
_CALENDAR -= {"may", "march"}
# English words that Vietnamese text has as they are.
_BORROWED_WORDS = """
internet email website web online offline blog vlog marketing podcast album show liveshow fan game
smartphone laptop camera radio taxi menu sofa robot virus vaccine clip hotline livestream startup
wifi bikini rock jazz rap resort homestay tour visa logo poster trailer casting showbiz shipper
"""
# Names that are words without marks as well: Hoa, Lan, Mai.
_GIVEN = tables.GIVEN | tables.MIDDLE | tables.SURNAMES | tables.WORD_SURNAMES
_BORROWED = frozenset(_BORROWED_WORDS.split())


class Leftovers:
    """Finds what a target has in the language of the source."""

    def __init__(self, language: Language, known: NameFinder, wanted: NameFinder) -> None:
        """Take the target's language, and what knows the words of the source and the target."""
        self._language = language
        self._known, self._wanted = known, wanted

    def words_of(self, source: str) -> dict[str, bool]:
        """Return the words of a source in small letters, each with whether it may be a name.

        A capital says nothing at the start of a sentence.
        """
        found: dict[str, bool] = {}
        for match in _WORD.finditer(source):
            word = match.group()
            named = not (word.islower() or starts_sentence(source, match.start()))
            found[word.lower()] = found.get(word.lower(), True) and named
        return found

    def find(self, given: dict[str, bool], source: str, target: str) -> Iterator[str]:
        """Yield the words of a target that its source has, each once, and speech as a whole.

        Ordinary words of the source's language are meant that are none of the target's: not
        video, which both have, and not a name.
        """
        speech = list(self._speech(source, target))
        yield from speech
        for word in _without_names(target):
            if self._is_left(word, given) and not any(word in said for said in speech):
                yield word

    def _is_left(self, word: str, given: dict[str, bool]) -> bool:
        low = word.lower()
        if self._is_ours_from_nowhere(word, given):
            return True
        if low in _CALENDAR and self._language is Language.VIETNAMESE:
            return low in given
        stem = low if low in given else low.removesuffix("s")  # hải lýs
        # A word that has a capital within a sentence of the source is a name.
        if given.get(stem, True) or self._wanted.is_ordinary(low) or stem in _BORROWED:
            return False
        if not word.islower() and self._known.is_proper(stem):
            return False
        acronym = word.isascii() and word.isupper()
        return self._known.is_ordinary(stem) and self._is_foreign(stem) and not acronym

    def _is_ours_from_nowhere(self, word: str, given: dict[str, bool]) -> bool:
        """Say whether an English target has a Vietnamese word that its source has not."""
        strange = self._language is Language.ENGLISH and word.islower() and word not in given
        marked = strange and VIETNAMESE_LETTER.search(word)
        return bool(marked and is_syllable(word) and self._known.is_ordinary(word))

    def _is_foreign(self, word: str) -> bool:
        """Say whether a word's letters rule out that it is one of the target's language."""
        if self._language is Language.ENGLISH:
            toneless = len(word) >= _PLAIN and is_syllable(word) and word not in _GIVEN
            return has_accents(word) or toneless
        return len(word) >= _SHORT and word.isascii() and not is_syllable(word)

    def _speech(self, source: str, target: str) -> Iterator[str]:
        """Yield the quotations that are the same in both, if ordinary words of the source's."""
        said = {quotation.inside(source) for quotation in find_quotations(source)}
        for quotation in find_quotations(target) if said else ():
            text = quotation.inside(target)
            words = NAME_WORD.findall(text.lower())
            if text in said and len(words) >= _SPEECH and self._is_source(words):
                yield text

    def _is_source(self, words: list[str]) -> bool:
        """Say whether most words are ordinary ones of the source's language and not ours."""
        theirs = sum(self._known.is_ordinary(word) for word in words)
        surely = sum(
            has_accents(word) if self._language is Language.ENGLISH else not is_syllable(word)
            for word in words
        )
        return theirs > _MOST * len(words) and surely > 0


def _without_names(target: str) -> Iterable[str]:
    """Return the words of a target, without runs of words that all have a capital."""
    matches = list(_WORD.finditer(target))
    named = set()
    for one, other in pairwise(matches):
        if (
            one.group()[0].isupper()
            and other.group()[0].isupper()
            and other.start() == one.end() + 1
        ):
            named |= {one.start(), other.start()}
    return dict.fromkeys(
        match.group()
        for match in matches
        if not (match.start() in named or _is_quoted(match))
        and match.group().lower() not in ENGLISH_GIVEN
    )


def _is_quoted(word: re.Match[str]) -> bool:
    """Say whether a word with a capital is by itself between quotation marks: a title."""
    text = word.string
    before, after = text[: word.start()].rstrip()[-1:], text[word.end() :].lstrip()[:1]
    return word.group()[0].isupper() and before in _QUOTES and after in _QUOTES
