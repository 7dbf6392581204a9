"""The numbers of a Vietnamese and an English text, compared by value."""

import re
from decimal import Decimal

from vitrans.text.number_words import MONTHS
from vitrans.text.numbers import Number, find_numbers
from vitrans.types import Language

_AFTERNOON = re.compile(r"\b(\d{1,2})(?=(?:[.:]\d\d)? ?p\.?m\b)", re.IGNORECASE)
_MONTH_NAMES = {name.capitalize(): Decimal(n) for n, name in enumerate(MONTHS, 1)}
_DAY_AND_MONTH = re.compile(r"\d{1,2}\.\d{1,2}")
_WORD = re.compile(r"[A-Z]?[a-z]+")
_SPELT = {"once": Decimal(1)}
_MOST = 12  # up to here a number is often written in words


def compare_numbers(vi: str, en: str) -> tuple[int, int]:
    """Return how many numbers the texts share, and how many one of them lacks.

    10.000 is 10,000; 19.10 is 19 October; 22h is 10pm; 3 may be `three`. Words do not count as
    numbers that are missing.
    """
    ours, _ = _values(vi, Language.VIETNAMESE)
    theirs, spelt = _values(en, Language.ENGLISH)
    for clock in map(int, _AFTERNOON.findall(en)):
        if clock % 12 + 12 in ours:
            theirs = theirs - {Decimal(clock)} | {Decimal(clock % 12 + 12)}
    words = _WORD.findall(en)
    months = {_MONTH_NAMES[word] for word in words if word in _MONTH_NAMES}
    spelt |= {_SPELT[word.lower()] for word in words if word.lower() in _SPELT}
    either = theirs | months | spelt
    return len(ours & either), len(ours - either) + len(theirs - ours)


def _values(text: str, language: Language) -> tuple[set[Decimal], set[Decimal]]:
    """Return the values of numbers in figures, and those of small ones in words."""
    found = find_numbers(text, language)
    figures = {value for n in found if n.in_figures for value in _parts(n, language)}
    words = {min(n.values) for n in found if not n.in_figures and min(n.values) <= _MOST}
    return figures, words


def _parts(number: Number, language: Language) -> list[Decimal]:
    """Return the value of a number; in Vietnamese 19.10 is a date, as decimals have a comma."""
    if language is Language.VIETNAMESE and _DAY_AND_MONTH.fullmatch(number.text):
        return [Decimal(part) for part in number.text.split(".")]
    return [min(number.values)]
