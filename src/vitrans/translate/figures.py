"""Figures written as the language of the target has them: 3,21 is 3.21, 8.30 a.m. is 8h30."""

import re
from collections.abc import Iterator
from itertools import product

from vitrans.text import find_protected
from vitrans.text.counts import counted
from vitrans.text.dates import find_clocks, find_dates
from vitrans.text.numbers import FIGURES, Number, read_figures, with_usual_groups, write_number
from vitrans.types import Language

_SWAP = str.maketrans(",.", ".,")
# In English what follows a capital, and is no percentage, is a version or a part of a name.
_VERSION = re.compile(r"(?:[^\W\d_]|(?<!\A)\b[^\W\d_]*[A-Z][^\W\d_]*[ -])$")
# What is counted by figures with points between them, wherever it stands.
_PARTED = re.compile(
    r"\b(?:versions?|releases?|sections?|sub-?sections?|chapters?|parts?|figures?|figs?\.?|tables?"
    r"|articles?|clauses?|paragraphs?|items?|rules?|points?|steps?|lessons?|units?|exercises?"
    r"|examples?|equations?|annex|appendix|questions?|tasks?|schedules?|rooms?|gates?|sec\.?|ver\.?|para\.?"
    r"|python|android|ubuntu|ios|macos|firefox|linux|debian|fedora|bluetooth|usb|hdmi|php|html|tls"
    r"|(?-i:Windows|Java|Chrome|Web|Ruby|Perl|Unicode|Angular))"
    r"(?: (?:no\.?|number))?[ -]\(?(?:\d+\.\d+(?:,? (?:and|to|or) |, ?|[-–]))*$",
    re.IGNORECASE,
)
_SCALE = re.compile(r" ?(?:million|billion|trillion|thousand|per ?cent|bn\b|[mk]\b)", re.IGNORECASE)
# The number of a heading: `2.1 Scope`, not `1.5 Million`.
_HEADING = re.compile(
    r"[.)]?\s+(?!(?:Mill|Bill|Trill|Thousand|Hundred|Per ?cent|Kilo|Mega|Giga|Degree|Met(?:re|er)"
    r"|Dollar|Euro|Inch|Feet|Foot|Mile|Ton|Hour|Minute|Second|Day|Week|Month|Year|Lit(?:re|er)"
    r"|Star|Point|Time|Pound|Acre|People)\w*)[A-Z][a-z]{2,}"
)
_CURRENCY = re.compile(
    r"\b(?:VND|VNĐ|USD|EUR|GBP|AUD|JPY|CNY|RMB|KRW|THB|SGD|CHF|INR|IDR|Rs)[ -]?$"
)

# `14 p.m.`, and `5h45 giờ`
_LATE = re.compile(r"\b(1[3-9]|2[0-3])(:\d\d)? ?(?:p\.m\.|pm\b)")
# `3h45 minutes`, of `3h45 phút`
_HOURS = re.compile(r"\b(\d{1,2})h(\d{2}) ?(?:minutes|mins?\b)")
_DOUBLED_HOUR = re.compile(r"\b(\d{1,2}h\d{2}) giờ\b")

_REACH = 120  # characters before figures that tell what they are

Replacement = tuple[int, int, str]
"""Where something stands in a source, and how the target has it."""


def localise(figures: str, language: Language) -> str:
    """Write a number of the other language with this language's separators: 3,21 → 3.21."""
    if read_figures(figures, language.other) is None:
        return figures
    return figures.translate(_SWAP)


def in_figures(number: Number, language: Language) -> str:
    """Return a number of the other language as the language writes it in figures."""
    if FIGURES.fullmatch(number.text):
        return localise(number.text, language)
    return write_number(min(number.values), language)


def localised(text: str, language: Language) -> str:
    """Return a text of figures alone, such as a cell of a table, as the language writes it."""
    text = with_usual_groups(text, language.other)
    pieces, end = [], 0
    for start, stop, written in _rewritten(text, language):
        pieces += [text[end:start], written]
        end = stop
    return "".join((*pieces, text[end:]))


def localise_copies(source: str, target: str, language: Language) -> str:
    """Rewrite what a target has copied of its source's numbers, dates and times.

    Versions and parts of names stay: Python 3.12, Windows 3.1, v1.5.
    """
    for date in find_dates(source, language.other):
        written = source[date.start : date.end]
        if date.mark == ".":  # 10.11.2017 may have become 10,11,2017 or 10.11,2017
            for spoilt in product(".,", repeat=written.count(".")):
                parts = zip(written.split("."), (*spoilt, ""), strict=True)
                target = _replaced(target, "".join(map("".join, parts)), written)
    for start, end, written in _rewritten(source, language):
        copied = source[start:end]
        target = _replaced(target, copied, written)
        if ":" in written or "h" in written:  # 8.30 a.m. may have become 8,30
            target = _replaced(target, copied.translate(_SWAP), written)
    if language is Language.ENGLISH:
        target = _HOURS.sub(
            lambda time: f"{counted(int(time[1]), 'hour')} {time[2]} minutes", target
        )
        return _LATE.sub(lambda clock: f"{int(clock[1]) - 12}{clock[2] or ''} p.m.", target)
    return _DOUBLED_HOUR.sub(r"\1", target)


def _replaced(text: str, figures: str, written: str) -> str:
    if figures not in text:
        return text
    return re.sub(rf"(?<![\d.,/]){re.escape(figures)}(?![.,/]?\d)", lambda _: written, text)


def _rewritten(text: str, language: Language) -> Iterator[Replacement]:
    """Yield what is to be written otherwise, in order."""
    taken = [(found.start, found.end) for found in find_protected(text)]
    times = [*_dates(text, language), *_clocks(text, language)]
    taken += [(start, end) for start, end, _ in times]
    taken += [(date.start, date.end) for date in find_dates(text, language.other)]
    taken += [(clock.start, clock.end) for clock in find_clocks(text)]
    numbers = [
        one
        for one in _numbers(text, language)
        if not any(start < one[1] and one[0] < end for start, end in taken)
    ]
    yield from sorted([*times, *numbers])


def _numbers(text: str, language: Language) -> Iterator[Replacement]:
    for match in FIGURES.finditer(text):
        proper = localise(match.group(), language)
        version = language is Language.VIETNAMESE and _is_version(match)
        if proper != match.group() and not (version and text[match.end() :][:1] != "%"):
            yield *match.span(), proper


def _is_version(figures: re.Match[str]) -> bool:
    """Say whether figures in an English text are those of a version or a part, and no sum."""
    text, start = figures.string, figures.start()
    before = text[max(0, start - _REACH) : start]
    if _CURRENCY.search(before):
        return False
    heading = not before.strip(" #*") and _HEADING.match(text, figures.end())
    part = _PARTED.search(before) and not _SCALE.match(text, figures.end())
    return bool(_VERSION.search(before) or ("." in figures.group() and (heading or part)))


def _dates(text: str, language: Language) -> Iterator[Replacement]:
    """Yield the dates that English would read otherwise: 3/9 is 3 September."""
    if language is not Language.ENGLISH:
        return
    for date in find_dates(text, Language.VIETNAMESE):
        if date.mark == "/" or (date.mark and not date.year):
            yield date.start, date.end, date.write(language)


def _clocks(text: str, language: Language) -> Iterator[Replacement]:
    """Yield the times that the language writes otherwise; 8:30 is good in both."""
    for clock in find_clocks(text):
        if clock.mark != ":" and clock.write(language) != text[clock.start : clock.end]:
            yield clock.start, clock.end, clock.write(language)
