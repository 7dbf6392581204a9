"""Identifiers, options, codes, versions and serial numbers in a text."""

import re
from collections.abc import Callable, Iterator

from vitrans.text.syllables import is_syllable
from vitrans.text.unicode import chunks

_WORD = "[A-Za-z_][A-Za-z0-9_]{0,60}"
_CODE = r"[A-Z]{1,6}(?:-[A-Z]{0,4}\d[A-Z0-9]{0,10}){1,4}"
_ROUTE = "[A-Z]{3}-[A-Z]{3}(?:-[A-Z]{3})?"
_PATTERN = re.compile(
    rf"(?P<option>(?<![\w-])--[a-z][a-z0-9-]{{1,40}}(?:=[^\s,;()“”]{{1,80}})?)"
    rf"|(?P<call>(?<![\w.]){_WORD}(?:(?:\.|::|->){_WORD}){{0,8}}\(\))"
    rf"|(?P<scoped>(?<![\w:]){_WORD}(?:::{_WORD}){{1,8}})"
    r"|(?P<dotted>(?<![\w.])[a-z][a-z0-9]{1,40}(?:\.[a-z][a-z0-9]{1,40}){2,8}(?![\w.]))"
    r"|(?P<snake>(?<![^\W_])[A-Za-z0-9]{1,60}(?:_{1,3}[A-Za-z0-9]{1,60}){1,20}(?!\w))"
    r"|(?P<camel>(?<!\w)(?:[a-z]+(?:[A-Z][a-z][a-z0-9]*){1,9}|(?:[A-Z][a-z][a-z0-9]*){2,9})(?!\w))"
    r"|(?P<version>(?<![\w.,/-])[vV]?\d{1,6}(?:\.\d{1,6}){1,5}(?:\.[xX*])?(?:-?[a-z]{1,6}(?:\.?\d{1,4})?)?"
    r"(?:[/:]\d{1,5})?(?![\w/-]|[.,:]\d))"
    r"|(?P<script>(?<![\w~^])[A-Za-z]{1,6}(?:~[\w+-]{1,6}~|\^[\w+-]{1,6}\^)\w{0,6})"
    r"|(?P<serial>(?<![\w.,/+-])\d{1,7}(?:-\d{1,7}){2,6}-[\dX](?![\w/-]|[.,]\d))"
    r"|(?P<feet>(?<![\w.,])\d['’]\d{1,2}[\"”]?(?!\w))"
    rf"|(?P<route>(?<![\w-]){_ROUTE}(?![\w-]))|(?P<code>(?<![\w-]){_CODE}(?![\w-]))"
)
_HINT = re.compile(r"[_:(]|[a-z0-9][A-Z]|--|-[A-Z0-9]|\d\.|\.[a-z]|[~^]|\d['’]\d")
_KINDS = {
    "version": "version",
    "route": "designation",
    "code": "designation",
    "serial": "designation",
}
_PHONE = re.compile(
    r"(?<![\w.,/+-])(?:\+\d{1,3}[ .-]?(?:\(0\)[ .-]?)?\d{2,4}(?:[ .-]\d{2,4}){1,3}"
    r"|\(0\d{1,3}\)[ .-]?\d{3,4}[ .-]\d{3,4}|0\d{2,3}[ .-]\d{3,4}[ .-]\d{3,4}"
    r"|1[89]00[ .]\d{4}(?:[ .]\d{2})?|\(\d{3}\) \d{3}-\d{4})(?!\w|[.,]\d)"
)
_MAY_PHONE = re.compile(r"\+\d|\(\d|\b0\d\d|1[89]00")
_HUMP = re.compile("[A-Z]?[a-z0-9]+")
_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})")
_GROUPS = re.compile(r"\d{1,3}(?:\.\d{3})+")
# What makes the same an address or a version before it, and an amount behind it.
_VERSIONED = re.compile(
    r"\b(?:phiên bản|phien ban|bản cập nhật|version|release|build|firmware|driver|IP|IPv4)"
    r"(?: số| is| là)?[ :#]\s?$",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\s?(?:đ|đồng|dong|vnd|vnđ|usd|đô|eur|euro|người|nguoi|lượt|tấn|m2|m²|km|ha|%|[$€£¥])(?!\w)",
    re.IGNORECASE,
)
_BYTE = 255


def find_identifiers(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield where identifiers and their like start and end, and their kinds."""
    for chunk in chunks(text, _HINT):
        for found in _PATTERN.finditer(text, *chunk.span()):
            name = str(found.lastgroup)
            check = _CHECKS.get(name)
            if check is None or check(found.group()) or (name == "version" and _is_address(found)):
                yield *found.span(), _KINDS.get(name, "identifier")


def find_phones(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield where the telephone numbers of a text start and end, and their kind."""
    if _MAY_PHONE.search(text):
        for found in _PHONE.finditer(text):
            yield *found.span(), "phone"


def _is_strange(dotted: str) -> bool:
    """Say whether not all parts of `a.b.c` could be Vietnamese words without spaces."""
    return not all(map(is_syllable, dotted.split(".")))


def _is_camel(word: str) -> bool:
    """Say whether a word has humps, and not only Vietnamese syllables written together."""
    return word[0].islower() or not all(map(is_syllable, _HUMP.findall(word)))


def _is_version(number: str) -> bool:
    """Say whether a number with points is a version or an address, no date and no amount."""
    if number[0] in "vV" or number[-1] in "xX*":
        return True
    plain = _DATE.fullmatch(number) or _GROUPS.fullmatch(number)
    return number.count(".") > 1 and not plain


def _is_address(found: re.Match[str]) -> bool:
    """Say whether a number in groups of three is an address or a version: 192.168.100.200."""
    number, text = found.group(), found.string
    if not _GROUPS.fullmatch(number):
        return False
    if _VERSIONED.search(text, max(0, found.start() - 24), found.start()):
        return True
    small = all(int(group) <= _BYTE for group in number.split("."))
    return number.count(".") == 3 and small and not _COUNTED.match(text, found.end())


def _is_route(code: str) -> bool:
    """Say whether not all parts of a code in capitals could be Vietnamese words."""
    return not all(map(is_syllable, code.split("-")))


def _is_code(code: str) -> bool:
    """Say whether the letters that a code starts with could not be a Vietnamese word."""
    letters = code.partition("-")[0]
    return len(letters) == 1 or not is_syllable(letters)


_CHECKS: dict[str, Callable[[str], bool]] = {
    "dotted": _is_strange,
    "camel": _is_camel,
    "version": _is_version,
    "route": _is_route,
    "code": _is_code,
}
