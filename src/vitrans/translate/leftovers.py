"""Words that a translation leaves in the language of its source."""

import re
from collections.abc import Iterator

from vitrans.text import has_accents, is_syllable
from vitrans.translate.names import NameFinder
from vitrans.types import Language

# A word that is no part of an address, a code or a compound.
_WORD = re.compile(r"(?<![\w@./⟦-])[^\W\d_]+(?![\w@⟧]|[./-]\w)")
_SHORT = 4  # letters from which an unaccented word is surely no Vietnamese one


def find_leftovers(
    source: str, target: str, language: Language, known: NameFinder, wanted: NameFinder
) -> Iterator[str]:
    """Yield the small-letter words of a target that its source has, each once.

    Ordinary words of the source's language (`known`) are meant that are none of the target's
    (`wanted`): not video, which both have, and not a name.
    """
    given = {word for word in _WORD.findall(source) if word.islower()}
    for word in dict.fromkeys(_WORD.findall(target)):
        if not word.islower() or wanted.is_ordinary(word):
            continue
        stem = word if word in given else word.removesuffix("s")  # hải lýs
        if stem in given and known.is_ordinary(stem) and _is_foreign(stem, language):
            yield word


def _is_foreign(word: str, target: Language) -> bool:
    """Say whether a word's letters rule out that it is one of the target's language."""
    if target is Language.ENGLISH:
        return has_accents(word)
    return len(word) >= _SHORT and word.isascii() and not is_syllable(word)
