"""UTF-16 and UTF-32, told by their byte order marks or by where their NULs stand."""

import re

# Byte order marks; UTF-32 stands first, because its little-endian mark starts with UTF-16's.
_MARKS = (
    (b"\xff\xfe\x00\x00", "UTF-32LE"),
    (b"\x00\x00\xfe\xff", "UTF-32BE"),
    (b"\xff\xfe", "UTF-16LE"),
    (b"\xfe\xff", "UTF-16BE"),
)
_LATIN = re.compile("[\t\n\r -~\u00a0-\u024f\u1e00-\u1eff\u2010-\u2044]")
WIDE = ("UTF-32LE", "UTF-32BE", "UTF-16LE", "UTF-16BE")
"""The wide encodings, by their names in Python."""


def wide_encoding(data: bytes) -> str | None:
    """Return the wide encoding that bytes are in, None if they are in none."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    if b"\0" not in data:
        return None
    return next((encoding for encoding in WIDE if _reads_as(data[:4096], encoding)), None)


def read_wide(data: bytes, encoding: str) -> str:
    """Return the text of bytes in a wide encoding, without a byte order mark.

    Raises:
        UnicodeDecodeError: they are cut off or damaged.
    """
    return data.decode(encoding).removeprefix("\ufeff")


def write_wide(text: str, encoding: str) -> bytes:
    """Return the bytes of a text with a byte order mark, by which it is known again."""
    return ("\ufeff" + text).encode(encoding)


def _reads_as(sample: bytes, encoding: str) -> bool:
    """Say whether bytes read as text in a wide encoding, nearly all of it Latin letters."""
    text = sample.decode(encoding, "replace")
    return "\0" not in text and len(_LATIN.findall(text)) > 0.8 * len(text)
