"""Currencies and units of measure beside numbers, and whether a translation keeps them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vitrans.text.numbers import Number, write_number
from vitrans.translate.figures import in_figures
from vitrans.translate.spans import Span
from vitrans.types import Language

EN, VI = Language.ENGLISH, Language.VIETNAMESE


@dataclass(frozen=True, slots=True)
class _Unit:
    """How a unit is written behind a number, what else may stand for it, and how we write it."""

    behind: re.Pattern[str]
    said: re.Pattern[str]
    written: dict[Language, str]
    times: int = 1
    """How many of the unit as it is written in English make one."""


# `ký` is a kilogram, but `ký tự` a character; `cân đối` is balanced.
_KILOS = (
    "kg|kilograms?|kilogrammes?|kilos?|ki-lô-gam|ki-lô|kilôgam|"
    "(?:ký|kí)(?! (?:tự|hiệu|giả|túc|ức|sự|họa|kết|tên|sinh|lục|hợp))|"
    "cân(?! (?:đối|nhắc|bằng|não|xứng|nặng))"
)


def _unit(
    behind: str, also: str, english: str, vietnamese: str, times: int = 1, per: str = "/"
) -> _Unit:
    """Return a unit; names that end in a letter are whole words.

    With what is in `per` behind them they are another unit: `km/h` is no length, `đ/kg` is money.
    """
    return _Unit(
        re.compile(rf"[\s-]?(?:{behind})(?![^\W\d_]|[²³2{per}])", re.IGNORECASE),
        re.compile(
            rf"(?<![^\W\d_])(?:{behind}|{also})(?![^\W\d_])|(?=[$€%])(?:{behind})", re.IGNORECASE
        ),
        {EN: english, VI: vietnamese},
        times,
    )


_UNITS = (
    _unit("đ|đồng|vnd|vnđ|dong|₫", "tiền", " dong", " đồng", per=""),
    _unit(
        r"usd|đô ?la(?: Mỹ)?|đô|(?:U\.?S\.? )?dollars?|\$",
        "bucks?|mỹ kim|cents?|xu",
        " dollars",
        " USD",
        per="",
    ),
    _unit("euros?|eur|€", "ơ-rô", " euros", " euro", per=""),
    _unit(_KILOS, "-?gam|ký|kí|cân|kgs|pounds?|lbs?", " kg", " kg"),
    _unit(
        "lạng(?! (?:sơn|lách))",
        "grams?|grammes?|g|gr|hectograms?|taels?|ounces?|oz|kg|kilos?|kilograms?",
        " g",
        " lạng",
        100,
    ),
    _unit("lít|lit(?:er|re)s?", "l|gallons?|ml|litterage", " litres", " lít"),
    _unit(
        "km|kilometers?|kilometres?|ki-lô-mét|kilômét|cây số",
        "kilomet|cây|km/h|kph|kmh",
        "km",
        "km",
    ),
    _unit(
        "km²|km2|km vuông|square kilomet(?:er|re)s?",
        "km<sup>2|cây số vuông|sq\\.? ?km|ki-lô-mét vuông|kilômét vuông",
        " km²",
        " km²",
    ),
    _unit("m²|m2|mét vuông|square met(?:er|re)s?", "sq\\.? ?m|sqm|m vuông", " m²", " m²"),
    _unit("ha|hectares?|héc-ta|hecta|hécta|héc ta", "hec-ta|mẫu tây", " hectares", " ha"),
    _unit("[°º] ?C|độ C|degrees? (?:Celsius|C)", "độ|degrees?|celsius", "°C", "°C"),
    _unit("%|phần trăm|percent|per cent", "percentage|points?|pct|điểm", "%", "%"),
    _unit("tấn(?! công)|tonnes?|tons?", "tonnage", " tonnes", " tấn"),
    _unit("tạ|quintals?", "kg|kilograms?|kilos?|tonnes?|tons?", " quintals", " tạ"),
)
# Units that make a number of a word before them: `ba` may be a father, `ba lạng` are 300 g.
_BESIDE_WORDS = _UNITS[3:6]
_BEFORE = (
    (re.compile(r"(?:US ?)?\$ ?$"), _UNITS[1]),
    (re.compile(r"\b(?:USD|US) ?$"), _UNITS[1]),
    (re.compile(r"(?:€|\bEUR) ?$"), _UNITS[2]),
    (re.compile(r"\b(?:VND|VNĐ) ?$"), _UNITS[0]),
)


# A sign beside a figure, and what may stand for it in a source.
_SIGN = re.compile(r"[$£€¥](?= ?[*_]{0,3}\d)")
_NAMED = {
    sign: re.compile(rf"{re.escape(sign)}|{names}", re.IGNORECASE)
    for sign, names in (
        ("$", r"\bđô|\bdo ?la|dollar|\b(?:us|usd|aud|sgd|cad|hkd)|mỹ kim|\bbucks?\b"),
        ("£", r"bảng|\bgbp|pound|sterling|quid"),
        ("€", r"euro?|ơ-rô|\beur"),
        ("¥", r"yên|yen|tệ|yuan|jpy|cny|rmb"),
    )
}


def lost_units(
    source: str, numbers: Sequence[Number], target: str, language: Language
) -> Iterator[Span]:
    """Yield the numbers with a unit of which `target`, in `language`, lacks the unit.

    Args:
        source: the text that the numbers are of.
        numbers: those whose values the target has; where one is lost or converted, its unit is
            not asked for, nor that of the lower number of a range. One in words counts before a
            unit of weight or volume.
        target: the translation.
        language: its language.
    """
    for number in numbers:
        found = None if number.scaled else _unit_of(source, number)
        sure = number.in_figures or (found and found[2] in _BESIDE_WORDS)
        if found and sure and not found[2].said.search(target):
            start, end, unit = found
            figures = _figures(number, unit, language)
            text = source[start:end]
            yield Span(start, end, "number", text, figures + unit.written[language])


def added_currencies(source: str, target: str) -> list[str]:
    """Return the signs of currencies of a target where its source names no such currency."""
    found = dict.fromkeys(_SIGN.findall(target))
    return [sign for sign in found if not _NAMED[sign].search(source)]


def _figures(number: Number, unit: _Unit, language: Language) -> str:
    """Return how many of a unit there are, in figures."""
    if language is Language.ENGLISH and unit.times != 1:
        return write_number(min(number.values) * unit.times, language)
    return in_figures(number, language)


def _unit_of(text: str, number: Number) -> tuple[int, int, _Unit] | None:
    """Return where a number with its unit starts and ends, and the unit."""
    for pattern, unit in _BEFORE:
        if before := pattern.search(text, max(0, number.start - 6), number.start):
            return before.start(), number.end, unit
    for unit in _UNITS:
        if behind := unit.behind.match(text, number.end):
            return number.start, behind.end(), unit
    return None
