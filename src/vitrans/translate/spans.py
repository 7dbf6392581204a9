"""Spans of a source that should come through translation as they are, such as links and code."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from vitrans.text import find_protected, find_quotations, has_accents, is_syllable
from vitrans.text.others import languages_of
from vitrans.text.syllables import VIETNAMESE_LETTER
from vitrans.translate.given_names import is_word_pair
from vitrans.types import Language

OBJECT = re.compile("[\ue000-\uf8ff]")
"""A character that stands for something that is no text."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)*")
# A word that may belong to Vietnamese beside it, and is not most likely an English one.
_BARE = r"(?!(?:to|on|in|an|so|me|he|the|no|or|can|long|and|at|we|it|a|i)\b)([a-z]+)"
_BEFORE, _AFTER = re.compile(rf"\b{_BARE} $"), re.compile(rf" {_BARE}\b")
# Acts of law: 100/2019/NĐ-CP, 15/NQ-TW.
_ACT = re.compile(
    r"(?<![\w/])\d{1,5}(?:/\d{4}/[A-ZĐ]{2,8}\d{0,3}(?:-[A-ZĐ][A-ZĐa-z]{0,8})*"
    r"|/[A-ZĐ]{2,8}(?:-[A-ZĐ][A-ZĐa-z]{0,8})+)(?![\w/])"
)
# The currency at the head of a column: `Giá (đồng/kg)`, `Giá (đồng/vé)`.
_UNIT_WORDS = """
vé ticket;người person;tháng month;năm year;ngày day;giờ hour;đêm night;phòng room;lít litre
tấn tonne;lượng tael;suất portion;hộp box;chai bottle;lon can;lượt visit;lần time;hộ household
trang page;con head;cái piece;chiếc piece;quyển copy;số issue;kỳ issue
"""
_UNITS = {
    vietnamese: english
    for vietnamese, _, english in (
        pair.partition(" ") for pair in _UNIT_WORDS.replace("\n", ";").split(";")
    )
    if english
}
_PER_UNIT = re.compile(
    rf"(?<![\w])(?<!\d )đồng/(?P<unit>k?g|k?m[²³23]?|kWh|ha|USD|{'|'.join(_UNITS)})(?!\w)"
)
_SPEECH_END = re.compile(r"[.!?…:;]")
# Words that stand in small letters within an English title.
_SMALL_WORDS = (
    "a an and as at but by de for from in into la le nor of on or over per the to vs with"
)
_SMALL = frozenset(_SMALL_WORDS.split())
_MOST_WORDS = 10
_SPEECH, _MOSTLY = 2, 0.7  # words of speech, and the share of them that are of its language
# Faces, what compares a number with another, `< 5 ms`, and leaders: `Rice ....... 5`.
_SIGNS = re.compile(
    r"(?<!\S)(?:[:;=]['’]?-?(?:\){1,8}|\({1,8}|[DPpvO3*|])|<3|\^_{0,3}\^|T_T|[xX][Dd])(?=[\s.,!?]|$)"
    r"|(?<![\w<>=-])[<>≤≥](?= ?\d)|(?<=\s)[<>≤≥](?=\s)|\.{4,}|_{3,}"
)
# What is called otherwise in a warning.
_CALLED = {"target": "link", "email": "link"}


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a source text; `replacement` is what must stand in the target for it.

    `many` is the same in the plural, where the model may ask for it.
    """

    start: int
    end: int
    kind: str
    text: str
    replacement: str
    many: str = ""

    @classmethod
    def of(cls, text: str, start: int, end: int, kind: str) -> "Span":
        """Return the span of `text` that is to be kept as it is."""
        return cls(start, end, kind, text[start:end], text[start:end])

    def overlaps(self, other: "Span") -> bool:
        """Say whether two stretches have a character in common."""
        return self.start < other.end and other.start < self.end


def find_fixed(
    text: str,
    language: Language,
    known: Callable[[str], bool] | None = None,
    ordinary: Callable[[str], bool] | None = None,
) -> list[Span]:
    """Return the spans of a source that no model should touch, in order and apart.

    Args:
        text: the source.
        language: its language.
        known: says whether the model's vocabulary has a character; runs of others, such as
            emoji and foreign scripts, are spans too.
        ordinary: says whether a word in small letters is an ordinary English one; without it
            only quotations are looked at for words of the other language.
    """
    spans = [
        Span.of(text, found.start, found.end, _CALLED.get(found.kind, found.kind))
        for found in find_protected(text)
        if not text[found.start : found.end].isalpha() or OBJECT.match(text, found.start)
    ]
    spans += [Span.of(text, *found.span(), "designation") for found in _ACT.finditer(text)]
    spans += [Span.of(text, *found.span(), "symbol") for found in _SIGNS.finditer(text)]
    if language is Language.VIETNAMESE:
        spans += [
            Span(
                *found.span(),
                "unit",
                found.group(),
                f"VND/{_UNITS.get(found['unit'], found['unit'])}",
            )
            for found in _PER_UNIT.finditer(text)
        ]
    spans += [*find_titles(text, language), *find_foreign_speech(text, language, ordinary)]
    if known:
        spans += _foreign(text, known)
    return apart(spans)


def apart(spans: Iterable[Span]) -> list[Span]:
    """Return the spans in order, leaving out each that overlaps one given before it."""
    kept: list[Span] = []
    for span in spans:
        if not any(map(span.overlaps, kept)):
            kept.append(span)
    return sorted(kept)


def without(text: str, spans: Iterable[Span]) -> str:
    """Return the text with the spans blanked out, every position as it was."""
    for span in spans:
        text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
    return text


def find_titles(text: str, language: Language) -> list[Span]:
    """Return the titles in quotation marks, without the marks.

    In English text a title is two words or more with capitals, “Eye Love You”; in Vietnamese
    text it is capitalised and foreign, not Vietnamese in spelling.
    """
    spans = []
    for quotation in find_quotations(text):
        content = quotation.inside(text)
        bare = content.rstrip(" ,.")
        start = quotation.start + 1 + len(bare) - len(bare.lstrip())
        bare = bare.strip()
        if bare and _is_title(bare, language):
            spans.append(Span.of(text, start, start + len(bare), "title"))
    return spans


def find_foreign_speech(
    text: str, language: Language, ordinary: Callable[[str], bool] | None = None
) -> list[Span]:
    """Return what is in the other language already, in quotation marks or not.

    What is Vietnamese within an English sentence stays as it is in a Vietnamese one; so does what
    is quoted in a third language.

    Args:
        text: the sentence.
        language: the language that it is in otherwise.
        ordinary: says whether a word in small letters is an ordinary English one.
    """
    quoted = [
        Span.of(text, quotation.start + 1, quotation.end - 1, "quotation")
        for quotation in find_quotations(text)
        if _is_of_other(quotation.inside(text), language)
        or (ordinary and _is_of_third(quotation.inside(text), ordinary))
    ]
    if ordinary is None:
        return quoted
    find = vietnamese_runs if language is Language.ENGLISH else english_runs
    runs = (Span.of(text, start, end, "quotation") for start, end in find(text, ordinary))
    return apart([*quoted, *runs])


def vietnamese_runs(text: str, ordinary: Callable[[str], bool]) -> list[tuple[int, int]]:
    """Return where an English text has words of Vietnamese, with their marks.

    A word without marks belongs to them if it is a syllable and no English word; a word alone
    has a letter that Vietnamese alone has.
    """
    if text.isascii():
        return []
    found = []
    for run in _runs_of_words(text, lambda word: _is_vietnamese(word, ordinary)):
        marked = [at for at, word in enumerate(run) if has_accents(word.group())]
        several = len(marked) > 1 or (marked and len(run) > 1)
        if several or (marked and VIETNAMESE_LETTER.search(run[0].group())):
            found.append(_with_word_ends(text, run[0], run[-1]))
    return found


def _with_word_ends(text: str, first: re.Match[str], last: re.Match[str]) -> tuple[int, int]:
    """Return where a run of Vietnamese starts and ends, with `con` of `con cá`, `do` of `tự do`."""
    start, end = first.start(), last.end()
    before = _BEFORE.search(text, 0, start)
    if before and is_word_pair(before[1], first.group().lower()):
        start = before.start()
    after = _AFTER.match(text, end)
    if after and is_word_pair(last.group().lower(), after[1]):
        end = after.end()
    return start, end


def english_runs(text: str, ordinary: Callable[[str], bool]) -> list[tuple[int, int]]:
    """Return where a Vietnamese text has three English words and more in a row."""
    found = []
    for run in _runs_of_words(text, lambda word: word.isascii()):
        told = [at for at, word in enumerate(run) if _is_english(word.group(), ordinary)]
        if len(told) > 1 and told[-1] - told[0] >= _SPEECH:
            first, last = run[told[0]], run[told[-1]]
            while told[0] and ordinary(run[told[0] - 1].group().lower()):
                told[0] -= 1
                first = run[told[0]]
            found.append((first.start(), last.end()))
    return found


def _runs_of_words(text: str, belongs: Callable[[str], bool]) -> Iterator[list[re.Match[str]]]:
    """Yield the words in a row that belong together, only a space between two."""
    run: list[re.Match[str]] = []
    for word in _WORD.finditer(text):
        if run and text[run[-1].end() : word.start()] != " ":
            yield run
            run = []
        if belongs(word.group()):
            run.append(word)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _is_vietnamese(word: str, ordinary: Callable[[str], bool]) -> bool:
    if not is_syllable(word):
        return False
    return has_accents(word) or (word.islower() and not ordinary(word))


def _is_english(word: str, ordinary: Callable[[str], bool]) -> bool:
    """Say whether a word is an ordinary English one in small letters, and no Vietnamese one."""
    return word.islower() and ordinary(word) and not is_syllable(word)


def _is_of_other(text: str, language: Language) -> bool:
    """Say whether most of a quotation of several words is in the other of the two languages."""
    words = [word for word in _WORD.findall(text) if word[0].isalpha()]
    if len(words) < _SPEECH:
        return False
    syllables = sum(map(is_syllable, words))
    if language is Language.ENGLISH:
        return has_accents(text) and syllables > _MOSTLY * len(words)
    return not has_accents(text) and len(words) - syllables > (1 - _MOSTLY) * len(words)


def _is_of_third(text: str, ordinary: Callable[[str], bool]) -> bool:
    """Say whether all words of a quotation are of one language that is neither of the two."""
    parts = [word.lower() for part in _WORD.findall(text) for word in re.split("['’]", part)]
    words = [word for word in parts if len(word) > 1]
    if len(words) < _SPEECH or not frozenset.intersection(*map(languages_of, words)):
        return False
    return any(not (ordinary(word) or is_syllable(word)) for word in words)


def _is_title(text: str, language: Language) -> bool:
    words = _WORD.findall(text)
    if not 1 <= len(words) <= _MOST_WORDS or _SPEECH_END.search(text[:-1]):
        return False
    if words[0][0].islower():
        return False
    if language is Language.VIETNAMESE:
        foreign = any(not is_syllable(word) and word.isalpha() for word in words)
        return foreign and not has_accents(text)
    capitals = all(not word[0].islower() or word in _SMALL for word in words)
    return len(words) > 1 and capitals and not words[-1][0].islower()


def _foreign(text: str, known: Callable[[str], bool]) -> Iterator[Span]:
    """Yield runs of characters that the model has not, with the letters about them."""
    # A capital is no stranger if the model has its small letter.
    unknown = {c for c in set(text) if not (c.isspace() or known(c) or known(c.lower()))}
    unknown -= set(OBJECT.findall(text))
    if not unknown:
        return
    for match in _runs_of("".join(sorted(unknown))).finditer(text):
        yield Span.of(text, *match.span(), "symbol")


@lru_cache(1 << 8)
def _runs_of(unknown: str) -> re.Pattern[str]:
    """Return what finds runs of some characters, with the letters about them.

    A word with an unknown letter is kept whole; what joins emoji stays with them.
    """
    klass = "[" + "".join(map(re.escape, unknown)) + "]"
    letter = r"[^\W\d_\ue000-\uf8ff]"
    return re.compile(rf"{letter}*{klass}(?:{letter}|{klass}|[\u200d\ufe0f]|\s(?={klass}))*")
