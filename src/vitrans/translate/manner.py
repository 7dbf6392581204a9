"""How a translation writes names, numbers and dates: as its own language does, or as the source."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from vitrans.text import strip_accents
from vitrans.text.dates import Clock, Date, find_clocks, find_dates
from vitrans.text.numbers import FIGURES, SPACED, with_usual_groups
from vitrans.translate.figures import localise
from vitrans.translate.names import NAME_WORD, starts_sentence
from vitrans.translate.spans import Span
from vitrans.types import Language

Names = Literal["keep", "ascii"]
"""Whether Vietnamese names keep their diacritics in English."""

_FIGURES = re.compile(rf"{SPACED.pattern}|{FIGURES.pattern}")
_SENTENCE_END = re.compile(r"\s*$|\s+[A-ZÀ-Ỹ\"“]")

_Time = Date | Clock


@dataclass(frozen=True, slots=True)
class Manner:
    """What a person wants of translations besides that they are right.

    Attributes:
        names: how English writes Vietnamese names: `ascii`, Nguyen Van Binh, or `keep`, Nguyễn Văn
            Bình.
        localise: whether numbers, dates and times in figures are written as the target language
            has them; if not, as the source has them.
        alternatives: how many other translations are given with each.
    """

    names: Names = "ascii"
    localise: bool = True
    alternatives: int = 0


def with_accents(
    source: str, names: Iterable[Span], target: str, is_ordinary: Callable[[str], bool]
) -> str:
    """Return an English text in which the names of its Vietnamese source have their diacritics.

    A name is taken whole where all of it is there, else word by word. A word of it that is an
    ordinary English one too, such as My or Do, is taken for a name behind a title or within a
    sentence only. What else has capitals in the source is a name where the text has copied it.

    Args:
        source: the text that was translated.
        names: those that are known in it.
        target: the English text.
        is_ordinary: whether a word in small letters is an ordinary English one.
    """
    accented = [name.text for name in names if strip_accents(name.text) != name.text]
    for name in sorted(dict.fromkeys(accented), key=len, reverse=True):
        whole = _whole(name, target)
        if whole != target or _pattern(name).search(target):
            target = whole
            continue
        for word in NAME_WORD.findall(name):
            target = _with_word(word, target, is_ordinary)
    for name in _capitalised(source):
        target = target.replace(strip_accents(name), name)
    return target


def _capitalised(source: str) -> list[str]:
    """Return the stretches of two words and more with capitals and accents, the longest first."""
    runs: list[list[re.Match[str]]] = [[]]
    for word in NAME_WORD.finditer(source):
        last = runs[-1][-1].end() if runs[-1] else None
        if not word[0][0].isupper():
            runs.append([])
        elif last is not None and source[last : word.start()] != " ":
            runs.append([word])
        else:
            runs[-1].append(word)
    found = {
        source[run[first].start() : run[last].end()]
        for run in runs
        for first in range(len(run))
        for last in range(first + 1, len(run))
    }
    return sorted((one for one in found if strip_accents(one) != one), key=len, reverse=True)


def _whole(name: str, target: str) -> str:
    """Return a text in which a name of several words has its diacritics where all of it is."""
    if len(NAME_WORD.findall(name)) == 1:
        return target
    bare = strip_accents(name)
    return _pattern(bare).sub(lambda found: _cased(found[0], name), target)


def _pattern(name: str) -> re.Pattern[str]:
    """Return what finds a name, its words together or apart: Da Nang, Danang."""
    words = r"[ \u00a0-]?".join(map(re.escape, NAME_WORD.findall(name)))
    return re.compile(rf"(?<![^\W\d_]){words}(?![^\W\d_])", re.IGNORECASE)


def _with_word(word: str, target: str, is_ordinary: Callable[[str], bool]) -> str:
    """Return a text in which one word of a name has its diacritics."""
    bare = strip_accents(word)
    if bare == word:
        return target
    ambiguous = is_ordinary(bare.lower()) or len(bare) < 3

    def written(match: re.Match[str]) -> str:
        first = starts_sentence(target, match.start())
        return match[0] if ambiguous and first else _cased(match[0], word)

    forms = f"{re.escape(bare)}|{re.escape(bare.upper())}"
    return re.sub(rf"(?<![^\W\d_])(?:{forms})(?![^\W\d_])", written, target)


def _cased(found: str, name: str) -> str:
    """Return a name in capitals where the text that it replaces is; small letters are no name."""
    if not found[0].isupper():
        return found
    return name.upper() if found.isupper() and len(found) > 1 else name


def as_in_source(source: str, target: str, language: Language) -> str:
    """Return a translation whose figures, dates and times in figures are those of its source.

    Args:
        source: the text that was translated.
        target: its translation.
        language: that of the translation.
    """
    for date in find_dates(source, language.other):
        if date.mark:
            target = _put(target, find_dates(target, language), date, source)
    for clock in find_clocks(source):
        target = _put(target, find_clocks(target), clock, source)
    for match in _FIGURES.finditer(source):
        written = localise(with_usual_groups(match[0], language.other), language)
        if written != match[0]:
            target = _replaced(target, written, match[0])
    return target


def _put(target: str, found: Iterable[_Time], wanted: _Time, source: str) -> str:
    """Return a target in which the first time of some value is written as the source has it."""
    for one in found:
        if _value(one) == _value(wanted):
            # The point behind a month is of a short name, or ends the sentence.
            point = target[one.end - 1] == "." and _SENTENCE_END.match(target, one.end) is not None
            text = source[wanted.start : wanted.end]
            return target[: one.start] + text + target[one.end - point :]
    return target


def _value(time: _Time) -> tuple[int | str | None, ...]:
    if isinstance(time, Date):
        return time.day, time.month, time.year
    return int(time.hour), time.minute


def _replaced(text: str, figures: str, written: str) -> str:
    return re.sub(rf"(?<![\d.,/]){re.escape(figures)}(?![.,/]?\d)", written, text)
