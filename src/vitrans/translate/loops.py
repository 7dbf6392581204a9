"""Text that says the same over and over."""

import re

from vitrans.text import has_letters
from vitrans.types import Language

_LOOP_WORDS = 10  # the longest run of words whose repetition is looked for
_SAID = 3  # times in a row that a human translation does not say the same words
_LISTED = 6  # and figures or signs
_SPACE = re.compile(r"\s+|(?<=[^\W\d_])-(?=[^\W\d_])")
_LETTERS = re.compile(r"(.{1,8}?)\1{9,}")
_WORD = re.compile(r"[^\W\d_]+|[^\s\w]")
# What English says twice: had had, that that, very very; again and again and again.
_TWICE = """
had that very bye really many long far out blah knock ring yes hey wow now no so more who is
and by to or after the on và với hay
"""
_SAID_TWICE = frozenset(_TWICE.split())
_RULED = re.compile(r"[\s.,_=*~–—-]+")


def find_loop(text: str) -> str:
    """Return the words, letters or figures that a text says over and over, or nothing."""
    return _words_again(_SPACE.split(text.strip())) or _letters_again(text)


def find_doubled(text: str, language: Language) -> str:
    """Return the words that a text says twice in a row and no person would, or nothing.

    One word in English; in Vietnamese, which says xanh xanh and ngày ngày, two.
    """
    words = _WORD.findall(text)
    low = [word.lower() for word in words]
    for at in range(1, len(words)):
        again = low[at] == low[at - 1] and language is Language.ENGLISH
        if again and len(low[at]) > 2 and low[at] not in _SAID_TWICE:
            return " ".join(words[at - 1 : at + 1])
        pair = at > 2 and low[at - 3 : at - 1] == low[at - 1 : at + 1] and low[at].isalpha()
        if (
            pair
            and len(low[at]) > 1
            and low[at] != low[at - 1]
            and not _SAID_TWICE.intersection(low[at - 1 : at + 1])
        ):
            return " ".join(words[at - 3 : at + 1])
    return ""


def _words_again(words: list[str]) -> str:
    low = [word.lower() for word in words]
    for size in range(1, min(_LOOP_WORDS, len(low) // _SAID) + 1):
        run = 0
        for i in range(size, len(low)):
            run = run + 1 if low[i] == low[i - size] else 0
            if run < size * (_SAID - 1):
                continue
            said = " ".join(words[i - size + 1 : i + 1])
            if has_letters(said) or run >= size * (_LISTED - 1):
                return said
    return ""


def _letters_again(text: str) -> str:
    found = (match for match in _LETTERS.finditer(text) if not _RULED.fullmatch(match.group()))
    return next((match.group(1) for match in found), "")
