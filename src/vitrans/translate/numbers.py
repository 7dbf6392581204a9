"""Numbers that a translation has lost, changed, added or said twice, by their values."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache

from vitrans.text.dates import NUMBERED_MONTHS, Date, find_dates
from vitrans.text.number_words import ALSO, MONTHS
from vitrans.text.numbers import FIGURES, SPACED, Number, find_numbers
from vitrans.translate.spans import Span
from vitrans.types import Language

_DIGITS = re.compile(r"\d+")
_LETTERS = re.compile(r"[^\W\d_]+")
_ROMAN_NUMERAL = re.compile(r"\b[IVXLC]+\b")
_AFTERNOON = re.compile(r"\bp\.?m\b|chiều|tối|đêm|trưa|evening|afternoon|night", re.IGNORECASE)
_DECADE = re.compile(r"thập niên|thập kỷ|những năm|\b\d0s\b|ties\b", re.IGNORECASE)
_HUNDRED_GRAMS = re.compile(r"\blạng\b", re.IGNORECASE)
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_NAMES = "January|February|April|June|July|August|September|October|November|December"
_SHORT = r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?"
_MONTH = {
    Language.ENGLISH: re.compile(rf"\b(?:(?:{_NAMES}|March|May)\b|{_SHORT}|[Mm]onths?\b)"),
    Language.VIETNAMESE: re.compile(r"\btháng\b", re.IGNORECASE),
}
_CALLED_MONTH = {
    Language.ENGLISH: re.compile(rf"\b(?:{_NAMES}|March)\b"),
    Language.VIETNAMESE: re.compile(
        r"\btháng\s+(?:\d{1,2}|giêng|hai|ba|tư|năm|sáu|bảy|tám|chín|mười|chạp)\b", re.IGNORECASE
    ),
}
_NUMERIC_DATE = re.compile(r"\d[/.-]\d")
_DAY = re.compile(r"\bngày\s+(\d{1,2})(?![\d/.,-]*\d|\s*(?:tháng|đêm|giờ|năm))", re.IGNORECASE)
# `March 3.9`, `April 30/1975`
_SPOILT_DATE = re.compile(rf"\b(?:{_NAMES}|March|May) \d{{1,2}}[./]\d")
_MEASURES = "AM|PM|KM|KG|CM|MM|GB|MB|TB|KW|MW|BC|AD|CE|ST|ND|RD|TH|M|K|B|C|F|H|W|V|S|X"
_LABEL = re.compile(
    rf"(?<![\w.,/$€£¥-])(?:\d{{1,4}}(?!(?:{_MEASURES})\b)[A-Z]{{1,2}}"
    r"|[A-Z]{1,3}(?<!USD)(?<!VND)(?<!EUR)(?<!Q)\d{1,4})(?![\w/-]|[.,]\d)"
)
_FIGURES_OR_LETTERS = re.compile(r"\d+|[A-Z]+")
_THREE_DECIMALS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_WRITTEN = re.compile(rf"{SPACED.pattern}|{FIGURES.pattern}")
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
    grouped = [number for number in found if _is_grouped(number, source, language)]
    missing = missing_numbers(large, source, language.other)
    return missing + [number for number in grouped if number not in missing]


def _is_grouped(number: Number, source: str, language: Language) -> bool:
    """Say whether decimals may be read as thousands that no source has: `$5,000` of $5.00."""
    mark = "." if language is Language.ENGLISH else ","
    if mark not in number.text or not _THREE_DECIMALS.fullmatch(number.text):
        return False
    digits = number.text.replace(mark, "")
    return digits not in {re.sub(r"\D", "", figures) for figures in _WRITTEN.findall(source)}


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
    """Return the dates of `source` whose month in `target` is another, or none, or the day."""
    wanted = find_dates(source, language.other)
    if not wanted:
        return []
    found = {(date.day, date.month) for date in find_dates(target, language)}
    strange = found - {(date.day, date.month) for date in wanted}
    days = {day for day, _ in strange}
    spoilt = bool(_SPOILT_DATE.search(target))
    return [
        Span(date.start, date.end, "number", source[date.start : date.end], date.write(language))
        for date in wanted
        if _has_month_twice(date, target)
        or (
            (date.day, date.month) not in found
            and (
                spoilt
                or (date.month, date.day) in found
                or date.day in days
                or _is_garbled(date, target)
                or (language is Language.ENGLISH and _lacks_month(date, target))
            )
        )
    ]


def _is_garbled(date: Date, target: str) -> bool:
    """Say whether figures of a date stand in another order: 15/2026, 2.15/9."""
    return bool(
        re.search(rf"(?<![\d/.-]){date.day}[/.-]{date.year}(?!\d)", target)
        or re.search(rf"\d\.{date.day}[/.]{date.month}(?!\d)", target)
    )


def _has_month_twice(date: Date, target: str) -> bool:
    """Say whether an English month stands beside the figures of a date: `March 26–3`."""
    between = r"(?:\s?[./–-]\s?| (?:to|of) )0?"
    form = rf"\b(?:{_NAMES}|March|May) {date.day}{between}{date.month}(?![\d.,/–-]*\d)"
    return bool(date.mark) and re.search(form, target) is not None


def _lacks_month(date: Date, target: str) -> bool:
    """Say whether the month of a date in figures is not named in English: `at 8:5`."""
    return bool(date.mark) and MONTHS[date.month - 1][:3] not in target.lower()


def added_months(source: str, target: str, language: Language) -> list[tuple[str, list[Span]]]:
    """Return the months of `target` where `source` has none, with the days that they stand for.

    Vietnamese says `ngày 1` for the first of this month.
    """
    dates = find_dates(source, language.other)
    rest = source
    for date in reversed(dates):
        rest = rest[: date.start] + rest[date.end :]
    if _MONTH[language.other].search(rest) or _NUMERIC_DATE.search(rest):
        return []
    months = {date.month for date in dates}
    called = _CALLED_MONTH[language].finditer(target)
    found = next((one for one in called if _month(one.group()) not in months), None)
    if not found:
        return []
    if dates:
        return [(found.group(), [])]
    days = _DAY.finditer(source) if language is Language.ENGLISH else ()
    spans = [Span(*d.span(), "number", d.group(), f"the {_ordinal(int(d[1]))}") for d in days]
    return [(found.group(), spans)]


def _month(called: str) -> int:
    """Return the number of a month: of `March`, of `tháng 3`, of `tháng ba`."""
    name = called.split()[-1].lower()
    if name.isdigit():
        return int(name)
    return MONTHS.index(name) + 1 if name in MONTHS else NUMBERED_MONTHS[name]


def _ordinal(number: int) -> str:
    """Return a number as English counts: 1st, 12th, 23rd."""
    teen = number % 100 in (11, 12, 13)
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def lost_labels(source: str, target: str) -> list[Span]:
    """Return what has figures and capitals in a source, as 12B, 1A and VN123, and is not in it."""
    return [
        Span.of(source, *label.span(), "designation")
        for label in _LABEL.finditer(source)
        if not _label_in(target, label.group())
    ]


def _label_in(text: str, label: str) -> bool:
    """Say whether a text has a label, its figures and letters together or apart."""
    parts = "[ .-]?".join(_FIGURES_OR_LETTERS.findall(label))
    return bool(re.search(rf"(?<!\w){parts}(?!\w)", text, re.IGNORECASE))


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
