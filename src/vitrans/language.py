"""The language of a text: English, Vietnamese with or without accents, both, or neither.

A closed detector, which takes a text for one of these languages or for nothing that it knows.
Every word has a weight, above zero where it speaks for Vietnamese, below where it speaks for
English, learned by logistic regression on pieces of sentences
(`vitrans.training.tables.language`); the weights add up to the log-odds of the text. Words are
looked up without their accents and with their capital, because names say little; unknown words say
nothing. Whether Vietnamese is accented is told by the words that usually carry marks; a text is
mixed where it has long enough stretches that speak for either language. A text most of whose words
are unknown is named by the usual words of a third language, if it has some.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Callable, Container, Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, Self

from vitrans.errors import ModelError
from vitrans.models import installed
from vitrans.text import (
    is_syllable,
    nfc,
    strip_accents,
    without_protected,
    without_quotations,
    words,
)
from vitrans.text.amounts import is_amount, is_bare_sum
from vitrans.text.name_tables import PLACE_NOUNS
from vitrans.text.others import (
    CODES,
    greeting_language,
    languages_like,
    languages_of,
    script_language,
)
from vitrans.text.syllables import VIETNAMESE_LETTER
from vitrans.types import Detection, Language

FILE = "weights.json"
# The file holds integers: log-odds in tenths, shares in hundredths.
WEIGHT_STEPS, SHARE_STEPS = 10, 100

# Log-odds below which there is nothing to judge by, and the same where all words are capitalised.
_UNDECIDED = 1.0
_UNDECIDED_NAMES = 3.5
_GREETED = 0.9  # the probability that a greeting alone is one of a third language
# How many usual words of a third language a text has at least, and how many that are unknown.
_VOTES, _STRANGE = 2, 2
_MANY = 0.4  # the share of unknown words that is most of a text, if the votes say so
# A stretch in one of two languages: its log-odds and its words in small letters, at least.
_STRETCH = 6.0
_STRETCH_WORDS = 4
# How much a capitalised word counts where names mislead: for stretches, and for accents.
_NAME = 0.25
# How often a mark is missing in accented Vietnamese, and present in unaccented.
_MISSING, _PRESENT = 0.03, 0.05
# How often a syllable of which nothing is known carries marks.
_COMMON = 0.8

# How long a quotation is that is often a title or a gloss; remarks in brackets are, too.
_QUOTATION = 60
_BRACKETS = re.compile(r"\([^()]{1,60}\)")
# Log-odds up to which a word is certainly English: in small letters, and as a label.
_HEAD, _LABEL = -2.5, -0.9
# Without any of these there is no quotation; without any of those, nothing but running text.
_MAY_QUOTE = re.compile("[\"'“‘«(]")
_MAY_PROTECT = re.compile(
    r"[^\w\s.,;!?“”‘’…–—\"'()-]|[\d_]|\.\w|-[A-Z-]|\w\(|[a-z][A-Z]",
)
_OTHER_SCRIPT = re.compile(r"[^\W\d_\u0000-\u024f\u1e00-\u1eff]")


class Word(NamedTuple):
    """What a word says."""

    key: str
    """The word bare and in small letters."""
    vietnamese: float
    """Log-odds for Vietnamese."""
    accented: float
    """Log-odds for accented, where it is Vietnamese."""
    small: bool
    """Whether it is in small letters, so no name."""
    others: frozenset[str] = frozenset()
    """The codes of the other languages that have it."""


def cased(word: str) -> str:
    """Return a word bare, in small letters, in capitals or with one capital."""
    bare = strip_accents(word)
    return bare if bare.islower() or bare.isupper() else bare.capitalize()


def features(word: str, known: Container[str]) -> list[str]:
    """Return the names under which the weights of a word are kept.

    Args:
        word: letters in NFC.
        known: the words with a weight of their own.
    """
    key, bare = cased(word), strip_accents(word)
    names = [key if key in known else key.lower()]
    if bare != word and is_syllable(word):
        kind = "rare" if VIETNAMESE_LETTER.search(word) else "common"
        names.append(f"+{kind}" if word.islower() else f"+{kind.upper()}")
    return names


def pair(one: str, other: str) -> str:
    """Return the name under which the weight of two words in a row is kept, by their keys.

    Words of both languages, such as `on` and `to`, say more together.
    """
    return f"{one}_{other}"


def running_words(text: str) -> list[str]:
    """Return the words of a text in NFC; code, addresses and tags are left out.

    The words of a text in capitals come in small letters.
    """
    text = nfc(text)
    if _MAY_PROTECT.search(text):
        text = without_protected(text)
    found = words(text)
    shouted = sum(word.isupper() for word in found)
    return words(text.lower()) if shouted > 2 and shouted > 0.7 * len(found) else found


class Detector:
    """Tells the language of a text."""

    def __init__(self, weights: dict[str, float], accents: dict[str, float]) -> None:
        """Make a detector of learned tables.

        Args:
            weights: log-odds for Vietnamese of words and of the other names in `features`.
            accents: how often, 0 to 1, a bare Vietnamese word carries marks in accented text.
        """
        self._weights = weights
        self._accents = accents
        self._word: Callable[[str], Word] = lru_cache(1 << 16)(self._weigh)

    @classmethod
    def load(cls, folder: Path | None = None) -> Self:
        """Return the detector of a model's folder, or the bundled one.

        Raises:
            ModelError: there is no such model, or it is damaged.
        """
        path = (folder or installed("language")) / FILE
        try:
            tables = json.loads(path.read_bytes())
            weights = _table(tables["weights"], WEIGHT_STEPS)
            return cls(weights, _table(tables["accents"], SHARE_STEPS))
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise ModelError(
                f"the language model {str(path)!r} is missing or damaged ({error}); "
                "install vitrans again, or learn it again with vitrans.training.tables.language"
            ) from error

    def detect(self, text: str) -> Detection:
        """Return the language of a text, and how probable it is that it is the right one."""
        if _is_other_script(text):
            return Detection(Language.UNDETERMINED, 1.0, script_language(text))
        if is_bare_sum(text):
            return Detection(Language.UNACCENTED, 1.0)
        if is_amount(text):
            return Detection(Language.UNDETERMINED, 1.0)
        if greeting := greeting_language(text):
            return Detection(Language.UNDETERMINED, _GREETED, greeting)
        found = self._outside_quotes(text) or self._weighed(text)
        return _third(found) or self._closed(text, found)

    def _closed(self, text: str, found: Sequence[Word]) -> Detection:
        """Return whether a text is English or Vietnamese, taking it for no other language."""
        odds = _odds(found)
        weaker = _weaker_stretch(found)
        if weaker > _STRETCH:
            return Detection(Language.MIXED, _probability(weaker / 3))
        accented = sum(word.accented for word in found)
        if abs(odds) < (least := _least(found)):
            if accented > 0:  # names
                return Detection(Language.VIETNAMESE, _probability(accented))
            if _is_english_label(text, found):
                return Detection(Language.ENGLISH, _probability(_UNDECIDED))
            return Detection(Language.UNDETERMINED, 2 - 2 * _probability(abs(odds) / least))
        if odds < 0:
            return Detection(Language.ENGLISH, _probability(-odds))
        language = Language.VIETNAMESE if accented > 0 else Language.UNACCENTED
        if language is Language.UNACCENTED and _is_strange(found):
            return Detection(Language.UNDETERMINED, 0.5)
        return Detection(language, _probability(odds) * _probability(abs(accented)))

    def _outside_quotes(self, text: str) -> list[Word]:
        """Return the words outside short quotations, none if there is nothing to tell by."""
        if not _MAY_QUOTE.search(text):
            return []
        outside = _BRACKETS.sub(" ", without_quotations(text, _QUOTATION))
        found = self._weighed(outside) if outside != text else []
        decided = any(word.small for word in found) and abs(_odds(found)) >= _UNDECIDED
        return found if decided else []

    def _weighed(self, text: str) -> list[Word]:
        """Return what each word of a text says, with the word before it."""
        found: list[Word] = []
        before = ""
        for word in map(self._word, running_words(text)):
            weight = self._weights.get(pair(before, word.key))
            found.append(word._replace(vietnamese=word.vietnamese + weight) if weight else word)
            before = word.key
        return found

    def _weigh(self, word: str) -> Word:
        """Return what a word says alone."""
        odds = sum(self._weights.get(name, 0.0) for name in features(word, self._weights))
        bare, small = strip_accents(word), word.islower()
        key, marked = bare.lower(), bare != word
        others = languages_of(word.lower())
        if not (odds or others or is_syllable(key)):
            others = languages_like(word.lower(), not small)
        if marked and not small:
            odds = max(odds, 0.0)  # a Vietnamese name in English is none the less Vietnamese
        share = self._accents.get(key, _COMMON if marked and is_syllable(key) else None)
        if share is None:
            return Word(key, odds, 0.0, small, others)
        accented, unaccented = share * (1 - _MISSING), share * _PRESENT
        ratio = accented / unaccented if marked else (1 - accented) / (1 - unaccented)
        return Word(key, odds, math.log(ratio) * (1 if small else _NAME), small, others)


def _is_english_label(text: str, found: Sequence[Word]) -> bool:
    """Say whether names stand with an English word alone: `Da Nang beach`, `Photo: Tran Minh`.

    The word is no Vietnamese syllable, and either in small letters or a label before a colon; or a
    place ends with it: `Dong Nai River Bridge`.
    """
    small = [word for word in found if word.small]
    head = found[-1].key if found[1:] and not small and ":" not in text else ""
    if head in PLACE_NOUNS and not is_syllable(head):
        return True
    label = found[:1] if ":" in text and text.partition(":")[0].strip().isalpha() else []
    heads = small or label
    least = _HEAD if small else _LABEL
    return bool(heads) and all(
        word.vietnamese <= least and not is_syllable(word.key) for word in heads
    )


def _third(found: Sequence[Word]) -> Detection | None:
    """Return the language of a text that is neither, if words show it.

    Two or more words are unknown in English and Vietnamese, and no names, or one where all the
    others are usual in one language; others are usual in the language, or look like its words.
    """
    strange = [word for word in found if not word.vietnamese and (word.small or word.others)]
    if len(strange) < (1 if _is_of_one(found) else _STRANGE):
        return None
    usual = {word.key: word for word in found if word.others}.values()
    votes = Counter(code for word in usual for code in word.others)
    only = Counter(code for word in strange for code in word.others)
    code = max(CODES, key=lambda one: (votes[one], only[one]))
    if not votes[code] or not _is_third(found, code, len(strange), (votes[code], only[code])):
        return None
    return Detection(Language.UNDETERMINED, 1 - 0.5 ** votes[code], code)


def _is_of_one(found: Sequence[Word]) -> bool:
    """Say whether another language has all of the words, three or more."""
    return len(found) > _STRANGE and bool(frozenset.intersection(*(w.others for w in found)))


def _is_third(found: Sequence[Word], code: str, strange: int, votes: tuple[int, int]) -> bool:
    """Say whether strange words, or votes for a language, are most of a text.

    `votes` are how many words of it the language has, and how many of them no other has.
    """
    against = sum(
        word.small and abs(word.vietnamese) >= _UNDECIDED and code not in word.others
        for word in found
    )
    if votes[1] and votes[0] >= _VOTES:
        many = strange >= _MANY * len(found)
        return many or (votes[0] > _VOTES and votes[0] > 2 * against)
    return not against and _is_strange(found)


def _is_strange(found: Sequence[Word]) -> bool:
    """Say whether half of the words are none of English, and no syllables of Vietnamese."""
    strange = [w for w in found if w.small and not w.vietnamese and not is_syllable(w.key)]
    return len({w.key for w in strange}) >= _STRANGE and 2 * len(strange) >= len(found)


def _is_other_script(text: str) -> bool:
    """Say whether more than half of the letters of a text are not Latin."""
    other = 0 if text.isascii() else len(_OTHER_SCRIPT.findall(text))
    return other > 0 and other * 2 > sum(map(str.isalpha, text))


def _odds(found: Iterable[Word]) -> float:
    """Return the log-odds for Vietnamese of words."""
    return sum(word.vietnamese for word in found)


def _least(found: Iterable[Word]) -> float:
    """Return the log-odds that words must have to tell a language by; mere names hardly can."""
    return _UNDECIDED if any(word.small for word in found) else _UNDECIDED_NAMES


def _table(groups: dict[str, str], steps: int) -> dict[str, float]:
    """Return the table that a file holds as words grouped by their value, in 1/`steps`."""
    table: dict[str, float] = {}
    for value, names in groups.items():
        table.update(dict.fromkeys(names.split(), int(value) / steps))
    return table


def _weaker_stretch(found: Iterable[Word]) -> float:
    """Return the log-odds of the best stretch in either language, whichever are lower."""
    best, current, small = [0.0, 0.0], [0.0, 0.0], [0, 0]
    for word in found:
        value = word.vietnamese if word.small else word.vietnamese * _NAME
        for side in (0, 1):
            speaks = value if side else -value
            current[side] += speaks
            small[side] += word.small and speaks > 0
            if current[side] <= 0:
                current[side], small[side] = 0.0, 0
            elif current[side] > best[side] and small[side] >= _STRETCH_WORDS:
                best[side] = current[side]
    return min(best)


def _probability(odds: float) -> float:
    """Return the probability of log-odds."""
    return 1 / (1 + math.exp(-min(odds, 700.0)))
