"""Letters that were written as character references, `&agrave;` or `&#7873;`, in running text.

The references of a line are read where a word becomes a Vietnamese syllable by them. Those of
ASCII characters and of spaces stay, since `&lt;`, `&amp;` and `&nbsp;` mean something.
"""

import re
from collections.abc import Sequence
from html import unescape

from vitrans.encodings.mojibake import LETTER_OF_THREE
from vitrans.repair.syllables import lexicon
from vitrans.text import WORD, nfc

# A reference, also one whose `&` was written as a reference itself.
REFERENCE = re.compile("&(?:amp;)*(#[0-9]{2,6}|#[xX][0-9A-Fa-f]{2,5}|[A-Za-z]{2,8});")
"""A character reference in a text."""


def read_references(words: Sequence[str]) -> list[str]:
    """Return the words of a line with the characters that their references stand for."""
    made = [nfc(REFERENCE.sub(_character, word)) for word in words]
    if any(_is_certain(word, one) for word, one in zip(words, made, strict=True)):
        return made
    return list(words)


def _character(found: re.Match[str]) -> str:
    """Return the character of a reference, or the reference if it has to stay."""
    character = unescape(f"&{found.group(1)};")
    stays = character.isascii() or character.isspace() or not character.isprintable()
    return found.group() if stays or character.endswith(";") else character


def _is_certain(word: str, made: str) -> bool:
    """Say whether a word has become a syllable, or letters that were read wrongly before."""
    if word == made:
        return False
    marked = [one for one in WORD.findall(made) if not one.isascii()]
    return any(one in lexicon() for one in marked) or LETTER_OF_THREE.search(made) is not None
