"""Text from bytes in whatever encoding they are, and back into it."""

import re
from dataclasses import dataclass

from vitrans.encodings.encoding import Encoding
from vitrans.encodings.mojibake import LETTER_OF_THREE
from vitrans.encodings.names import OLD, UTF8, canonical
from vitrans.encodings.tables import TCVN3, WINDOWS_1252
from vitrans.encodings.wide import WIDE, read_wide, wide_encoding, write_wide
from vitrans.errors import InputError, OutputError
from vitrans.text import nfc

STANDARD_INPUT = "standard input"
_ADVICE = "open it in a program that shows its letters right, and save it as UTF-8"
_INSTEAD = "give --encoding UTF-8 instead"
_MOST_NAMED = 5
# Letters, signs and punctuation of Latin text in UTF-8: U+00A0 to U+01B0, U+1E80 to U+1EFF,
# U+2010 to U+20AC.
_UTF8 = re.compile(b"[\xc2-\xc6][\x80-\xbf]|\xe1[\xba\xbb][\x80-\xbf]|\xe2[\x80\x82][\x80-\xbf]")
_OF_THREE = re.compile(b"\xe1[\xba\xbb][\x80-\xbf]")
_HIGH = re.compile(b"[\x80-\xff]")
_CUT = re.compile(rb"(?:\xe1[\xba\xbb]|\xe2[\x80\x82]|\A[\x00-\x7f]*[\xc3-\xc6])\Z")
# Letters that no text has beside Latin ones: bytes that are UTF-8 by chance, as `ng\xdf\xb6i`.
_ODD = "[\u0180-\u019f\u01b1-\u024f\u0530-\u07ff]"
_CHANCE = re.compile(f"[A-Za-z]{_ODD}|{_ODD}[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """What bytes say.

    Attributes:
        text: their text, without the byte order mark of UTF-16 and UTF-32.
        encoding: the name of their encoding, by which `encode` gives it back.
        notice: what a person should know of how it was read; None for plain UTF-8.
    """

    text: str
    encoding: str
    notice: str | None = None


def decode(data: bytes, name: str = STANDARD_INPUT, encoding: str | None = None) -> Decoded:
    """Return the text of bytes, in an encoding that is told by what they read as.

    Args:
        data: the bytes.
        name: the file that they are of, for messages.
        encoding: the encoding that they are in, if it is known.

    Raises:
        InputError: the bytes are no text, or their encoding cannot be told.
        UsageError: there is no encoding of that name.
    """
    if encoding is not None:
        return _read_as(data, canonical(encoding), name)
    if wide := wide_encoding(data):
        return Decoded(_wide_text(data, wide, name), wide, f"{name}: read as {wide}")
    if (nul := data.find(b"\0")) >= 0:
        raise InputError(f"{_quoted(name)} is binary (byte {nul + 1} is NUL); give a text instead")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _told(data, name, error)
    if _CHANCE.search(text) and (found := _by_chance(data, name)):
        return found
    return Decoded(text, UTF8, _mojibake(text, name))


def is_utf8(data: bytes) -> bool:
    """Say whether bytes are UTF-8 text, as far as they go."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return b"\0" not in data


def encode(text: str, encoding: str) -> bytes:
    """Return the bytes of a text in an encoding; a wide one begins with a byte order mark.

    Raises:
        OutputError: the encoding lacks some characters, which are named.
        UsageError: there is no encoding of that name.
    """
    found = canonical(encoding)
    if found in OLD:
        return _written(nfc(text), OLD[found])
    try:
        if found == UTF8:
            return text.encode("utf-8")
        return write_wide(text, "UTF-16LE" if found == "UTF-16" else found)
    except UnicodeEncodeError as error:
        bad = f"U+{ord(text[error.start]):04X}"
        raise OutputError(f"{bad} is half a character") from None


def _by_chance(data: bytes, name: str) -> Decoded | None:
    """Return the text of bytes that are UTF-8 by chance only, None if that is not certain."""
    from vitrans.encodings.recognise import certain, readings

    encoding = certain(readings(data))
    if encoding is None or encoding is WINDOWS_1252:
        return None
    return _read_old(data, encoding, name)


def _read_old(data: bytes, encoding: Encoding, name: str) -> Decoded:
    """Return the text of bytes in an old encoding that was told."""
    text = encoding.read(data)
    if encoding is TCVN3 and b"\xad" not in data:
        from vitrans.encodings.lost import with_u

        text = with_u(text)
    return Decoded(text, encoding.name, f"{name}: read as {encoding.name}")


def _told(data: bytes, name: str, error: UnicodeDecodeError) -> Decoded:
    """Return the text of bytes that are not UTF-8.

    Raises:
        InputError: they are damaged UTF-8, or it cannot be told what they are.
    """
    from vitrans.encodings.recognise import certain, doubt, readings  # which reads a table

    known = _UTF8.findall(data)
    rest = _UTF8.sub(b"", data)
    if (known and 2 * len(known) >= len(_HIGH.findall(rest))) or _CUT.search(data):
        raise InputError(f"{_quoted(name)} {_damaged(data, error)}")
    if two := _in_two(data):
        raise InputError(f"{_quoted(name)} {two}")
    found = readings(data)
    if encoding := certain(found):
        return _read_old(data, encoding, name)
    raise InputError(
        f"{_quoted(name)} is not UTF-8, {_place(data, error)}, and {doubt(found)}; {_ADVICE}"
    )


def _in_two(data: bytes) -> str:
    """Say which line of bytes that are not UTF-8 is Vietnamese in UTF-8 all the same, if one is."""
    lines = data.split(b"\n")
    other = next(number for number, line in enumerate(lines, 1) if not is_utf8(line))
    for number, line in enumerate(lines, 1):
        if _OF_THREE.search(line) and len(_UTF8.findall(line)) > 1 and is_utf8(line):
            return (
                f"is in two encodings: line {number} is UTF-8 and line {other} is not; "
                "save its parts as files of their own"
            )
    return ""


def _read_as(data: bytes, encoding: str, name: str) -> Decoded:
    """Return the text of bytes in an encoding that is known.

    Raises:
        InputError: they are not in it.
    """
    if encoding in OLD:
        return Decoded(OLD[encoding].read(data), encoding)
    if encoding != UTF8:
        wide = encoding if encoding in WIDE else wide_encoding(data) or "UTF-16LE"
        return Decoded(_wide_text(data, wide, name), wide)
    try:
        return Decoded(data.decode("utf-8"), encoding)
    except UnicodeDecodeError as error:
        raise InputError(f"{_quoted(name)} {_damaged(data, error)}") from None


def _wide_text(data: bytes, encoding: str, name: str) -> str:
    """Return the text of bytes in a wide encoding.

    Raises:
        InputError: they are damaged.
    """
    try:
        return read_wide(data, encoding)
    except UnicodeDecodeError as error:
        raise InputError(
            f"{_quoted(name)} is {encoding}, but cut off or damaged at byte {error.start + 1}; "
            "fetch it again"
        ) from None


def _written(text: str, encoding: Encoding) -> bytes:
    """Return the bytes of a text in an old encoding, which read as that text again.

    Raises:
        OutputError: there are none.
    """
    lacking = [c for c in dict.fromkeys(text) if not encoding.has(c)]
    if lacking:
        line = text.count("\n", 0, text.index(lacking[0])) + 1
        named = ", ".join(map(repr, lacking[:_MOST_NAMED]))
        more = f" and {len(lacking) - _MOST_NAMED} more" if len(lacking) > _MOST_NAMED else ""
        raise OutputError(f"{encoding.name} has no {named}{more} (line {line}); {_INSTEAD}")
    data = encoding.write(text)
    again = encoding.read(data)
    if again != text:
        at = next((i for i, (c, d) in enumerate(zip(text, again, strict=False)) if c != d), 0)
        line = text.count("\n", 0, at) + 1
        raise OutputError(
            f"{text[at]!r} would become {again[at : at + 1]!r} in {encoding.name} (line {line}); "
            f"{_INSTEAD}"
        )
    return data


def _mojibake(text: str, name: str) -> str | None:
    """Return a notice of letters that were read as Windows-1252 once and are text now."""
    found = LETTER_OF_THREE.search(text)
    if not found:
        return None
    line = text.count("\n", 0, found.start()) + 1
    return f"{name}:{line}: letters were read in a wrong encoding; restore --repair mends them"


def _damaged(data: bytes, error: UnicodeDecodeError) -> str:
    """Say where bytes stop being UTF-8 and what to do."""
    if error.reason == "unexpected end of data":
        return "ends in the middle of a character; it seems cut off: fetch it again"
    return (
        f"is UTF-8, but {_place(data, error)}, which is not a letter; fetch it again, or correct it"
    )


def _place(data: bytes, error: UnicodeDecodeError) -> str:
    """Say which byte is not UTF-8: `byte 7 (line 1) is 0xE0`."""
    line = data.count(b"\n", 0, error.start) + 1
    return f"byte {error.start + 1} (line {line}) is 0x{data[error.start]:02X}"


def _quoted(name: str) -> str:
    return name if name in (STANDARD_INPUT, "<stdin>") else repr(name)
