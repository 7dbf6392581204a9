"""Dates and times of day: 3/9/2026 is 3 September 2026 in Vietnamese, 8h30 is 8:30."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from vitrans.text.number_words import MONTHS
from vitrans.types import Language

# What stands before a date without a year, with and without accents.
_BEFORE = (
    "ngày|hôm|sáng|trưa|chiều|tối|đêm|khuya|mùng|mồng|lễ|dịp|khánh|ngay|hom|trua|chieu|toi|dem"
    r"|(?:hôm|sáng|trưa|chiều|tối|đêm|hom|sang|trua|chieu|toi|dem)\s+(?:nay|qua|mai)"
    r"|(?:thứ\s+(?:hai|ba|tư|năm|sáu|bảy)|chủ\s+nhật|thu\s+(?:hai|ba|tu|nam|sau|bay)),?"
    r"(?:\s+ngày)?"
)
NUMBERED_MONTHS = {
    name: number
    for number, names in enumerate(
        ("một|giêng", "hai", "ba", "tư|bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"), 1
    )
    for name in names.split("|")
} | {"mười một": 11, "mười hai": 12, "chạp": 12}
"""The months of Vietnamese by their names behind `tháng`."""

_DAY, _MONTH, _YEAR = r"(?P<day>\d{1,2})", r"(?P<month>\d{1,2})", r"(?P<year>\d{4})"
_FIGURES = rf"(?<![\d.,/-]){_DAY}(?P<mark>[/.-]){_MONTH}(?:(?P=mark){_YEAR})?(?![\d/-]|[.,]\d|%)"
_VIETNAMESE = re.compile(
    rf"(?P<before>\b(?:{_BEFORE})\s+\(?)?{_FIGURES}"
    r"|\bngày\s+(?P<day2>\d{1,2})\s+tháng\s+(?:(?P<month2>\d{1,2})"
    rf"|(?P<name>{'|'.join(sorted(NUMBERED_MONTHS, key=len, reverse=True))})\b)"
    r"(?:(?:\s+năm\s+|[/,]\s?)(?P<year2>\d{4}))?",
    re.IGNORECASE,
)
# `ngày 3/9 và 5/9`, `từ ngày 3/9 đến 5/9`: the second is a date as the first is one.
_JOINED = re.compile(r"\s*(?:và|đến|tới|hoặc|,|-|–)\s*", re.IGNORECASE)
# `12/9 đến 15/9/2026`: the first is one as the second is.
_UP_TO = re.compile(r"\s*(?:đến|tới|den|toi|-|–)(?:\s+(?:hết\s+)?ngày)?\s*", re.IGNORECASE)
_NAMES = "|".join(f"{name[:3]}(?:{name[3:]}|t?\\.?)" if len(name) > 3 else name for name in MONTHS)
_ENGLISH = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<name>{_NAMES})\b\.?"
    r"(?:,? (?P<year>\d{4}))?"
    rf"|\b(?P<name2>{_NAMES})\b\.? (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|[.:/]\d)"
    r"(?:,? (?P<year2>\d{4}))?"
    r"|(?<![\d.,/-])(?P<day3>\d{1,2})(?P<mark>[/.-])(?P<month3>\d{1,2})(?P=mark)(?P<year3>\d{4})"
    r"(?![\d/-]|[.,]\d)",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"(?<![\w.,:/])(?P<hour>\d{1,2})(?:\s?(?:h|giờ)\s?(?P<minute>[0-5]\d)(?!\d|[.,]\d)"
    r"|[.:](?P<minute2>[0-5]\d)(?=\s?[ap]\.?m\b)|:(?P<minute3>[0-5]\d)(?![\d:]))",
    re.IGNORECASE,
)


# What makes a length of a time: 1 giờ 45 phút, 1h45m.
_DURATION = re.compile(r"\s?(?:phút|phut|m|min|mins|minutes)\b", re.IGNORECASE)
_HOUR_NAMES = "one two three four five six seven eight nine ten eleven twelve"
_HOURS = _HOUR_NAMES.split()
_SAID_CLOCK = re.compile(
    r"\b(?P<part>half past|(?:a )?quarter (?:past|to)) "
    rf"(?P<hour>{'|'.join(_HOURS)}|1[0-2]|[1-9])\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Date:
    """A day of the year in a text; `mark` is what stands between its figures, if they are alone."""

    start: int
    end: int
    day: int
    month: int
    year: int | None = None
    mark: str = ""

    def write(self, language: Language) -> str:
        """Return the date as a text in the language has it: 3 September 2026, 3/9/2026."""
        if language is Language.ENGLISH:
            year = f" {self.year}" if self.year else ""
            return f"{self.day} {MONTHS[self.month - 1].capitalize()}{year}"
        return f"{self.day}/{self.month}" + (f"/{self.year}" if self.year else "")


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day in a text, with minutes, and what stands between its figures."""

    start: int
    end: int
    hour: str
    minute: str
    mark: str

    def write(self, language: Language) -> str:
        """Return the time as a text in the language has it: 8:30, 8h30."""
        return f"{self.hour}{':' if language is Language.ENGLISH else 'h'}{self.minute}"


