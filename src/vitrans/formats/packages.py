"""Zip packages such as EPUB, DOCX and ODT: parts are read within bounds, and replaced.

A package that is written is the one that was read: entries that are not replaced are copied as
they lie there, byte for byte, in their order and with their dates; so are the records about them.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from vitrans.errors import InputError
from vitrans.formats.zip_records import replaced

_MOST_ENTRIES = 20_000
_MOST_BYTES = 64 << 20  # of one part
_MOST_IN_ALL = 192 << 20  # of all parts that are read
CONTENT = "content.xml"
"""The part of an OpenDocument package that has what people read."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# An entry of the old container in which Office keeps what has a password.
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_ENCRYPTED = 1
_DECLARED = re.compile(rb"<\?xml[^>]*?\bencoding\s*=\s*[\"']([\w.:-]+)[\"']")
_ENTITY = re.compile(r"<!ENTITY\b")
# Stands before the name of a part, and after it, in the text of several; XML has no such character.
_BORDER = "\0"
_HEADING = re.compile(f"{_BORDER}([^{_BORDER}]*){_BORDER}")


class Part(NamedTuple):
    """A part of a package as text, and the encoding of its bytes."""

    name: str
    text: str
    encoding: str = "utf-8"

    @property
    def heading(self) -> str:
        """What stands before its text where several parts are one text."""
        return f"{_BORDER}{self.name}{_BORDER}"


class Package:
    """The parts of a zip archive, read one by one and no more than a machine can hold."""

    def __init__(self, data: bytes, name: str) -> None:
        """Open a package.

        Args:
            data: the file's bytes.
            name: the file's, for messages.

        Raises:
            InputError: it is damaged, protected by a password, or unreasonably large.
        """
        self._data, self._name, self._left = data, name, _MOST_IN_ALL
        if data.startswith(_OLE):
            raise self._old()
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError):
            raise self._damaged() from None
        if len(self._zip.infolist()) > _MOST_ENTRIES:
            raise self._too_large()

    @property
    def name(self) -> str:
        """The name of the file, for messages."""
        return self._name

    def about(self, part: str) -> str:
        """Return how messages call a part."""
        return f"{self._name!r}, in its part {part}"

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the parts, in the order of the package's table."""
        return tuple(self._zip.namelist())

    def read(self, part: str) -> bytes:
        """Return what a part holds.

        Raises:
            InputError: there is no such part, or it is damaged, encrypted or too large.
        """
        if part not in self._zip.NameToInfo:
            raise InputError(f"{self._name!r} lacks its part {part!r}; fetch it again")
        entry = self._zip.getinfo(part)
        if entry.flag_bits & _ENCRYPTED:
            raise InputError(f"{self._name!r} is protected by a password; save it anew without one")
        most = min(_MOST_BYTES, self._left)
        if entry.file_size > most:
            raise self._too_large()
        try:
            with self._zip.open(entry) as file:
                data = file.read(most + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError):
            raise self._damaged() from None
        except NotImplementedError:
            raise InputError(
                f"{self._name!r} is compressed in an unusual way; save it anew with another program"
            ) from None
        if len(data) > most:
            raise self._too_large()
        self._left -= len(data)
        return data

    def read_xml(self, part: str) -> Part:
        """Return a part that is XML as text.

        Raises:
            InputError: it cannot be read, is no text, or declares entities of its own.
        """
        data = self.read(part)
        encoding = xml_encoding(data)
        try:
            text = data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            raise InputError(f"{self._name!r}: {part} is not {encoding}, as it says") from None
        if _BORDER in text:
            raise InputError(f"{self._name!r}: {part} is no text (it has a NUL)")
        if _ENTITY.search(text):
            raise InputError(
                f"{self._name!r}: {part} declares entities of its own, which vitrans does not "
                "follow; save it anew with another program"
            )
        return Part(part, text, encoding)

    def replaced(self, parts: Mapping[str, bytes]) -> bytes:
        """Return the package with other contents in some of its parts.

        Raises:
            InputError: its entries lie across each other.
        """
        if not parts:
            return self._data
        made = replaced(self._data, self._zip.start_dir, self._numbers(parts))
        if made is None:
            raise self._damaged()
        return made

    def _numbers(self, parts: Mapping[str, bytes]) -> dict[int, bytes]:
        """Return contents by the number of the entry in the package's table."""
        places = {info.filename: number for number, info in enumerate(self._zip.infolist())}
        return {places[name]: data for name, data in parts.items()}

    def _old(self) -> InputError:
        if _LOCKED in self._data:
            return InputError(
                f"{self._name!r} is protected by a password; save it anew without one"
            )
        return InputError(
            f"{self._name!r} is in the format of Office before 2007, whatever its name says; open "
            "it and save it in the format of its name"
        )

    def _damaged(self) -> InputError:
        return InputError(f"{self._name!r} is cut off or damaged; fetch it again")

    def _too_large(self) -> InputError:
        return InputError(
            f"{self._name!r} unpacks to more than {_MOST_BYTES >> 20} MB in a part, "
            f"{_MOST_IN_ALL >> 20} MB in all or {_MOST_ENTRIES} parts, which no document needs; "
            "divide it"
        )


class FlatPackage(Package):
    """A document that is one file of XML, as if it were a package with this as its only part."""

    def __init__(self, data: bytes, name: str) -> None:
        """Open a file; see `Package`."""
        self._data, self._name, self._left = data, name, _MOST_IN_ALL

    @property
    def names(self) -> tuple[str, ...]:
        """The name that its only part has in packages."""
        return (CONTENT,)

    def about(self, part: str) -> str:
        """Return how messages call the file."""
        return repr(self._name)

    def read(self, part: str) -> bytes:
        """Return the file's bytes."""
        if len(self._data) > _MOST_BYTES:
            raise self._too_large()
        return self._data

    def replaced(self, parts: Mapping[str, bytes]) -> bytes:
        """Return the file's new bytes."""
        return parts.get(CONTENT, self._data)


def xml_encoding(data: bytes) -> str:
    """Return the encoding of XML by its byte order mark or declaration, else UTF-8.

    The byte order mark stays in the text.
    """
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            return encoding
    found = _DECLARED.match(data)
    name = found[1].decode("ascii").lower() if found else "utf-8"
    return "utf-8" if name in ("utf-8", "utf8", "us-ascii", "ascii") else name


def joined(parts: Iterable[Part]) -> Iterator[str]:
    """Yield what makes one text of several parts; `parted` takes it apart again."""
    for part in parts:
        yield part.heading
        yield part.text


def places(text: str) -> list[tuple[str, int, int]]:
    """Return the names of the parts in one text, and where the text of each starts and ends."""
    found = list(_HEADING.finditer(text))
    ends = [*(match.start() for match in found[1:]), len(text)]
    return [(match[1], match.end(), end) for match, end in zip(found, ends, strict=False)]


def parted(text: str) -> dict[str, str]:
    """Return the parts of one text by their names."""
    return {name: text[start:end] for name, start, end in places(text)}
