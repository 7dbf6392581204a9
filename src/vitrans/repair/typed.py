"""Which words of a line were typed with the input method off, beyond doubt.

Few English words and names read as a syllable in Telex, VNI or VIQR; those that do are listed
(`Syllables.foreign`). So a word that reads as one and is not listed is a strong sign. Alone it is
mended in a Vietnamese line only. A line with enough of them was typed so as a whole, and then the
other words that read as frequent syllables are mended too: there `too` and `six` are `tô` and `sĩ`.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from vitrans.repair.keystrokes import telex, viqr, vni
from vitrans.repair.syllables import lexicon
from vitrans.text.syllables import key_of

_MARKS = "[('`?~.+^]"
_JOINED_BEFORE = re.compile(r"[^\W_][-'’/.&]$")
_JOINED_AFTER = re.compile(r"[-'’/.&?][^\W_]")
_NEVER = r"_=<>{}\\@#$%*|"

_TIDY_TELEX = re.compile(
    "(?:dd|[bcdghklmnpqrstvx]{0,3})[aeiouyw]+[sfrxj]?[aeiouyw]*(?:ng|nh|ch|[cmnptk])?[sfrxjw]{0,2}",
    re.IGNORECASE,
)
_TIDY_VNI = re.compile(
    "(?=(?:[0-9]*[a-z]){3}|(?:[a-z]*[0-9]){2}).*[0-9][a-z].*|[a-z]{3,}(?:[6-8][1-5]|[1-5][6-8])",
    re.IGNORECASE,
)
_TIDY_VIQR = re.compile(r"(?=(?:\W*[a-z]){2})(?:dd.+|.+(?:[`~^+(]+\W*[a-z]|[+^]).*)", re.IGNORECASE)

# Ranks of syllables: the first are frequent, and among these are nearly all words of a text.
_FREQUENT, _COMMON = 1500, 4000
# A capitalised word may be a foreign name, unless it reads as one of the most frequent syllables.
_NAMED = 500


class Sign(Enum):
    """What a word says about how its line was typed."""

    ACCENTED = auto()
    """A Vietnamese syllable with its marks."""
    PLAIN = auto()
    """A syllable without marks."""
    STRONG = auto()
    """Keystrokes of a syllable, and nothing else that is known."""
    WEAK = auto()
    """Keystrokes of a syllable, but perhaps something else."""
    OTHER = auto()
    """A word that is no syllable in any way."""


@dataclass(frozen=True, slots=True)
class TypedWord:
    """A word of a line, by its chunk and its place there, with its sign and its reading."""

    chunk: int
    start: int
    end: int
    text: str
    sign: Sign
    reading: str = ""

    @property
    def rank(self) -> int:
        """The rank of the reading among the syllables."""
        return lexicon().rank[self.reading.lower()]


@dataclass(frozen=True, eq=False)
class Method:
    """An input method: what reads its keystrokes, and how its words look.

    Attributes:
        name: what it is called.
        read: from a word to the syllable, if it is one.
        word: where there may be a word in a chunk.
        never: what code has beside words, and text of this method has not.
        tidy: words typed as most people type, not to be expected by chance.
    """

    name: str
    read: Callable[[str], str | None]
    word: re.Pattern[str]
    never: re.Pattern[str]
    tidy: re.Pattern[str]


TELEX = Method(
    "Telex",
    lru_cache(1 << 16)(telex),
    re.compile(r"[^\W\d_]+"),
    re.compile(rf"[{_NEVER}0-9^+~`]"),
    _TIDY_TELEX,
)
VNI = Method(
    "VNI",
    lru_cache(1 << 16)(vni),
    re.compile(r"[^\W_]+"),
    re.compile(rf"[{_NEVER}^+~`]"),
    _TIDY_VNI,
)
VIQR = Method(
    "VIQR",
    lru_cache(1 << 16)(viqr),
    re.compile(rf"[^\W\d_](?:[^\W\d_]|(?<=[aeiouyAEIOUY('`?~.+^]){_MARKS})*"),
    re.compile(rf"[{_NEVER}0-9]"),
    _TIDY_VIQR,
)


def read_keystrokes(chunks: Sequence[str], method: Method) -> list[str]:
    """Return the chunks of a line, the words that were certainly typed in a method mended."""
    if not any(_is_telling(chunk, method) for chunk in chunks):
        return list(chunks)
    words = list(_words(chunks, method))
    mended = list(chunks)
    for word in reversed(_certain(words)):
        chunk = mended[word.chunk]
        mended[word.chunk] = chunk[: word.start] + word.reading + chunk[word.end :]
    return mended


@lru_cache(1 << 16)
def _is_telling(chunk: str, method: Method) -> bool:
    """Say whether there may be a strong sign in a chunk."""
    texts = [found.group() for found in method.word.finditer(chunk)]
    cut = [text.rstrip(".?'`") for text in texts] if method is VIQR else []
    return any(_sign(text, method, False)[0] is Sign.STRONG for text in (*texts, *cut))


def _words(chunks: Sequence[str], method: Method) -> Iterator[TypedWord]:
    """Yield the words of a line."""
    quotes = "'" if any(chunk.startswith("'") for chunk in chunks) else ""
    for number, chunk in enumerate(chunks):
        code = method.never.search(chunk) is not None
        goes_on = number + 1 < len(chunks) and chunks[number + 1][0].islower()
        for found in method.word.finditer(chunk):
            text = found.group()
            if text.isdigit():
                continue
            if method is VIQR:
                stops = "" if found.end() < len(chunk) else quotes if goes_on else ".?" + quotes
                text = _without_stop(text, stops)
            end = found.start() + len(text)
            doubtful = _is_joined(chunk, found.start(), end) or ("(" in text and ")" in chunk)
            if method is TELEX and end < len(chunk):  # ddo' is VIQR
                doubtful = doubtful or viqr(chunk[found.start() : end + 1]) is not None
            sign, reading = _sign(text, method, doubtful)
            yield TypedWord(number, found.start(), end, text, Sign.OTHER if code else sign, reading)


def _is_joined(chunk: str, start: int, end: int) -> bool:
    """Say whether a word hangs together with another, as parts of names and `can't` do."""
    before = _JOINED_BEFORE.search(chunk[:start])
    return before is not None or _JOINED_AFTER.match(chunk, end) is not None


def _without_stop(text: str, stops: str) -> str:
    """Return a word in VIQR without what follows it of a sentence.

    Where one of `stops`, which may end a sentence or a quotation here, could be a tone as well,
    the word comes back with it twice, which is no reading.
    """
    if text[-1] in stops and viqr(text):
        return text if viqr(text[:-1]) is None else text + text[-1]
    while text[-1] in ".?'`" and not viqr(text):
        text = text[:-1]
    return text


def _sign(text: str, method: Method, doubtful: bool) -> tuple[Sign, str]:
    """Return the sign of a word and its reading."""
    if not text.isascii():
        return (Sign.ACCENTED if text in lexicon() else Sign.OTHER), ""
    known = text.lower() in lexicon().bare
    reading = method.read(text) if _is_regular(text) else None
    if reading is None or (known and not _is_likelier(reading, text)):
        return (Sign.PLAIN if known else Sign.OTHER), ""
    listed = text.lower() in lexicon().foreign
    if listed or doubtful or not method.tidy.fullmatch(text):
        return Sign.WEAK, reading
    return Sign.STRONG, reading


def _is_regular(text: str) -> bool:
    """Say whether a word is in small letters, in capitals, or begins with a capital (or DD)."""
    rest = text[2:] if text.startswith("DD") else text[1:]
    return text.isupper() or not rest or rest == rest.lower()


def _is_likelier(reading: str, text: str) -> bool:
    """Say whether a plain syllable such as `khoong` is far rarer than what it reads as."""
    rank = lexicon().rank
    return rank[reading.lower()] < _FREQUENT and rank.get(text.lower(), len(rank)) > _COMMON


def _certain(words: Sequence[TypedWord]) -> list[TypedWord]:
    """Return the words that are certain to be keystrokes."""
    signs = Counter(word.sign for word in words)
    if not signs[Sign.STRONG]:
        return []
    if _is_typed(words, signs):
        capitals = sum(word.text.isupper() for word in words) * 2 > len(words)
        return [w for i, w in enumerate(words) if _goes_along(words, i, capitals)]
    return [word for word in words if word.sign is Sign.STRONG and _stands_out(word, signs)]


def _is_typed(words: Sequence[TypedWord], signs: Counter[Sign]) -> bool:
    """Say whether a whole line was typed so."""
    strong, other = signs[Sign.STRONG], signs[Sign.OTHER]
    if len(words) == 1:
        return _keys(words[0]) > 1 and words[0].rank < _FREQUENT
    read = strong + signs[Sign.WEAK]
    return strong > 1 and strong > other and strong * 5 >= len(words) and read * 5 >= len(words) * 2


def _goes_along(words: Sequence[TypedWord], index: int, capitals: bool) -> bool:
    """Say whether a word of a line that was typed so was typed so too."""
    word = words[index]
    if word.sign is not Sign.WEAK:
        return word.sign is Sign.STRONG
    beside = words[max(0, index - 1) : index + 2]
    strange = any(w.sign is Sign.OTHER and w.text.isalpha() for w in beside)
    if strange or (word.text.isupper() and not capitals):
        return False
    sure = _keys(word) > 1 and word.text.lower() not in lexicon().foreign
    return word.rank < (_COMMON if sure else _FREQUENT)


def _stands_out(word: TypedWord, signs: Counter[Sign]) -> bool:
    """Say whether one word among others was typed so."""
    if word.text.isupper() or word.rank > _COMMON:
        return False
    if word.text[0].isupper() and (_keys(word) < 2 or word.rank > _NAMED):
        return False
    if signs[Sign.ACCENTED] > 1 and signs[Sign.ACCENTED] > signs[Sign.OTHER]:
        return True
    strange = signs[Sign.OTHER] + signs[Sign.WEAK]
    return signs[Sign.PLAIN] > 2 + 2 * strange and word.rank < _FREQUENT


def _keys(word: TypedWord) -> int:
    """Return how many marks and tones a reading has."""
    key = key_of(word.reading)
    return len(key.marks) + len(key.tone)
