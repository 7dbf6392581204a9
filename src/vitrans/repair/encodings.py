"""Text in an old Vietnamese encoding, or in UTF-8, that was read as Western European.

Each old encoding is a table from what is read, as Windows-1252, to what was written:

- TCVN3, the 8-bit set of the ABC fonts (.VnTime): the small letters of TCVN 5712:1993, VN3, and
  the capitals without a tone. Toned capitals are small letters in a font of capitals (.VnTimeH).
- VNI-Windows, of the fonts VNI-Times and others (VNI Software, 1993): a base letter followed by
  a letter that stands for its mark, tone and all.
- Windows-1258 (Microsoft): base letters with combining tone marks.

A line is in such an encoding when all of it reads as Vietnamese that way, and not as it stands.
UTF-8 that was read as Windows-1252 (or ISO 8859-1) shows in its byte sequences.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from vitrans.repair.syllables import lexicon
from vitrans.text import WORD, nfc

_TCVN3 = (
    "ă¨ â© ê\u00aa ô« ơ¬ ư\u00ad đ® Ă¡ Â¢ Ê£ Ô¤ Ơ¥ Ư¦ Đ§ "
    "à\u00b5 ả¶ ã· á¸ ạ¹ ằ» ẳ¼ ẵ½ ắ¾ ặÆ ầÇ ẩÈ ẫÉ ấÊ ậË èÌ ẻÎ ẽÏ éÐ ẹÑ ềÒ ểÓ ễÔ ếÕ ệÖ "
    "ì× ỉØ ĩÜ íÝ ịÞ òß ỏá õâ óã ọä ồå ổæ ỗç ốè ộé ờê ởë ỡì ớí ợî "
    "ùï ủñ ũò úó ụô ừõ ửö ữ÷ ứø ựù ỳú ỷû ỹü ýý ỵþ"
)
_VNI = (
    "á:aù à:aø ả:aû ã:aõ ạ:aï ă:aê ắ:aé ằ:aè ẳ:aú ẵ:aü ặ:aë â:aâ ấ:aá ầ:aà ẩ:aå ẫ:aã ậ:aä "
    "é:eù è:eø ẻ:eû ẽ:eõ ẹ:eï ê:eâ ế:eá ề:eà ể:eå ễ:eã ệ:eä í:í ì:ì ỉ:æ ĩ:ó ị:ò "
    "ó:où ò:oø ỏ:oû õ:oõ ọ:oï ô:oâ ố:oá ồ:oà ổ:oå ỗ:oã ộ:oä ơ:ô ớ:ôù ờ:ôø ở:ôû ỡ:ôõ ợ:ôï "
    "ú:uù ù:uø ủ:uû ũ:uõ ụ:uï ư:ö ứ:öù ừ:öø ử:öû ữ:öõ ự:öï ý:yù ỳ:yø ỷ:yû ỹ:yõ ỵ:î đ:ñ"
)
# How much of a line must be Vietnamese when read so, and may be as it stands.
_READS, _STANDS = 0.85, 0.34

# What shows its case in TCVN3: ASCII letters and the capitals that it has.
_CASED = re.compile("[A-Za-z\u00a1-\u00a7]")
# A line of one word is judged by this: capitals with marks inside a word in small letters.
_UNLIKE = re.compile("[a-z][\u00c0-\u00de][a-z]")

# What Windows-1252 has in place of the control characters of ISO 8859-1, by byte.
_UNDEFINED = (0x81, 0x8D, 0x8F, 0x90, 0x9D)
_WINDOWS = {bytes([b]).decode("cp1252"): b for b in range(0x80, 0xA0) if b not in _UNDEFINED}
_NEXT = "[\u0080-\u00bf" + "".join(_WINDOWS) + "]"
# Latin letters, signs and punctuation in UTF-8, byte for character.
_UTF8 = re.compile(
    f"[\u00c2-\u00c6\u00cb]{_NEXT}|\u00e1[\u00ba\u00bb]{_NEXT}"
    f"|\u00e2[\u0080\u0082\u0084\u20ac\u201a\u201e]{_NEXT}"
)
_LETTER_OF_THREE = re.compile(f"\u00e1[\u00ba\u00bb]{_NEXT}")
# The letter à, whose second byte is a no-break space, after that has become a space.
_CUT = re.compile(rf"\u00c3(?!\w|{_NEXT})")


class Encoding:
    """An old encoding: what it is called, and what stands for which letter."""

    def __init__(self, name: str, table: dict[str, str]) -> None:
        self.name = name
        self.table = table
        self._pattern = re.compile("|".join(sorted(table, key=len, reverse=True)))

    def decode(self, word: str) -> str:
        """Return a word as it was written."""
        return nfc(self._pattern.sub(lambda match: self.table[match.group()], word))


def _tcvn3() -> dict[str, str]:
    """Return the table of TCVN3."""
    return {pair[1]: pair[0] for pair in _TCVN3.split(" ")}


def _vni() -> dict[str, str]:
    """Return the table of VNI-Windows; behind a capital the mark is either of its cases."""
    table = {}
    for letter, read in (pair.split(":") for pair in _VNI.split(" ")):
        table[read] = letter
        table[read[0].upper() + read[1:]] = letter.upper()
        table[read.upper()] = letter.upper()
    return table


def _windows_1258() -> dict[str, str]:
    """Return what Windows-1258 has in the place of characters of Windows-1252."""
    codes = [bytes([code]) for code in range(0xC0, 0x100)]
    pairs = {code.decode("cp1252"): code.decode("cp1258") for code in codes}
    return {read: letter for read, letter in pairs.items() if read != letter}


TCVN3 = Encoding("TCVN3", _tcvn3())
VNI_WINDOWS = Encoding("VNI-Windows", _vni())
WINDOWS_1258 = Encoding("Windows-1258", _windows_1258())


def read_utf8(words: Sequence[str]) -> list[str]:
    """Return the words of a line, UTF-8 that was read as Windows-1252 set right.

    The three characters of a letter such as `ế` stand in no text by chance, nor do two that make
    a word a syllable; what else there is of the kind, as quotation marks, goes with them.
    """
    made = [_UTF8.sub(_decoded, word) for word in words]
    if made == list(words):
        return made
    pairs = list(zip(words, made, strict=True))
    certain = sum(_is_utf8(word, one) for word, one in pairs)
    if certain > 1:
        return [_CUT.sub("à", word) for word in made]
    return made if certain else list(words)


def read_old(words: Sequence[str], encoding: Encoding) -> list[str]:
    """Return the words of a line as they were written, where it is certainly in an encoding."""
    found = [word for word in words if not word.isascii() and WORD.search(word)]
    if not found or _share(found) > _STANDS:
        return list(words)
    made = [encoding.decode(word) for word in found]
    if _share(made) < _READS:
        return list(words)
    distinct = sum(_exists(m) and not _exists(f) for m, f in zip(made, found, strict=True))
    if distinct < 2 and not (len(found) == 1 and _UNLIKE.search(found[0])):
        return list(words)
    decoded = [encoding.decode(word) for word in words]
    return _capitalised(words, decoded) if encoding is TCVN3 else decoded


def _is_utf8(word: str, made: str) -> bool:
    """Say whether a word is certain to be UTF-8, read wrongly once or, where that helps, twice."""
    three = _LETTER_OF_THREE.search(word) or _LETTER_OF_THREE.search(made)
    return three is not None or (word != made and _exists(made) and not _exists(word))


def _decoded(match: re.Match[str]) -> str:
    """Return the letter that a sequence of characters is as bytes."""
    return bytes(_WINDOWS.get(c, ord(c) & 0xFF) for c in match.group()).decode("utf-8", "replace")


@lru_cache(1 << 16)
def _exists(word: str) -> bool:
    """Say whether all of a word with its punctuation is made up of Vietnamese syllables."""
    found = WORD.findall(word)
    return bool(found) and all(one in lexicon() for one in found)


def _share(words: Sequence[str]) -> float:
    """Return the share of words that are Vietnamese."""
    return sum(map(_exists, words)) / len(words)


def _capitalised(typed: Sequence[str], decoded: Sequence[str]) -> list[str]:
    """Return words of TCVN3, in capitals where a font of capitals showed them so.

    That is where all letters are capitals that can be, at least two in the word or in the line.
    """
    clear = ["".join(_CASED.findall(word)) for word in typed]
    line = _is_capitals("".join(clear))
    return [
        made.upper() if line or _is_capitals(letters) else made
        for made, letters in zip(decoded, clear, strict=True)
    ]


def _is_capitals(letters: str) -> bool:
    """Say whether there are two letters of TCVN3 at least that show their case, all capitals."""
    return len(letters) > 1 and not any(map(str.islower, letters))
