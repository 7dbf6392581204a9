"""Abbreviations of Vietnamese newspapers, written in full: CSGT is cảnh sát giao thông."""

import re
from collections.abc import Iterable
from functools import cache

from vitrans.text.lists import phrases_of
from vitrans.text.syllables import is_syllable

# What stands beside an abbreviation that is a part of a number, an address or a longer one.
_BESIDE = r"\w&@#/\-"
_TITLES = ("GS", "PGS", "TS", "TSKH", "ThS", "BS", "KTS", "NSND", "NSƯT")
# Titles in a row: GS.TS, PGS-TS, TS.BS.
_TITLE_ROW = re.compile(
    rf"(?<![{_BESIDE}.])(?:(?:{'|'.join(_TITLES)})[.-]\s?){{1,3}}(?:{'|'.join(_TITLES)})?(?=\s+\w|\s*$)"
)
_ROAD = re.compile(rf"(?<![{_BESIDE}])QL\s?(?=\d)")
_QUARTER = re.compile(rf"(?<![{_BESIDE}.])(?P<kind>[QPH])\.\s?(?P<name>\d{{1,2}}\b|[^\W\d_]+)")
_CITY = re.compile(rf"(?<![{_BESIDE}.])TP\.?\s(?!HCM)(?=[^\W\d_a-z])")
_QUARTERS = {"Q": "quận", "P": "phường", "H": "huyện"}
_START = re.compile(r"(?:^|[.!?…:]\s+)[\"“‘'(]*$")


def in_full(text: str, terms: Iterable[str] = ()) -> str:
    """Return a Vietnamese text with its abbreviations written in full, as a model knows them.

    A text in capitals has them in capitals. What is a part of something longer stays, as QĐ-UBND,
    and so does what the text explains itself: `hợp tác xã (HTX)`.

    Args:
        text: the text.
        terms: what is to stay as it is, with the abbreviations in it.
    """
    if not any(map(str.isupper, text)):
        return text
    kept = frozenset(short for term in terms for short in _abbreviation().findall(term))

    def full(found: re.Match[str]) -> str:
        short = found[0]
        written = _table()[short]
        explained = text[found.start() - 1 : found.end() + 1] == f"({short})"
        if short in kept or explained or written.lower() in text.lower():
            return short
        return written.upper() if text.isupper() else _begun(written, found)

    text = text if kept else _TITLE_ROW.sub(_titles, text)
    text = _abbreviation().sub(full, text)
    text = _ROAD.sub("quốc lộ ", text)
    text = _QUARTER.sub(_quarter, text)
    return _CITY.sub(lambda found: _begun("thành phố ", found), text)


def _titles(row: re.Match[str]) -> str:
    """Return titles in a row in full: `GS.TS` is `giáo sư, tiến sĩ`."""
    titles = [title for title in re.split(r"[.\s-]+", row[0]) if title]
    return _begun(", ".join(_table()[title] for title in titles), row)


def _quarter(found: re.Match[str]) -> str:
    """Return `Q.5` or `H.Củ Chi` in full; an initial of a name stays."""
    name = found["name"]
    if not name.isdigit() and not (name[0].isupper() and is_syllable(name.lower())):
        return found[0]
    return _begun(f"{_QUARTERS[found['kind']]} {name}", found)


def _begun(full: str, found: re.Match[str]) -> str:
    """Return what an abbreviation stands for, with a capital where it starts a sentence."""
    starts = _START.search(found.string, max(0, found.start() - 8), found.start())
    return full[0].upper() + full[1:] if starts else full


@cache
def _table() -> dict[str, str]:
    rows = (phrase.partition(" = ") for phrase in phrases_of("vitrans.text", "abbreviations.txt"))
    return {short: full for short, _, full in rows}


@cache
def _abbreviation() -> re.Pattern[str]:
    shorts = sorted(map(re.escape, _table()), key=len, reverse=True)
    return re.compile(rf"(?<![{_BESIDE}.])(?:{'|'.join(shorts)})(?![{_BESIDE}]|\.\w)")
