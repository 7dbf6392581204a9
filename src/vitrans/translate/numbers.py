"""Numbers that a translation has lost, changed, added or said twice, by their values."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache

from vitrans.text.dates import find_dates
from vitrans.text.number_words import ALSO
from vitrans.text.numbers import Number, find_numbers
from vitrans.translate.spans import Span
from vitrans.types import Language

_DIGITS = re.compile(r"\d+")
_LETTERS = re.compile(r"[^\W\d_]+")
_ROMAN_NUMERAL = re.compile(r"\b[IVXLC]+\b")
_AFTERNOON = re.compile(r"\bp\.?m\b|chiều|tối|đêm|trưa|evening|afternoon|night", re.IGNORECASE)
_DECADE = re.compile(r"thập niên|thập kỷ|những năm|\b\d0s\b|ties\b", re.IGNORECASE)
_HUNDRED_GRAMS = re.compile(r"\blạng\b", re.IGNORECASE)
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_HALF = Decimal("0.5")
_HALVES = frozenset({"half", "rưỡi", "nửa"})
_SMALL = 10  # up to here a number is often meant and not said


def lost_numbers(source: str, target: str, language: Language) -> list[Number]:
    """Return the numbers of `source` whose value the `target`, in `language`, does not have."""
    wanted = [number for number in find_numbers(source, language.other) if number.certain]
    return missing_numbers(wanted, target, language)


def added_numbers(source: str, target: str, language: Language) -> list[Number]:
    """Return the numbers in figures of the `target`, in `language`, that `source` does not have.

    Those up to ten may stand for words, and are not asked for.
    """
    found = [n for n in find_numbers(target, language) if n.certain and n.in_figures]
    large = [number for number in found if max(number.values) > _SMALL]
    return missing_numbers(large, source, language.other)


def doubled_numbers(source: str, target: str, language: Language) -> list[Number]:
    """Return the numbers in figures that `target` has more often than `source`."""
    said = _counted(find_numbers(source, language.other))
    again: list[Number] = []
    seen: Counter[Decimal] = Counter()
    for number in find_numbers(target, language):
        value = min(number.values)
        seen[value] += number.in_figures and number.certain
        if value > _SMALL and said[value] and seen[value] == said[value] + 1:
            again.append(number)
    return again


def changed_dates(source: str, target: str, language: Language) -> list[Span]:
    """Return the dates of `source` whose month in `target` is another, or has become the day."""
    wanted = find_dates(source, language.other)
    if not wanted:
        return []
    found = {(date.day, date.month) for date in find_dates(target, language)}
    strange = found - {(date.day, date.month) for date in wanted}
    days = {day for day, _ in strange}
    return [
        Span(date.start, date.end, "number", source[date.start : date.end], date.write(language))
        for date in wanted
        if (date.day, date.month) not in found
        and ((date.month, date.day) in found or date.day in days)
    ]


def missing_numbers(wanted: Sequence[Number], text: str, language: Language) -> list[Number]:
    """Return the numbers whose value a text does not have."""
    if not wanted:
        return []
    have = _values(text, language)
    return [number for number in wanted if not number.values & have]


def _counted(numbers: Iterable[Number]) -> Counter[Decimal]:
    return Counter(value for number in numbers for value in number.values)


@lru_cache(1 << 10)
def _values(text: str, language: Language) -> frozenset[Decimal]:
    """Return every value that a text can be said to have, generously."""
    values = {value for number in find_numbers(text, language) for value in number.values}
    values |= {Decimal(figures) for figures in _DIGITS.findall(text)}
    words = set(_LETTERS.findall(text.lower()))
    values |= _in_other_words(words, language) | _romans(text)
    if words & _HALVES:
        values |= {value + _HALF for value in values} | {value / 2 for value in values}
    if _HUNDRED_GRAMS.search(text):
        values |= {value * 100 for value in values}
    return frozenset(values | _times_of_day(text, values) | _decades(text, values))


def _in_other_words(words: set[str], language: Language) -> set[Decimal]:
    also = ALSO[language]
    return {Decimal(value) for word in words & also.keys() for value in also[word]}


def _times_of_day(text: str, values: set[Decimal]) -> set[Decimal]:
    """Return the hours of both clocks: 19 h is 7 p.m."""
    later = {v + 12 for v in values if 1 <= v <= 11} if _AFTERNOON.search(text) else set()
    return later | {v - 12 for v in values if 13 <= v <= 23}


def _decades(text: str, values: set[Decimal]) -> set[Decimal]:
    """Return decades with and without their century: the 1990s are the nineties."""
    tens = {v for v in values if 10 <= v <= 90 and not v % 10} if _DECADE.search(text) else set()
    return {v + 1900 for v in tens} | {v % 100 for v in values if 1900 <= v <= 2000 and not v % 10}


def _romans(text: str) -> set[Decimal]:
    return {_roman(numeral) for numeral in _ROMAN_NUMERAL.findall(text)}


def _roman(numeral: str) -> Decimal:
    digits = [_ROMAN[letter] for letter in numeral]
    following = [*digits[1:], 0]
    return Decimal(sum(-a if a < b else a for a, b in zip(digits, following, strict=True)))
