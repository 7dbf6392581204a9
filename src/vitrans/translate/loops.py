"""Text that says the same over and over."""

import re

from vitrans.text import has_letters

_LOOP_WORDS = 10  # the longest run of words whose repetition is looked for
_SAID = 3  # times in a row that a human translation does not say the same words
_LISTED = 6  # and figures or signs
_LETTERS = re.compile(r"(.{1,8}?)\1{9,}")
_RULED = re.compile(r"[\s.,_=*~–—-]+")


def find_loop(text: str) -> str:
    """Return the words, letters or figures that a text says over and over, or nothing."""
    return _words_again(text.split()) or _letters_again(text)


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
