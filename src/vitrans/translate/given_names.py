"""Vietnamese names without a surname, such as those of singers: Sơn Tùng, Mỹ Tâm, Đen Vâu.

Two syllables of given names are one where they are no word together: `thành công` is success. So
is a syllable that no ordinary text has, with the one before it where that begins something.
"""

import lzma
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from vitrans.models import read_table
from vitrans.text import is_syllable, strip_accents
from vitrans.text import name_tables as tables

_GIVEN = tables.GIVEN | tables.MIDDLE
_WORD = 20  # percent: how probable an English word must be for two syllables that are a word
# What a name may stand behind.
_BEFORE_NAMES = """
và với cùng của cho ở tại từ đến là gặp mời theo ca sĩ nhạc diễn viên người mẫu rapper hoa hậu nữ
nam
"""
_JOINING = frozenset(_BEFORE_NAMES.split())
_RARE = 3  # letters of a syllable that is a name by itself


def find_given_names(
    words: Sequence[str], ordinary: Callable[[str], bool]
) -> Iterator[tuple[int, int]]:
    """Yield the first and last word of each such name in a text, in order and apart.

    Args:
        words: those of the text, in small letters.
        ordinary: says whether a word is a frequent one.
    """
    done = 0
    for at, word in enumerate(words):
        if at < done:
            continue
        if _is_rare(word) and not ordinary(word):
            first = at - 1 if at > done and _begins(words, at - 1) else at
            yield first, at
            done = at + 1
        elif is_given_pair(words[at : at + 2]) and not _is_cut(words, at):
            yield at, at + 1
            done = at + 2


def _is_rare(word: str) -> bool:
    """Say whether a syllable is long enough for a name, and none that has an English word."""
    return len(word) >= _RARE and is_syllable(word) and strip_accents(word) not in _words()


def is_given_pair(words: Sequence[str]) -> bool:
    """Say whether words are two syllables of a name that are no word together and no place."""
    if len(words) != 2 or not _GIVEN.issuperset(words) or words[0] == words[1]:
        return False
    return tuple(words) not in tables.VIETNAMESE_PLACES and not is_word_pair(*words)


def _begins(words: Sequence[str], at: int) -> bool:
    """Say whether a word may begin a name: it stands first, or behind `và` and the like."""
    return words[at] not in _JOINING and (at == 0 or words[at - 1] in _JOINING)


def _is_cut(words: Sequence[str], at: int) -> bool:
    """Say whether one of two syllables is of a word or a place with what is beside it."""
    before = at > 0 and words[at - 1] not in _JOINING and is_word_pair(words[at - 1], words[at])
    rest = words[at + 1 : at + 4]
    place = any(tuple(rest[:size]) in tables.VIETNAMESE_PLACES for size in (2, 3))
    second = rest[1] if len(rest) > 1 and is_syllable(rest[1]) else ""
    after = second not in ("", *_JOINING) and is_word_pair(rest[0], second)
    return before or place or after


def is_word_pair(one: str, other: str) -> bool:
    """Say whether two Vietnamese syllables are a word together, as `tự do`."""
    return strip_accents(f"{one} {other}") in _words()


@cache
def _words() -> frozenset[str]:
    """Return the bare syllables and pairs of them that are words, by what they are in English."""
    found = set()
    for line in lzma.decompress(read_table("words", "lexicon.tsv.xz")).decode().splitlines():
        word, english, forth, _ = line.split("\t")
        own = {*word.split(), word.replace(" ", "")}
        if int(forth) >= _WORD and english not in own and english[0] not in "#^":
            found.add(word)
    return frozenset(found)
