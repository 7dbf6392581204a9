"""Names that a translation keeps: Yoon Tae Oh does, Korea and September do not.

Which capitalised words are no names is learned from a parallel corpus and kept in words-en.txt and
words-vi.txt; a capitalised word in neither list is taken for a name, and so is what the tables of
`vitrans.text.names` know as one.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from vitrans.models import read_table
from vitrans.text import is_syllable, nfc, strip_accents
from vitrans.text import name_tables as tables
from vitrans.text.english import possible_stems
from vitrans.text.names import find_korean
from vitrans.text.speakers import find_writers
from vitrans.translate.given_names import is_given_pair
from vitrans.translate.native_names import BEFORE_PLACES, native_name
from vitrans.translate.spans import Span
from vitrans.types import Language

NAME_WORD = re.compile(r"[^\W\d_]+")
SENTENCE_START = re.compile(r"(?:^|[.!?:;…\"“‘'(\[–—-])[\s\"“‘'(\[]*$")
_FOLLOWING = re.compile(r" ([^\W\d_]+)")
_BETWEEN = re.compile(r"[ .·-]{1,2}|['’]")
TITLE = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Sir|St|Gen|Col|Capt|Lt|Sgt|Uncle|Aunt|Brother|Sister)\.?\s$"
)
_BEFORE = re.compile(rf"\b(?:{'|'.join(sorted(tables.BEFORE_NAMES))})\s$", re.IGNORECASE)
_LONGEST_BEFORE = 20
_TITLE_CASE = 0.7  # the share of words with a capital from which they say nothing
_CALLED = re.compile(rf"\b(?:{'|'.join(tables.CALLED)})\s$")
# Endings of English words that a name of one word seldom has: Buddhism, Protestants, Bosnian.
_DERIVED = re.compile(
    r"(?:isms?|ists?|ians?|ese|ish|ings?|ly|[ts]ions?|ments?|ness|ity|ities|ology|ized?|ised?|"
    r"ous|ical|ful|less|ual|ular|ive|able|ible|ics)$"
)
# What English makes of a name.
_ENDINGS = frozenset(["s", "es", "i", "n", "an", "ian", "ic", "ese", "ish", "er", "ean"])

# A capital within a word: iPhone, McDonald, YouTube; not in an abbreviation or a unit.
_ODD = re.compile(r"[^\W\d_A-Z][A-Z]")
_ABBREVIATIONS = "ThS PhD PhDs kWh kW kV kVA kHz mAh mW mV dB pH kPa hPa mL"
_NOT_ODD = frozenset(_ABBREVIATIONS.split())

# The syllables of Vietnamese names, with their marks and without.
_OF_NAMES = tables.SURNAMES | tables.WORD_SURNAMES | tables.MIDDLE | tables.GIVEN
_BARE_OF_NAMES = tables.BARE_GIVEN | tables.BARE_MIDDLE | tables.BARE_SURNAMES

Run = list[re.Match[str]]


class NameFinder:
    """Finds the names of a text in one language and tells which a translation has lost."""

    def __init__(
        self, language: Language, common: Iterable[str], proper: Iterable[str] = ()
    ) -> None:
        """Take the ordinary words of a language, and those of them that mostly have a capital."""
        self.language = language
        self._english = language is Language.ENGLISH
        self._common = frozenset(common)
        self._proper = frozenset(proper)

    @classmethod
    def load(cls, language: Language) -> "NameFinder":
        """Return the finder for texts in `language`, with the words that come with vitrans."""
        words = read_table("names", f"words-{language}.txt").decode("utf-8").split()
        if language is Language.VIETNAMESE:
            return cls(language, words)
        return cls(language, words, read_table("names", "proper-en.txt").decode("utf-8").split())

    def is_ordinary(self, word: str) -> bool:
        """Say whether a word in small letters is a frequent one of the language."""
        stems = possible_stems(word) if self._english else (word,)
        return any(stem in self._common for stem in stems)

    def is_proper(self, word: str) -> bool:
        """Say whether a word in small letters is one that mostly has a capital, such as Iraq."""
        return word in self._proper

    def is_small(self, word: str) -> bool:
        """Say whether a word is an ordinary one that has no capital in ordinary text."""
        named = self._proper.intersection((word, word.removesuffix("s")))
        return not named and self.is_ordinary(word)

    def find(self, text: str) -> list[Span]:
        """Return the names of a text; nothing in capitals."""
        if text.isupper():
            return []
        words = list(NAME_WORD.finditer(text))
        korean = [
            [word for word in words if name.start() <= word.start() < name.end()]
            for name in find_korean(text)
        ]
        capitals = [
            word
            for word in words
            if word.group()[0].isupper() and not any(word in name for name in korean)
        ]
        titled = len(capitals) > _TITLE_CASE * len(words) and len(words) > 3
        runs = [name for run in _runs(capitals, text) for name in self._names(run, text, titled)]
        taken = {word.start() for run in (*korean, *runs) for word in run}
        odd = [[word] for word in words if word.start() not in taken and _is_odd(word.group())]
        return sorted(self._span(run, text) for run in (*korean, *runs, *odd))

    def writers(self, text: str) -> list[Span]:
        """Return the names of those who write, in a chat or before an address."""
        runs = (list(NAME_WORD.finditer(text, *place)) for place in find_writers(text))
        return [self._span(r, text) for r in runs if r[0].group().lower() not in tables.OFFICES]

    def lost(self, names: Sequence[Span], target: str) -> list[Span]:
        """Return the names of which a word is missing from `target`.

        Accents, case, spaces and the order of the words do not matter: Hà Nội is Hanoi.
        """
        if not names:
            return []
        words = _written(target)
        return [name for name in names if not _kept(name.text, words)]

    def _names(self, run: Run, text: str, titled: bool) -> Iterator[Run]:
        """Yield the names within a run of capitalised words; `titled` where most words are."""
        if self._english:
            yield from self._english_names(run, text, titled)
        elif called := _called(run, text) or _titled(run, text) or self._short_titled(run):
            yield called
        elif self._is_given(run, text):
            yield run
        else:
            person = _person(run) or _nameless(run)
            rest = _untranslated(run[: len(run) - len(person)])
            places = _places(rest, tables.KEPT_PLACES)
            ends = [] if titled else [_native(one, text) for one in _runs(rest, text)]
            native = list(filter(None, ends))
            known = [*places, *native]
            rest = [word for word in rest if not any(word in name for name in known)]
            yield from _runs([word for word in rest if self._may_be_name(word, text)], text)
            yield from places
            yield from (name for name in native if not any(name[0] in place for place in places))
            if person:
                yield person

    def _short_titled(self, run: Run) -> Run:
        """Return the name of two words or more behind PV, PGS.TS and so on, or nothing."""
        words = [word.group().lower() for word in run]
        start = next((at for at, word in enumerate(words) if word not in tables.SHORT_TITLES), 0)
        name, rest = run[start:], words[start:]
        if not start or len(rest) < 2 or _untranslated(name) != name:
            return []
        named = all(word in _OF_NAMES or not self.is_ordinary(word) for word in rest)
        return name if named and tuple(rest[:2]) not in tables.VIETNAMESE_PLACES else []

    def _is_given(self, run: Run, text: str) -> bool:
        """Say whether a run is a name without a surname: Mỹ Tâm, and Đen Vâu in a sentence."""
        words = [word.group().lower() for word in run]
        if tuple(words) in tables.TRANSLATED:
            return False
        if is_given_pair(words):
            return True
        start = SENTENCE_START.search(text, 0, run[0].start())
        rare = len(run) == 2 and is_syllable(words[1]) and self._may_be_name(run[1], text)
        return rare and not start and tuple(words) not in tables.VIETNAMESE_PLACES

    def _english_names(self, run: Run, text: str, titled: bool) -> Iterator[Run]:
        words = [word.group().lower() for word in run]
        if words[0] in tables.ENGLISH_CALLED and run[1:]:
            yield run[1:]
            return
        if words[0] in tables.KOREAN_SURNAMES and _is_korean(run):
            yield run
            return
        places = _places(run, frozenset(tables.HOME_PLACES))
        yield from places
        run = [word for word in run if not any(word in place for place in places)]
        person = _english_person(run, titled)
        yield from [person] if person else []
        rest = [word for word in run if word not in person and self._may_be_name(word, text)]
        for name in _runs(rest, text):
            whole = run if _is_whole(run, name) else name
            if self._is_name(whole, text):
                yield whole

    def _may_be_name(self, match: re.Match[str], text: str) -> bool:
        word, start = match.group(), match.start()
        if len(word) < 2 or (start and text[start - 1].isdigit()):
            return False
        return not self.is_ordinary(word.lower())

    def _is_name(self, run: Run, text: str) -> bool:
        if len(run) > 1:
            return True
        word = run[0].group()
        plural = word[:-1].isupper() and word[-1] == "s"
        start = starts_sentence(text, run[0].start())
        return not (start or plural or _DERIVED.search(word))

    def _span(self, run: Run, text: str) -> Span:
        start, end = run[0].start(), run[-1].end()
        name = text[start:end]
        if not self._english:
            return Span(start, end, "name", name, strip_accents(name))
        place = tables.HOME_PLACES.get(tuple(word.group().lower() for word in run))
        return Span(start, end, "name", name, " ".join(place).title() if place else name)


def _is_odd(word: str) -> bool:
    """Say whether a word has a capital within, as names of products and of Scots do."""
    return bool(_ODD.search(word)) and word not in _NOT_ODD


def starts_sentence(text: str, start: int) -> bool:
    """Say whether a word starts a sentence, and none behind `Mr.`."""
    before = text[max(0, start - 10) : start]
    return bool(SENTENCE_START.search(text, 0, start)) and not TITLE.search(before)


def as_written(names: Iterable[Span], target: str) -> str:
    """Return a target in which the words of names are written as the target's language has them.

    An English text that has copied `Út` has `Ut`; a Vietnamese one that has lost the marks of an
    English text's `Chính` has them again.
    """
    for name in names:
        if _is_odd(name.text):
            form = rf"(?<!\w){re.escape(name.text)}(?!\w)"
            target = re.sub(form, name.text, target, flags=re.IGNORECASE)
        kept = name.text == name.replacement
        wrong = strip_accents(name.text) if kept else name.text
        words = zip(NAME_WORD.findall(wrong), NAME_WORD.findall(name.replacement), strict=True)
        for word, written in words:
            if word != written and word in target and not (kept and written in target):
                target = re.sub(rf"(?<![^\W\d_]){word}(?![^\W\d_])", written, target)
    return target


def evened(names: Iterable[Span], target: str) -> str:
    """Return a Vietnamese target without names that have some of their marks: Ho Thị Ngan.

    An English text does not say which marks they are, so such a name is written as it is there.
    """
    for name in names:
        words = NAME_WORD.findall(name.text)
        if len(words) < 2 or name.text != name.replacement or not name.text.isascii():
            continue
        for found in list(_same_words(words, target)):
            there = NAME_WORD.findall(found)
            if there != words and any(map(_lacks_marks, there)):
                target = target.replace(found, name.text)
    return target


def _same_words(words: Sequence[str], target: str) -> Iterator[str]:
    """Yield what a target has of words in a row, with other marks or capitals or without."""
    found = list(NAME_WORD.finditer(target))
    wanted, keys = ([name_key(one) for one in ones] for ones in (words, [w[0] for w in found]))
    for at in range(len(found) - len(words) + 1):
        if keys[at : at + len(words)] == wanted:
            yield target[found[at].start() : found[at + len(words) - 1].end()]


def _lacks_marks(word: str) -> bool:
    """Say whether a syllable stands without marks in no Vietnamese name: Ngan, Thiet."""
    low = word.lower()
    return low.isascii() and low not in _OF_NAMES and (low in _BARE_OF_NAMES or is_syllable(low))


def name_key(text: str) -> str:
    """Return a text as names are compared: without accents and capitals."""
    return strip_accents(nfc(text)).casefold()


def _runs(words: Run, text: str) -> list[Run]:
    """Group words that only a space, hyphen, point or apostrophe keeps apart."""
    runs: list[Run] = []
    for word in words:
        if runs and _BETWEEN.fullmatch(text, runs[-1][-1].end(), word.start()):
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs


def _called(run: Run, text: str) -> Run:
    """Return the name after ông, bà and so on that a run of capitalised words is, or nothing."""
    start = run[0].start()
    if tuple(word.group().lower() for word in run[:2]) in tables.WORDS_OF_CALLED:
        return []
    first = run[0].group().lower() in tables.CALLED and SENTENCE_START.search(text, 0, start)
    if not first and not _CALLED.search(text, max(0, start - 6), start):
        return []
    name = run[1:] if first else run
    words = tuple(word.group().lower() for word in name)
    ordinary = not words or words[0] in tables.OFFICES or words[:2] in tables.VIETNAMESE_PLACES
    return [] if ordinary else name


def _titled(run: Run, text: str) -> Run:
    """Return the name of two words or more behind `huyện`, `ca sĩ` and so on, or nothing."""
    start = run[0].start()
    if run[0].group().lower() in tables.BEFORE_NAMES and not _person(run):
        run = run[1:] if SENTENCE_START.search(text, 0, start) else []  # `Chợ Đồng Xuân`
    elif not _is_behind_title(text, start):
        return []
    name = _untranslated(run)
    if len(name) < 2 or name[0].group().lower() in tables.OFFICES:
        return []
    return name if name == run[-len(name) :] else []


def _native(run: Run, text: str) -> Run:
    """Return the name of ordinary syllables that a run of capitalised words ends in, or nothing."""
    starts = bool(SENTENCE_START.search(text, 0, run[0].start()))
    follows = _FOLLOWING.match(text, run[-1].end())
    words = [word.group().lower() for word in run]
    first = native_name(words, follows[1] if follows else "", starts)
    return [] if first is None else run[first:]


def _is_behind_title(text: str, start: int) -> bool:
    """Say whether `ca sĩ` and so on stand before a place, with a capital where they start."""
    before = _BEFORE.search(text, max(0, start - _LONGEST_BEFORE), start)
    if not before:
        return False
    small = before.group().islower()
    return small or bool(SENTENCE_START.search(text, 0, before.start()))


def _untranslated(run: Run) -> Run:
    """Return a run of Vietnamese words without the places that English calls otherwise."""
    kept, at = [], 0
    words = [word.group().lower() for word in run]
    while at < len(run):
        size = next((n for n in (3, 2, 1) if tuple(words[at : at + n]) in tables.TRANSLATED), 0)
        kept += [] if size else [run[at]]
        at += size or 1
    return kept


def _places(run: Run, places: frozenset[tuple[str, ...]]) -> list[Run]:
    """Return the places within a run of words that both languages call the same."""
    words = [word.group().lower() for word in run]
    spans = ((at, at + size) for size in (3, 2) for at in range(len(run) - size + 1))
    return [run[at:end] for at, end in spans if tuple(words[at:end]) in places]


def _is_korean(run: Run) -> bool:
    """Say whether three words look like Yoon Tae Oh, the last an ordinary word by itself."""
    return len(run) == 3 and len(run[1].group()) < 5 and len(run[2].group()) < 6


def _person(run: Run) -> Run:
    """Return the end of a run of capitalised words that is a Vietnamese in full, or nothing."""
    words = [word.group().lower() for word in run]
    if any(tuple(words[-length:]) in tables.TRANSLATED for length in (2, 3)):
        return []
    for length in (4, 3):
        if len(run) >= length and words[-length] in tables.SURNAMES:
            return run[-length:]
    for length in (4, 3, 2):
        surnames = tables.SURNAMES | (tables.WORD_SURNAMES if length > 2 else frozenset())
        if len(run) >= length and words[-length] in surnames and _are_given(words[1 - length :]):
            return [] if tuple(words[-length:]) in tables.VIETNAMESE_PLACES else run[-length:]
    return []


def _nameless(run: Run) -> Run:
    """Return a run of three words that are all of names, and no place: Quế Ngọc Hải."""
    words = tuple(word.group().lower() for word in run)
    pairs = (words[:2], words[1:], words)
    if (
        len(words) != 3
        or words[0] in BEFORE_PLACES
        or any(pair in tables.VIETNAMESE_PLACES for pair in pairs)
    ):
        return []
    return run if _are_given(words) else []


def _are_given(words: Sequence[str]) -> bool:
    return (tables.GIVEN | tables.MIDDLE).issuperset(words)


def _is_whole(run: Run, name: Run) -> bool:
    """Say whether a run is a name of which only some words are strange: Yoon Tae Oh, My Tam."""
    if run[:-1] == name and _is_korean(run):
        return True
    words = [word.group().lower() for word in run]
    bare = tables.BARE_GIVEN | tables.BARE_MIDDLE | {"to", "do", "le", "vo"}
    pair = len(words) == 2 and run[1:] == name and words[0] in bare
    return pair and is_syllable(words[1]) and (words[1],) not in tables.ENGLISH_PLACES


def _english_person(run: Run, titled: bool) -> Run:
    """Return the first given name of a run with the surname behind it, or nothing: Peter Brown.

    Where not most words have a capital, any word is a surname that no place ends with.
    """
    for first, second, *rest in (run[at : at + 3] for at in range(len(run) - 1)):
        initial = len(second.group()) == 1 and rest
        given, surname = (word.group().lower() for word in (first, rest[0] if initial else second))
        if given not in tables.ENGLISH_GIVEN or (given, surname) in tables.ENGLISH_PLACES:
            continue
        if surname in tables.ENGLISH_SURNAMES or not (titled or surname in tables.PLACE_NOUNS):
            return [first, second, *(rest if initial else [])]
    return []


def _written(text: str) -> set[str]:
    """Return the words of a text, and what up to three in a row are when written as one."""
    words = NAME_WORD.findall(name_key(text))
    return {"".join(words[i : i + n]) for n in (1, 2, 3) for i in range(len(words))}


def _kept(name: str, written: set[str]) -> bool:
    """Say whether every word of a name is among those written, or the name as one word."""
    words = NAME_WORD.findall(name_key(name))
    return "".join(words) in written or all(
        word in written
        or (
            len(word) > 3
            and (
                word.removesuffix("s") in written
                or any(_is_form(word, other, words) for other in written)
            )
        )
        for word in words
    )


def _is_form(word: str, other: str, name: Sequence[str]) -> bool:
    """Say whether a word is Pakistan in Pakistani, or Nang of Da Nang in Danang, not in Onang."""
    if other.startswith(word) and other[len(word) :] in _ENDINGS:
        return True
    return other.endswith(word) and other.removesuffix(word) in name
