"""Which Vietnamese syllables exist, and which foreign words could be taken for keystrokes."""

from collections.abc import Iterable, Iterator
from functools import cache

from vitrans.models import read_table
from vitrans.text.syllables import Key, key_of, split_tone, with_tone


class Syllables:
    """The syllables that exist, by their keys, and foreign words that read as typing."""

    def __init__(self, syllables: Iterable[str], foreign: Iterable[str]) -> None:
        """Make a lexicon; `bare` are its syllables without marks, `rank` tells their frequency.

        Args:
            syllables: in small letters, NFC, older tone placement, the most frequent first.
            foreign: words in small letters that are not Vietnamese although they read as
                keystrokes of a syllable.
        """
        self.rank: dict[str, int] = {}
        self.foreign = frozenset(foreign)
        self.bare: set[str] = set()
        self._by_key: dict[Key, str] = {}
        for rank, syllable in enumerate(syllables):
            self.rank[syllable] = rank
            key = key_of(syllable)
            self.bare.add(key.base)
            self._by_key.setdefault(key, syllable)

    def find(self, key: Key) -> str | None:
        """Return the most frequent syllable of a key."""
        return self._by_key.get(key)

    def __contains__(self, word: str) -> bool:
        """Say whether a word (NFC, any case, either tone placement) is a Vietnamese syllable."""
        small = word.lower()
        return small in self.rank or _older(small) in self.rank


@cache
def lexicon() -> Syllables:
    """Return the lexicon that comes with vitrans (`vitrans.training.tables.syllables` makes it)."""
    return Syllables(_read("syllables.txt"), _read("foreign.txt"))


def _read(name: str) -> Iterator[str]:
    """Yield the words of a data file; lines that begin with # say what it is."""
    text = read_table("syllables", name).decode("utf-8")
    return (word for line in text.split("\n") if line[:1] != "#" for word in line.split())


def _older(word: str) -> str | None:
    """Return a word with its tone in the older place, None if it is no correct syllable."""
    toneless, tone = split_tone(word)
    if not tone or len(tone) > 1 or with_tone(toneless, tone, newer=True) != word:
        return None
    return with_tone(toneless, tone)
