"""What sentences are compared by: words, names and numbers, all without accents.

A token is a word (`song`), two neighbouring Vietnamese syllables (`may bay`), a number (`#1902`)
or a word with a capital (`^hanoi`). Names and numbers are the same in both languages.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from vitrans.align.words import is_content
from vitrans.text import strip_accents
from vitrans.text.english import stem

# A number with thousands grouped is one token, `4,2` and `17.9` are two.
_TOKEN = re.compile(r"\d{1,3}(?:[.,]\d{3})+(?!\d)|\d+|[A-Za-z]+")
_POSSESSIVE = re.compile(r"[’']s\b")
_SEPARATOR = re.compile(r"[.,]")


def vietnamese_tokens(text: str) -> list[str]:
    """Return the tokens of a Vietnamese text, accented or not.

    >>> vietnamese_tokens("Hà Nội có 1.000 hồ")
    ['ha', 'noi', 'co', '#1000', 'ho', 'ha noi', 'noi co', 'co #1000', '#1000 ho', '^ha', '^noi', \
'^hanoi']
    """
    found = _TOKEN.findall(strip_accents(text))
    plain = [_plain(token) for token in found]
    both = [f"{one} {other}" for one, other in pairwise(plain)]
    joined = [
        f"^{one}{other}".lower() for one, other in pairwise(found) if _is_name(one + other, other)
    ]
    return [*plain, *both, *_names(found), *joined]


def english_tokens(text: str) -> list[str]:
    """Return the tokens of an English text, its words without their endings.

    >>> english_tokens("Hanoi’s 1,000 lakes are calling")
    ['hanoi', '#1000', 'lak', 'call', '^hanoi']
    """
    found = _TOKEN.findall(strip_accents(_POSSESSIVE.sub("", text)))
    plain = map(_plain, found)
    words = [t if t[0] == "#" else stem(t) for t in plain if t[0] == "#" or is_content(t)]
    return [*words, *(name for name in _names(found) if is_content(name[1:]))]


def _plain(token: str) -> str:
    """Return a token in lower case, or as a number."""
    return "#" + _SEPARATOR.sub("", token) if token[0].isdigit() else token.lower()


def _names(found: list[str]) -> Iterator[str]:
    """Yield what has a capital."""
    return (f"^{token.lower()}" for token in found if token[0].isupper())


def _is_name(one: str, other: str) -> bool:
    """Say whether two neighbours have a capital each."""
    return one[0].isupper() and other[0].isupper()
