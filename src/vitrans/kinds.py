"""What a line is on the page, by simple rules; the first that fits decides.

- credit: nothing but a photo credit, `Ảnh: AFP`;
- caption: a line that ends in a photo credit, `… - Ảnh: AFP`, `… (Photo: AFP)`;
- byline: names after `By` or `Phóng viên`, before a bar, an agency or a date, two reporters with a
  dash between, `Theo Thu Hà (TTXVN)`, `Reporting by A; Editing by B`, and every other line of the
  document that repeats such names;
- headline: at most 25 words after a blank line or at the top, without a full stop or the like at
  the end, before a byline or before a blank line and more text;
- paragraph: all else.
"""

import re
from collections.abc import Sequence

from vitrans.text import is_syllable, strip_accents
from vitrans.text import name_tables as tables
from vitrans.text.credits import find_credit
from vitrans.types import Kind

_MAX_HEADLINE_WORDS = 25

_NAME = r"[^\W\d_a-z][\w.’'-]*(?: [^\W\d_a-z][\w.’'-]*){0,5}"
_PLACE = rf"(?: (?:in|from|ở|tại|từ) {_NAME}| \((?:in|from|ở|tại|từ) {_NAME}\))?"
_AND = r"(?:,| &| [–-]| and| và)"
_NAMES = rf"{_NAME}{_PLACE}(?:{_AND} {_NAME}{_PLACE})*"
_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
_TIME = r"(?:[,\s]+\d{1,2}[:h.]\d{2}(?: ?[ap]\.?m\.?)?)?"
_DATE = (
    r"(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}"
    rf"|\d{{1,2}} {_MONTH},? \d{{4}}|{_MONTH} \d{{1,2}}, \d{{4}}"
    rf"|(?:ngày )?\d{{1,2}} tháng \d{{1,2}}(?:,| năm)? \d{{4}}){_TIME}"
)
_AGENCY = r"[A-ZĐ][\w+&.]*(?:[ /][A-ZĐ][\w+&.]*){0,3}"
_WRITER = (
    "By|BY|(?:Story|Words|Text|Reporting|Photos) by|Phóng viên|Phong vien|PV|Nhà báo|CTV"
    "|Tác giả|Tac gia"
)
_DATED = rf" ?\|(?: ?{_DATE})?|(?: [–-])? {_DATE}"
_BYLINE = re.compile(rf"(?P<by>(?:{_WRITER}):? )?(?P<names>{_NAMES})(?P<bar>{_DATED})?")
_DID = "(?:tổng hợp|tong hop|lược dịch|luoc dich|biên dịch|dịch|dich|ghi|thực hiện|thuc hien)"
# `Reporting by A; Editing by B`, `Thực hiện: A, đồ họa: B`.
_DONE_BY = (
    r"(?:(?:Reporting|Writing|Editing|Photos?|Words|Story|Video|Graphics?|Design|Written|Edited"
    r"|Translated|Compiled|Produced|Illustrated|Photographed|Filmed)(?i: by)"
    r"|(?:reporting|writing|editing|photos?|words|story|video|graphics?|design|written|edited"
    r"|translated|compiled|produced|illustrated|photographed|filmed) by"
    r"|(?:[Tt]hực hiện|[Nn]ội dung|[Tt]rình bày|[Bb]iên tập|[Bb]iên soạn|[Đđ]ồ họa|[Tt]hiết kế"
    rf"|[Kk]ỹ thuật|[Dd]ựng phim|[Qq]uay phim|[Ảả]nh|[Bb]ài):) {_NAMES}"
)
_COLOPHON = re.compile(rf"{_DONE_BY}(?:[;,.|–-]? {_DONE_BY})+\.?")
# `Theo Thu Hà (TTXVN)`, `Thu Hà (theo Reuters)`, `(TTXVN/Vietnam+)`.
_SOURCED = re.compile(
    rf"[Tt]heo (?P<first>{_NAMES})? ?\({_AGENCY}\)|(?P<second>{_NAMES}) \([Tt]heo {_AGENCY}\)"
    rf"|Theo (?:TTXVN|TTO|VNA|AFP|AP|Reuters|Xinhua|Yonhap|Kyodo|CNN|BBC)(?:, {_AGENCY})*"
    rf"|(?:{_NAMES}|Nhóm PV) (?:\({_DID}\)|{_DID})"
    rf"|{_NAMES}/(?:TTXVN|VNA|TTO|AFP|AP|Reuters)"
    rf"|\((?:[Tt]heo )?(?:TTXVN|VNA|TTO|{_AGENCY}[/+]{_AGENCY})\+?\)"
)
_PAIR = re.compile(
    rf"(?P<names>{_NAME}(?: [–-] {_NAME}){{1,2}})(?: \((?:từ|tại|tu|tai) {_NAME}\))?"
)
_LONGEST_BYLINE = 100
# How one goes or does something, after `By`.
_WAY_NAMES = """
night day train air sea land car boat bus plane bike bicycle foot hand design chance law accident
default numbers river lake order proxy rail road water ship moonlight
"""
_WAYS = frozenset(_WAY_NAMES.split())
_EMPHASIS = re.compile(r"[*_]+(?=\w)|(?<=[\w.])[*_]+")
# Lines of text that an article has at least, with headline and name.
_SHORTEST_ARTICLE = 3
_SURNAMES = tables.SURNAMES | tables.WORD_SURNAMES | tables.BARE_SURNAMES
_GIVEN = tables.GIVEN | tables.BARE_GIVEN
_MIDDLE = tables.MIDDLE | tables.BARE_MIDDLE
_PLACES = tables.VIETNAMESE_PLACES | {
    tuple(map(strip_accents, place)) for place in tables.VIETNAMESE_PLACES
}
_OPENERS = "\"'“‘«([-–— "
_CLOSERS = "\"'”’»)] "


