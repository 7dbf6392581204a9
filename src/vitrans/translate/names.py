"""Names that a translation keeps: Yoon Tae Oh does, Korea and September do not.

Which capitalised words are no names is learned from a parallel corpus (`learn`) and kept in
words-en.txt and words-vi.txt; a capitalised word in neither list is taken for a name.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from vitrans.models import read_table
from vitrans.text import nfc, strip_accents
from vitrans.translate.spans import Span
from vitrans.types import Language

_WORD = re.compile(r"[^\W\d_]+")
_BETWEEN = re.compile(r"[ .·-]{1,2}|['’]")
_SENTENCE_START = re.compile(r"(?:^|[.!?:;…\"“‘'(\[–—-])[\s\"“‘'(\[]*$")
# A Vietnamese in full: a surname that is little else, and two or three syllables more.
_SURNAMES = "Nguyễn Trần Lê Phạm Phan Vũ Võ Hoàng Huỳnh Bùi Đỗ Đinh Đặng Trịnh"
_HEADLINE = 0.6  # share of capitalised words above which capitals say nothing
# Endings of English words that a name of one word seldom has: Buddhism, Protestants, Bosnian.
_DERIVED = re.compile(
    r"(?:isms?|ists?|ians?|ese|ish|ings?|ly|[ts]ions?|ments?|ness|ity|ities|ology|ized?|ised?|"
    r"ous|ical|ful|less|ual|ular|ive|able|ible|ics)$"
)
_SUFFIXES = ("s", "es", "ed", "d", "ing", "ly", "er", "ers", "ness", "al")


class NameFinder:
    """Finds the names of a text in one language and tells which a translation has lost."""

    def __init__(self, language: Language, common: Iterable[str]) -> None:
        self._english = language is Language.ENGLISH
        self._common = frozenset(common)

    @classmethod
    def load(cls, language: Language) -> "NameFinder":
        """Return the finder for texts in `language`, with the words that come with vitrans."""
        words = read_table("names", f"words-{language}.txt").decode("utf-8")
        return cls(language, words.split())

    def is_ordinary(self, word: str) -> bool:
        """Say whether a word in small letters is a frequent one of the language."""
        stems = _stems(word) if self._english else (word,)
        return any(stem in self._common for stem in stems)

    def find(self, text: str) -> list[Span]:
        """Return the names of a text; nothing in capitals."""
        if text.isupper():
            return []
        capitals = [word for word in _WORD.finditer(text) if word.group()[0].isupper()]
        runs = [name for run in _runs(capitals, text) for name in self._names(run, text)]
        return [self._span(run, text) for run in runs]

    def lost(self, source: str, target: str) -> list[Span]:
        """Return the names of `source` of which a word is missing from `target`.

        Accents, case, spaces and the order of the words do not matter: Hà Nội is Hanoi.
        """
        names = self.find(source)
        if not names:
            return []
        words = _written(target)
        return [name for name in names if not _kept(name.text, words)]

    def _names(self, run: list[re.Match[str]], text: str) -> Iterator[list[re.Match[str]]]:
        """Yield the names within a run of capitalised words."""
        person = [] if self._english else _person(run)
        if person:
            run = run[: -len(person)]
        if self._english and run[0].group() in _KOREAN and _is_korean(run):
            yield run
            return
        for name in _runs([word for word in run if self._may_be_name(word, text)], text):
            if self._english and run[:-1] == name and _is_korean(run):
                name = run
            if self._is_name(name, text):
                yield name
        if person:
            yield person

    def _may_be_name(self, match: re.Match[str], text: str) -> bool:
        word, start = match.group(), match.start()
        if len(word) < 2 or (start and text[start - 1].isdigit()):
            return False
        return not self.is_ordinary(word.lower())

    def _is_name(self, run: list[re.Match[str]], text: str) -> bool:
        if not self._english or len(run) > 1:
            return True
        word = run[0].group()
        plural = word[:-1].isupper() and word[-1] == "s"
        start = _SENTENCE_START.search(text, 0, run[0].start())
        return not (start or plural or _DERIVED.search(word))

    def _span(self, run: list[re.Match[str]], text: str) -> Span:
        start, end = run[0].start(), run[-1].end()
        name = text[start:end]
        return Span(start, end, "name", name, name if self._english else strip_accents(name))


def learn(pairs: Iterable[tuple[str, str]], rare: int = 20, kept: float = 0.9) -> list[str]:
    """Return the words of a language that are not names though they may be capitalised.

    Args:
        pairs: sentences in the language and their translations.
        rare: small-letter words are taken from this count on.
        kept: a capitalised word that translations keep less often than this is no name.
    """
    capital: Counter[str] = Counter()
    copied: Counter[str] = Counter()
    small: Counter[str] = Counter()
    for source, target in pairs:
        words, keys = list(_WORD.finditer(source)), _keys(target)
        joined = "".join(_WORD.findall(_key(target)))
        if sum(word.group()[0].isupper() for word in words) > _HEADLINE * len(words):
            continue
        for match in words:
            word = match.group()
            if word[0].islower():
                small[word] += 1
            elif not _SENTENCE_START.search(source, 0, match.start()):
                capital[word.lower()] += 1
                copied[word.lower()] += _has(word, keys, joined)
    translated = {w for w, n in capital.items() if n > 1 and copied[w] + 0.5 < kept * (n + 0.5)}
    names = {w for w, n in capital.items() if n > small[w] and n >= 3 and copied[w] >= kept * n}
    common = {w for w, n in small.items() if n >= rare} - names
    return sorted(w for w in translated | common if len(w) > 1)


def compress(words: Iterable[str]) -> list[str]:
    """Leave out the English words that another word of the list accounts for."""
    kept: set[str] = set()
    for word in sorted(words, key=lambda w: (len(w), w)):
        if kept.isdisjoint(_stems(word)):
            kept.add(word)
    return sorted(kept)


def _runs(words: list[re.Match[str]], text: str) -> list[list[re.Match[str]]]:
    """Group words that only a space, hyphen, point or apostrophe keeps apart."""
    runs: list[list[re.Match[str]]] = []
    for word in words:
        if runs and _BETWEEN.fullmatch(text, runs[-1][-1].end(), word.start()):
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs


# What English makes of a name.
_ENDINGS = frozenset(["s", "es", "i", "n", "an", "ian", "ic", "ese", "ish", "er", "ean"])

# Frequent Korean surnames, as they are romanised.
_KOREAN = frozenset(
    [
        "Ahn",
        "Bae",
        "Baek",
        "Cha",
        "Chae",
        "Cho",
        "Choi",
        "Gong",
        "Han",
        "Heo",
        "Hong",
        "Hwang",
        "Jang",
        "Jeon",
        "Jeong",
        "Jin",
        "Joo",
        "Jung",
        "Kang",
        "Kim",
        "Koo",
        "Kwak",
        "Kwon",
        "Lee",
        "Lim",
        "Moon",
        "Noh",
        "Park",
        "Ryu",
        "Seo",
        "Shin",
        "Son",
        "Song",
        "Sung",
        "Woo",
        "Yang",
        "Yoo",
        "Yoon",
    ]
)


def _is_korean(run: list[re.Match[str]]) -> bool:
    """Say whether three words look like Yoon Tae Oh, the last an ordinary word by itself."""
    return len(run) == 3 and len(run[1].group()) < 5 and len(run[2].group()) < 6


def _person(run: list[re.Match[str]]) -> list[re.Match[str]]:
    """Return the end of a run of capitalised words that is a Vietnamese in full, or nothing."""
    for length in (4, 3):
        if len(run) >= length and run[-length].group() in _SURNAMES.split():
            return run[-length:]
    return []


def _stems(word: str) -> Iterator[str]:
    """Yield an English word and what it may be formed from."""
    yield word
    for suffix in _SUFFIXES:
        stem = word.removesuffix(suffix)
        if stem == word or len(stem) < 3:
            continue
        yield stem
        yield stem + "e"
        if stem[-1] == stem[-2]:
            yield stem[:-1]
    for suffix in ("ies", "ied", "ier", "ily", "iness"):
        if word.endswith(suffix):
            yield word.removesuffix(suffix) + "y"


def _key(text: str) -> str:
    return strip_accents(nfc(text)).casefold()


def _keys(text: str) -> set[str]:
    return set(_WORD.findall(_key(text)))


def _written(text: str) -> set[str]:
    """Return the words of a text, and what up to three in a row are when written as one."""
    words = _WORD.findall(_key(text))
    return {"".join(words[i : i + n]) for n in (1, 2, 3) for i in range(len(words))}


def _kept(name: str, written: set[str]) -> bool:
    """Say whether every word of a name is among those written, or the name as one word."""
    words = _WORD.findall(_key(name))
    return "".join(words) in written or all(
        word in written or (len(word) > 3 and any(_is_form(word, other) for other in written))
        for word in words
    )


def _is_form(word: str, other: str) -> bool:
    """Say whether a word is Pakistan in Pakistani or Nang in Danang, not Tsuji in Tsujik."""
    return other.endswith(word) or (other.startswith(word) and other[len(word) :] in _ENDINGS)


def _has(name: str, words: set[str], joined: str) -> bool:
    return all(w in words or (len(w) > 3 and w in joined) for w in _keys(name))
