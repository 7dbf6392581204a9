"""The names of places in a text, and which of them are certain to be meant.

The tagger knows places within sentences best. Alone, in a dateline and in capitals it takes them
for more frequent words; there the lists of `vitrans.text.lists` decide.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from vitrans.restore.tokens import is_word
from vitrans.restore.user_lexicon import Key, UserLexicon, key_of
from vitrans.text import has_accents, is_syllable, strip_accents
from vitrans.text.lists import places

_BEFORE_PLACES = re.compile(
    "tinh|tp|pho|huyen|quan|xa|tran|phuong|dao|bay|cang|ga|bien|vinh|nui|song"
)
_AT_PLACES = re.compile("o|tai|tu|den|toi|ve|qua|tham|vao|ra|roi|len|xuong|khap|quanh|gan")
_AFTER_DATELINE = (",", "-", "–", "—", ")", "(", "/", "|")
# The share of capitals from which a text is one of capitals.
_SHOUTED = 0.7


class PlaceName(NamedTuple):
    """A name of a place by its first and its last token, with the forms of its words."""

    first: int
    last: int
    forms: dict[int, str]


def certain_places(read: Sequence[str], accented: bool) -> tuple[list[PlaceName], list[PlaceName]]:
    """Return the places that are certain to be meant by tokens, and the others.

    Args:
        read: the tokens.
        accented: whether the text has its diacritics; a name without them lacks them then.
    """
    found = list(_places_in(read))
    covered = {at for place in found for at in range(place.first, place.last + 1)}
    alone = all(at in covered for at, token in enumerate(read) if is_word(token))
    sure: list[PlaceName] = []
    others: list[PlaceName] = []
    for place in found:
        told = _is_bare_name(read, place) if accented else alone or _is_place(read, place)
        (sure if told else others).append(place)
    return sure, others


def are_capitals(read: Sequence[str]) -> bool:
    """Say whether a text is in capitals, so that they show no names."""
    found = [token for token in read if is_word(token)]
    return sum(map(str.isupper, found)) > _SHOUTED * len(found)


def _places_in(read: Sequence[str]) -> Iterator[PlaceName]:
    """Yield the places whose words are capitalised."""
    for first, length in _places().stretches(read):
        forms = _places().forms(read, first, length)
        if all(read[at][0].isupper() for at in forms):
            yield PlaceName(first, first + length - 1, forms)


def _is_place(read: Sequence[str], place: PlaceName) -> bool:
    """Say whether a name in a bare text is certainly that of a place, by what stands about it."""
    first, last, _ = place
    before = strip_accents(read[first - 1]).lower() if first else ""
    if last == first:
        return False
    if not any(map(is_word, read[:first])):  # a dateline
        return last + 1 < len(read) and read[last + 1] in _AFTER_DATELINE
    if _BEFORE_PLACES.fullmatch(before):
        return True
    told = not read[first].isupper() and _AT_PLACES.fullmatch(before)
    return bool(told) and not is_doubled(read, place)


def is_doubled(read: Sequence[str], place: PlaceName) -> bool:
    """Say whether the letters of a place's name are those of another name, too."""
    return key_of(" ".join(read[place.first : place.last + 1])) in _doubled()


def _is_bare_name(read: Sequence[str], place: PlaceName) -> bool:
    """Say whether a name in an accented text lacks its marks: no foreign word stands beside it."""
    first, last, _ = place
    beside = (*read[max(0, first - 1) : first], *read[last + 1 : last + 2])
    foreign = any(is_word(one) and not is_syllable(one) for one in beside)
    longer = any(is_word(one) and one[0].isupper() and not has_accents(one) for one in beside)
    return last > first and not foreign and not longer and not read[first].isupper()


@cache
def _places() -> UserLexicon:
    return UserLexicon.of(name.rstrip(" *") for name in _names())


@cache
def _doubled() -> frozenset[Key]:
    """Return the keys of the places whose letters are those of another name, too."""
    return frozenset(key_of(name.rstrip(" *")) for name in _names() if "*" in name)


def _names() -> tuple[str, ...]:
    return places(translated=False) + places(translated=True)