def classify(lines: Sequence[str], headlines: bool = True) -> list[Kind]:
    """Return the kind of each line; a blank line is an empty string.

    Args:
        lines: the lines without the white space around them.
        headlines: whether lines may be headlines by their looks.
    """
    bylines = _bylines(lines)
    return [
        _credit(line)
        or (Kind.BYLINE if line in bylines else None)
        or (Kind.HEADLINE if headlines and _is_headline(lines, at, bylines) else Kind.PARAGRAPH)
        for at, line in enumerate(lines)
    ]


def _credit(line: str) -> Kind | None:
    """Return `credit` or `caption` where a line is or ends in a photo credit.

    A name and its agency alone (`Thu Hà/TTXVN`) are who wrote, not who took a photo.
    """
    credit = find_credit(line)
    if credit is None or _SOURCED.fullmatch(_EMPHASIS.sub("", line)):
        return None
    return Kind.CAPTION if credit.body else Kind.CREDIT


def _bylines(lines: Sequence[str]) -> set[str]:
    """Return the lines that are bylines, and the bare names in them."""
    found: set[str] = set()
    for line in lines:
        if len(line) >= _LONGEST_BYLINE:
            continue
        bare = _EMPHASIS.sub("", line)
        match = _BYLINE.fullmatch(bare)
        if match and (match["by"] or match["bar"]) and not _is_way(match["names"]):
            found |= {line, match["names"]}
        elif _SOURCED.fullmatch(bare) or _COLOPHON.fullmatch(bare) or _is_pair(bare):
            found.add(line)
    return found | _signed(lines)


def _is_way(names: str) -> bool:
    """Say whether what follows `By` is how one goes, and nobody's name."""
    return names.lower().split()[0] in _WAYS


def _signed(lines: Sequence[str]) -> set[str]:
    """Return the line under a headline, and the last one, if they are Vietnamese names alone.

    Only where there are sentences: a list may have `Hoa Hồng` in it.
    """
    text = [line for line in lines if line]
    sentences = any(line.rstrip(_CLOSERS).endswith((".", "!", "?", "…")) for line in text)
    if len(text) < _SHORTEST_ARTICLE or not sentences:
        return set()
    return {line for line in (text[1], text[-1]) if _are_full_names(line)}


def _are_full_names(line: str) -> bool:
    """Say whether a line is names of Vietnamese people and nothing else."""
    names = re.split(rf"{_AND} ", line)
    return bool(re.fullmatch(_NAMES, line)) and all(
        _is_person(name) and _is_given(name.lower().split()) for name in names
    )


def _is_given(words: Sequence[str]) -> bool:
    """Say whether all words of a name but a surname are given or middle names."""
    rest = words[words[0] in _SURNAMES :]
    return all(word in _GIVEN or word in _MIDDLE for word in rest)


def _is_pair(line: str) -> bool:
    """Say whether a line is two or three people's names with dashes between."""
    pair = _PAIR.fullmatch(line)
    return pair is not None and all(map(_is_person, re.split(" [–-] ", pair["names"])))


def _is_person(name: str) -> bool:
    """Say whether a name is one of a Vietnamese person, and not of a place."""
    words = tuple(name.lower().split())
    if not 2 <= len(words) <= 4 or words in _PLACES or not all(map(is_syllable, words)):
        return False
    return words[0] in _SURNAMES or words[-1] in _GIVEN


def _is_headline(lines: Sequence[str], at: int, bylines: set[str]) -> bool:
    """Say whether the line looks like a headline in its place."""
    after = [*lines[at + 1 : at + 4], "", ""]
    placed = not (at and lines[at - 1]) and (after[0] in bylines or (not after[0] and any(after)))
    return placed and _looks_like_headline(lines[at])


def _looks_like_headline(line: str) -> bool:
    """Say whether a line is short, starts large and has no final punctuation."""
    first, last = line.lstrip(_OPENERS)[:1], line.rstrip(_CLOSERS)[-1:]
    words = line.count(" ") + 1
    large = bool(first) and not first.islower()
    return large and last not in ".!?…:;," and words <= _MAX_HEADLINE_WORDS
