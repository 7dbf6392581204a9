"""What is known of a text before the tagger reads it: names, abbreviations, sums, who speaks.

The tagger decides by what is frequent, and errs where a name stands alone, where capitals hide it,
and where a letter is no word. What follows from lists and from how the text is written is decided
here, or told to the tagger by how it is to read a token.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from vitrans.restore.places import PlaceName, are_capitals, certain_places, is_doubled
from vitrans.restore.tokens import TextToken, is_word, transfer_case
from vitrans.restore.user_lexicon import UserLexicon
from vitrans.text import has_accents, strip_accents
from vitrans.text.lists import phrases_of
from vitrans.text.speakers import find_writers, is_speech

_STEMS = ["Giáp", "Ất", "Bính", "Đinh", "Mậu", "Kỷ", "Canh", "Tân", "Nhâm", "Quý"]
_BRANCHES = ["Tý", "Sửu", "Dần", "Mão", "Thìn", "Tỵ", "Ngọ", "Mùi", "Thân", "Dậu", "Tuất", "Hợi"]
# Words, bare, before the name of a year; before the name of a place.
_BEFORE_YEARS = re.compile(
    "nam|tet|xuan|tuoi|ngay|thang|gio|mau|don|mung|chao|dip|vu|mua|khoa|nien|dan"
)
_YEARS_OF, _YEAR = re.compile("nam|tuoi|tet"), re.compile("1[89]\\d\\d|20\\d\\d")
_SUM = re.compile(r"(?<![\w.,])(?:\d{1,3}(?:[.,]\d{3})+|\d{4,9}) ?[dD](?![.'’]\w|-[^\W\d]|\w)")
_COUNT = re.compile(r"(?<!\w)\d[\d.,]* (?:nghin|ngan|tram|trieu|ty|ti) ([dD])(?!\w)", re.IGNORECASE)
_INITIAL = re.compile(r"(?<![\w.-])([A-Z])\.(?=\s+[a-z])")
_SPEAKER = re.compile(r"^\W{0,9}(anh)\s?:[ \t](?=(.*)$)", re.IGNORECASE | re.MULTILINE)


@dataclass(slots=True)
class Known:
    """What is known of the tokens of a text, all by index.

    Attributes:
        forms: what a token is, with its marks, in its case.
        read: how the tagger is to read a token, where not as it stands.
        names: the forms of names that may be meant; each is taken whole or not.
        unread: tokens that the tagger does not read.
    """

    forms: dict[int, str] = field(default_factory=dict)
    read: dict[int, str] = field(default_factory=dict)
    names: list[dict[int, str]] = field(default_factory=list)
    unread: set[int] = field(default_factory=set)


def known(text: str, tokens: Sequence[TextToken], accented: bool) -> Known:
    """Return what is known of the tokens of a text.

    Args:
        text: the text.
        tokens: its tokens.
        accented: whether the text has its diacritics; a name without them lacks them then.
    """
    found = Known()
    if not tokens:
        return found
    read = [token.read for token in tokens]
    sure, others = certain_places(read, accented)
    for place in sure:
        found.forms.update(place.forms)
    if are_capitals(read):
        _read_as_names(found, read, others)
    elif not accented:
        found.names += [place.forms for place in others if is_doubled(read, place)]
    if not accented:
        found.forms.update(_years(read))
        _add_initials(found, text, tokens)
        found.forms.update(_speaker(text, tokens))
    found.forms.update(_phrases().matches(read))
    found.forms.update(_sums(text, tokens))
    return found


def _read_as_names(found: Known, read: Sequence[str], places: Sequence[PlaceName]) -> None:
    """Have names of more than one word be read as such where capitals do not show them."""
    for place in places:
        if place.last > place.first:
            found.names.append(place.forms)
            found.read.update({at: read[at].capitalize() for at in place.forms})


def _years(read: Sequence[str]) -> dict[int, str]:
    """Return the years of the sixty-year cycle, alone or behind a word that wants one."""
    found: dict[int, str] = {}
    several = sum(map(is_word, read)) > 2
    for first, length in _sexagenary().stretches(read):
        before = strip_accents(read[first - 1]).lower() if first else ""
        after = read[first + length] if first + length < len(read) else ""
        told = _BEFORE_YEARS.fullmatch(before) or _YEAR.fullmatch(after) or not several
        capitals = all(read[at][0].isupper() for at in range(first, first + length))
        if (capitals and told) or _YEARS_OF.fullmatch(before):
            found.update(_sexagenary().forms(read, first, length))
            if before == "nam" and not has_accents(read[first - 1]):
                found[first - 1] = transfer_case("năm", read[first - 1])
    return found


def _add_initials(found: Known, text: str, tokens: Sequence[TextToken]) -> None:
    """Add single capitals with a full stop, where the sentence goes on: the stop ends nothing."""
    ends = {one.end(1) for one in _INITIAL.finditer(text)}
    for at, token in enumerate(tokens):
        if token.end in ends:
            found.forms[at] = token.text
            found.unread.add(at + 1)


def _speaker(text: str, tokens: Sequence[TextToken]) -> dict[int, str]:
    """Return `anh` before the first colon where what follows is speech, and names in a chat."""
    spans = [one.span(1) for one in _SPEAKER.finditer(text) if is_speech(one[1], one[2])]
    spans += find_writers(text)
    return {
        at: token.text
        for at, token in enumerate(tokens)
        if any(start <= token.start < end for start, end in spans)
    }


def _sums(text: str, tokens: Sequence[TextToken]) -> dict[int, str]:
    """Return the đ of sums such as `25.000d`, `25.000 d` and `5 trieu d`."""
    ends = {one.end() for pattern in (_SUM, _COUNT) for one in pattern.finditer(text)}
    if not ends:
        return {}
    return {
        at: token.text[:-1] + ("đ" if token.text[-1] == "d" else "Đ")
        for at, token in enumerate(tokens)
        if token.end in ends and token.text[-1] in "dD" and not token.protected
    }


@cache
def _phrases() -> UserLexicon:
    return UserLexicon.of(phrases_of("vitrans.restore", "phrases.txt"))


@cache
def _sexagenary() -> UserLexicon:
    """Return the sixty names of years: stems and branches go on together, each in its turn."""
    return UserLexicon.of(f"{_STEMS[i % 10]} {_BRANCHES[i % 12]}" for i in range(60))
