"""Correct text as typing accidents leave it, to measure and test `vitrans.repair` with.

Keystrokes as people type them with the input method off, old encodings as a reader of today shows
them. What a method cannot write comes out as it is.
"""

import random
import re
import unicodedata
from collections.abc import Callable

from vitrans.encodings.tables import TCVN3, VNI_WINDOWS
from vitrans.text import WORD, nfc, strip_accents
from vitrans.text.syllables import MARKS, TONES, split_tone

Encode = Callable[[str], str]

_TELEX_TONES = dict(zip("12345", "sfrxj", strict=True))
_VIQR = dict(zip("12345678", "'`?~.^+(", strict=True))


def telex(text: str, chance: random.Random | None = None) -> str:
    """Return a text as typed in Telex.

    The tone key stands at the end of the word, or, where chance has it so,
    before the last consonants, and `ươ` is typed with one w instead of two.
    """
    return WORD.sub(lambda match: _telex(match.group(), chance), nfc(text))


def vni(text: str, chance: random.Random | None = None) -> str:
    """Return a text as typed in VNI; keys behind their letters, or by chance at the end."""
    return WORD.sub(lambda match: _vni(match.group(), chance), nfc(text))


def viqr(text: str) -> str:
    """Return a text in VIQR (RFC 1456), without escapes."""
    return WORD.sub(lambda match: _viqr(match.group()), nfc(text))


def tcvn3(text: str) -> str:
    """Return a text in TCVN3, as Windows-1252 shows it; toned capitals become small letters."""
    table = {letter: read for read, letter in TCVN3.table.items()}
    small = (table.get(c) or table.get(c.lower()) or c for c in nfc(text))
    return "".join(small)


def vni_windows(text: str) -> str:
    """Return a text in VNI-Windows, as Windows-1252 shows it."""
    table = {letter: read for read, letter in VNI_WINDOWS.table.items()}
    return "".join(table.get(c, c) for c in nfc(text))


def windows_1258(text: str) -> str:
    """Return a text in Windows-1258, as Windows-1252 shows it."""
    return "".join(_windows_1258(c) for c in nfc(text))


def mojibake(text: str) -> str:
    """Return a text in UTF-8, as Windows-1252 shows it, undefined bytes as ISO 8859-1 does."""
    return "".join(_shown(byte) for byte in nfc(text).encode("utf-8"))


def tone_first(text: str) -> str:
    """Return a text decomposed, tone marks before the other marks of their letters."""
    decomposed = unicodedata.normalize("NFD", text)
    return re.sub(f"([{''.join(MARKS)}])([{''.join(TONES)}])", r"\2\1", decomposed)


def base_and_tone(text: str) -> str:
    """Return a text with composed letters and combining tones, as Windows-1258 has them."""
    return "".join(_tone_apart(c) for c in nfc(text))


def _telex(word: str, chance: random.Random | None) -> str:
    """Return a word as typed in Telex."""
    toneless, tone = split_tone(word)
    typed = "".join(_telex_letter(c) for c in toneless)
    if chance and chance.random() < 0.5:
        typed = re.sub("(?i)(u)w(ow)", r"\1\2", typed)
    found = re.search("(?i)[aeiouyw]+(?=[^aeiouyw]*$)", typed)
    at = found.end() if found and chance and chance.random() < 0.5 else len(typed)
    typed = typed[:at] + _TELEX_TONES.get(tone, "") + typed[at:]
    return typed.upper() if word.isupper() and len(word) > 1 else typed


def _telex_letter(letter: str) -> str:
    """Return a letter without tone as typed in Telex."""
    bare = strip_accents(letter)
    key = {"6": bare.lower(), "7": "w", "8": "w", "9": bare}.get(_mark(letter), "")
    return bare + key


def _vni(word: str, chance: random.Random | None) -> str:
    """Return a word as typed in VNI."""
    toneless, tone = split_tone(word)
    if chance and chance.random() < 0.5:
        return "".join(strip_accents(c) + _mark(c) for c in toneless) + tone
    letters = []
    for c in word:
        rest, own = split_tone(c)
        letters.append(strip_accents(rest) + _mark(rest) + own)
    return "".join(letters)


def _viqr(word: str) -> str:
    """Return a word in VIQR."""
    letters = []
    for c in word:
        rest, tone = split_tone(c)
        mark = _mark(rest)
        bare = strip_accents(rest)
        letters.append(bare + (bare if mark == "9" else _VIQR.get(mark, "")) + _VIQR.get(tone, ""))
    return "".join(letters)


def _mark(letter: str) -> str:
    """Return the digit of a letter's mark, nothing if it has none."""
    if letter in "đĐ":
        return "9"
    return "".join(MARKS[c] for c in unicodedata.normalize("NFD", letter) if c in MARKS)


def _tone_apart(letter: str) -> str:
    """Return a letter, its tone behind it as a combining mark."""
    rest, _ = split_tone(letter)
    return rest + "".join(c for c in unicodedata.normalize("NFD", letter) if c in TONES)


def _windows_1258(letter: str) -> str:
    """Return a letter of Windows-1258 as Windows-1252 shows it."""
    try:
        return _tone_apart(letter).encode("cp1258").decode("cp1252")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return letter


def _shown(byte: int) -> str:
    """Return a byte as Windows-1252 shows it."""
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)
