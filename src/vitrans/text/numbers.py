"""Numbers of Vietnamese and English text, by value: 1.000,5 is 1,000.5; hai triệu is 2,000,000.

A text is cut into tokens (figures, small numbers in words, scales such as `triệu`), tokens that
belong together are joined, and what is joined is added up. The parts of dates and times are
numbers of their own.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from itertools import pairwise

from vitrans.text.dates import find_clocks, find_dates
from vitrans.text.number_words import BARE_SCALES, CERTAIN, SCALES, UNITS
from vitrans.text.unicode import has_accents
from vitrans.types import Language

THIN_SPACES = "\u00a0\u2009\u202f"
_GAP = f"[ {THIN_SPACES}]"
# 1 000 000, not the end of 2017 300, nor of a telephone number.
_SPACED = rf"(?<![\d+(.,])(?<!\d{_GAP})[1-9]\d{{0,2}}(?:{_GAP}\d{{3}})+(?![\d]|{_GAP}\d|[.,-]\d)"
SPACED = re.compile(_SPACED)
FIGURES = re.compile(r"\d+(?:[.,]\d+)*")
"""Figures with the points and commas between them."""

_TOKEN = re.compile(rf"{_SPACED}|{FIGURES.pattern}|[^\W\d_]+")
_POWERS = re.compile(r"[\d ][kcdm]?m[23]\Z")  # of `m2` the figure is no number
_DIGITS = re.compile(r"\d+")
_SHAPES = {
    group: re.compile(rf"\d+(?:\{point}\d+)?|[1-9]\d{{0,2}}(?:\{group}\d{{3}})+(?:\{point}\d+)?")
    for group, point in ((".", ","), (",", "."))
}
_ENGLISH_THOUSANDS = re.compile(r"[1-9]\d{0,2},\d{3}")
# `tỷ` is a billion, but `tỷ lệ` a rate, `tỷ giá` an exchange rate.
_COMPOUND = re.compile(r"\s(?:lệ|giá|số|phú|trọng|suất)\b")
_SPACE = re.compile(r"[\s-]*")
_AND = re.compile(r"[\s-]*(?:\b(?:and|linh|lẻ)\b[\s-]*)?", re.IGNORECASE)
_MONEY = re.compile(r"[$£€¥]\s?[\d.,]+\s?$")
_SMALL_LETTER = re.compile(r"\d$")
_CURRENCY = re.compile(r"(?:USD|US|VND|EUR|GBP|AUD)$")
_QUARTERS = frozenset("1234")
_YEAR = re.compile(r"[/ -]?(?:19|20)\d\d\b| (?:of|năm|nam)\b")
_HUNDRED, _THOUSAND = 100, 1000
# What stands in a range: `VND5 to seven million`, `5–7 triệu`, `between $5 and $7 million`.
_MONEY_SIGN = r"(?:(?:VND|VNĐ|USD|US\$|EUR|GBP|[$€£¥])\s?)?"
_TO = re.compile(
    r"(?:\s?[-–—~]\s?|\s+(?:to|or|up to|(?:cho )?(?:đến|tới)|hoặc|hay|den|toi|hoac)\s+)"
    rf"{_MONEY_SIGN}",
    re.IGNORECASE,
)
_AND_TO = re.compile(rf"\s+(?:and|và|va)\s+{_MONEY_SIGN}", re.IGNORECASE)
_BETWEEN = re.compile(rf"\b(?:between|giữa|từ)\s+{_MONEY_SIGN}$", re.IGNORECASE)


class _Kind(Enum):
    FIGURES = "figures"
    UNIT = "a small number in words"
    YEAR_OR_FIVE = "năm"
    SCALE = "a scale"
    HALF = "rưỡi"


_COUNTS = (_Kind.FIGURES, _Kind.UNIT)


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text and the values it may have.

    Attributes:
        start: its offset.
        end: the offset behind it.
        text: what stands there.
        values: what it may be worth.
        certain: whether it surely is a number: `ba` may be a father.
        in_figures: whether it has figures.
        scaled: whether its scale stands with the number behind it: `5 to 7 million`.
    """

    start: int
    end: int
    text: str
    values: frozenset[Decimal]
    certain: bool = True
    in_figures: bool = False
    scaled: bool = False


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    kind: _Kind
    values: tuple[Decimal, ...]
    alone: bool = False  # a part of a date, or the number of a thing: 12B, A321
    label: bool = False

    @property
    def value(self) -> Decimal:
        return self.values[0]

    @property
    def is_large(self) -> bool:
        return self.kind is _Kind.SCALE and self.value >= _THOUSAND


def find_numbers(text: str, language: Language) -> list[Number]:
    """Return the numbers of a text in figures and in words, in order."""
    return list(_find_numbers(text, language))


