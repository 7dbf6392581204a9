"""An encoding of one or two bytes a letter, as a table from what Windows-1252 shows."""

import codecs
import re
import unicodedata
from collections.abc import Mapping

from vitrans.encodings.capitals import with_capitals
from vitrans.text import nfc

# What Windows-1252 shows for the bytes 0x80 to 0x9F; five of them it has not, as in ISO 8859-1.
_UNDEFINED = (0x81, 0x8D, 0x8F, 0x90, 0x9D)
WINDOWS = {bytes([b]).decode("cp1252"): b for b in range(0x80, 0xA0) if b not in _UNDEFINED}
"""The bytes of characters that Windows-1252 has in the place of control characters."""

_SHOWN = {byte: character for character, byte in WINDOWS.items()}
_TABLE = "".join(_SHOWN.get(byte, chr(byte)) for byte in range(0x100))
_LETTER = re.compile("[\u00c0-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e]")
# Sắc, huyền, hỏi, ngã, nặng.
_TONES = "\u0301\u0300\u0309\u0303\u0323"


def shown(data: bytes) -> str:
    """Return what a reader of Windows-1252 shows; bytes that it has not as ISO 8859-1 does."""
    return codecs.charmap_decode(data, "strict", _TABLE)[0]


def byte_of(character: str) -> int:
    """Return the byte that is shown so; one character has one.

    Raises:
        KeyError: no byte is shown so.
    """
    code = WINDOWS.get(character, ord(character))
    if code > 0xFF or (code in _SHOWN and character not in WINDOWS):
        raise KeyError(character)
    return code


class Encoding:
    """An old encoding: what it is called, and what stands for which letter.

    Attributes:
        name: its name.
        table: from what Windows-1252 shows to the letter that was written.
    """

    def __init__(
        self,
        name: str,
        table: Mapping[str, str],
        small_capitals: bool = False,
        combining: bool = False,
    ) -> None:
        """Make an encoding.

        Args:
            name: its name.
            table: from what is shown to what was written.
            small_capitals: toned capitals are written as small letters.
            combining: tones are written apart, behind their letters.
        """
        self.name = name
        self.table = table
        self._small_capitals = small_capitals
        self._combining = combining
        single = all(len(read) == 1 for read in table)
        self._single = str.maketrans(dict(table)) if single else None
        self._pattern = re.compile("|".join(sorted(map(re.escape, table), key=len, reverse=True)))
        self._written = {letter: read for read, letter in table.items()}

    def decode(self, word: str) -> str:
        """Return a word as it was written, from how it is shown."""
        if self._single is not None:
            return nfc(word.translate(self._single))
        return nfc(self._pattern.sub(self._letter, word))

    def has_strays(self, word: str) -> bool:
        """Say whether a word as it is shown has letters that this encoding writes otherwise."""
        return bool(self.table) and _LETTER.search(self._pattern.sub("", word)) is not None

    def read(self, data: bytes) -> str:
        """Return the text that bytes stand for."""
        text = shown(data)
        return with_capitals(text, self.decode) if self._small_capitals else self.decode(text)

    def write(self, text: str) -> bytes:
        """Return the bytes of a text.

        Raises:
            KeyError: the encoding lacks a character, which is the argument.
        """
        return b"".join(map(self._bytes, nfc(text)))

    def has(self, character: str) -> bool:
        """Say whether there are bytes for a character (NFC)."""
        try:
            return bool(self._bytes(character))
        except KeyError:
            return False

    def _bytes(self, character: str) -> bytes:
        """Return the bytes of a character."""
        try:
            return bytes(map(byte_of, self._shown(character)))
        except KeyError:
            raise KeyError(character) from None

    def _letter(self, found: re.Match[str]) -> str:
        return self.table[found.group()]

    def _shown(self, character: str) -> str:
        """Return how a character is shown."""
        if character in self._written:
            return self._written[character]
        if self._small_capitals and character.lower() in self._written:
            return self._written[character.lower()]
        if self._combining and (apart := self._apart(character)):
            return apart
        if self.table and (character in self.table or _LETTER.match(character)):
            raise KeyError(character)  # its byte is another letter here, or a mark
        return character

    def _apart(self, character: str) -> str | None:
        """Return how a letter and its tone are shown, where the tone is written apart."""
        base, *marks = list(unicodedata.normalize("NFD", character))
        tones = [mark for mark in marks if mark in _TONES]
        letter = nfc("".join((base, *(mark for mark in marks if mark not in _TONES))))
        if not tones or len(letter) > 1:
            return None
        return "".join((self._written.get(letter, letter), *map(self._written.__getitem__, tones)))
