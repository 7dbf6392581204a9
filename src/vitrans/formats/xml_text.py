"""XML formats: bytes in the encoding that they say, and back into what is said."""

import codecs
from dataclasses import replace

from vitrans.encodings import decode, encode
from vitrans.encodings.names import UTF8, canonical
from vitrans.encodings.wide import wide_encoding
from vitrans.errors import InputError, OutputError, UsageError, reading
from vitrans.formats.base import render
from vitrans.formats.bilingual import BilingualFormat
from vitrans.formats.xml_tree import declared, redeclared
from vitrans.types import Document

_ASCII = ("us-ascii", "ascii")
_UTF8 = ("", "utf-8", "utf8", *_ASCII)


class XmlFormat(BilingualFormat):
    """A bilingual format of XML files."""

    def read(self, data: bytes, name: str) -> Document:
        """Return the document in a file's bytes, which are in the encoding that they declare.

        Raises:
            InputError: they are in another, or no XML of this format.
        """
        text, encoding = _decoded(data, name)
        with reading(name):
            return replace(self.parse(text), encoding=encoding)

    def write(self, document: Document) -> bytes:
        """Return the file's bytes, which say the encoding that they are in."""
        text = render(document)
        said = declared(text)
        if not _is_same(said, document.encoding, text):
            text = redeclared(text, _declarable(document.encoding))
        try:
            return encode(text, document.encoding)
        except UsageError:  # one that XML files have and plain text has not
            return text.encode(document.encoding, "xmlcharrefreplace")


def _decoded(data: bytes, name: str) -> tuple[str, str]:
    """Return the text of bytes and the name of their encoding."""
    said = declared(data[:200].decode("latin-1"))
    if wide_encoding(data) or said.lower() in _UTF8:
        found = decode(data, name)
        if found.encoding != UTF8 and not wide_encoding(data):
            raise InputError(
                f"{name!r} says it is in {said or 'UTF-8'}, but it is in {found.encoding}; correct "
                "its first line"
            )
        return found.text, found.encoding
    try:
        text = data.decode(said)
    except LookupError:
        raise InputError(
            f"{name!r} says it is in {said!r}, which is no encoding; correct its first line"
        ) from None
    except UnicodeDecodeError:
        raise InputError(
            f"{name!r} says it is in {said}, but it is not; correct its first line"
        ) from None
    if not data.isascii() and _is_utf8(data):
        raise InputError(
            f"{name!r} says it is in {said}, but it is in UTF-8; correct its first line"
        )
    return text, said.upper()


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _is_same(said: str, encoding: str, text: str) -> bool:
    """Say whether a text may go on saying what encoding it is in."""
    if not said:
        return encoding == UTF8 or encoding.startswith("UTF-16")
    if said.lower() in _UTF8:
        return encoding == UTF8 and (said.lower() not in _ASCII or text.isascii())
    if said.upper() == "UTF-16":  # in either order of its bytes
        return encoding.startswith("UTF-16")
    return _known(said) == _known(encoding)


def _declarable(encoding: str) -> str:
    """Return the name by which XML says that it is in an encoding.

    Raises:
        OutputError: there is none.
    """
    if encoding.startswith("UTF-16"):
        return "UTF-16"
    try:
        codecs.lookup(encoding)
    except LookupError:
        raise OutputError(
            f"XML cannot be in {encoding}, which other programs do not know; give --encoding UTF-8"
        ) from None
    return encoding


def _known(name: str) -> str:
    """Return the one name of an encoding that has several, itself where it is unknown."""
    try:
        return canonical(name)
    except UsageError:
        return name.upper()
