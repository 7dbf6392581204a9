"""Numbers of Vietnamese and English text, compared by value: 1.000,5 is 1,000.5; hai is two."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from vitrans.translate.number_words import ALSO, CERTAIN, SCALES, UNITS
from vitrans.types import Language

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
# `tỷ` is a billion, but `tỷ lệ` a rate, `tỷ giá` an exchange rate.
_COMPOUND = re.compile(r"\s(?:lệ|giá|số|phú|trọng|suất)\b")
_SPACE = re.compile(r"[\s-]*")
_AND = re.compile(r"[\s-]*(?:\b(?:and|linh|lẻ)\b[\s-]*)?", re.IGNORECASE)
_VERSION = re.compile(r"(?:[^\W\d_]|(?<!\A)\b[A-Z][^\W\d_]*[ -])$")
_DECADE = re.compile(r"thập niên|thập kỷ|những năm|\b\d0s\b|ties\b", re.IGNORECASE)
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text and the values it may have; `certain` if it surely is a number."""

    start: int
    end: int
    text: str
    values: frozenset[Decimal]
    certain: bool = True


def find_numbers(text: str, language: Language) -> list[Number]:
    """Return the numbers of a text in digits and in words, in order."""
    found: list[_Sum] = []
    for token in _tokens(text, language):
        if found and found[-1].takes(token, text):
            found[-1].add(token)
        else:
            found.append(_Sum.of(token))
    return [number.close(text) for number in found]


def lost_numbers(source: str, target: str, language: Language) -> list[Number]:
    """Return the numbers of `source` whose value the `target`, in `language`, does not have."""
    wanted = [number for number in find_numbers(source, language.other) if number.certain]
    if not wanted:
        return []
    found = _values(target, language)
    return [number for number in wanted if not number.values & found]


def localise(text: str, language: Language) -> str:
    """Write a number of the other language with this language's separators: 3,21 → 3.21."""
    if _read_digits(text, _group(language.other)) is None:
        return text
    return text.translate(str.maketrans(",.", ".,"))


def localise_copies(source: str, target: str, language: Language) -> str:
    """Rewrite the numbers that a target has copied from its source in the source's format.

    In English what follows a capital, and is no percentage, is a version or a part of a name:
    Python 3.12, Windows 3.1, v1.5.
    """
    for match in _DIGITS.finditer(source):
        copied, proper = match.group(), localise(match.group(), language)
        version = language is Language.VIETNAMESE and _VERSION.search(source, 0, match.start())
        if proper != copied and not (version and source[match.end() :][:1] != "%"):
            target = re.sub(rf"(?<![\d.,]){re.escape(copied)}(?![.,]?\d)", proper, target)
    return target


def _group(language: Language) -> str:
    return "." if language is Language.VIETNAMESE else ","


def _read_digits(token: str, group: str) -> Decimal | None:
    point = "," if group == "." else "."
    plain = rf"\d+(?:\{point}\d+)?"
    grouped = rf"[1-9]\d{{0,2}}(?:\{group}\d{{3}})+(?:\{point}\d+)?"
    if not re.fullmatch(f"{plain}|{grouped}", token):
        return None
    return Decimal(token.replace(group, "").replace(point, "."))


def _readings(token: str, language: Language) -> list[Decimal]:
    """Return the values of a token of digits, the likeliest first; none for a date."""
    own = _read_digits(token, _group(language))
    other = _read_digits(token, _group(language.other))
    if own is None:
        return [] if other is None else [other]
    # Vietnamese text now and then writes 3,500 the English way.
    english = language is Language.VIETNAMESE and re.fullmatch(r"[1-9]\d{0,2},\d{3}", token)
    return [own, other] if english and other is not None else [own]


@dataclass(frozen=True, slots=True)
class _Token:
    """Digits, a unit (`hai`) or a scale (`triệu`) where they stand in the text."""

    start: int
    end: int
    kind: str
    values: tuple[Decimal, ...]


def _tokens(text: str, language: Language) -> Iterator[_Token]:
    for match in _TOKEN.finditer(text):
        word = match.group().lower()
        start, end = match.span()
        if word[0].isdigit():
            yield from _digit_tokens(match, language)
        elif word in SCALES[language] and not _COMPOUND.match(text, end):
            # `5 m` is five metres, `$5 m` and `5m` are five million.
            if len(word) > 2 or language is Language.VIETNAMESE or _is_money(text, start):
                yield _Token(start, end, "scale", (Decimal(SCALES[language][word]),))
        elif word in UNITS[language]:
            kind = "five" if word == "năm" else "unit"
            yield _Token(start, end, kind, (Decimal(UNITS[language][word]),))