@lru_cache(1 << 10)
def _find_numbers(text: str, language: Language) -> tuple[Number, ...]:
    """Return the numbers of a text; the same texts are asked about again and again."""
    runs: list[list[_Token]] = []
    for token in _tokens(text, language):
        if runs and _continues(runs[-1], token, text):
            runs[-1].append(token)
        elif token.kind is not _Kind.HALF:
            runs.append([token])
    found = [_number(run, text) for run in runs]
    for at, (run, after) in enumerate(pairwise(runs)):
        if times := _shared_scale(run, after, text):
            values = frozenset(value * times for value in found[at].values)
            found[at] = replace(found[at], values=values, scaled=True)
    return tuple(found)


def _shared_scale(run: Sequence[_Token], after: Sequence[_Token], text: str) -> Decimal | None:
    """Return what multiplies the lower number of a range whose scale stands with the upper one."""
    head, *scales = after
    if len(run) > 1 or run[0].kind not in _COUNTS or head.kind not in _COUNTS or run[0].alone:
        return None
    if not scales or not all(token.kind is _Kind.SCALE for token in scales):
        return None
    between = text[run[0].end : head.start]
    by_and = _AND_TO.fullmatch(between) and _BETWEEN.search(text, 0, run[0].start)
    about = between == ", " and head.kind is _Kind.UNIT and head.value == run[0].value + 1
    if not (_TO.fullmatch(between) or by_and or about) or run[0].value >= head.value:
        return None
    return _sum(after) / head.value


def group_mark(language: Language) -> str:
    """Return what stands between thousands: a point in Vietnamese, a comma in English."""
    return "." if language is Language.VIETNAMESE else ","


def read_figures(figures: str, language: Language) -> Decimal | None:
    """Return the value of figures by a language's rules; None for a date, a version and so on."""
    group = group_mark(language)
    if not _SHAPES[group].fullmatch(figures):
        return None
    return Decimal(figures.replace(group, "").replace(",", "."))


def write_number(value: Decimal, language: Language) -> str:
    """Return a number in figures by a language's rules."""
    text = f"{value.normalize():,f}"
    return text.translate(_SWAP) if language is Language.VIETNAMESE else text


def with_usual_groups(text: str, language: Language) -> str:
    """Return a text with the language's mark between thousands: 1 000 000 as 1,000,000."""
    if not SPACED.search(text):
        return text
    mark = group_mark(language)
    return SPACED.sub(lambda found: re.sub(r"\s", mark, found.group()), text)


_SWAP = str.maketrans(",.", ".,")


def _readings(figures: str, language: Language) -> tuple[Decimal, ...]:
    """Return the values of figures, the likeliest first; none for a date or a version."""
    if " " in figures or not figures.isascii():
        return (Decimal(re.sub(r"\s", "", figures)),)
    own, other = read_figures(figures, language), read_figures(figures, language.other)
    if own is None:
        return () if other is None else (other,)
    # Vietnamese text now and then writes 3,500 the English way.
    english = language is Language.VIETNAMESE and _ENGLISH_THOUSANDS.fullmatch(figures)
    return (own, other) if english and other is not None else (own,)


def _tokens(text: str, language: Language) -> Iterator[_Token]:
    parts = _parts(text, language)
    scales = SCALES[language]
    if language is Language.VIETNAMESE and not has_accents(text):
        scales = BARE_SCALES
    known = {"rưỡi", *scales, *UNITS[language]}
    for match in _TOKEN.finditer(text):
        if _POWERS.search(text, max(0, match.start() - 4), match.end()):
            continue
        if match.group()[0].isdigit():
            yield from _figure_tokens(match, language, match.start() in parts)
        elif match.group().lower() in known:
            yield from _word_tokens(match, language, scales)


def _parts(text: str, language: Language) -> set[int]:
    """Return the places within dates and times."""
    dates = {at for date in find_dates(text, language) for at in range(date.start, date.end)}
    return dates.union(*(range(clock.start, clock.end) for clock in find_clocks(text)))


def _figure_tokens(match: re.Match[str], language: Language, in_date: bool) -> Iterator[_Token]:
    values = () if in_date else _readings(match.group(), language)
    label = _is_label(match)
    if values:
        yield _Token(*match.span(), _Kind.FIGURES, values, label, label)
        return
    for part in _DIGITS.finditer(match.group()):
        start = match.start() + part.start()
        end = start + len(part.group())
        yield _Token(start, end, _Kind.FIGURES, (Decimal(part.group()),), True)


def _is_label(match: re.Match[str]) -> bool:
    """Say whether figures belong to a letter: 12B, 4K, A321, but not $12B, 19h30, USD500."""
    text, (start, end) = match.string, match.span()
    before, after = text[start - 1 : start], text[end : end + 1]
    if before == "Q" and match.group() in _QUARTERS and _YEAR.match(text, end):
        return False
    if before.isupper() and not _CURRENCY.search(text, max(0, start - 4), start):
        return True
    capital = after.isupper() and not text[end + 1 : end + 2].isalpha()
    return capital and not _MONEY.search(text, max(0, start - 3), end)


