"""The numbers of a Vietnamese and an English text, compared by value."""

import re

_NUMBER = re.compile(
    r"(?P<scaled>\d{1,12}(?:[.,]\d{1,12})?) "
    r"(?P<scale>nghin|ngan|van|trieu|ti|ty|thousand|million|billion)\b"
    r"|\d{1,3}(?:[.,]\d{3}){1,6}(?!\d)|\d{1,18}",
    re.IGNORECASE,
)
_SCALES = {"van": 10**4, "trieu": 10**6, "million": 10**6, "ti": 10**9, "ty": 10**9}
_SCALES |= {"billion": 10**9}
_AFTERNOON = re.compile(r"\b(\d{1,2})(?=(?:[.:]\d\d)? ?p\.?m\b)", re.IGNORECASE)
_MONTH_NAMES = """
January February March April May June July August September October November December
"""
_MONTHS = _MONTH_NAMES.split()
_NUMBER_WORDS = """
one|first|once two|second|twice three|third four|fourth five|fifth six|sixth
seven|seventh eight|eighth nine|ninth ten|tenth eleven|eleventh twelve|twelfth
"""
_SPELT = [re.compile(rf"\b(?:{words})\b") for words in _NUMBER_WORDS.split()]


def compare_numbers(vi: str, en: str) -> tuple[int, int]:
    """Return how many numbers the texts share, and how many one of them lacks.

    10.000 is 10,000; 19.10 is 19 October; 22h is 10pm; 3 may be `three`.
    """
    ours = {_value(number) for number in _NUMBER.finditer(vi)}
    theirs = {_value(number) for number in _NUMBER.finditer(en)}
    for clock in map(int, _AFTERNOON.findall(en)):
        if clock % 12 + 12 in ours:
            theirs = theirs - {clock} | {clock % 12 + 12}
    months = {n for n, month in enumerate(_MONTHS, 1) if re.search(rf"\b{month}\b", en)}
    spelt = {n for n, word in enumerate(_SPELT, 1) if word.search(en.lower())}
    either = theirs | months | spelt
    return len(ours & either), len(ours - either) + len(theirs - ours)


def _value(number: re.Match[str]) -> int:
    """Return the value of a number; a point or comma parts thousands, or decimals of a scale."""
    if not number["scale"]:
        return int(re.sub("[.,]", "", number.group()))
    scale = _SCALES.get(number["scale"].lower(), 1000)
    return round(float(number["scaled"].replace(",", ".")) * scale)
