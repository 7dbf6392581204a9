"""What in a text is no running text: links, names of files, code, placeholders and their like.

The one place that says so: whoever restores, mends, tells languages or translates asks
`find_protected` and leaves what it finds as it is. It goes by looks alone, so `tests/
test_protected.py` holds both what it must find and the running text that it must not take. All
patterns are bounded: the time is linear in the length of the text.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from vitrans.text.identifiers import find_identifiers, find_phones
from vitrans.text.links import find_links
from vitrans.text.markup import find_markup

Found = tuple[int, int, str]


class Protected(NamedTuple):
    r"""A stretch of a text that is no running text.

    Attributes:
        start: its offset.
        end: the offset behind it.
        kind: `object` (a private-use character, which stands for something), `code`, `target`
            (where a Markdown link leads), `tag`, `break` (a line break that is written out, as
            `\N`), `reference` (a character that is written out, with its word), `placeholder`,
            `math`, `shortcode`, `command` (of TeX), `link`, `email`, `path`, `file`, `handle`,
            `hashtag`, `identifier`, `designation` (`HAN-SGN`, `VN-A321`), `phone`, or
            `version`.
    """

    start: int
    end: int
    kind: str


def find_protected(text: str) -> list[Protected]:
    """Return the stretches of a text that are no running text, in order and apart."""
    return list(_found(text))


def without_protected(text: str, filler: str = " ") -> str:
    """Return a text with `filler` in the place of all that is no running text in it."""
    pieces, end = [], 0
    for found in _found(text):
        pieces.append(text[end : found.start])
        end = found.end
    return filler.join((*pieces, text[end:])) if end else text


@lru_cache(1 << 10)
def _found(text: str) -> tuple[Protected, ...]:
    """Return what is protected; the same texts are asked about again and again."""
    marks = _apart(find_markup(text))
    words = (*find_links(text), *find_identifiers(text), *find_phones(text))
    return tuple(Protected(*one) for one in _apart((*marks, *words)))


def _apart(found: Iterable[Found]) -> Iterator[Found]:
    """Yield stretches in order, of those that overlap the one that starts first, given first."""
    end = 0
    for one in sorted(found, key=itemgetter(0)):
        if one[0] >= end:
            yield one
            end = one[1]