def _digit_tokens(match: re.Match[str], language: Language) -> Iterator[_Token]:
    values = _readings(match.group(), language)
    if values:
        yield _Token(*match.span(), "digits", tuple(values))
        return
    for part in re.finditer(r"\d+", match.group()):
        start = match.start() + part.start()
        yield _Token(start, start + len(part.group()), "digits", (Decimal(part.group()),))


def _is_money(text: str, end: int) -> bool:
    return re.search(r"\d$|[$£€¥]\s?[\d.,]+\s$", text[max(0, end - 24) : end]) is not None


@dataclass(slots=True)
class _Sum:
    """A number in the making: large scales closed off, hundreds, and what is below them."""

    start: int
    end: int
    digits: tuple[Decimal, ...] = ()
    closed: Decimal = Decimal(0)
    hundreds: Decimal | None = None
    current: Decimal | None = None
    floor: Decimal = Decimal(10) ** 30
    kinds: tuple[str, ...] = ()

    @classmethod
    def of(cls, token: _Token) -> "_Sum":
        """Start a number with its first token."""
        number = cls(token.start, token.end)
        number.add(token)
        return number

    def takes(self, token: _Token, text: str) -> bool:
        """Say whether a token continues this number, as `five` does `twenty`."""
        value = token.values[0]
        if token.kind in ("scale", "digits") and not _SPACE.fullmatch(text, self.end, token.start):
            return False
        if token.kind == "scale":
            return value < self.floor or self.current is self.hundreds is None
        if token.kind == "digits":
            return bool(self.digits) and self.current is None and value < self.floor
        if self.digits or not _AND.fullmatch(text, self.end, token.start):
            return False
        # `hai mươi năm` is twenty years; twenty-five is `hai mươi lăm`.
        if token.kind == "five" and _SPACE.fullmatch(text, self.end, token.start):
            return False
        if self.current is not None:
            return self.current >= 10 and not self.current % 10 and value < 10
        return value < (100 if self.hundreds is not None else self.floor)

    def add(self, token: _Token) -> None:
        """Take one more token into the number."""
        if token.kind == "scale":
            self._scale(token.values[0])
        else:
            self.current = (self.current or 0) + token.values[0]
        if token.kind == "digits":
            self.digits = token.values
        self.kinds += (token.kind,)
        self.end = token.end

    def _scale(self, factor: Decimal) -> None:
        below = (self.hundreds or 0) + (self.current or 0)
        count = Decimal(1) if self.current is None else self.current
        if factor == 10:
            self.current = count * factor
        elif factor == 100:
            self.hundreds, self.current = count * factor, None
        elif self.current is self.hundreds is None and self.closed:
            self.closed *= factor
        else:
            self.closed += (below or 1) * factor
            self.hundreds, self.current, self.floor = None, None, factor

    def close(self, text: str) -> Number:
        """Return the finished number."""
        surface = text[self.start : self.end]
        value = self.closed + (self.hundreds or 0) + (self.current or 0)
        values = self.digits if self.digits and len(self.kinds) == 1 else (value,)
        certain = surface.lower() in CERTAIN or (bool(self.digits) and surface != "00")
        # A scale alone is vague: millions of people.
        certain = certain or (len(self.kinds) > 1 and set(self.kinds) != {"scale"})
        return Number(self.start, self.end, surface, frozenset(values), certain)


def _values(text: str, language: Language) -> set[Decimal]:
    """Return every value a text can be said to have, generously."""
    words = set(re.findall(r"[^\W\d_]+", text.lower()))
    values = {value for number in find_numbers(text, language) for value in number.values}
    values |= {Decimal(n) for n in re.findall(r"\d+", text)}
    values |= {Decimal(v) for v, also in ALSO[language].items() if words.intersection(also.split())}
    values |= {_roman(token) for token in re.findall(r"\b[IVXLC]+\b", text)}
    if words & {"half", "rưỡi"}:
        values |= {v + Decimal("0.5") for v in values}
    if re.search(r"\bp\.?m\b", text):
        values |= {v + 12 for v in values if 1 <= v <= 11}
    # 19 h is 7 p.m.; the 1990s are the nineties.
    values |= {v - 12 for v in values if 13 <= v <= 23}
    if _DECADE.search(text):
        values |= {v + 1900 for v in values if 10 <= v <= 90 and not v % 10}
    return values | {v % 100 for v in values if 1900 <= v <= 2000 and not v % 10}


def _roman(token: str) -> Decimal:
    digits = [_ROMAN[letter] for letter in token]
    following = [*digits[1:], 0]
    return Decimal(sum(-a if a < b else a for a, b in zip(digits, following, strict=True)))