def find_dates(text: str, language: Language) -> list[Date]:
    """Return the dates of a text that have a day and a month; a fraction or a score is none."""
    return list(_find_dates(text, language))


@lru_cache(1 << 10)
def _find_dates(text: str, language: Language) -> tuple[Date, ...]:
    """Return the dates of a text; the same texts are asked about again and again."""
    found: list[Date] = []
    unsure: Date | None = None
    pattern = _VIETNAMESE if language is Language.VIETNAMESE else _ENGLISH
    for match in pattern.finditer(text):
        date = _date(match)
        if date and (_is_sure(match) or _is_joined(found, date, text)):
            if unsure and date.mark and _UP_TO.fullmatch(text, unsure.end, date.start):
                found.append(unsure)
            found.append(date)
        unsure = date if date not in found else None
    return tuple(found)


def find_clocks(text: str) -> Iterator[Clock]:
    """Yield the times of day of a text in either language: 8h30, 8 giờ 30, 8:30, 8.30 a.m."""
    for match in _CLOCK.finditer(text):
        parts = match.groupdict()
        minute = parts["minute"] or parts["minute2"] or parts["minute3"]
        if int(parts["hour"]) <= 24 and not _DURATION.match(text, match.end()):
            mark = match.group()[len(parts["hour"]) : -len(minute)].strip()
            yield Clock(*match.span(), parts["hour"], minute, mark)


def with_clock_figures(text: str) -> str:
    """Return an English text with its times in figures: `half past seven` is 7:30."""
    return _SAID_CLOCK.sub(_in_figures, text)


def _in_figures(match: re.Match[str]) -> str:
    said, part = match["hour"].lower(), match["part"].lower()
    hour = int(said) if said.isdigit() else _HOURS.index(said) + 1
    if part.endswith("to"):
        return f"{hour - 1 or 12}:45"
    return f"{hour}:{'30' if part.startswith('half') else '15'}"


def _date(match: re.Match[str]) -> Date | None:
    parts = {name.rstrip("23"): value for name, value in match.groupdict().items() if value}
    day = int(parts["day"])
    month = _month(parts["name"]) if "name" in parts else int(parts["month"])
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    start = match.end("before") if "before" in parts else match.start()
    year = int(parts["year"]) if "year" in parts else None
    return Date(start, match.end(), day, month, year, parts.get("mark", ""))


def _month(name: str) -> int:
    if name.lower() in NUMBERED_MONTHS:
        return NUMBERED_MONTHS[name.lower()]
    short = name[:3].lower()
    return next(number for number, month in enumerate(MONTHS, 1) if month.startswith(short))


def _is_sure(match: re.Match[str]) -> bool:
    parts = match.groupdict()
    return not parts.get("mark") or bool(
        parts.get("before") or parts.get("year") or parts.get("year3")
    )


def _is_joined(found: list[Date], date: Date, text: str) -> bool:
    return bool(found and _JOINED.fullmatch(text, found[-1].end, date.start))
