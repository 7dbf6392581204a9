"""The house's own names and fixed phrases, and what was decided in review: a plain text file.

A line is a phrase with its diacritics; what follows a tab is a note, for people. Blank lines and
lines that start with `#` are passed over. Where two lines have the same letters the later one
counts. A phrase without diacritics says that these words are to be left as they are.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from vitrans.errors import InputError
from vitrans.files import read_text, write_text
from vitrans.restore.tokens import is_word, read_tokens, transfer_case
from vitrans.text import has_accents, lines, nfc, strip_accents

_HEADER = "# vitrans lexicon: a phrase with its diacritics; after a tab, a note\n"

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UserLexicon:
    """Phrases by their bare letters; `of` and `read` make one.

    Attributes:
        phrases: bare tokens in small letters → the tokens as the house writes them.
        longest: the number of tokens of the longest phrase that starts with a token.
        ranks: the place of each phrase among all; what stands later counts more.
    """

    phrases: Mapping[Key, Key] = field(default_factory=dict)
    longest: Mapping[str, int] = field(default_factory=dict)
    ranks: Mapping[Key, int] = field(default_factory=dict)

    @classmethod
    def of(cls, phrases: Iterable[str]) -> "UserLexicon":
        """Return a lexicon of phrases; those without a word are left out, the last one counts."""
        if isinstance(phrases, str):
            raise TypeError("a lexicon is made of several phrases, not one str")
        kept: dict[Key, Key] = {}
        for phrase in phrases:
            key = key_of(phrase)
            kept.pop(key, None)  # so that it stands where it counts, behind those before it
            if any(map(is_word, key)):
                kept[key] = tuple(read_tokens(nfc(phrase)))
        longest: dict[str, int] = {}
        for key in kept:
            longest[key[0]] = max(len(key), longest.get(key[0], 0))
        return cls(kept, longest, {key: rank for rank, key in enumerate(kept)})

    @classmethod
    def read(cls, *paths: Path) -> "UserLexicon":
        """Return the phrases of files; a later file counts before an earlier one.

        Raises:
            InputError: a file cannot be read, or a line of it is no phrase.
        """
        return cls.of(phrase for path in paths for phrase in read_phrases(path))

    def without(self, phrases: Iterable[str]) -> "UserLexicon":
        """Return the lexicon without some phrases."""
        gone = set(map(key_of, phrases))
        return UserLexicon.of(" ".join(p) for key, p in self.phrases.items() if key not in gone)

    def matches(self, tokens: Sequence[str]) -> dict[int, str]:
        """Return the tokens of a text that phrases decide, by index, in the case of the text.

        Where phrases overlap the longest counts, then the later line. A token that has marks is
        as it is; a phrase that would change them does not fit. One capitalised word alone, a
        name, fits only where it is capitalised.
        """
        found: dict[int, str] = {}
        for first, length in self.stretches(tokens):
            found |= self.forms(tokens, first, length)
        return found

    def stretches(self, tokens: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Yield the first token and the length of the phrases that count in a text."""
        if not self.phrases:
            return
        bare = [strip_accents(token).lower() for token in tokens]
        taken: set[int] = set()
        fitting = (key for at in range(len(bare)) for key in self._fitting(tokens, bare, at))
        for length, _, before in sorted(fitting, reverse=True):
            places = range(-before, length - before)
            if taken.isdisjoint(places):
                taken.update(places)
                yield -before, length

    def forms(self, tokens: Sequence[str], first: int, length: int) -> dict[int, str]:
        """Return what the phrase of a stretch makes of its words that have no marks yet."""
        stretch = tokens[first : first + length]
        phrase = self.phrases[tuple(strip_accents(token).lower() for token in stretch)]
        pairs = enumerate(zip(phrase, stretch, strict=True), first)
        return {
            at: transfer_case(form.lower(), token)
            for at, (form, token) in pairs
            if is_word(form) and not has_accents(token)
        }

    def _fitting(
        self, tokens: Sequence[str], bare: Sequence[str], at: int
    ) -> Iterator[tuple[int, int, int]]:
        """Yield length, rank and negative place of the phrases that fit at a token."""
        for length in range(1, min(self.longest.get(bare[at], 0), len(bare) - at) + 1):
            key = tuple(bare[at : at + length])
            phrase, text = self.phrases.get(key, ()), tokens[at : at + length]
            if phrase and all(map(_fits, phrase, text)) and not _is_other_case(phrase, text):
                yield length, self.ranks[key], -at


def key_of(phrase: str) -> Key:
    """Return what a phrase is matched by: its tokens, bare and in small letters."""
    return tuple(strip_accents(token).lower() for token in read_tokens(nfc(phrase)))


def read_phrases(path: Path) -> list[str]:
    """Return the phrases of a lexicon file in their order.

    Raises:
        InputError: the file cannot be read, or a line has a note but no phrase.
    """
    return list(_phrases(read_text(path), path))


def learn(
    path: Path, phrases: Iterable[str], unlearn: Iterable[str] = (), note: str = ""
) -> list[str]:
    """Add phrases to a lexicon file, made if need be; return those it did not have yet.

    Args:
        path: the file; its folder must exist.
        phrases: what to add.
        unlearn: phrases that are taken out first, where they stand with the same note.
        note: what to write behind each phrase.

    Raises:
        InputError: there is a file, but it cannot be read; or a phrase could not be read again.
        OutputError: it cannot be written; it is as it was.
    """
    phrases = list(phrases)
    for phrase in phrases:
        if any(unicodedata.category(letter) == "Cc" for letter in phrase):
            raise InputError(f"{phrase!r} has a control character; give a phrase without")
    before = read_text(path) if path.exists() else ""
    gone = {f"{phrase}\t{note}" for phrase in unlearn}
    kept = [line for line in lines(before or _HEADER) if line.rstrip("\r\n") not in gone]
    known = {key_of(phrase): phrase for phrase in _phrases("".join(kept), path)}
    new = {key_of(p): p for p in phrases}
    added = [phrase for key, phrase in new.items() if known.get(key) != phrase]
    if kept and not kept[-1].endswith("\n"):
        kept[-1] += "\n"
    after = "".join((*kept, *(f"{phrase}\t{note}\n" for phrase in added)))
    if after != before and (before or added):
        write_text(path, after)
    return added


def _phrases(text: str, path: Path) -> Iterator[str]:
    """Yield the phrases of a lexicon, without the notes."""
    for number, line in enumerate(lines(text), 1):
        phrase = nfc(line.strip("\ufeff\r\n")).partition("\t")[0].strip()
        if phrase.startswith("#") or not line.strip("\ufeff \t\r\n"):
            continue
        if not any(map(is_word, key_of(phrase))):
            raise InputError(
                f"{str(path)!r}, line {number}: {phrase!r} has no word; write a phrase, and a "
                "note only after a tab"
            )
        yield phrase


def _fits(form: str, token: str) -> bool:
    """Say whether a phrase's token can stand for a text's: it does not alter typed marks."""
    if len(form) != len(token):
        return False
    return token == strip_accents(token) or nfc(token).lower() == form.lower()


def _is_other_case(phrase: Key, text: Sequence[str]) -> bool:
    """Say whether a phrase is a name of one word, and the text is not capitalised."""
    return len(phrase) == 1 and phrase[0][0].isupper() and not text[0][0].isupper()