def _word_tokens(
    match: re.Match[str], language: Language, scales: dict[str, int]
) -> Iterator[_Token]:
    word, (start, end) = match.group().lower(), match.span()
    if word == "rưỡi":
        yield _Token(start, end, _Kind.HALF, (Decimal("0.5"),))
    elif word in scales and not _COMPOUND.match(match.string, end):
        # `5 m` is five metres, `$5 m` and `5m` are five million.
        vietnamese = language is Language.VIETNAMESE and len(word) > 1
        metres = match.string[end : end + 1].isdigit()  # 1m75
        if len(word) > 2 or vietnamese or (_is_money(match.string, start) and not metres):
            yield _Token(start, end, _Kind.SCALE, (Decimal(scales[word]),))
    elif word in UNITS[language]:
        kind = _Kind.UNIT if word != "năm" or _counts(match, scales) else _Kind.YEAR_OR_FIVE
        yield _Token(start, end, kind, (Decimal(UNITS[language][word]),))


def _counts(match: re.Match[str], scales: dict[str, int]) -> bool:
    """Say whether a scale follows: `năm trăm` is five hundred."""
    following = _TOKEN.match(match.string, match.end() + 1)
    return following is not None and following.group().lower() in scales


def _is_money(text: str, end: int) -> bool:
    before = text[max(0, end - 24) : end]
    return bool(_SMALL_LETTER.search(before) or _MONEY.search(before))


def _continues(run: Sequence[_Token], token: _Token, text: str) -> bool:
    """Say whether a token belongs to the number before it, as `five` does to `twenty`."""
    last = run[-1]
    near = _SPACE.fullmatch(text, last.end, token.start) is not None
    if last.alone or (token.alone and not token.label) or last.kind is _Kind.HALF:
        return False
    if token.kind is _Kind.HALF:
        return near and last.kind is _Kind.SCALE
    if token.kind is _Kind.SCALE:
        return near and (token.value < _floor(run) or last.is_large)
    if token.kind is _Kind.FIGURES:
        in_figures = run[0].kind is _Kind.FIGURES
        return near and in_figures and last.is_large and token.value < _floor(run)
    return _continues_in_words(run, token, text)


def _continues_in_words(run: Sequence[_Token], token: _Token, text: str) -> bool:
    last = run[-1]
    if run[0].kind is _Kind.FIGURES or not _AND.fullmatch(text, last.end, token.start):
        return False
    # `hai mươi năm` is twenty years; twenty-five is `hai mươi lăm`.
    if token.kind is _Kind.YEAR_OR_FIVE and _SPACE.fullmatch(text, last.end, token.start):
        return False
    if last.kind is not _Kind.SCALE:
        return last.value >= 10 and not last.value % 10 and token.value < 10
    return token.value < last.value


def _floor(run: Sequence[_Token]) -> Decimal:
    """Return the smallest large scale of a number so far: what follows is smaller."""
    return min((token.value for token in run if token.is_large), default=Decimal("Infinity"))


def _number(run: Sequence[_Token], text: str) -> Number:
    start, end = run[0].start, run[-1].end
    surface = text[start:end]
    values = run[0].values if len(run) == 1 else (_sum(run),)
    length = surface[-1] == "m" and re.fullmatch(r"[\d.,]+", surface[:-1])
    if length and not _is_sum(text, start):  # the 400m, 12.5m high
        values = (*values, *run[0].values)
    in_figures = any(token.kind is _Kind.FIGURES for token in run)
    # A scale alone is vague, as in millions of people.
    counted = len(run) > 1 and any(token.kind is not _Kind.SCALE for token in run)
    certain = surface.lower() in CERTAIN or (in_figures and surface != "00") or counted
    certain = certain and not run[-1].label
    return Number(start, end, surface, frozenset(values), certain, in_figures)


def _is_sum(text: str, start: int) -> bool:
    """Say whether a currency stands before a number."""
    return bool(re.search(r"[$£€¥]\s?$|\b(?:USD|VND|EUR) ?$", text[max(0, start - 5) : start]))


def _sum(run: Sequence[_Token]) -> Decimal:
    """Add up a number: what is below a thousand is gathered, then counts that many thousands."""
    total, group, last = Decimal(0), None, Decimal(0)
    for token in run:
        value = token.value
        if token.kind is _Kind.HALF:
            total += last / 2
        elif token.is_large and group is None and total:  # nghìn tỷ
            total *= value
        elif token.is_large:
            total, group = total + _or_one(group) * value, None
        elif token.kind is _Kind.SCALE and value == _HUNDRED:
            group = _or_one(group) * value
        elif token.kind is _Kind.SCALE:  # hai mươi: what was gathered as 2 is 20
            group = (group or 0) - last + _or_one(last or None) * value
        else:
            group = (group or 0) + value
        last = value
    return total + (group or 0)


def _or_one(count: Decimal | None) -> Decimal:
    return Decimal(1) if count is None else count
